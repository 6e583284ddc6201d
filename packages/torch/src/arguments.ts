/** Checks of what callers without types pass: every mistake ends in an error that names function, argument and value. */
import { shown, TorchError } from './errors.js'
import { isTensor, type Owned } from './tensor/owned.js'

/** @internal `sum: options expects an object, got 5 (number)`. */
export function argumentError(op: string, name: string, expected: string, value: unknown): TorchError {
  const got = isTensor(value) ? 'a tensor' : shown(value)
  return new TorchError('ARGUMENT_INVALID', `${op}: ${name} expects ${expected}, got ${got}`, { op })
}

type AllNames<Options, Names extends readonly unknown[]> = [keyof Options] extends [Names[number]] ? unknown : never

const noOptions: object = Object.freeze({})

/**
 * @internal The options object of a call, for destructuring; an empty one when it was left out. A name that does not exist
 * is refused, unless it has no value.
 *
 * @param names  all options that there are; the compiler holds the list against the type
 */
export function requireOptions<Options extends object, const Names extends readonly (keyof Options & string)[]>(
  op: string,
  options: Options | undefined,
  names: Names & AllNames<Options, Names>,
): Options {
  if (options === undefined) return noOptions as Options
  requireObject(op, 'options', options)
  // Every call with options comes here: most write them in the order of the list, where one comparison each will do.
  let next = 0
  for (const name in options) {
    if (names[next] !== name) next = (names as readonly string[]).indexOf(name)
    // What is inherited is nobody's option: programs put names into Object.prototype.
    if (next < 0 && options[name] !== undefined && Object.hasOwn(options, name)) throw unknownOption(op, names, options)
    next += 1
  }
  return options
}

function unknownOption(op: string, names: readonly string[], options: object): TorchError {
  const unknown = Object.entries(options).flatMap(([name, value]) =>
    value === undefined || names.includes(name) ? [] : [name],
  )
  return new TorchError('ARGUMENT_INVALID', `${op}: there is no option ${unknown.slice(0, 5).join(', ')}`, {
    op,
    lines: [`options: ${names.join(', ')}`],
  })
}

/** @internal An object of names and values; what can be iterated is an argument in the wrong place: an array, a Map. */
export function requireObject(op: string, name: string, value: unknown): asserts value is object {
  if (typeof value === 'object' && value !== null && !(Symbol.iterator in value) && !isTensor(value)) return
  throw argumentError(op, name, 'an object', value)
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

/** @internal */
export function requireTensor(op: string, name: string, value: unknown): asserts value is Owned {
  if (!isTensor(value)) throw argumentError(op, name, 'a tensor', value)
}

/** @internal */
export function requireTensors(op: string, name: string, value: unknown): asserts value is readonly Owned[] {
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
