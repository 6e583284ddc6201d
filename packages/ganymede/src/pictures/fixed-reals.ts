/** Real images for `reals.png`, views and metrics: outside the training position, the same ones for a seed. */

import { CounterRandom, shuffledIndices } from '@ganymede/core/random'
import type { Dataset } from '../data/dataset.js'

/** Real images as bytes. */
export interface RealPixels {
  /** `[count, H, W, C]`, row-major. */
  readonly pixels: Uint8Array
  /** `[count]`, or null without classes. */
  readonly labels: Int32Array | null
  readonly count: number
  /** `[count, H, W, C']` like `pixels`, the second image of every item; null for single images. */
  readonly targets: Uint8Array | null
}

/** Reads them once and keeps them. */
export class FixedReals {
  readonly #dataset: Dataset
  readonly #seed: number
  #read: RealPixels | null = null

  constructor(dataset: Dataset, seed: number) {
    this.#dataset = dataset
    this.#seed = seed
  }

  /**
   * The first `count` images of an order that depends on the seed alone, without mirroring; fewer when there are fewer.
   *
   * @throws GanymedeError `DATA_UNREADABLE` naming a damaged file
   */
  async take(count: number): Promise<RealPixels> {
    const { info, transform } = this.#dataset
    const area = transform.width * transform.height
    const size = area * transform.channels
    const targetSize = area * (this.#dataset.targets?.channels ?? 0)
    const n = Math.min(count, info.count)
    if (this.#read === null || this.#read.count < n) this.#read = await this.#readFirst(n, size, targetSize)
    const { pixels, labels, targets } = this.#read
    return {
      pixels: pixels.subarray(0, n * size),
      labels: labels?.subarray(0, n) ?? null,
      count: n,
      targets: targets?.subarray(0, n * targetSize) ?? null,
    }
  }

  async #readFirst(n: number, size: number, targetSize: number): Promise<RealPixels> {
    const dataset = this.#dataset
    const { classes, count } = dataset.info
    const pixels = new Uint8Array(n * size)
    const labels = classes === null ? null : new Int32Array(n)
    const targets = dataset.targets === undefined ? null : new Uint8Array(n * targetSize)
    // Drawn at random: any regular choice may meet a regular order of classes.
    const chosen = shuffledIndices(count, new CounterRandom(this.#seed, 'reals')).subarray(0, n)
    for (const [i, index] of chosen.entries()) {
      if (dataset.targets === undefined) pixels.set(await dataset.read(index), i * size)
      else {
        const { image, target } = await dataset.targets.read(index)
        pixels.set(image, i * size)
        targets?.set(target, i * targetSize)
      }
      if (labels !== null) labels[i] = dataset.label(index) ?? -1
    }
    return { pixels, labels, count: n, targets }
  }
}
