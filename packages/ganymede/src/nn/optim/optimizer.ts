/** What all optimizers share: groups of named parameters, their state, learning rates, saving and restoring. */

import { givenOptions, requireObject, wrongArgument } from '@ganymede/core'
import { noGrad, scope, type Tensor, TorchError, zeroGrads } from '@ganymede/torch'
import { Module } from '../module.js'
import {
  alignedGradient,
  alignedState,
  type Entry,
  type GroupState,
  groupDifferences,
  isDense,
  restoreEntry,
} from './parameter-state.js'

/** Parameters with their names: a module, or pairs as `namedParameters()` gives them. */
export type ParameterSource = Module | Iterable<readonly [name: string, parameter: Tensor]>

/** Parameters that share hyperparameters. */
export interface ParameterGroup<H> {
  /** Name in the saved state and in `setLearningRate`. */
  readonly name: string
  readonly parameters: ParameterSource
  /** What differs from the optimizer's own hyperparameters. */
  readonly options?: Partial<H>
}

/** Hyperparameters of any algorithm; each has a learning rate. */
export interface Hyperparameters {
  readonly lr: number
}

/** What an algorithm gets for one step: only parameters that have a gradient, all lists in the same order. */
export interface UpdateBatch {
  readonly parameters: readonly Tensor[]
  /** Laid out in memory as the parameters are. */
  readonly gradients: readonly Tensor[]
  /** Whether a parameter had no state before this step. */
  readonly isFirst: readonly boolean[]
  /** The state tensor of this name of each parameter. */
  state(name: string): Tensor[]
}

/** An algorithm: what it remembers of each parameter, and how it changes them. */
export interface UpdateRule<H extends Hyperparameters> {
  /** Name in the saved state: `adam`. */
  readonly kind: string
  /** Names of the state tensors, as PyTorch's. `step` is a scalar counter, the others have the parameter's shape. */
  stateNames(hyperparameters: H): readonly string[]
  /** Throws `ARGUMENT_INVALID` naming the first hyperparameter outside its range. */
  check(hyperparameters: H): void
  /** Changes parameters and state in place; runs in a scope and without recording. */
  update(batch: UpdateBatch, hyperparameters: H): void
}

/** All that an optimizer has to remember: plain objects, numbers and tensors. */
export interface OptimizerState {
  readonly kind: string
  readonly learningRateFactor: number
  readonly groups: Readonly<Record<string, GroupState>>
}

interface Group<H> {
  readonly name: string
  hyperparameters: H
  readonly entries: readonly Entry[]
}

/**
 * Changes parameters by their gradients. Made by `adam`, `adamw`, `sgd` or `rmsprop`.
 *
 * Parameters without a gradient are left alone, and so are frozen ones (`requiresGrad` false), whatever gradient they
 * still hold: PyTorch would apply that. State is made in
 * the first step in which a parameter has a gradient; it belongs to no scope and is freed by `dispose()`. Further steps
 * leave the number of live tensors as it was. When a network was moved to another device, dtype or memory format, its
 * state follows in the next step.
 *
 * @example
 * const optimizer = adam(D, { lr: 2e-4, betas: [0.5, 0.999] })
 * optimizer.zeroGrad()
 * loss.backward()
 * optimizer.step()
 */
export class Optimizer<H extends Hyperparameters = Hyperparameters> {
  readonly #rule: UpdateRule<H>
  readonly #groups: readonly Group<H>[]
  #factor = 1

