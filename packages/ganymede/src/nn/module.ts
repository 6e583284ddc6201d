/** The base of all networks: named parameters, buffers and children, whose names match PyTorch's `state_dict`. */

import { givenOptions } from '@ganymede/core'
import {
  isFloating,
  keep,
  nameTensor,
  noGrad,
  scope,
  setErrorContext,
  Tensor,
  type ToOptions,
  TorchError,
  type TorchErrorCode,
} from '@ganymede/torch'
import { aboutToRun } from './forward-hook.js'
import { requireRegistered } from './unregistered-fields.js'

/** Tensors by name, in the order of registration. */
export type StateDict = ReadonlyMap<string, Tensor>

export interface LoadReport {
  /** Names that were copied. */
  readonly matched: readonly string[]
  /** Names that the module has and the state does not. */
  readonly missing: readonly string[]
  /** Names that the state has and the module does not. */
  readonly unexpected: readonly string[]
}

/** A module that maps one tensor to one: what {@link Sequential} chains. */
export interface Layer extends Module {
  forward(x: Tensor): Tensor
}

const running: Module[] = []

/** Parameters of all modules. */
const parameters = new WeakSet<Tensor>()

/** @internal Path of the module that runs now, `generator.main.3`, or null. */
export function runningModulePath(): string | null {
  return running.at(-1)?.path ?? null
}

setErrorContext(runningModulePath)

/** @internal An error of a layer's own checks, with the path of the module that runs. */
export function layerError(code: TorchErrorCode, message: string, lines: readonly string[] = []): TorchError {
  const path = runningModulePath()
  return new TorchError(code, message, { lines: path ? [...lines, `in  ${path}`] : lines })
}

/**
 * A network or layer.
 *
 * Subclasses register what they own in their constructor and implement `forward`:
 *
 *     class Affine extends Module {
 *       readonly weight = this.parameter('weight', ones([3]))
 *       override forward(x: Tensor): Tensor { return x.mul(this.weight) }
 *     }
 *
 * Parameters are leaves that an optimizer changes; buffers are state that is saved but not optimised (running
 * statistics). Both are kept out of every scope and freed by `dispose()`. Modules start in training mode.
 *
 * Every method that goes through the tree throws GanymedeError `MODULE_UNREGISTERED` where a field holds a module, or a leaf
 * with gradients, that nobody registered: it would never learn and never be saved. Fields are looked at once; a `#private`
 * field may hold whatever it likes.
 */
export abstract class Module {
  readonly #parameters = new Map<string, Tensor>()
  readonly #buffers = new Map<string, Tensor>()
  readonly #children = new Map<string, Module>()
  #name = ''
  #parent: Module | null = null
  #training = true
  #hasCheckedFields = false
  #around: ((run: () => unknown) => unknown) | null = null

  constructor() {
    // Errors and the NaN search name the layer that runs; wrapping here spares every layer from saying so.
    const forward = this.forward
    Object.defineProperty(this, 'forward', {
      value: (...args: Parameters<this['forward']>) => {
        running.push(this)
        try {
          aboutToRun(args)
          return this.#around === null ? forward.apply(this, args) : this.#around(() => forward.apply(this, args))
        } finally {
          running.pop()
        }
      },
    })
  }

  /** Maps inputs to outputs; each module documents shapes. */
  abstract forward(...inputs: never[]): unknown

  /** Whether the module is in training mode (dropout active, batch statistics used). */
  get training(): boolean {
    return this.#training
  }

  /** Where the module stands in its tree: `generator.main.3`; the root is called by {@link rename}. */
  get path(): string {
    const above = this.#parent?.path ?? ''
    if (this.#name === '') return above
    return above === '' ? this.#name : `${above}.${this.#name}`
  }

  /** Names the root, for error messages: `'generator'`. */
  rename(name: string): this {
    this.#name = name
    return this
  }

  /**
   * Registers a parameter: a leaf that requires gradients from now on and belongs to no scope.
   *
   * @returns the parameter; `value` itself unless that is the result of a recorded operator, which is then detached
   * @throws TorchError `ARGUMENT_INVALID` when the name is taken, empty or has a dot
   */
  protected parameter(name: string, value: Tensor): Tensor {
    this.#requireFree(name)
    const leaf = keep(value.isLeaf ? value : value.detach()).requiresGrad_()
    this.#parameters.set(name, leaf)
    nameTensor(leaf, () => `the parameter ${this.#describe(name)}`)
    parameters.add(leaf)
    return leaf
  }

  /** Registers state that is saved but not optimised; belongs to no scope. */
  protected buffer(name: string, value: Tensor): Tensor {
    this.#requireFree(name)
    this.#buffers.set(name, keep(value))
    nameTensor(value, () => `the buffer ${this.#describe(name)}`)
    return value
  }

  /** Registers a child module. */
  protected child<M extends Module>(name: string, module: M): M {
    this.#requireFree(name)
    const inner: Module = module
    inner.#name = name
    inner.#parent = this
    this.#children.set(name, module)
    return module
  }

  /** `"main.0.weight" of DcganGenerator "generator"`. */
  #describe(name: string): string {
    const names = [name]
    let root: Module = this
    for (; root.#parent !== null; root = root.#parent) names.unshift(root.#name)
    return `"${names.join('.')}" of ${root.constructor.name}${root.#name === '' ? '' : ` "${root.#name}"`}`
  }

  #requireFree(name: string): void {
    this.#hasCheckedFields = false
    if (name === '' || name.includes('.'))
      throw new TorchError('ARGUMENT_INVALID', `module: ${JSON.stringify(name)} is not a name`)
    if (this.#parameters.has(name) || this.#buffers.has(name) || this.#children.has(name)) {
      throw new TorchError(
        'ARGUMENT_INVALID',
        `module ${this.path || this.constructor.name}: the name "${name}" is taken`,
      )
    }
  }

