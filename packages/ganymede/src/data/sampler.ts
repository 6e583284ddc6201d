/** The order in which training sees the images: shuffled, endless, and exactly repeatable from a saved position. */

import { GanymedeError } from '@ganymede/core'
import { CounterRandom, shuffledIndices } from '@ganymede/core/random'

/** Where the order stands; plain JSON. The next image is number `position` of the shuffled epoch `epoch`. */
export interface SamplerState {
  readonly epoch: number
  readonly position: number
}

/** One place of the order: which image, and where it stands. */
export interface Draw extends SamplerState {
  readonly index: number
}

/**
 * Every image exactly once per epoch, each epoch in a fresh order that depends on (seed, epoch) alone: the stream
 * `data-order/<epoch>`. There is no gap between epochs: a batch may end one and begin the next.
 */
export class Sampler {
  readonly #count: number
  readonly #seed: number
  readonly #isShuffled: boolean
  #epoch = 0
  #position = 0
  #order: Uint32Array | null = null

  /**
   * @param count  number of images, at least 1
   * @param seed   seed of the order
   * @param options.shuffle  false: images in their own order, for evaluation
   */
  constructor(count: number, seed: number, { shuffle = true }: { shuffle?: boolean } = {}) {
    this.#count = count
    this.#seed = seed
    this.#isShuffled = shuffle
  }

  next(): Draw {
    this.#order ??= this.#orderOf(this.#epoch)
    const draw = { index: this.#order[this.#position] as number, epoch: this.#epoch, position: this.#position }
    this.#position += 1
    if (this.#position === this.#count) {
      this.#epoch += 1
      this.#position = 0
      this.#order = null
    }
    return draw
  }

  state(): SamplerState {
    return { epoch: this.#epoch, position: this.#position }
  }

  /** @throws GanymedeError `CHECKPOINT_CORRUPT` when the place does not exist in a data set of this size */
  restore({ epoch, position }: SamplerState): void {
    const isPlace = (value: number, end: number): boolean => Number.isSafeInteger(value) && value >= 0 && value < end
    if (!isPlace(epoch, Number.MAX_SAFE_INTEGER) || !isPlace(position, this.#count)) {
      throw new GanymedeError('CHECKPOINT_CORRUPT', 'the saved place in the order of the data does not exist', {
        lines: [`expected a position below ${this.#count}, found epoch ${epoch}, position ${position}`],
      })
    }
    if (epoch !== this.#epoch) this.#order = null
    this.#epoch = epoch
    this.#position = position
  }

  #orderOf(epoch: number): Uint32Array {
    if (!this.#isShuffled) return Uint32Array.from({ length: this.#count }, (_, index) => index)
    return shuffledIndices(this.#count, new CounterRandom(this.#seed, `data-order/${epoch}`))
  }
}
