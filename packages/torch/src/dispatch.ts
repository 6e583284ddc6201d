/** The one interception point: every operator call passes through {@link invoke}, where listeners and errors hang. */
import { shown, TorchError, type TorchErrorCode } from './errors.js'
import { native } from './load.js'
import type { NativeFunction } from './native.js'
import { Generator } from './random.js'
import { describeTensor, Tensor } from './tensor.js'

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

  constructor(name: string, results: readonly ResultKind[] | null = null) {
    this.name = name
    this.results = results
    this.label = (name.split('::')[1] ?? name).split('.')[0]!
  }
}

/** @internal For generated code. `kinds`: one letter per result (t tensor, T tensors, v value) or `a<argument>`. */
export function operator(name: string, kinds: string): Operator {
  const results = kinds === '' ? [] : kinds.split(' ').map(parseKind)
  return new Operator(name, results)
}

function parseKind(code: string): ResultKind {
  if (code === 't') return 'tensor'
  if (code === 'T') return 'tensors'
  return code.startsWith('a') ? Number(code.slice(1)) : 'value'
}

/** Sees every operator call after it has succeeded: full name, arguments in schema order, results. */
export type OperatorListener = (name: string, args: readonly unknown[], result: unknown) => void

const listeners: OperatorListener[] = []
let listening = false

/**
 * Adds a listener to all operator calls of this thread; costs one comparison per call while there is none.
 *
 * @returns a function that removes it
 */
export function listen(listener: OperatorListener): () => void {
  listeners.push(listener)
  listening = true
  return () => {
    const index = listeners.indexOf(listener)
    if (index >= 0) listeners.splice(index, 1)
    listening = listeners.length > 0
  }
}

let errorContext: (() => string | null) | null = null

/** Sets what tells where in a model an operator failed (the module path); used by the nn package. */
export function setErrorContext(context: (() => string | null) | null): void {
  errorContext = context
}

function resolve(op: Operator): NativeFunction {
  try {
    op.call = native().op(op.name)
    if (op.results === null) {
      op.results = native()
        .describe(op.name)
        .returns.map(({ type, alias }) => {
          if (alias >= 0) return alias
          if (type === 'Tensor' || type === 'Optional[Tensor]') return 'tensor'
          return type === 'List[Tensor]' ? 'tensors' : 'value'
        })
    }
    return op.call
  } catch (cause) {
    if (cause instanceof TorchError) throw cause
    throw new TorchError('ARGUMENT_INVALID', `libtorch has no operator ${op.name}`, { op: op.label, cause })
  }
}

function toNative(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Tensor) return value.handle
  if (value instanceof Generator) return value.id
  if (Array.isArray(value)) {
    const first = value.find((element) => element !== null)
    return first instanceof Tensor
      ? value.map((element: Tensor | null) => (element === null ? null : element.handle))
      : value
  }
  return value
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
    raw = callNative(call, args)
  } catch (cause) {
    throw operatorError(op, args, cause)
  }
  const kinds = op.results!
  const result =
    kinds.length === 1 && kinds[0] === 'tensor' && raw !== null
      ? new Tensor(raw as number, op.label)
      : wrapResults(op, args, raw)
  if (listening) for (const listener of [...listeners]) listener(op.name, args, result)
  return result
}

// Most operators have few arguments: calls of fixed arity spare an array and a spread.
function callNative(call: NativeFunction, args: readonly unknown[]): unknown {
  switch (args.length) {
    case 1:
      return call(toNative(args[0]))
    case 2:
      return call(toNative(args[0]), toNative(args[1]))
    case 3:
      return call(toNative(args[0]), toNative(args[1]), toNative(args[2]))
    case 4:
      return call(toNative(args[0]), toNative(args[1]), toNative(args[2]), toNative(args[3]))
    default:
      return call(...args.map(toNative))
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
  const same = args[kind]
  if (same instanceof Tensor) same.forgetShape()
  return same
}

function codeOf(cause: unknown): TorchErrorCode {
  const code = (cause as { code?: unknown }).code
  const text = (cause as Error).message
  if (code === 'ARGUMENT_INVALID' || code === 'OUT_OF_MEMORY') return code
  if (
    /Torch not compiled with|No CUDA GPUs|invalid device ordinal|could not run .* backend|has no support for/i.test(
      text,
    )
  ) {
    return 'DEVICE_UNAVAILABLE'
  }
  return 'OP_FAILED'
}

function operatorError(op: Operator, args: readonly unknown[], cause: unknown): Error {
  if (cause instanceof TorchError) return cause
  const text = (cause as Error).message.split('\nException raised from')[0]!.trim()
  const [first = text, ...rest] = text.split('\n').map((line) => line.trimEnd())
  const code = codeOf(cause)
  const lines = [...rest.filter((line) => line !== ''), ...describeArguments(op, args)]
  if (code === 'OUT_OF_MEMORY') lines.push(memoryLine())
  const where = errorContext?.()
  if (where) lines.push(`in  ${where}`)
  return new TorchError(code, `${op.label}: ${first}`, { op: op.label, lines, cause, details: { operator: op.name } })
}

function memoryLine(): string {
  const out = new Float64Array(7)
  native().stats(out)
  return `live tensors ${out[0]}, ${(out[4]! / 2 ** 20).toFixed(0)} MiB allocated, peak ${(out[5]! / 2 ** 20).toFixed(0)} MiB`
}

function describeArguments(op: Operator, args: readonly unknown[]): string[] {
  let names: readonly { readonly name: string }[] = []
  try {
    names = native().describe(op.name).arguments
  } catch {
    // An unknown operator has no argument names; the error itself says so.
  }
  const width = Math.max(0, ...args.map((_, i) => names[i]?.name.length ?? 0))
  const tensors: string[] = []
  const others: string[] = []
  args.forEach((value, i) => {
    const name = names[i]?.name ?? `argument ${i + 1}`
    if (value instanceof Tensor) tensors.push(`${name.padEnd(width)}  ${describeTensor(value)}`)
    else if (Array.isArray(value) && value[0] instanceof Tensor) {
      value.slice(0, 8).forEach((element: unknown, k) => {
        if (element instanceof Tensor) tensors.push(`${`${name}[${k}]`.padEnd(width)}  ${describeTensor(element)}`)
      })
      if (value.length > 8) tensors.push(`${name}: ${value.length - 8} more tensors`)
    } else if (value !== undefined && value !== null) others.push(`${name} ${shown(value)}`)
  })
  if (others.length > 0) tensors.push(others.join('   '))
  return tensors
}
