/**
 * A pickle machine that runs no code: protocols 1 to 5, with every global asked for by name. It can build lists, dicts,
 * strings and numbers, and what the caller's globals build; there is no way from a pickle to anything else.
 * (Opcodes as documented in CPython's pickletools.)
 */
import { isUtf8 } from 'node:buffer'
import { ReadBudget } from '@ganymede/core/reading'
import { argumentError, requireFunction, requireOptions } from '../../arguments.js'
import { PickleError, PickleSource } from './pickle-source.js'

/**
 * A Python class or function that a pickle may name. Anything else that `findGlobal` returns is a plain value, such as
 * the name of a dtype.
 */
export class PickleGlobal {
  /** `module.name`, for messages. */
  readonly name: string
  /** @internal */ readonly call: (args: readonly unknown[]) => unknown
  /** @internal What BUILD does with the state of an instance. */
  readonly build: ((instance: object, state: unknown) => void) | null

  constructor(
    name: string,
    call: (args: readonly unknown[]) => unknown,
    build: ((instance: object, state: unknown) => void) | null = null,
  ) {
    this.name = name
    this.call = call
    this.build = build
  }
}

export interface UnpickleOptions {
  /** The value of a global; throws for every name that is not allowed. */
  readonly findGlobal: (module: string, name: string) => unknown
  /** The value of a persistent id; without it, persistent ids are an error. */
  readonly persistentLoad?: (id: unknown) => unknown
  /** What the pickle is counted against; default: one of its own, by its length. */
  readonly budget?: ReadBudget
}

/** @internal What a pickle without its tensors may have; those of large checkpoints have a few mebibytes. */
export const MAX_PICKLE_BYTES = 64 << 20

const MAX_LONG_BYTES = 1024
const MAX_MARKS = 10_000
const MAX_NAME = 4096
// The hashes of numbers have no seed in V8, so that a file can choose keys which all fall together: each new one is then
// compared with all before: 16,384 doubles of one hash take over a second on Node 20 and 26. Small whole numbers are too few
// for that. Honest timestamps cannot be told from chosen ones without a copy of V8's hash, which may change.
const MAX_SMALL_KEY = 1 << 24
const MAX_LARGE_KEYS = 4096
// Measured parts of an object: its time for an opcode, its memory for what the stack, the memory and a list grow by, and
// for a number that does not fit into a pointer. A short text takes a whole one.
const cost = {
  opcode: 0.25,
  stacked: 0.5,
  remembered: 0.5,
  appended: 0.2,
  float: 0.3,
  text: 1,
  key: 2,
  list: 3,
  dict: 6,
}
const BYTES_PER_OBJECT = 32

/**
 * Reads one pickle. dicts become Maps, lists and tuples arrays, sets Sets, bytes Uint8Arrays, int beyond 2^53 bigints.
 *
 * Work and memory are bounded by the length of the pickle ({@link ReadBudget}). Values may share parts and contain
 * themselves, as in Python: who walks them counts that too.
 *
 * @throws PickleError with what is wrong, or whatever `findGlobal` and `persistentLoad` throw
 */
export function unpickle(source: PickleSource | Uint8Array, options: UnpickleOptions): unknown {
  if (!(source instanceof Uint8Array) && !(source instanceof PickleSource)) {
    throw argumentError('unpickle', 'source', 'a Uint8Array', source)
  }
  const storedBytes = source instanceof Uint8Array ? source.byteLength : 0
  const fail = (problem: string) => new PickleError(problem)
  const { findGlobal, budget = new ReadBudget(storedBytes, fail) } = requireOptions('unpickle', options, [
    'findGlobal',
    'persistentLoad',
    'budget',
  ])
  requireFunction('unpickle', 'findGlobal', findGlobal)
  if (!(budget instanceof ReadBudget)) throw argumentError('unpickle', 'budget', 'a ReadBudget', budget)
  return new Machine(source instanceof Uint8Array ? new PickleSource(source) : source, options, budget).run()
}

type Handler = (machine: Machine) => void