  /**
   * @param rule             the algorithm
   * @param parameters       of one group, which is called `default` then, or several groups
   * @param hyperparameters  for all groups that do not say otherwise
   * @throws TorchError `ARGUMENT_INVALID` when a hyperparameter is out of range, there are no parameters, a name or a
   *   parameter comes twice, or a parameter is not a leaf whose elements fill their memory
   * @throws GanymedeError `OPTION_INVALID` when the rule or the parameters are missing
   */
  constructor(rule: UpdateRule<H>, parameters: ParameterSource | readonly ParameterGroup<H>[], hyperparameters: H) {
    requireObject('Optimizer', rule, ['kind', 'stateNames', 'check'])
    if (typeof parameters !== 'object' || parameters === null) {
      throw wrongArgument(rule.kind, 'parameters', 'a module, named parameters or groups of them', parameters)
    }
    this.#rule = rule
    const seen = new Set<Tensor>()
    this.#groups = asGroups<H>(parameters).map(({ name, parameters, options }) => ({
      name,
      hyperparameters: { ...hyperparameters, ...options },
      entries: entriesOf(name, parameters, seen),
    }))
    const names = this.#groups.map(({ name }) => name)
    if (new Set(names).size !== names.length) throw refused(`two groups have one name: ${names.join(', ')}`)
    if (seen.size === 0) throw refused('there are no parameters')
    for (const group of this.#groups) rule.check(group.hyperparameters)
  }

  /** Name of the algorithm: `adam`. */
  get kind(): string {
    return this.#rule.kind
  }

  /** All parameters, group by group. */
  parameters(): Tensor[] {
    return this.#groups.flatMap(({ entries }) => entries.map(({ parameter }) => parameter))
  }

  /** Sets all gradients to none, so that `backward` starts anew. */
  zeroGrad(): void {
    zeroGrads(this.parameters())
  }

  /** Changes every parameter that has a gradient, once. */
  step(): void {
    noGrad(() =>
      scope('optimizer-step', () => {
        for (const group of this.#groups) this.#update(group)
      }),
    )
  }

  #update({ entries, hyperparameters }: Group<H>): void {
    const active = entries.filter(({ parameter }) => parameter.requiresGrad && parameter.grad !== null)
    if (active.length === 0) return
    const gradients: Tensor[] = []
    const isFirst: boolean[] = []
    const states: Record<string, Tensor>[] = []
    const names = this.#rule.stateNames(hyperparameters)
    for (const entry of active) {
      const { strides } = entry.parameter
      isFirst.push(entry.state === null)
      gradients.push(alignedGradient(entry.parameter, strides))
      states.push(alignedState(entry, strides, names))
    }
    const batch = {
      parameters: active.map(({ parameter }) => parameter),
      gradients,
      isFirst,
      state: (name: string) => states.map((state) => state[name]!),
    }
    this.#rule.update(batch, { ...hyperparameters, lr: hyperparameters.lr * this.#factor })
  }

  /** Learning rates in effect by group: base rate times schedule factor. */
  learningRates(): Record<string, number> {
    return Object.fromEntries(this.#groups.map((g) => [g.name, g.hyperparameters.lr * this.#factor]))
  }

  /**
   * Sets the base learning rate, which the schedule factor multiplies.
   *
   * @param group  name of the only group to change; default: all
   * @throws TorchError `ARGUMENT_INVALID` for a negative or non-finite rate or an unknown group
   */
  setLearningRate(lr: number, group?: string): void {
    if (!(lr >= 0 && Number.isFinite(lr))) throw refused(`the learning rate must be at least 0, got ${lr}`)
    const chosen = this.#groups.filter(({ name }) => group === undefined || name === group)
    if (chosen.length === 0) throw refused(`there is no group ${JSON.stringify(group)}`)
    for (const one of chosen) one.hyperparameters = { ...one.hyperparameters, lr }
  }

  /**
   * Sets the factor by which all base learning rates are multiplied: what a schedule gives for the present step.
   *
   * @throws TorchError `ARGUMENT_INVALID` for a negative or non-finite factor
   */
  setLearningRateFactor(factor: number): void {
    if (!(factor >= 0 && Number.isFinite(factor))) throw refused(`the factor must be at least 0, got ${factor}`)
    this.#factor = factor
  }

  /** Everything to be saved. The tensors are the live ones: write them out or copy them before the next step. */
  state(): OptimizerState {
    const groups = this.#groups.map(({ name, hyperparameters, entries }) => {
      const withState = entries.flatMap((entry) =>
        entry.state === null ? [] : [[entry.name, { ...entry.state }] as const],
      )
      const saved: GroupState = {
        hyperparameters: { ...hyperparameters } as Readonly<Record<string, unknown>>,
        parameters: Object.fromEntries(withState),
      }
      return [name, saved] as const
    })
    return { kind: this.kind, learningRateFactor: this.#factor, groups: Object.fromEntries(groups) }
  }

  /**
   * Goes on exactly where an optimizer was when its {@link state} was taken. Values are copied.
   *
   * @param options.learningRates  default `'saved'`: base rates as saved; `'own'`: those given to this optimizer, for
   *   resuming with a changed rate. Other hyperparameters are always this optimizer's own
   * @throws TorchError `STATE_MISMATCH` listing all groups, parameters and shapes that differ; nothing is changed then
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  restore(state: OptimizerState, options: { readonly learningRates?: 'saved' | 'own' } = {}): void {
    const { learningRates = 'saved' } = givenOptions('Optimizer.restore', options, ['learningRates'])
    const problems = this.#differences(state)
    if (problems.length > 0) {
      throw new TorchError('STATE_MISMATCH', `the saved state does not fit this ${this.kind} optimizer`, {
        lines: problems,
      })
    }
    for (const group of this.#groups) {
      const saved = state.groups[group.name]!
      const { lr } = saved.hyperparameters
      if (learningRates === 'saved' && typeof lr === 'number') group.hyperparameters = { ...group.hyperparameters, lr }
      const names = this.#rule.stateNames(group.hyperparameters)
      for (const entry of group.entries) restoreEntry(entry, saved.parameters[entry.name] ?? null, names)
    }
    this.#factor = state.learningRateFactor
  }

  #differences(state: OptimizerState): string[] {
    if (state.kind !== this.kind) return [`algorithm: this one is ${this.kind}, saved is ${state.kind}`]
    const problems = Object.keys(state.groups)
      .filter((name) => !this.#groups.some((group) => group.name === name))
      .map((name) => `group not in this optimizer: ${name}`)
    for (const { name, entries, hyperparameters } of this.#groups) {
      const saved = state.groups[name]
      if (saved === undefined) problems.push(`group missing from the state: ${name}`)
      else problems.push(...groupDifferences(entries, saved, this.#rule.stateNames(hyperparameters)))
    }
    return problems
  }

  /** All state tensors, so that returning an optimizer from a scope keeps them. */
  tensors(): Tensor[] {
    return this.#groups.flatMap(({ entries }) => entries.flatMap(({ state }) => Object.values(state ?? {})))
  }

  /** Frees the state; the parameters belong to their modules. */
  dispose(): void {
    for (const { entries } of this.#groups) for (const entry of entries) restoreEntry(entry, null, [])
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}

function refused(what: string): TorchError {
  return new TorchError('ARGUMENT_INVALID', `optimizer: ${what}`, { op: 'optimizer' })
}

function asGroups<H>(parameters: ParameterSource | readonly ParameterGroup<H>[]): readonly ParameterGroup<H>[] {
  if (Array.isArray(parameters) && parameters.some((entry) => !Array.isArray(entry))) {
    return parameters as readonly ParameterGroup<H>[]
  }
  return [{ name: 'default', parameters: parameters as ParameterSource }]
}

function entriesOf(group: string, source: ParameterSource, seen: Set<Tensor>): Entry[] {
  const names = new Set<string>()
  return [...(source instanceof Module ? source.namedParameters() : source)].map(([name, parameter]) => {
    if (names.has(name)) throw refused(`group ${group} has two parameters called ${name}`)
    if (seen.has(parameter)) throw refused(`the parameter ${name} of group ${group} comes twice`)
    if (!parameter.isLeaf || !isDense(parameter)) throw refused(`${name} of group ${group} is not a dense leaf`)
    names.add(name)
    seen.add(parameter)
    return { name, parameter, state: null, layout: null }
  })
}
