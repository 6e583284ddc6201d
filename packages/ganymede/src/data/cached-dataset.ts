/** The one implementation of {@link Dataset}: a source of pixels, with a cache and stand-ins for damaged images. */

import { GanymedeError } from '@ganymede/core'
import type { ImageTransform } from '@ganymede/core/pictures'
import { type BadFile, reasonOf, unreadableError } from './bad-files.js'
import type { DataInfo, Dataset } from './dataset.js'
import { defaultCacheBytes, PixelCache } from './pixel-cache.js'

/** Where pixels come from: each format of a data set writes one of these. */
export interface PixelSource {
  /** `[H, W, C]` at the size of the transform; fails with an `Error` that says why. */
  pixels(index: number, signal: AbortSignal | undefined): Promise<Uint8Array> | Uint8Array
  /** The same where no work is needed for it, else null. */
  pixelsNow?(index: number): Uint8Array | null
  label(index: number): number | null
  nameOf(index: number): string
  readonly contentDigest?: Dataset['contentDigest']
  /** False when making the pixels again costs no more than looking them up. */
  readonly isWorthCaching: boolean
  close?(): Promise<void>
}

export interface CachedDatasetOptions {
  readonly info: DataInfo
  readonly transform: ImageTransform
  readonly source: PixelSource
  readonly skipBad?: boolean | undefined
  /** Files left out at opening already. */
  readonly skipped?: readonly BadFile[]
  readonly cacheBytes?: number | undefined
  readonly onSkip?: ((file: BadFile) => void) | undefined
}

export class CachedDataset implements Dataset {
  readonly info: DataInfo
  readonly transform: ImageTransform
  readonly contentDigest: Dataset['contentDigest']
  readonly #source: PixelSource
  readonly #cache: PixelCache
  readonly #skipBad: boolean
  readonly #skipped: BadFile[]
  readonly #onSkip: ((file: BadFile) => void) | undefined
  /** Damaged image → the one that stands in for it. */
  readonly #standIns = new Map<number, number>()
  readonly #bad = new Set<number>()

  constructor({ info, transform, source, skipBad = false, skipped = [], cacheBytes, onSkip }: CachedDatasetOptions) {
    this.info = info
    this.transform = transform
    this.contentDigest = source.contentDigest
    this.#source = source
    this.#skipBad = skipBad
    this.#skipped = [...skipped]
    this.#onSkip = onSkip
    const budget = source.isWorthCaching ? (cacheBytes ?? defaultCacheBytes()) : 0
    this.#cache = new PixelCache(info.count, transform.width * transform.height * transform.channels, budget)
  }

  get skipped(): readonly BadFile[] {
    return this.#skipped
  }

  async read(index: number, signal?: AbortSignal): Promise<Uint8Array> {
    if (!Number.isInteger(index) || index < 0 || index >= this.info.count) {
      throw new GanymedeError('INTERNAL', `image ${index} of ${this.info.name}, which has ${this.info.count}`)
    }
    for (let at = index, tried = 0; tried < this.info.count; at = (at + 1) % this.info.count, tried++) {
      if (this.#bad.has(at)) continue
      const pixels = await this.#readGood(at, signal)
      if (pixels === null) continue
      if (at !== index) this.#standIns.set(index, at)
      return pixels
    }
    throw unreadableError(this.info.path, this.#skipped, this.info.count)
  }

  readNow(index: number): Uint8Array | null {
    if (this.#bad.has(index)) return null
    return this.#cache.get(index) ?? this.#source.pixelsNow?.(index) ?? null
  }

  label(index: number): number | null {
    return this.#source.label(this.#standIns.get(index) ?? index)
  }

  nameOf(index: number): string {
    return this.#source.nameOf(this.#standIns.get(index) ?? index)
  }

  async close(): Promise<void> {
    await this.#source.close?.()
  }

  /** The pixels, or null when they are damaged and another image is to stand in. */
  async #readGood(index: number, signal: AbortSignal | undefined): Promise<Uint8Array | null> {
    signal?.throwIfAborted()
    const cached = this.#cache.get(index)
    if (cached !== null) return cached
    try {
      const pixels = await this.#source.pixels(index, signal)
      this.#cache.put(index, pixels)
      return pixels
    } catch (error) {
      signal?.throwIfAborted()
      const file = { name: this.#source.nameOf(index), reason: reasonOf(error) }
      if (!this.#skipBad) throw unreadableError(this.info.path, [file], this.info.count)
      if (!this.#bad.has(index)) {
        this.#bad.add(index)
        this.#skipped.push(file)
        this.#onSkip?.(file)
      }
      return null
    }
  }
}
