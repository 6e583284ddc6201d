/** Finds how strongly to augment: as much as keeps D from knowing the real images by heart. */

import { givenOptions, requireObject } from '@ganymede/core'
import { keep, noGrad, scope, type Tensor, zeros } from '@ganymede/torch'

export interface StrengthControlOptions {
  /** Share of real images that D is to be sure of, as mean sign of its logits; default 0.6. Lower augments earlier. */
  readonly target?: number
  /** Steps between changes of p; default 4. */
  readonly interval?: number
  /** Thousands of real images in which p could go from 0 to 1; default 500. Smaller reacts faster. */
  readonly kimg?: number
  /** p at the start, in [0, 1]; default 0. */
  readonly start?: number
}

/** Plain JSON of a {@link StrengthControl}. */
export interface StrengthState {
  readonly p: number
  readonly signs: number
  readonly count: number
}

/**
 * Probability p of augmentations, moved by how sure D is of real images:
 *
 *     r = mean of sign(D(real)) since the last change,   p ← p + sign(r − target) · batch · interval / (kimg · 1000)
 *
 * p stays in [0, 1]. Logits are summed on their device and read once per change.
 *
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @see Karras et al. 2020, "Training Generative Adversarial Networks with Limited Data", section 3.1
 */
export class StrengthControl {
  readonly #target: number
  readonly #interval: number
  readonly #images: number
  #p: number
  #signs: Tensor | null = null
  /** Signs that were summed before a restart. */
  #signsBefore = 0
  #count = 0

  constructor(options: StrengthControlOptions = {}) {
    const {
      target = 0.6,
      interval = 4,
      kimg = 500,
      start = 0,
    } = givenOptions('StrengthControl', options, ['target', 'interval', 'kimg', 'start'])
    this.#target = target
    this.#interval = interval
    this.#images = kimg * 1000
    this.#p = start
  }

  get p(): number {
    return this.#p
  }

  /** @param logits  of real images, any shape; above `threshold` means real */
  observe(logits: Tensor, threshold = 0): void {
    scope('ada', () =>
      noGrad(() => {
        const own = logits.detach().to({ dtype: 'float32' })
        const signs = (threshold === 0 ? own : own.sub(threshold)).sign().sum()
        if (this.#signs === null) this.#signs = keep(zeros([], { dtype: 'float64', device: logits.device }))
        this.#signs.add_(signs)
      }),
    )
    this.#count += logits.shape.reduce((product, side) => product * side, 1)
  }

  /**
   * Moves p when it is due; call it after each step.
   *
   * @param stepsDone  steps done, with this one
   * @param batch      real images per update
   */
  adjust(stepsDone: number, batch: number): void {
    if (stepsDone % this.#interval !== 0 || this.#count === 0) return
    const { signs, count } = this.state()
    const change = Math.sign(signs / count - this.#target) * ((batch * this.#interval) / this.#images)
    this.#p = Math.min(1, Math.max(0, this.#p + change))
    this.#clear()
  }

  state(): StrengthState {
    const here = this.#signs === null ? 0 : this.#signs.item()
    return { p: this.#p, signs: this.#signsBefore + here, count: this.#count }
  }

  restore(state: StrengthState): void {
    requireObject('StrengthControl.restore', state, ['p', 'signs', 'count'])
    const { p, signs, count } = state
    this.#clear()
    this.#p = p
    this.#signsBefore = signs
    this.#count = count
  }

  #clear(): void {
    this.#signs?.dispose()
    this.#signs = null
    this.#signsBefore = 0
    this.#count = 0
  }

  dispose(): void {
    this.#clear()
  }
}
