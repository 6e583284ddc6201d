/**
 * Protocol buffers as they lie in a file: fields with their places, read through a small window, never as a whole. Only what
 * inspecting needs; knows no messages. https://protobuf.dev/programming-guides/encoding/
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { GanymedeError } from '../errors.js'

/** One field of a message. */
export type ProtoField =
  | { readonly number: number; readonly kind: 'varint'; readonly value: bigint }
  | { readonly number: number; readonly kind: 'bytes'; readonly start: number; readonly end: number }
  | { readonly number: number; readonly kind: 'fixed'; readonly start: number; readonly end: number }

const windowBytes = 1 << 16
// A name or a document string longer than this is cut: nobody reads it, and it must not fill the memory.
const longestText = 4096

/** A file of protocol buffers, opened for reading. */
export class ProtoFile {
  readonly path: string
  readonly size: number
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
    const text = this.read(start, Math.min(end, start + longestText)).toString('utf8')
    return end - start > longestText ? `${text}…` : text
  }

  /** The fields of the message in a range, in their order. */
  *fields(start = 0, end = this.size): Generator<ProtoField, void, void> {
    for (let at = start; at < end; ) {
      const key = this.varint(at, end)
      const number = Number(key.value >> 3n)
      const wire = Number(key.value & 7n)
      if (number < 1 || number > 0x1fffffff) throw this.invalid(`holds no field at byte ${at}`)
      at = key.next
      if (wire === 0) {
        const { value, next } = this.varint(at, end)
        at = next
        yield { number, kind: 'varint', value }
        continue
      }
      const length = wire === 2 ? this.varint(at, end) : { value: wire === 1 ? 8n : wire === 5 ? 4n : -1n, next: at }
      if (length.value < 0n) throw this.invalid(`has a field of the unknown kind ${wire} at byte ${at}`)
      if (length.value > BigInt(end - length.next)) {
        throw this.invalid(
          `is truncated or damaged: a field at byte ${at} needs ${length.value} bytes, ${end - length.next} are left`,
        )
      }
      const stop = length.next + Number(length.value)
      yield { number, kind: wire === 2 ? 'bytes' : 'fixed', start: length.next, end: stop }
      at = stop
    }
  }

  /** The varints of a packed field. */
  *varints(start: number, end: number): Generator<bigint, void, void> {
    for (let at = start; at < end; ) {
      const { value, next } = this.varint(at, end)
      at = next
      yield value
    }
  }

  private varint(at: number, end: number): { readonly value: bigint; readonly next: number } {
    let value = 0n
    for (let length = 0; length < 10; length++) {
      if (at + length >= end) throw this.invalid(`is truncated or damaged: a number at byte ${at} does not end`)
      const byte = this.#byte(at + length)
      value |= BigInt(byte & 0x7f) << BigInt(7 * length)
      if (byte < 0x80) return { value: BigInt.asUintN(64, value), next: at + length + 1 }
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