  #requireRegisteredFields(): void {
    if (this.#hasCheckedFields) return
    requireRegistered(this, (value) => {
      if (value instanceof Module) {
        if (value.#parent !== null || this.#isBelow(value)) return null
        return { module: value.constructor.name, learns: value.#holdsTensors() }
      }
      if (!(value instanceof Tensor) || value.isDisposed || !value.isLeaf || !value.requiresGrad) return null
      return parameters.has(value) ? null : { module: null, learns: true }
    })
    this.#hasCheckedFields = true
  }

  #holdsTensors(): boolean {
    if (this.#parameters.size + this.#buffers.size > 0) return true
    return [...this.#children.values()].some((child) => child.#holdsTensors())
  }

  #isBelow(other: Module): boolean {
    for (let one: Module | null = this; one !== null; one = one.#parent) if (one === other) return true
    return false
  }

  /** Direct children by name. */
  children(): ReadonlyMap<string, Module> {
    this.#requireRegisteredFields()
    return this.#children
  }

  /** This module and all below it, with their paths relative to this one. */
  *namedModules(prefix = ''): Generator<[string, Module]> {
    this.#requireRegisteredFields()
    yield [prefix, this]
    for (const [name, child] of this.#children) yield* child.namedModules(prefix === '' ? name : `${prefix}.${name}`)
  }

  /** All parameters below this module with their `state_dict` names; one that is shared comes once, at its first name. */
  *namedParameters(prefix = ''): Generator<[string, Tensor]> {
    yield* this.#once(prefix, (module) => module.#parameters)
  }

  /** All buffers below this module with their `state_dict` names, each once. */
  *namedBuffers(prefix = ''): Generator<[string, Tensor]> {
    yield* this.#once(prefix, (module) => module.#buffers)
  }

  *#once(prefix: string, own: (module: Module) => Map<string, Tensor>): Generator<[string, Tensor]> {
    const seen = new Set<Tensor>()
    for (const [path, module] of this.namedModules(prefix)) {
      for (const [name, value] of own(module)) {
        if (seen.has(value)) continue
        seen.add(value)
        yield [path === '' ? name : `${path}.${name}`, value]
      }
    }
  }

  parameters(): Tensor[] {
    return [...this.namedParameters()].map(([, value]) => value)
  }

  buffers(): Tensor[] {
    return [...this.namedBuffers()].map(([, value]) => value)
  }

  /** Parameters and buffers, so that returning a module from a scope keeps them. */
  tensors(): Tensor[] {
    return [...this.parameters(), ...this.buffers()]
  }

  /** Number of elements of all parameters. */
  get parameterCount(): number {
    return this.parameters().reduce((sum, value) => sum + value.numel, 0)
  }

  /** Parameters and buffers by name, in PyTorch's order: per module first parameters, then buffers, then children. */
  stateDict(): Map<string, Tensor> {
    const state = new Map<string, Tensor>()
    for (const [path, module] of this.namedModules()) {
      const prefix = path === '' ? '' : `${path}.`
      for (const [name, value] of module.#parameters) state.set(prefix + name, value)
      for (const [name, value] of module.#buffers) state.set(prefix + name, value)
    }
    return state
  }

  /**
   * Copies tensors by name into this module's parameters and buffers (dtype and device are kept).
   *
   * Batch counters (`num_batches_tracked`) may be missing even then, as for PyTorch: old checkpoints have none.
   *
   * @param state   as `stateDict()` or a checkpoint gives it
   * @param strict  default true: a missing or unexpected name is an error; false copies what matches
   * @returns what matched
   * @throws TorchError `STATE_MISMATCH` listing all missing and unexpected names and wrong shapes at once
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  loadStateDict(state: StateDict, options: { readonly strict?: boolean } = {}): LoadReport {
    const { strict = true } = givenOptions('Module.loadStateDict', options, ['strict'])
    const own = this.stateDict()
    const missing = [...own.keys()].filter((name) => !state.has(name))
    const unexpected = [...state.keys()].filter((name) => !own.has(name))
    const matched = [...own.keys()].filter((name) => state.has(name))
    const wrong = matched.filter((name) => own.get(name)!.shape.join() !== state.get(name)!.shape.join())
    const required = missing.filter((name) => !/(^|\.)num_batches_tracked$/.test(name))
    if (wrong.length > 0 || (strict && required.length + unexpected.length > 0)) {
      throw new TorchError('STATE_MISMATCH', `the state does not fit ${this.path || this.constructor.name}`, {
        lines: [
          ...wrong.map(
            (n) => `shape of ${n}: module [${own.get(n)!.shape.join(', ')}], state [${state.get(n)!.shape.join(', ')}]`,
          ),
          ...(strict ? required.map((name) => `missing from the state: ${name}`) : []),
          ...(strict ? unexpected.map((name) => `not in the module: ${name}`) : []),
        ],
        details: { missing, unexpected, wrong },
      })
    }
    noGrad(() => {
      for (const name of matched) own.get(name)!.copy_(state.get(name)!)
    })
    return { matched, missing, unexpected }
  }

  /**
   * A state of another program under the names that this module has; networks whose published weights have other names
   * override it. Default: the state as it is.
   */
  adoptNames(state: StateDict): StateDict {
    return state
  }

  /** Training mode (or evaluation mode with false) for this module and all below it. */
  train(training = true): this {
    for (const [, module] of this.namedModules()) module.#training = training
    return this
  }

  /** Evaluation mode: dropout inactive, running statistics used. */
  eval(): this {
    return this.train(false)
  }

  /** Switches gradients of all parameters on or off. */
  requiresGrad(wanted: boolean): this {
    for (const value of this.parameters()) value.requiresGrad_(wanted)
    return this
  }

  /**
   * Moves parameters, their gradients and buffers to a device, dtype or memory format, in place: the tensors stay the
   * same leaves for optimizers.
   *
   * Integer buffers keep their dtype. Channels-last applies to four-dimensional tensors, the only ones that have it.
   *
   * @throws TorchError `DTYPE_UNSUPPORTED` for a dtype that is not a floating-point one; `DEVICE_UNAVAILABLE`
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  to(options: Pick<ToOptions, 'device' | 'dtype' | 'memoryFormat'>): this {
    const { device, dtype, memoryFormat } = givenOptions('Module.to', options, ['device', 'dtype', 'memoryFormat'])
    if (dtype !== undefined && !isFloating(dtype)) {
      throw new TorchError('DTYPE_UNSUPPORTED', `module.to: ${dtype} cannot hold weights`)
    }
    const converted = (value: Tensor): Tensor =>
      value.detach().to({
        ...(device !== undefined && { device }),
        ...(dtype !== undefined && isFloating(value.dtype) && { dtype }),
        ...(memoryFormat !== undefined && value.ndim === 4 && { memoryFormat }),
      })
    noGrad(() =>
      scope('module-to', () => {
        for (const value of this.tensors()) {
          const gradient = value.grad
          const moved = gradient === null ? null : converted(gradient)
          const required = value.requiresGrad
          value.grad = null
          value.setData(converted(value))
          if (required) value.requiresGrad_()
          if (moved !== null) value.grad = moved
        }
      }),
    )
    return this
  }

  /**
   * @internal For layers that are changed after they were made (spectral norm): renames a parameter, adds buffers, and
   * runs `around` in place of every forward.
   */
  reparametrise(
    name: string,
    options: {
      readonly storedAs: string
      readonly buffers: Readonly<Record<string, Tensor>>
      readonly around: (run: () => unknown) => unknown
    },
  ): void {
    const { storedAs, buffers, around } = givenOptions('Module.reparametrise', options, [
      'storedAs',
      'buffers',
      'around',
    ])
    const value = this.#parameters.get(name)
    if (value === undefined || this.#around !== null) {
      throw new TorchError('ARGUMENT_INVALID', `${this.path || this.constructor.name} has no plain parameter "${name}"`)
    }
    this.#parameters.delete(name)
    this.parameter(storedAs, value)
    for (const [key, buffer] of Object.entries(buffers)) this.buffer(key, buffer)
    this.#around = around
  }

  /** Frees all parameters and buffers. */
  dispose(): void {
    for (const value of [...this.#parameters.values(), ...this.#buffers.values()]) value.dispose()
    for (const child of this.#children.values()) child.dispose()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}
