/** Stops a run whose losses or gradients are no longer numbers, and finds out where that began. */

import { GanymedeError } from '@ganymede/core'
import { isfinite, listen, noGrad, scope, Tensor } from '@ganymede/torch'
import { withFrozenStatistics } from '../../nn/layers/batch-norm.js'
import { runningModulePath } from '../../nn/module.js'
import type { Networks } from '../../systems/contract/system.js'

/** Where the first bad value was found. */
export interface NonFiniteReport {
  readonly step: number
  /** `d/total`, `g/grad_norm` … */
  readonly quantity: string
  readonly value: number
  /** What the quantity is made of, by name; empty where that is not known. */
  readonly terms: Readonly<Record<string, number>>
  /** The first weight or gradient with a bad value, `discriminator.main.2.weight`; null when all are finite. */
  readonly badParameter: string | null
  /** One fact a line: first bad parameter, operator, layer, gradient. */
  readonly findings: readonly string[]
}

/** What a loss is made of, by name: scalars `[]`. */
export type LossTerms = () => Readonly<Record<string, Tensor>>

/** The error that ends such a run; the loop adds the last good checkpoint. */
export class NonFiniteError extends GanymedeError {
  readonly report: NonFiniteReport

  constructor(report: NonFiniteReport) {
    super('NON_FINITE', `${report.quantity} became ${report.value} in step ${report.step}`, { lines: report.findings })
    this.report = report
  }
}

/** Whether all elements are finite; one read. Integers always are. */
function isAllFinite(value: Tensor): boolean {
  return scope('finite', () => noGrad(() => isfinite(value.detach()).all().item() === 1))
}

export class FiniteGuard {
  readonly #networks: Networks
  readonly #every: number
  readonly #checkpointEvery: number

  /**
   * @param every            steps between checks: reading a value makes a GPU wait
   * @param checkpointEvery  the last step before a checkpoint is always checked, so that none is made of bad values
   */
  constructor(networks: Networks, every: number, checkpointEvery = Number.POSITIVE_INFINITY) {
    this.#networks = networks
    this.#every = every
    this.#checkpointEvery = checkpointEvery
  }

  #isDue(step: number): boolean {
    return step % this.#every === 0 || (step + 1) % this.#checkpointEvery === 0
  }

  /**
   * @param value  scalar
   * @param rerun  repeats the forward pass that gave the value; called only when it is not finite
   * @param terms  what the value is made of; called only when it is not finite
   * @throws NonFiniteError
   */
  requireFinite(quantity: string, step: number, value: Tensor, rerun: () => void, terms?: LossTerms): void {
    if (!this.#isDue(step)) return
    const number = scope('finite', () => value.detach().item())
    if (Number.isFinite(number)) return
    // Repeating the pass must not move statistics: the state is saved afterwards.
    const frozen = Object.values(this.#networks).reduce<() => void>(
      (inner, network) => () => withFrozenStatistics(network, inner),
      rerun,
    )
    const badWeight = this.#badWeight()
    const findings = [
      weightLine(badWeight),
      ...firstBadOperator(frozen),
      ...(badWeight === null ? this.#spoiltBuffer() : []),
    ]
    const read = scope('finite', () =>
      Object.fromEntries(Object.entries(terms?.() ?? {}).map(([name, term]) => [name, term.detach().item()])),
    )
    throw new NonFiniteError({
      step,
      quantity,
      value: number,
      terms: read,
      badParameter: badWeight?.name ?? null,
      findings,
    })
  }

  /** @throws NonFiniteError naming the first gradient that is not finite */
  requireFiniteGradients(quantity: string, step: number, norm: Tensor): void {
    if (!this.#isDue(step)) return
    const number = scope('finite', () => norm.item())
    if (Number.isFinite(number)) return
    const badGradient = this.#badGradient()
    const badWeight = this.#badWeight()
    throw new NonFiniteError({
      step,
      quantity,
      value: number,
      terms: {},
      badParameter: badGradient?.name ?? badWeight?.name ?? null,
      findings: [
        badGradient === null
          ? 'every single gradient is finite: their norm overflowed'
          : `first bad gradient: ${badGradient.name} [${badGradient.shape.join(', ')}]`,
        weightLine(badWeight),
      ],
    })
  }

  #badWeight(): BadParameter | null {
    for (const [network, module] of Object.entries(this.#networks)) {
      for (const [name, value] of module.namedParameters()) {
        if (!isAllFinite(value)) return { name: `${network}.${name}`, shape: value.shape }
      }
    }
    return null
  }

  /** Running statistics are rather a consequence: the pass that went wrong has moved them already. */
  #spoiltBuffer(): string[] {
    for (const [network, module] of Object.entries(this.#networks)) {
      for (const [name, value] of module.stateDict()) {
        if (!isAllFinite(value))
          return [`first bad tensor of the saved state: ${network}.${name} [${value.shape.join(', ')}]`]
      }
    }
    return []
  }

  #badGradient(): BadParameter | null {
    for (const [network, module] of Object.entries(this.#networks)) {
      for (const [name, parameter] of module.namedParameters()) {
        const bad = scope('finite', () => {
          const gradient = parameter.grad
          return gradient !== null && !isAllFinite(gradient)
        })
        if (bad) return { name: `${network}.${name}`, shape: parameter.shape }
      }
    }
    return null
  }
}

interface BadParameter {
  readonly name: string
  readonly shape: readonly number[]
}

function weightLine(bad: BadParameter | null): string {
  return bad === null ? 'all weights are finite' : `first bad weight: ${bad.name} [${bad.shape.join(', ')}]`
}

function firstBadOperator(rerun: () => void): string[] {
  let finding: string | null = null
  let isChecking = false
  const stop = listen((name, _, result) => {
    if (finding !== null || isChecking) return
    isChecking = true
    try {
      for (const value of Array.isArray(result) ? result : [result]) {
        if (!(value instanceof Tensor) || isAllFinite(value)) continue
        finding = `first bad value: result of ${name} [${value.shape.join(', ')}] in ${runningModulePath() ?? 'the loss'}`
        break
      }
    } finally {
      isChecking = false
    }
  })
  try {
    scope('finite', () => noGrad(rerun))
  } finally {
    stop()
  }
  return [finding ?? 'repeating the forward pass gave finite values: the loss itself is not finite']
}
