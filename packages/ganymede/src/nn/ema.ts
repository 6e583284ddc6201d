/** Moving average of a network's weights: what sampling, metrics and export use. training-loop specification, section 6. */

import { requireObject } from '@ganymede/core'
import { foreachCopy_, foreachLerp_, noGrad, randomState, scope, setRandomState, type Tensor } from '@ganymede/torch'
import { requireIntegers, requireRange } from './layer-options.js'
import type { Module, StateDict } from './module.js'

/** How fast the average follows. */
export type EmaOptions =
  | {
      readonly mode: 'fixed'
      /** Share m of the old average that stays, in [0, 1]: 0.999 for small models, 0.9999 for large ones. Higher is smoother. */
      readonly decay: number
      /** First step that averages; before it E is an exact copy. Default 0. */
      readonly startStep?: number | undefined
    }
  | {
      readonly mode: 'rampup'
      /** Half-life h in thousands of images: after so many, old weights count half. Higher is smoother. */
      readonly halfLifeKimg: number
      /** Upper bound of the half-life as a share of the images seen; default 0.05. Lower follows early training faster. */
      readonly rampup?: number | undefined
      /** First step that averages; before it E is an exact copy. Default 0. */
      readonly startStep?: number | undefined
    }

/** Where training stands after the step whose G update the average follows. */
export interface EmaProgress {
  /** Index of the step, from 0. */
  readonly step: number
  /** Real images consumed, with those of this step. */
  readonly imagesSeen: number
  /** Images per update. */
  readonly batch: number
}

/**
 * Share m of the old average that stays in one update.
 *
 *     fixed:   m = decay
 *     rampup:  n = min(h · 1000, imagesSeen · rampup),   m = 0.5^(batch / max(n, 1e-8))
 *
 * @returns in [0, 1]; 0 before the start step
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 */
export function emaDecay(options: EmaOptions, progress: EmaProgress): number {
  requireObject('emaDecay', progress, ['step', 'imagesSeen', 'batch'])
  const { step, imagesSeen, batch } = progress
  requireObject('emaDecay', options, ['mode', 'decay'])
  if (step < (options.startStep ?? 0)) return 0
  if (options.mode === 'fixed') return options.decay
  const halfLife = Math.min(options.halfLifeKimg * 1000, imagesSeen * (options.rampup ?? 0.05))
  return 0.5 ** (batch / Math.max(halfLife, 1e-8))
}

/**
 * The average E of a network G, itself a network of the same kind.
 *
 *     e ← p + (e − p) · m     for every parameter
 *
 * Buffers (running statistics, spectral-norm vectors, counters) are copied, not averaged. E starts as an exact copy, is
 * in evaluation mode, and its parameters require no gradients.
 *
 * @example
 * const ema = new ExponentialMovingAverage(G, () => buildGenerator(options), { mode: 'fixed', decay: 0.999 })
 * ema.update({ step, imagesSeen, batch })
 * const images = noGrad(() => ema.network.forward(z))
 */
export class ExponentialMovingAverage<M extends Module = Module> {
  /** E. */
  readonly network: M
  readonly options: EmaOptions
  readonly #source: M
  #decay = 0

  /**
   * @param source  G
   * @param make    builds a network of the same structure; its initial values do not matter, and what it draws from the
   *   default random stream is given back
   * @throws TorchError `STATE_MISMATCH` when the structures differ; `ARGUMENT_INVALID` when an option is out of range
   * @throws GanymedeError `OPTION_INVALID` for anything but an object
   */
  constructor(source: M, make: () => M, options: EmaOptions) {
    requireObject('ExponentialMovingAverage', options, ['mode', 'decay'])
    requireRange('EMA', 'startStep', options.startStep ?? 0, 0, Number.MAX_SAFE_INTEGER)
    if (options.mode === 'fixed') requireRange('EMA', 'decay', options.decay, 0, 1)
    else {
      requireRange('EMA', 'halfLifeKimg', options.halfLifeKimg, 0, Number.MAX_VALUE)
      requireRange('EMA', 'rampup', options.rampup ?? 0.05, 0, Number.MAX_VALUE)
    }
    this.#source = source
    this.options = options
    this.network = withRandomState(make).eval().requiresGrad(false)
    try {
      this.network.loadStateDict(source.stateDict())
    } catch (error) {
      this.network.dispose()
      throw error
    }
    this.#followLayout()
  }

  // Device and memory format as G's, so that the fast path of the foreach kernels applies and E runs as fast as G.
  #followLayout(): void {
    const own = this.network.stateDict()
    noGrad(() =>
      scope('ema', () => {
        for (const [name, value] of this.#source.stateDict()) own.get(name)?.setData(value.clone())
      }),
    )
  }

  /** Share m of the last update, for the log; 0 before the first. */
  get decay(): number {
    return this.#decay
  }

  /** Lets E follow G once; call it after each G update. Leaves no tensor behind and waits for nothing. */
  update(progress: EmaProgress): void {
    requireIntegers('EMA', { step: progress.step }, 0)
    this.#decay = emaDecay(this.options, progress)
    const decay = this.#decay
    const [weights, averages] = [this.#source.parameters(), this.network.parameters()]
    const [buffers, copies] = [this.#source.buffers(), this.network.buffers()]
    noGrad(() => {
      if (decay > 0) foreachLerp_(averages, weights, 1 - decay)
      else foreachCopy_(averages, weights)
      if (buffers.length > 0) foreachCopy_(copies, buffers)
    })
  }

  /** Everything to be saved: the weights and buffers of E by name. The tensors are the live ones. */
  state(): StateDict {
    return this.network.stateDict()
  }

  /** @throws TorchError `STATE_MISMATCH` listing all differences */
  restore(state: StateDict): void {
    this.network.loadStateDict(state)
  }

  /** So that returning an average from a scope keeps it. */
  tensors(): Tensor[] {
    return this.network.tensors()
  }

  dispose(): void {
    this.network.dispose()
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}

function withRandomState<T>(make: () => T): T {
  return scope('ema', () => {
    const before = randomState()
    const made = make()
    setRandomState(before)
    return made
  })
}
