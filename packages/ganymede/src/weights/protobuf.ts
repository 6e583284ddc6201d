/**
 * Protocol buffers as they lie in a file: fields with their places, read through a small window, never as a whole. Only what
 * inspecting needs; knows no messages. https://protobuf.dev/programming-guides/encoding/
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { GanymedeError } from '@ganymede/core'
import { ReadBudget } from '@ganymede/core/reading'

/** One field of a message. */
export type ProtoField =
  | {
      readonly number: number
      readonly kind: 'varint'
      /** As int64; exact where it is a safe integer, and no safe integer otherwise. */
      readonly value: number
    }
  | { readonly number: number; readonly kind: 'bytes'; readonly start: number; readonly end: number }
  | { readonly number: number; readonly kind: 'fixed'; readonly start: number; readonly end: number }

const windowBytes = 1 << 16
// A name or a document string longer than this is cut: nobody reads it, and it must not fill the memory.
const longestText = 4096

// A name is written several times: into a fact, a row, a line, JSON.
const charactersPerObject = 8

/** A file of protocol buffers, opened for reading. Fields and texts are counted against the length of the file. */
export class ProtoFile {
  readonly path: string
  readonly size: number
  readonly #budget: ReadBudget
  readonly #fd: number
  #window: Buffer = Buffer.alloc(0)
  #from = 0

  /** @throws GanymedeError `FILE_UNREADABLE` */
  constructor(path: string) {
    this.path = path
    try {
      this.#fd = openSync(path, 'r')
    } catch (cause) {
      throw new GanymedeError('FILE_UNREADABLE', `${path} cannot be opened`, { cause })
    }
    this.size = fstatSync(this.#fd).size
    this.#budget = new ReadBudget(this.size, (problem) => this.invalid(problem))
  }

  close(): void {
    closeSync(this.#fd)
  }

  /** The error for a file that is not what it should be. */
  invalid(problem: string): GanymedeError {
    return new GanymedeError('FILE_UNREADABLE', `${this.path}: ${problem}`)
  }

  /** Bytes of a range that is known to lie in the file. */
  read(start: number, end: number): Buffer {
    const out = Buffer.alloc(end - start)
    for (let done = 0; done < out.length; ) {
      const count = readSync(this.#fd, out, done, out.length - done, start + done)
      if (count === 0) throw this.invalid(`ends at byte ${start + done}, inside a field`)
      done += count
    }
    return out
  }

  /** Text of a range, cut where it is very long. */
  text(start: number, end: number): string {
    const stop = Math.min(end, start + longestText)
    this.count(1 + (stop - start) / charactersPerObject)
    // Most texts are short and lie in the window.
    if (stop > start) this.#byte(start)
    const from = start - this.#from
    const isThere = stop - this.#from <= this.#window.length
    const text = (isThere ? this.#window.subarray(from, from + stop - start) : this.read(start, stop)).toString('utf8')
    return end > stop ? `${text}…` : text
  }

  /** Counts objects that are made of the fields. @throws GanymedeError `FILE_UNREADABLE` when they are too many */
  count(objects: number): void {
    this.#budget.count(objects)
  }

  /** The fields of the message in a range, in their order. */
  *fields(start = 0, end = this.size): Generator<ProtoField, void, void> {
    for (let at = start; at < end; ) {
      this.count(1)
      const key = this.#varint(at, end)
      const number = Math.floor(key / 8)
      const wire = key & 7
      if (!(number >= 1 && number <= 0x1fffffff)) throw this.invalid(`holds no field at byte ${at}`)
      at = this.#next
      if (wire === 0) {
        const value = this.#varint(at, end)
        at = this.#next
        yield { number, kind: 'varint', value }
        continue
      }
      const fixed = wire === 1 ? 8 : wire === 5 ? 4 : null
      if (fixed === null && wire !== 2) throw this.invalid(`has a field of the unknown kind ${wire} at byte ${at}`)
      const length = fixed ?? this.#varint(at, end)
      const from = fixed === null ? this.#next : at
      if (!(length >= 0 && length <= end - from)) {
        const needed = length < 0 ? 'more than 2^63' : length
        throw this.invalid(
          `is truncated or damaged: a field at byte ${at} needs ${needed} bytes, ${end - from} are left`,
        )
      }
      yield { number, kind: fixed === null ? 'bytes' : 'fixed', start: from, end: from + length }
      at = from + length
    }
  }

  /** The varints of a packed field, as int64; see {@link ProtoField}. */
  *varints(start: number, end: number): Generator<number, void, void> {
    for (let at = start; at < end; at = this.#next) yield this.#varint(at, end)
  }

  // Where the number ends that #varint read last.
  #next = 0

  #varint(at: number, end: number): number {
    let [low, high] = [0, 0]
    for (let length = 0; length < 10; length++) {
      if (at + length >= end) throw this.invalid(`is truncated or damaged: a number at byte ${at} does not end`)
      const byte = this.#byte(at + length)
      // The fifth byte lies across the two halves of 32 bits.
      if (length < 4) low |= (byte & 0x7f) << (7 * length)
      else if (length === 4) {
        low |= (byte & 0x0f) << 28
        high |= (byte & 0x70) >> 4
      } else high |= (byte & 0x7f) << (7 * length - 32)
      if (byte >= 0x80) continue
      this.#next = at + length + 1
      return high * 2 ** 32 + (low >>> 0)
    }
    throw this.invalid(`has a number of more than 64 bits at byte ${at}`)
  }

  #byte(at: number): number {
    if (at < this.#from || at >= this.#from + this.#window.length) {
      this.#window = this.read(at, Math.min(this.size, at + windowBytes))
      this.#from = at
    }
    return this.#window[at - this.#from]!
  }
}
