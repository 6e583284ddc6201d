/** Checks of what callers without types pass: every mistake ends in an error that names function, argument and value. */
import { shown, TorchError } from './errors.js'
import { isTensor } from './owned.js'
import type { Tensor } from './tensor.js'

/** @internal `sum: options expects an object, got 5 (number)`. */
export function argumentError(op: string, name: string, expected: string, value: unknown): TorchError {
  const got = isTensor(value) ? 'a tensor' : shown(value)
  return new TorchError('ARGUMENT_INVALID', `${op}: ${name} expects ${expected}, got ${got}`, { op })
}

const noOptions: object = Object.freeze({})

/** @internal The options object of a call, for destructuring; an empty one when it was left out. */
export function requireOptions<T extends object>(op: string, options: T | undefined): T {
  if (options === undefined) return noOptions as T
  // What can be iterated is an argument in the wrong place: an array, a typed array, a Map.
  if (typeof options === 'object' && options !== null && !(Symbol.iterator in options) && !isTensor(options)) {
    return options
  }
  throw argumentError(op, 'options', 'an object', options)
}

/** @internal */
export function requireFunction(op: string, name: string, value: unknown): void {
  if (typeof value !== 'function') throw argumentError(op, name, 'a function', value)
}

/** @internal */
export function requireText(op: string, name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw argumentError(op, name, 'a string', value)
}

/** @internal Also a sparse array that claims billions of elements is refused at its first hole. */
export function requireTexts(op: string, name: string, value: unknown): asserts value is readonly string[] {
  if (!Array.isArray(value)) throw argumentError(op, name, 'an array of strings', value)
  for (let i = 0; i < value.length; i++) requireText(op, `${name}[${i}]`, value[i])
}

/** @internal Pairs of name and tensor, in an array of their own. */
export function requireNamedTensors(op: string, value: unknown): (readonly [string, Tensor])[] {
  const isIterable = typeof value === 'object' && value !== null && Symbol.iterator in value
  if (!isIterable) throw argumentError(op, 'tensors', 'pairs of name and tensor, such as a Map', value)
  const pairs: (readonly [string, Tensor])[] = []
  for (const pair of value as Iterable<unknown>) {
    if (!Array.isArray(pair)) throw argumentError(op, `tensors[${pairs.length}]`, 'a pair of name and tensor', pair)
    const [name, tensor] = pair
    requireText(op, `the name of tensors[${pairs.length}]`, name)
    requireTensor(op, JSON.stringify(name), tensor)
    pairs.push([name, tensor])
  }
  return pairs
}

/** @internal */
export function requireTensor(op: string, name: string, value: unknown): asserts value is Tensor {
  if (!isTensor(value)) throw argumentError(op, name, 'a tensor', value)
}

/** @internal */
export function requireTensors(op: string, name: string, value: unknown): asserts value is readonly Tensor[] {
  if (!Array.isArray(value)) throw argumentError(op, name, 'an array of tensors', value)
  for (let i = 0; i < value.length; i++) requireTensor(op, `${name}[${i}]`, value[i])
}

/** @internal Dimensions that a tensor of libtorch can have. */
export const mostDimensions = 64

/** @internal Sizes: whole numbers from 0. */
export function requireShape(op: string, value: unknown): asserts value is readonly number[] {
  const isList = Array.isArray(value) && value.length <= mostDimensions
  // A copy shows the holes of a sparse array, which every() would pass over.
  if (isList && [...value].every((size) => Number.isSafeInteger(size) && size >= 0)) return
  throw argumentError(op, 'shape', `an array of at most ${mostDimensions} whole numbers from 0`, value)
}
