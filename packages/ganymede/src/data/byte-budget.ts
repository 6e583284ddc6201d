/** Bounds the memory of work that is under way at once. */

/**
 * Work goes on in the order of the calls while the bytes it needs fit together into the limit; what needs more than the
 * limit goes on alone.
 */
export class ByteBudget {
  readonly #limit: number
  readonly #waiting: { readonly bytes: number; readonly start: () => void }[] = []
  #used = 0

  constructor(limitBytes: number) {
    this.#limit = limitBytes
  }

  /** @param bytes  what the work holds until it ends */
  async run<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    if (this.#waiting.length > 0 || !this.#fits(bytes)) {
      await new Promise<void>((start) => this.#waiting.push({ bytes, start }))
    } else this.#used += bytes
    try {
      return await work()
    } finally {
      this.#used -= bytes
      for (let next = this.#waiting[0]; next !== undefined && this.#fits(next.bytes); next = this.#waiting[0]) {
        this.#waiting.shift()
        this.#used += next.bytes
        next.start()
      }
    }
  }

  #fits(bytes: number): boolean {
    return this.#used === 0 || this.#used + bytes <= this.#limit
  }
}
