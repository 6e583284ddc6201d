// @ts-check
/** Random choices for one input: a pure function of seed, reader and number, so that every input can be made again. */
import { CounterRandom } from '../packages/core/dist/random/counter-random.js'

export class Draws {
  #random
  /** Halves every large number so many times: how the shrinker asks for a smaller input of the same kind. */
  #halvings

  /**
   * @param {number} seed
   * @param {string} stream  reader and number of the input
   * @param {number} [halvings]
   */
  constructor(seed, stream, halvings = 0) {
    this.#random = new CounterRandom(seed, stream)
    this.#halvings = halvings
  }

  /** A whole number from 0 up to, not including, `limit`. @param {number} limit */
  int(limit) {
    return limit <= 1 ? 0 : this.#random.nextInt(limit)
  }

  /** @param {number} probability */
  chance(probability) {
    return this.#random.nextFloat() < probability
  }

  /**
   * @template T
   * @param {readonly T[]} choices
   * @returns {T}
   */
  pick(choices) {
    return /** @type {T} */ (choices[this.int(choices.length)])
  }

  /** 1 to `limit`, small and large ones alike (uniform in the logarithm). @param {number} limit */
  large(limit) {
    const value = Math.floor(2 ** (this.#random.nextFloat() * Math.log2(limit + 1)))
    return Math.max(1, Math.min(limit, value) >> this.#halvings)
  }

  /** A number that a field may lie with. @param {number} bits */
  lie(bits) {
    const top = 2 ** bits
    return this.pick([0, 1, 2, 255, 4096, top / 2 - 1, top / 2, top - 1, top - 2, this.int(1 << 16)]) % top
  }

  /** @param {number} length */
  bytes(length) {
    const out = Buffer.alloc(length)
    for (let i = 0; i < Math.min(length, 4096); i++) out[i] = this.int(256)
    if (length > 4096) out.copyWithin(4096, 0)
    return out
  }
}