// Opcodes of protocols 1 to 5. Those of protocol 0 (numbers and strings as lines of text), of the extension registry and
// of out-of-band buffers are missing: torch.save writes none.
const handlers: readonly (Handler | undefined)[] = table({
  128: (m) => m.checkProtocol(m.source.byte()), // PROTO
  149: (m) => m.source.unsigned(8), // FRAME

  78: (m) => m.push(null), // NONE
  136: (m) => m.push(true), // NEWTRUE
  137: (m) => m.push(false), // NEWFALSE
  74: (m) => m.push(m.source.int32()), // BININT
  75: (m) => m.push(m.source.unsigned(1)), // BININT1
  77: (m) => m.push(m.source.unsigned(2)), // BININT2
  138: (m) => m.push(m.long(m.source.unsigned(1))), // LONG1
  139: (m) => m.push(m.long(m.source.unsigned(4))), // LONG4
  71: (m) => m.push(m.float()), // BINFLOAT
  140: (m) => m.push(m.text(1)), // SHORT_BINUNICODE
  88: (m) => m.push(m.text(4)), // BINUNICODE
  141: (m) => m.push(m.text(8)), // BINUNICODE8
  85: (m) => m.push(pythonTwoText(m.content(1))), // SHORT_BINSTRING
  84: (m) => m.push(pythonTwoText(m.content(4))), // BINSTRING
  67: (m) => m.push(m.bytes(1)), // SHORT_BINBYTES
  66: (m) => m.push(m.bytes(4)), // BINBYTES
  142: (m) => m.push(m.bytes(8)), // BINBYTES8
  150: (m) => m.push(m.bytes(8)), // BYTEARRAY8

  93: (m) => m.push(m.list([])), // EMPTY_LIST
  41: (m) => m.push(m.list([])), // EMPTY_TUPLE
  125: (m) => m.push(m.dict()), // EMPTY_DICT
  143: (m) => m.push(m.set()), // EMPTY_SET
  40: (m) => m.mark(), // MARK
  108: (m) => m.push(m.list(m.popMark())), // LIST
  116: (m) => m.push(m.list(m.popMark())), // TUPLE
  133: (m) => m.push(m.list(m.popMany(1))), // TUPLE1
  134: (m) => m.push(m.list(m.popMany(2))), // TUPLE2
  135: (m) => m.push(m.list(m.popMany(3))), // TUPLE3
  100: (m) => m.push(m.setItems(m.dict(), m.popMark())), // DICT
  145: (m) => m.push(m.addItems(m.set(), m.popMark())), // FROZENSET
  97: (m) => m.append([m.pop()]), // APPEND
  101: (m) => m.append(m.popMark()), // APPENDS
  115: (m) => m.setTopItems(m.popMany(2)), // SETITEM
  117: (m) => m.setTopItems(m.popMark()), // SETITEMS
  144: (m) => m.addTopItems(m.popMark()), // ADDITEMS

  48: (m) => m.drop(), // POP
  49: (m) => m.popMark(), // POP_MARK
  50: (m) => m.push(m.top()), // DUP
  113: (m) => m.remember(m.source.unsigned(1)), // BINPUT
  114: (m) => m.remember(m.source.unsigned(4)), // LONG_BINPUT
  148: (m) => m.remember(m.remembers), // MEMOIZE
  104: (m) => m.push(m.remembered(m.source.unsigned(1))), // BINGET
  106: (m) => m.push(m.remembered(m.source.unsigned(4))), // LONG_BINGET

  99: (m) => m.global([m.source.line(MAX_NAME), m.source.line(MAX_NAME)]), // GLOBAL
  147: (m) => m.global(m.popMany(2)), // STACK_GLOBAL
  81: (m) => m.push(m.persistent(m.pop())), // BINPERSID
  82: (m) => m.call(m.popMany(2)), // REDUCE
  129: (m) => m.call(m.popMany(2)), // NEWOBJ
  146: (m) => m.callByKeywords(m.popMany(3)), // NEWOBJ_EX
  98: (m) => m.build(m.pop()), // BUILD
})

function table(byOpcode: Readonly<Record<number, Handler>>): (Handler | undefined)[] {
  return Array.from({ length: 256 }, (_, opcode) => byOpcode[opcode])
}

const STOP = 0x2e

class Machine {
  readonly source: PickleSource
  /** How many values are remembered. */
  remembers = 0
  readonly #options: UnpickleOptions
  readonly #budget: ReadBudget
  readonly #stack: unknown[] = []
  readonly #marks: number[] = []
  // An array and no Map, whose hash of numbers has no seed.
  readonly #memory: unknown[] = []
  readonly #madeBy = new WeakMap<object, PickleGlobal>()
  #largeKeys = 0
  // How many values the stack had at most.
  #highest = 0

