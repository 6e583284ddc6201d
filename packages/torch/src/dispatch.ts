/** The one interception point: every operator call passes through here, where listeners and errors hang. */

import { native } from './addon/load.js'
import type { NativeFunction } from './addon/native.js'
import { requireFunction } from './arguments.js'
import { TorchError } from './errors.js'
import { operatorError } from './operator-error.js'
import { Tensor } from './tensor/tensor.js'

/** What one result of an operator is: a tensor, a list of tensors, another value, or an argument written in place. */
export type ResultKind = 'tensor' | 'tensors' | 'value' | number

/** An operator of libtorch by its full name; the native function is looked up on first use. */
export class Operator {
  /** With namespace and overload: `aten::add.Tensor`. */
  readonly name: string
  /** As functions spell it: `add`. */
  readonly label: string
  /** @internal */ call: NativeFunction | null = null
  /** @internal */ results: readonly ResultKind[] | null
  /** @internal The common case: the one result is a new tensor. */ givesTensor: boolean
  /** @internal For each argument: whether it takes what the addon knows by a handle. Filled with `call`. */
  takesHandles: readonly boolean[] = []

  constructor(name: string, results: readonly ResultKind[] | null = null) {
    this.name = name
    this.results = results
    this.label = (name.split('::')[1] ?? name).split('.')[0]!
    this.givesTensor = isOneTensor(results)
  }
}

function isOneTensor(results: readonly ResultKind[] | null): boolean {
  return results !== null && results.length === 1 && results[0] === 'tensor'
}

/** @internal For generated code. `kinds`: one letter per result (t tensor, T tensors, v value) or `a<argument>`. */
export function operator(name: string, kinds: string): Operator {
  return new Operator(name, kinds === '' ? [] : kinds.split(' ').map(parseKind))
}

function parseKind(code: string): ResultKind {
  if (code === 't') return 'tensor'
  if (code === 'T') return 'tensors'
  return code.startsWith('a') ? Number(code.slice(1)) : 'value'
}

/** Sees every operator call after it has succeeded: full name, arguments in schema order, results. */
export type OperatorListener = (name: string, args: readonly unknown[], result: unknown) => void

let listeners: readonly OperatorListener[] = []
let listening = false
// Listeners that are at work, one within the other. Each level takes several frames of the stack, which ends at some
// thousands.
let listenersAtWork = 0
const deepestListener = 64

/**
 * Adds a listener to all operator calls of this thread; costs one comparison per call while there is none.
 *
 * A listener hears the operators that it calls itself, too: it must know when to stop.
 *
 * @returns a function that removes it
 * @throws TorchError `ARGUMENT_INVALID` from an operator when listeners call operators without end
 */
export function listen(listener: OperatorListener): () => void {
  requireFunction('listen', 'listener', listener)
  // Always a new array: a listener may add or remove listeners while they are called.
  const entry: OperatorListener = (name, args, result) => listener(name, args, result)
  listeners = [...listeners, entry]
  listening = true
  return () => {
    listeners = listeners.filter((other) => other !== entry)
    listening = listeners.length > 0
  }
}

function resolve(op: Operator): NativeFunction {
  try {
    const call = native().op(op.name)
    const described = native().describe(op.name)
    op.results ??= described.returns.map(resultKind)
    op.takesHandles = described.arguments.map(({ type }) => /Tensor|Generator|Stream|Any/.test(type))
    op.givesTensor = isOneTensor(op.results)
    op.call = call
    return call
  } catch (cause) {
    if (cause instanceof TorchError) throw cause
    throw new TorchError('ARGUMENT_INVALID', (cause as Error).message, { op: op.label, cause })
  }
}

function resultKind({ type, alias }: { readonly type: string; readonly alias: number }): ResultKind {
  if (alias >= 0) return alias
  if (type === 'Tensor' || type === 'Optional[Tensor]') return 'tensor'
  return type === 'List[Tensor]' ? 'tensors' : 'value'
}

// Longer ones are refused by the addon; a sparse array may claim any length.
const mostElements = 2 ** 24

// Objects become the handles that the addon knows them by; everything else it reads by itself, as its schema says.
function toNative(op: Operator, position: number, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const handle = toHandles(value)
  // A handle is a number, with which an argument of numbers would compute.
  if (handle !== value && op.takesHandles[position] === false) throw misplaced(op, position, value)
  return handle
}

function toHandles(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Tensor) return value.handle
  // Lists of tensors hold nothing that is nested, and arrays may hold themselves.
  if (Array.isArray(value)) return value.length <= mostElements && value.some(isTensor) ? value.map(handleOf) : value
  // Generators and streams.
  const { handle } = value as { readonly handle?: unknown }
  return typeof handle === 'number' ? handle : value
}

function handleOf(value: unknown): unknown {
  return value instanceof Tensor ? value.handle : value
}

