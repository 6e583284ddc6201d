/** The bytes of a pickle, one after the other: from memory, or pulled from a file whose pickle has an unknown length. */

/** @internal Thrown by the source and the machine; the reader adds file and place. */
export class PickleError extends Error {
  override readonly name = 'PickleError'
}

/** @internal */
export class PickleSource {
  #bytes: Uint8Array
  #start = 0
  #at = 0
  readonly #more: ((position: number, atLeast: number) => Uint8Array) | null
  readonly #limit: number

  /**
   * @param bytes  the beginning; the whole when `more` is missing
   * @param more   gives bytes from a position on, at least so many, or fewer at the end of the file
   * @param limit  how many bytes may be read in all
   */
  constructor(
    bytes: Uint8Array,
    {
      more = null,
      limit = Number.MAX_SAFE_INTEGER,
    }: {
      readonly more?: ((position: number, atLeast: number) => Uint8Array) | null
      readonly limit?: number
    } = {},
  ) {
    this.#bytes = bytes
    this.#more = more
    this.#limit = limit
  }

  /** Bytes consumed so far. */
  get position(): number {
    return this.#start + this.#at
  }

  byte(): number {
    if (this.#at >= this.#bytes.byteLength) this.#require(1)
    return this.#bytes[this.#at++]!
  }

  /** The next bytes, as a view that is valid until the next call. */
  take(count: number): Uint8Array {
    if (this.#at + count > this.#bytes.byteLength) this.#require(count)
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  /** A little-endian whole number of 1, 2, 4 or 8 bytes; 8 bytes beyond 2^53 are an error. */
  unsigned(bytes: 1 | 2 | 4 | 8): number {
    const view = this.#view(bytes)
    if (bytes === 1) return view.getUint8(0)
    if (bytes === 2) return view.getUint16(0, true)
    if (bytes === 4) return view.getUint32(0, true)
    const value = view.getBigUint64(0, true)
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new PickleError(`declares a length of ${value} bytes`)
    return Number(value)
  }

  int32(): number {
    return this.#view(4).getInt32(0, true)
  }

  /** The one big-endian thing in a pickle. */
  float64(): number {
    return this.#view(8).getFloat64(0, false)
  }

  /** Text up to a newline. */
  line(maxBytes: number): string {
    const characters: number[] = []
    for (let value = this.byte(); value !== 0x0a; value = this.byte()) {
      if (characters.length === maxBytes) throw new PickleError('holds a name that is too long')
      characters.push(value)
    }
    return Buffer.from(characters).toString('utf8')
  }

  #view(count: number): DataView {
    const part = this.take(count)
    return new DataView(part.buffer, part.byteOffset, part.byteLength)
  }

  // Lengths are believed only as far as there are bytes.
  #require(count: number): void {
    const position = this.position
    if (position + count > this.#limit) throw new PickleError(`is longer than ${this.#limit} bytes`)
    if (this.#more !== null) {
      this.#bytes = this.#more(position, count)
      this.#start = position
      this.#at = 0
    }
    if (this.#at + count > this.#bytes.byteLength) throw new PickleError('is truncated')
  }
}
