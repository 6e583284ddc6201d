/**
 * Random numbers that are a pure function of (seed, stream name, index): words of Threefry-2x32 in counter mode.
 * Used wherever a number must be the same in Node, in a browser and after a resume; never for tensors in training.
 */

import { GanymedeError } from '../errors.js'
import { requireObject } from '../given-options.js'
import { portableCosSin, portableLog } from './portable-math.js'
import { streamKey } from './stream-key.js'
import { threefry2x32 } from './threefry.js'

/** Everything that a {@link CounterRandom} has to remember besides its seed and stream; plain JSON. */
export interface CounterRandomState {
  /** Number of 32-bit words drawn. */
  readonly position: number
  /** Second normal of the last Box–Muller pair when only the first was taken. */
  readonly spareNormal: number | null
}

/**
 * A random stream with free access: word `i` is half `i mod 2` of the Threefry block with counter `⌊i / 2⌋` under the
 * key of `(seed, stream)`. Streams with different names or seeds are independent.
 *
 * @example
 * const random = new CounterRandom(7, 'data-order')
 * random.nextFloat()              // 0.…, the same on every machine
 * random.uint32At(1_000_000)      // does not move the position
 */
export class CounterRandom {
  readonly #k0: number
  readonly #k1: number
  readonly #block = new Uint32Array(2)
  readonly #cosSin = new Float64Array(2)
  #blockIndex = -1
  #position = 0
  #spareNormal: number | null = null

  /**
   * @param seed    safe integer or bigint
   * @param stream  name of the consumer
   * @throws GanymedeError `OPTION_INVALID` when the seed is not such an integer
   */
  constructor(seed: number | bigint, stream: string) {
    const { k0, k1 } = streamKey(seed, stream)
    this.#k0 = k0
    this.#k1 = k1
  }

  /** Word `index` of the stream, an integer in [0, 2³²); the position stays where it is. */
  uint32At(index: number): number {
    const blockIndex = Math.floor(index / 2)
    if (blockIndex !== this.#blockIndex) {
      threefry2x32(this.#k0, this.#k1, blockIndex | 0, Math.floor(blockIndex / 2 ** 32), this.#block)
      this.#blockIndex = blockIndex
    }
    return this.#block[index % 2] as number
  }

  /** The next word, an integer in [0, 2³²). */
  nextUint32(): number {
    return this.uint32At(this.#position++)
  }

  /** The next number in [0, 1), a multiple of 2⁻⁵³: 27 high bits of one word, then 26 of the next. */
  nextFloat(): number {
    const high = this.nextUint32() >>> 5
    const low = this.nextUint32() >>> 6
    return (high * 2 ** 26 + low) / 2 ** 53
  }

  /**
   * The next number of the standard normal distribution (Box–Muller in float64, two at a time).
   *
   *     r = √(−2 ln(1 − u)),   r cos 2πv then r sin 2πv,   u, v from {@link nextFloat}
   */
  nextNormal(): number {
    if (this.#spareNormal !== null) {
      const spare = this.#spareNormal
      this.#spareNormal = null
      return spare
    }
    const radius = Math.sqrt(-2 * portableLog(1 - this.nextFloat()))
    portableCosSin(this.nextFloat(), this.#cosSin)
    this.#spareNormal = radius * (this.#cosSin[1] as number)
    return radius * (this.#cosSin[0] as number)
  }

  /**
   * The next integer in [0, n), each equally likely (words that would favour small results are drawn again).
   *
   * @throws GanymedeError `OPTION_INVALID` unless n is an integer in 1…2³²
   */
  nextInt(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
      throw new GanymedeError('OPTION_INVALID', `nextInt needs an integer from 1 to 2^32, got ${n}`)
    }
    const limit = 2 ** 32 - (2 ** 32 % n)
    for (;;) {
      const word = this.nextUint32()
      if (word < limit) return word % n
    }
  }

  state(): CounterRandomState {
    return { position: this.#position, spareNormal: this.#spareNormal }
  }

  /**
   * Continues from a saved state of a stream with the same seed and name.
   *
   * @throws GanymedeError `OPTION_INVALID` for anything but an object
   */
  restore(state: CounterRandomState): void {
    requireObject('CounterRandom.restore', state, ['position', 'spareNormal'])
    const { position, spareNormal } = state
    if (!Number.isSafeInteger(position) || position < 0 || (spareNormal !== null && !Number.isFinite(spareNormal))) {
      throw new GanymedeError('CHECKPOINT_CORRUPT', `the state of a random stream is damaged: position ${position}`)
    }
    this.#position = position
    this.#spareNormal = spareNormal
  }
}

/**
 * A random order of 0…n−1 (Fisher–Yates from the end, one {@link CounterRandom.nextInt} per place).
 *
 * @returns `[n]`, every index once
 */
export function shuffledIndices(n: number, random: CounterRandom): Uint32Array {
  const order = new Uint32Array(n)
  for (let i = 0; i < n; i++) order[i] = i
  for (let i = n - 1; i > 0; i--) {
    const j = random.nextInt(i + 1)
    const taken = order[i] as number
    order[i] = order[j] as number
    order[j] = taken
  }
  return order
}