  constructor(source: PickleSource, options: UnpickleOptions, budget: ReadBudget) {
    this.source = source
    this.#options = options
    this.#budget = budget
  }

  run(): unknown {
    for (let opcode = this.source.byte(); opcode !== STOP; opcode = this.source.byte()) {
      const handler = handlers[opcode]
      if (handler === undefined) throw unknownOpcode(opcode)
      this.#budget.count(cost.opcode)
      handler(this)
    }
    return this.pop()
  }

  checkProtocol(protocol: number): void {
    if (protocol > 5) throw new PickleError(`has protocol ${protocol}; 1 to 5 can be read`)
  }

  /** Bytes that follow their length, which is itself a number of so many bytes; a view until the next call. */
  content(lengthBytes: 1 | 4 | 8): Buffer {
    const bytes = this.source.take(this.source.unsigned(lengthBytes))
    this.#budget.count(cost.text + bytes.byteLength / BYTES_PER_OBJECT)
    return bytes
  }

  float(): number {
    this.#budget.count(cost.float)
    return this.source.float64()
  }

  text(lengthBytes: 1 | 4 | 8): string {
    const text = this.source.text(this.source.unsigned(lengthBytes))
    this.#budget.count(cost.text + text.length / BYTES_PER_OBJECT)
    return text
  }

  bytes(lengthBytes: 1 | 4 | 8): Uint8Array {
    this.#budget.count(cost.dict)
    return new Uint8Array(this.content(lengthBytes))
  }

  list(elements: unknown[]): unknown[] {
    this.#budget.count(cost.list + cost.appended * elements.length)
    return elements
  }

  dict(): Map<unknown, unknown> {
    this.#budget.count(cost.dict)
    return new Map()
  }

  set(): Set<unknown> {
    this.#budget.count(cost.dict)
    return new Set()
  }

