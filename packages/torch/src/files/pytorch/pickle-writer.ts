/** Writes plain values as a pickle of protocol 2, the protocol that every `torch.load` reads. */

/** @internal What `other` may use to write a value of its own. */
export interface PickleSink {
  /** A global by name. */
  readonly global: (module: string, name: string) => void
  readonly value: (value: unknown) => void
  readonly tuple: (values: readonly unknown[]) => void
  readonly opcode: (code: number) => void
}

const MARK = 0x28
const TUPLE = 0x74
const STOP = 0x2e
export const REDUCE = 0x52
export const BINPERSID = 0x51
const APPENDS = 0x65
const SETITEMS = 0x75
// Elements that a reader has to hold on its stack at once, as in Python.
const BATCH = 1000
const MAX_DEPTH = 200

/**
 * @internal null, booleans, numbers, bigints, strings, Uint8Arrays, arrays, Maps, Sets and plain objects; whole numbers as
 * int, others as float.
 *
 * @param other  writes a value of another kind and returns true; an object it wrote is remembered, so that it stays one
 *               object in Python
 * @param refuse  makes the error for a value that cannot be written, with its path
 */
export function pickle(
  root: unknown,
  other: (value: object, sink: PickleSink) => boolean,
  refuse: (problem: string) => Error,
): Uint8Array {
  const writer = new Writer(other, refuse)
  writer.value(root)
  return writer.finish()
}

class Writer implements PickleSink {
  readonly #other: (value: object, sink: PickleSink) => boolean
  readonly #refuse: (problem: string) => Error
  readonly #parts: Uint8Array[] = []
  #part = Buffer.alloc(1 << 12)
  #used = 0
  readonly #memo = new Map<object, number>()
  readonly #path: string[] = []

  constructor(other: (value: object, sink: PickleSink) => boolean, refuse: (problem: string) => Error) {
    this.#other = other
    this.#refuse = refuse
    this.#bytes([0x80, 2])
  }

  finish(): Uint8Array {
    this.#bytes([STOP])
    return Buffer.concat([...this.#parts, this.#part.subarray(0, this.#used)])
  }

  readonly opcode = (code: number): void => this.#bytes([code])

  readonly global = (module: string, name: string): void => {
    this.#bytes(Buffer.from(`c${module}\n${name}\n`))
  }

  readonly tuple = (values: readonly unknown[]): void => {
    this.#bytes([MARK])
    for (const value of values) this.value(value)
    this.#bytes([TUPLE])
  }

  readonly value = (value: unknown): void => {
    if (value === null || value === undefined) this.#bytes([0x4e])
    else if (typeof value === 'boolean') this.#bytes([value ? 0x88 : 0x89])
    else if (typeof value === 'number') this.#number(value)
    else if (typeof value === 'bigint') this.#long(value)
    else if (typeof value === 'string') this.#text(value)
    else if (typeof value === 'object') this.#object(value)
    else throw this.#fail(`a ${typeof value}`)
  }

  #number(value: number): void {
    // -0 is a float, because Python's int has none, and so is what is too large to be exact.
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      const out = Buffer.alloc(9, 0x47)
      out.writeDoubleBE(value, 1)
      this.#bytes(out)
    } else if (value >= -0x80000000 && value <= 0x7fffffff) {
      const out = Buffer.alloc(5, 0x4a)
      out.writeInt32LE(value, 1)
      this.#bytes(out)
    } else this.#long(BigInt(value))
  }

  // Two's complement, little endian, in as few bytes as hold the sign.
  #long(value: bigint): void {
    let length = 1
    while (BigInt.asIntN(8 * length, value) !== value) length++
    if (length > 255) throw this.#fail('a whole number of more than 255 bytes')
    const hex = BigInt.asUintN(8 * length, value)
      .toString(16)
      .padStart(2 * length, '0')
    this.#bytes([0x8a, length])
    this.#bytes(Buffer.from(hex, 'hex').reverse())
  }

  #text(value: string): void {
    if (/\p{Surrogate}/u.test(value)) throw this.#fail('text with half a character')
    const text = Buffer.from(value)
    const head = Buffer.alloc(5, 0x58)
    head.writeUInt32LE(text.byteLength, 1)
    this.#bytes(head)
    this.#bytes(text)
  }

  #object(value: object): void {
    const index = this.#memo.get(value)
    if (index !== undefined) this.#indexed(0x6a, index)
    else if (this.#other(value, this)) {
      this.#indexed(0x72, this.#memo.size)
      this.#memo.set(value, this.#memo.size)
    } else if (Array.isArray(value)) this.#list(value)
    else if (value instanceof Map) this.#dict(value)
    else if (value instanceof Set) this.#reduce('__builtin__', 'set', [[...value]])
    else if (value instanceof Uint8Array) {
      // Protocol 2 has no bytes of its own: Python writes them as text that is to be encoded.
      this.#reduce('_codecs', 'encode', [Buffer.from(value).toString('latin1'), 'latin1'])
    } else if (isPlainObject(value)) this.#dict(new Map(Object.entries(value)))
    else throw this.#fail(`an object of class ${value.constructor?.name ?? '(none)'}`)
  }

  #list(values: readonly unknown[]): void {
    this.#bytes([0x5d, MARK])
    for (let i = 0; i < values.length; i++) {
      if (!(i in values)) throw this.#fail('an array with holes')
      if (i > 0 && i % BATCH === 0) this.#bytes([APPENDS, MARK])
      this.#inside(String(i), values[i])
    }
    this.#bytes([APPENDS])
  }

  #dict(values: ReadonlyMap<unknown, unknown>): void {
    this.#bytes([0x7d, MARK])
    let count = 0
    for (const [key, value] of values) {
      if (typeof key === 'object' && key !== null) throw this.#fail('a dict with an object as key')
      if (count > 0 && count % BATCH === 0) this.#bytes([SETITEMS, MARK])
      count += 1
      this.value(key)
      this.#inside(String(key), value)
    }
    this.#bytes([SETITEMS])
  }

  #inside(name: string, value: unknown): void {
    if (this.#path.length === MAX_DEPTH)
      throw this.#fail(`a value nested deeper than ${MAX_DEPTH} levels, or in itself`)
    this.#path.push(name)
    this.value(value)
    this.#path.pop()
  }

  #reduce(module: string, name: string, args: readonly unknown[]): void {
    this.global(module, name)
    this.tuple(args)
    this.#bytes([REDUCE])
  }

  #indexed(opcode: number, index: number): void {
    const out = Buffer.alloc(5, opcode)
    out.writeUInt32LE(index, 1)
    this.#bytes(out)
  }

  #fail(what: string): Error {
    const where = this.#path.slice(0, 8).join('.')
    return this.#refuse(`${what} cannot be written${where === '' ? '' : ` (at ${JSON.stringify(where)})`}`)
  }

  #bytes(bytes: ArrayLike<number>): void {
    if (this.#used + bytes.length > this.#part.byteLength) {
      this.#parts.push(this.#part.subarray(0, this.#used))
      this.#part = Buffer.alloc(Math.max(bytes.length, Math.min(1 << 20, 2 * this.#part.byteLength)))
      this.#used = 0
    }
    this.#part.set(bytes, this.#used)
    this.#used += bytes.length
  }
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
