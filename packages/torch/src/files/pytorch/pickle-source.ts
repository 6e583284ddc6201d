/** The bytes of a pickle, one after the other: from memory, or pulled from a file whose pickle has an unknown length. */

/** @internal Thrown by the source and the machine; the reader adds file and place. */
export class PickleError extends Error {
  override readonly name = 'PickleError'
}

/** @internal */
export class PickleSource {
  #bytes: Buffer
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
    this.#bytes = bufferOf(bytes)
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
  take(count: number): Buffer {
    const start = this.#advance(count)
    return this.#bytes.subarray(start, start + count)
  }

  /** Text of so many bytes in UTF-8. @throws PickleError when it is something else */
  text(count: number): string {
    const start = this.#advance(count)
    // The names of most values are short; a view and a decoder for each would cost more than all the rest.
    if (count <= SHORT_TEXT && isAscii(this.#bytes, start, count)) {
      return this.#bytes.toString('latin1', start, start + count)
    }
    try {
      return decoder.decode(this.#bytes.subarray(start, start + count))
    } catch {
      throw new PickleError('holds text that is not UTF-8')
    }
  }

  /** A little-endian whole number of 1, 2, 4 or 8 bytes; 8 bytes beyond 2^53 are an error. */
  unsigned(bytes: 1 | 2 | 4 | 8): number {
    const start = this.#advance(bytes)
    if (bytes < 8) return this.#bytes.readUIntLE(start, bytes)
    const value = this.#bytes.readBigUInt64LE(start)
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new PickleError(`declares a length of ${value} bytes`)
    return Number(value)
  }

  int32(): number {
    return this.#bytes.readInt32LE(this.#advance(4))
  }

  /** The one big-endian thing in a pickle. */
  float64(): number {
    return this.#bytes.readDoubleBE(this.#advance(8))
  }

  /** Text up to a newline. */
  line(maxBytes: number): string {
    for (let searched = 0; ; ) {
      const end = this.#bytes.indexOf(NEWLINE, this.#at + searched)
      searched = (end === -1 ? this.#bytes.byteLength : end) - this.#at
      if (searched > maxBytes) throw new PickleError('holds a name that is too long')
      if (end !== -1) {
        const text = this.#bytes.toString('utf8', this.#at, end)
        this.#at = end + 1
        return text
      }
      this.#require(searched + 1)
    }
  }

  // Where the bytes begin that are consumed; `#bytes` may be others afterwards.
  #advance(count: number): number {
    if (this.#at + count > this.#bytes.byteLength) this.#require(count)
    this.#at += count
    return this.#at - count
  }

  // Lengths are believed only as far as there are bytes.
  #require(count: number): void {
    const position = this.position
    if (position + count > this.#limit) throw new PickleError(`is longer than ${this.#limit} bytes`)
    if (this.#more !== null) {
      this.#bytes = bufferOf(this.#more(position, count))
      this.#start = position
      this.#at = 0
    }
    if (this.#at + count > this.#bytes.byteLength) throw new PickleError('is truncated')
  }
}

const NEWLINE = 0x0a
const SHORT_TEXT = 64
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function isAscii(bytes: Uint8Array, start: number, count: number): boolean {
  for (let at = start; at < start + count; at++) if (bytes[at]! > 0x7f) return false
  return true
}