  long(count: number): number | bigint {
    if (count > MAX_LONG_BYTES) throw new PickleError(`holds a whole number of ${count} bytes`)
    const bytes = this.source.take(count)
    if (count === 0) return 0
    if (count <= 6) {
      this.#budget.count(cost.float)
      return bytes.readIntLE(0, count)
    }
    this.#budget.count(cost.dict)
    const value = BigInt.asIntN(8 * count, BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`))
    return Number.isSafeInteger(Number(value)) ? Number(value) : value
  }

  push(value: unknown): void {
    this.#stack.push(value)
    if (this.#stack.length > this.#highest) {
      this.#highest = this.#stack.length
      this.#budget.count(cost.stacked)
    }
  }

  mark(): void {
    if (this.#marks.length === MAX_MARKS) throw new PickleError('is nested too deeply')
    this.#marks.push(this.#stack.length)
  }

  pop(): unknown {
    this.#demand(1)
    return this.#stack.pop()
  }

  drop(): void {
    if (this.#stack.length === this.#marks.at(-1)) this.#marks.pop()
    else this.pop()
  }

  top(): unknown {
    this.#demand(1)
    return this.#stack.at(-1)
  }

  popMany(count: number): unknown[] {
    this.#demand(count)
    return this.#stack.splice(this.#stack.length - count)
  }

  popMark(): unknown[] {
    const mark = this.#marks.pop()
    if (mark === undefined) throw new PickleError('ends a group that it did not begin')
    return this.#stack.splice(mark)
  }

  append(values: readonly unknown[]): void {
    const list = this.top()
    if (!Array.isArray(list)) throw new PickleError('appends to something that is no list')
    this.#budget.count(cost.appended * values.length)
    for (const value of values) list.push(value)
  }

  setTopItems(flat: readonly unknown[]): void {
    const target = this.top()
    if (!(target instanceof Map)) throw new PickleError('sets an item of something that is no dict')
    this.setItems(target, flat)
  }

  setItems(target: Map<unknown, unknown>, flat: readonly unknown[]): Map<unknown, unknown> {
    if (flat.length % 2 === 1) throw new PickleError('sets a key without a value')
    this.#budget.count((cost.key * flat.length) / 2)
    for (let i = 0; i < flat.length; i += 2) target.set(this.#hashable(flat[i]), flat[i + 1])
    return target
  }

  addTopItems(values: readonly unknown[]): void {
    const target = this.top()
    if (!(target instanceof Set)) throw new PickleError('adds to something that is no set')
    this.addItems(target, values)
  }

  addItems(target: Set<unknown>, values: readonly unknown[]): Set<unknown> {
    this.#budget.count(cost.key * values.length)
    for (const value of values) target.add(this.#hashable(value))
    return target
  }

  remember(index: number): void {
    // Numbers out of turn make the array sparse, and each of its elements costs as much as a list.
    const isInTurn = index <= this.#memory.length + 1
    this.#budget.count(isInTurn ? cost.remembered : cost.list)
    if (this.#memory[index] === undefined) this.remembers += 1
    this.#memory[index] = this.top()
  }

  remembered(index: number): unknown {
    const value = this.#memory[index]
    if (value === undefined) throw new PickleError(`remembers nothing under number ${index}`)
    return value
  }

  global([module, name]: readonly unknown[]): void {
    if (typeof module !== 'string' || typeof name !== 'string') throw new PickleError('names a global by no string')
    if (module.length + name.length > 2 * MAX_NAME) throw new PickleError('holds a name that is too long')
    this.#budget.count((module.length + name.length) / BYTES_PER_OBJECT)
    this.push(this.#options.findGlobal(module, name))
  }

  persistent(id: unknown): unknown {
    if (this.#options.persistentLoad === undefined) throw new PickleError('refers to something outside itself')
    return this.#options.persistentLoad(id)
  }

  call([callee, args]: readonly unknown[]): void {
    if (!(callee instanceof PickleGlobal)) throw new PickleError('calls something that is no function')
    if (!Array.isArray(args)) throw new PickleError(`calls ${callee.name} without a tuple of arguments`)
    // A call costs as much time as a dict, and what can be built on is remembered beside it.
    const ownCost = cost.dict + args.length
    this.#budget.count(args.reduce((sum: number, argument) => sum + costOf(argument), ownCost))
    const made = callee.call(args)
    if (made instanceof Map || made instanceof Set) this.#budget.count(cost.dict)
    if (callee.build !== null && typeof made === 'object' && made !== null) this.#madeBy.set(made, callee)
    this.push(made)
  }

  callByKeywords([callee, args, keywords]: readonly unknown[]): void {
    if (!(keywords instanceof Map) || keywords.size > 0) throw new PickleError('makes an object by keywords')
    this.call([callee, args])
  }

  build(state: unknown): void {
    const instance = this.top()
    const maker = typeof instance === 'object' && instance !== null ? this.#madeBy.get(instance) : undefined
    if (maker?.build == null) throw new PickleError('sets the state of an object that has none')
    this.#budget.count(costOf(state))
    maker.build(instance as object, state)
  }

  #demand(count: number): void {
    if (this.#stack.length - count < (this.#marks.at(-1) ?? 0)) {
      throw new PickleError('takes more from its stack than it put there')
    }
  }

  // What Python can hash: values, and tuples of them.
  #hashable(key: unknown): unknown {
    if (Array.isArray(key)) this.#budget.count(key.length)
    if (!(Array.isArray(key) ? key.every(isAtom) : isAtom(key))) {
      throw new PickleError('uses a container as the key of a dict or in a set')
    }
    const isLarge = typeof key === 'bigint' || (typeof key === 'number' && !(Math.abs(key) < MAX_SMALL_KEY))
    if (isLarge || (typeof key === 'number' && !Number.isInteger(key))) this.#countLargeKey()
    return key
  }

  #countLargeKey(): void {
    this.#largeKeys += 1
    if (this.#largeKeys > MAX_LARGE_KEYS) {
      const problem = `has more than ${MAX_LARGE_KEYS} large or broken numbers as keys or in sets`
      throw new PickleError(`${problem}, which can be chosen so that they take hours; save them as a tensor or as text`)
    }
  }
}

/** Two bytes can name a remembered value of any length, and a function copies it. */
function costOf(value: unknown): number {
  if (typeof value === 'string') return value.length / BYTES_PER_OBJECT
  if (value instanceof Uint8Array) return value.byteLength / BYTES_PER_OBJECT
  if (Array.isArray(value)) return value.length
  return value instanceof Map || value instanceof Set ? value.size : 0
}

function isAtom(value: unknown): boolean {
  return value === null || typeof value !== 'object'
}

// Python 2 had text without an encoding.
function pythonTwoText(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1')
}

function unknownOpcode(opcode: number): PickleError {
  const character = opcode > 0x20 && opcode < 0x7f ? ` ("${String.fromCharCode(opcode)}")` : ''
  return new PickleError(
    `holds the opcode 0x${opcode.toString(16).padStart(2, '0')}${character}, which is not supported`,
  )
}
