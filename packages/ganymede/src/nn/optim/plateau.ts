/** Rates that fall when a number stops getting better. */

import { givenOptions, requireObject } from '@ganymede/core'
import { TorchError } from '@ganymede/torch'

/** Options of {@link Plateau}; defaults are those of PyTorch. */
export interface PlateauOptions {
  /** What the factor is multiplied by, in (0, 1); default 0.1. */
  readonly gamma?: number
  /** Observations without improvement that are let pass; default 10. */
  readonly patience?: number
  /** Share of the best value by which another must be better to count; default 1e-4. */
  readonly threshold?: number
  /** Which direction is better; default `lower`. */
  readonly better?: 'lower' | 'higher'
}

/** Where a {@link Plateau} is; plain JSON. */
export interface PlateauState {
  readonly factor: number
  /** Null until an observation was better than the worst infinity. */
  readonly best: number | null
  /** Observations since the best one, or since the last reduction. */
  readonly idle: number
}

/**
 * A factor for learning rates that is multiplied by `gamma` whenever more than `patience` observations in a row were not
 * better than the best by the threshold.
 *
 * With a number that never changes it falls after `patience` + 2 observations and then after every `patience` + 1: the
 * policy `plateau` of the authors of pix2pix, who feed it a constant (gamma 0.2, threshold 0.01, patience 5).
 *
 * @example
 * const plateau = new Plateau({ gamma: 0.2, patience: 5 })
 * optimizer.setLearningRateFactor(plateau.observe(loss))   // once an epoch
 */
export class Plateau {
  readonly #options: Required<PlateauOptions>
  #factor = 1
  #best: number | null = null
  #idle = 0

  /**
   * @throws TorchError `ARGUMENT_INVALID` for numbers that make no sense
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(options: PlateauOptions = {}) {
    const {
      gamma = 0.1,
      patience = 10,
      threshold = 1e-4,
      better = 'lower',
    } = givenOptions('Plateau', options, ['gamma', 'patience', 'threshold', 'better'])
    const isSound =
      gamma > 0 && gamma < 1 && Number.isInteger(patience) && patience >= 0 && threshold >= 0 && threshold < 1
    if (!isSound) {
      throw new TorchError('ARGUMENT_INVALID', 'plateau: gamma in (0, 1), whole patience, threshold in [0, 1)', {
        lines: [`gamma ${gamma}   patience ${patience}   threshold ${threshold}`],
      })
    }
    this.#options = { gamma, patience, threshold, better }
  }

  /** What rates are multiplied by. */
  get factor(): number {
    return this.#factor
  }

  /**
   * @param value  NaN is not better than anything, and the worst infinity not better than nothing
   * @returns the factor from now on
   */
  observe(value: number): number {
    const { gamma, patience } = this.#options
    if (this.#isBetter(value)) {
      this.#best = value
      this.#idle = 0
    } else this.#idle += 1
    if (this.#idle > patience) {
      this.#factor *= gamma
      this.#idle = 0
    }
    return this.#factor
  }

  state(): PlateauState {
    return { factor: this.#factor, best: this.#best, idle: this.#idle }
  }

  restore(state: PlateauState): void {
    requireObject('Plateau.restore', state, ['factor', 'best', 'idle'])
    const { factor, best, idle } = state
    this.#factor = factor
    this.#best = best
    this.#idle = idle
  }

  #isBetter(value: number): boolean {
    const { threshold, better } = this.#options
    if (better === 'lower') return value < (this.#best ?? Number.POSITIVE_INFINITY) * (1 - threshold)
    return value > (this.#best ?? Number.NEGATIVE_INFINITY) * (1 + threshold)
  }
}