// As the addon says it of every other value.
function misplaced(op: Operator, position: number, value: object): Error {
  const declared = native().describe(op.name).arguments[position]!
  const got = value instanceof Tensor || Array.isArray(value) ? 'a tensor' : 'an object'
  const text = `argument "${declared.name}" (position ${position + 1}) expects ${declared.type}, got ${got}`
  return Object.assign(new Error(text), { code: 'ARGUMENT_INVALID' })
}

function isTensor(value: unknown): boolean {
  return value instanceof Tensor
}

/**
 * Calls an operator.
 *
 * @param args  in the order of the schema: tensors, numbers, arrays, names; `undefined` takes the default, `null` is None
 * @throws TorchError `OP_FAILED`, `ARGUMENT_INVALID`, `OUT_OF_MEMORY`, `DEVICE_UNAVAILABLE` or `TENSOR_DISPOSED`
 */
export function invoke(op: Operator, ...args: readonly unknown[]): unknown {
  const call = op.call ?? resolve(op)
  let raw: unknown
  try {
    let given = args.length
    while (given > 0 && args[given - 1] === undefined) given--
    raw = call(...(given === args.length ? args : args.slice(0, given)).map((value, i) => toNative(op, i, value)))
  } catch (cause) {
    throw operatorError(op, args, cause, invoke)
  }
  return conclude(op, args, raw)
}

// Where the stack of an error begins: below the function that the generated code called.
type Entry = (...args: never[]) => unknown

// The same for few arguments, which most calls have: no array is made, and arguments left out are not passed on, since
// the addon has their defaults at hand.

/** @internal {@link invoke} with one argument. */
export function invoke1(op: Operator, a: unknown, entry: Entry = invoke1): unknown {
  const call = op.call ?? resolve(op)
  let raw: unknown
  try {
    raw = call(toNative(op, 0, a))
  } catch (cause) {
    throw operatorError(op, [a], cause, entry)
  }
  if (op.givesTensor && !listening && raw !== null) return new Tensor(raw as number, op.label)
  return conclude(op, [a], raw)
}

/** @internal {@link invoke} with up to two arguments. */
export function invoke2(op: Operator, a: unknown, b: unknown, entry: Entry = invoke2): unknown {
  if (b === undefined) return invoke1(op, a, entry)
  const call = op.call ?? resolve(op)
  let raw: unknown
  try {
    raw = call(toNative(op, 0, a), toNative(op, 1, b))
  } catch (cause) {
    throw operatorError(op, [a, b], cause, entry)
  }
  if (op.givesTensor && !listening && raw !== null) return new Tensor(raw as number, op.label)
  return conclude(op, [a, b], raw)
}

/** @internal {@link invoke} with up to three arguments. */
export function invoke3(op: Operator, a: unknown, b: unknown, c: unknown): unknown {
  if (c === undefined) return invoke2(op, a, b, invoke3)
  const call = op.call ?? resolve(op)
  let raw: unknown
  try {
    raw = call(toNative(op, 0, a), toNative(op, 1, b), toNative(op, 2, c))
  } catch (cause) {
    throw operatorError(op, [a, b, c], cause, invoke3)
  }
  if (op.givesTensor && !listening && raw !== null) return new Tensor(raw as number, op.label)
  return conclude(op, [a, b, c], raw)
}

function conclude(op: Operator, args: readonly unknown[], raw: unknown): unknown {
  const result = wrapResults(op, args, raw)
  if (listening) tellListeners(op, args, result)
  return result
}

function tellListeners(op: Operator, args: readonly unknown[], result: unknown): void {
  if (listenersAtWork >= deepestListener) {
    throw new TorchError('ARGUMENT_INVALID', `${op.label}: listeners call operators that call listeners, without end`, {
      op: op.label,
      lines: ['A listener hears the operators that it calls itself: return at once where it hears its own.'],
    })
  }
  listenersAtWork++
  try {
    for (const listener of listeners) listener(op.name, args, result)
  } finally {
    listenersAtWork--
  }
}

function wrapResults(op: Operator, args: readonly unknown[], raw: unknown): unknown {
  const kinds = op.results!
  if (kinds.length === 1) return wrapOne(op, kinds[0]!, args, raw)
  if (kinds.length === 0) return undefined
  return kinds.map((kind, i) => wrapOne(op, kind, args, (raw as unknown[])[i]))
}

function wrapOne(op: Operator, kind: ResultKind, args: readonly unknown[], raw: unknown): unknown {
  if (kind === 'tensor') return raw === null ? null : new Tensor(raw as number, op.label)
  if (kind === 'tensors')
    return (raw as (number | null)[]).map((slot) => (slot === null ? null : new Tensor(slot, op.label)))
  if (kind === 'value') return raw
  return args[kind]
}
