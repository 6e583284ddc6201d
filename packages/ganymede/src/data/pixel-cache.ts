/** Decoded images kept in memory, so that later epochs decode nothing. */

const CHUNK_BYTES = 16 * 2 ** 20
const MAX_CACHE_BYTES = 2 ** 30

/** A quarter of the memory that the process may still take, at most 1 GiB. */
export function defaultCacheBytes(): number {
  return Math.min(MAX_CACHE_BYTES, Math.floor(process.availableMemory() / 4))
}

/**
 * A cache of the first images that fit into a budget. Each epoch visits every image once in a new order, so that
 * throwing out old entries for new ones would gain nothing: what is in stays in.
 */
export class PixelCache {
  readonly #imageBytes: number
  readonly #capacity: number
  readonly #perChunk: number
  readonly #chunks: (Uint8Array | undefined)[] = []
  readonly #isFilled: Uint8Array

  constructor(count: number, imageBytes: number, budgetBytes: number) {
    this.#imageBytes = imageBytes
    this.#capacity = Math.min(count, Math.floor(budgetBytes / imageBytes))
    this.#perChunk = Math.max(1, Math.floor(CHUNK_BYTES / imageBytes))
    this.#isFilled = new Uint8Array(this.#capacity)
  }

  /** The image, or null when it is not here. A view: not to be written into. */
  get(index: number): Uint8Array | null {
    if (index >= this.#capacity || this.#isFilled[index] === 0) return null
    return this.#slot(index)
  }

  /** Keeps a copy when the budget allows it. */
  put(index: number, pixels: Uint8Array): void {
    if (index >= this.#capacity) return
    this.#slot(index).set(pixels)
    this.#isFilled[index] = 1
  }

  #slot(index: number): Uint8Array {
    const chunk = Math.floor(index / this.#perChunk)
    const images = Math.min(this.#perChunk, this.#capacity - chunk * this.#perChunk)
    this.#chunks[chunk] ??= new Uint8Array(images * this.#imageBytes)
    const at = (index - chunk * this.#perChunk) * this.#imageBytes
    return this.#chunks[chunk].subarray(at, at + this.#imageBytes)
  }
}
