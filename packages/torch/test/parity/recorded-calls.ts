/** Operator calls that record-operators.py recorded in PyTorch: their format, and tensors made of it. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { type DType, raw, type Tensor, tensorFromBytes } from '../../src/index.js'

/** Dtype, shape, row-major elements in base64, and strides where the tensor is dense in another order. */
export type RecordedTensor = readonly [
  dtype: DType,
  shape: readonly number[],
  elements: string,
  strides?: readonly number[],
]

/** JSON, with `{ tensor: index }`, `{ int: digits }`, `{ float: 'inf' }` and `{ default: true }` for what JSON lacks. */
export type RecordedArgument = unknown

/** JSON as an argument; tensors stand as `{ value: … }`. */
export type RecordedResult = unknown

export interface RecordedCall {
  readonly op: string
  readonly tensors: readonly RecordedTensor[]
  readonly args: readonly RecordedArgument[]
  readonly results: readonly RecordedResult[]
  /** What the tensors that the call writes held afterwards, by their index. */
  readonly written: Readonly<Record<string, RecordedTensor>>
  /** Results are drawn by chance or not initialised. */
  readonly loose?: boolean
}

/** The calls of a `.jsonl.gz` file; its first line names the version of PyTorch. */
export async function* recordedCalls(path: string): AsyncGenerator<RecordedCall> {
  const lines = createInterface({ input: createReadStream(path).pipe(createGunzip()), crlfDelay: Infinity })
  for await (const line of lines) {
    const entry = JSON.parse(line) as RecordedCall | { readonly torch: string }
    if ('op' in entry) yield entry
  }
}

const emptyStrided = raw('aten::empty_strided')

export function toTensor([dtype, shape, elements, strides]: RecordedTensor): Tensor {
  const rows = tensorFromBytes(Buffer.from(elements, 'base64'), shape, dtype)
  return strides === undefined ? rows : emptyStrided(shape, strides, dtype).copy_(rows)
}

/** The argument as a caller writes it; `tensors` in the order of the recording. */
export function toArgument(value: RecordedArgument, tensors: readonly Tensor[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((element) => toArgument(element, tensors))
  if ('tensor' in value) return tensors[value.tensor as number]
  if ('default' in value) return undefined
  return toNumber(value as RecordedNumber)
}

export type RecordedNumber = { readonly int: string } | { readonly float: string }

export function toNumber(value: RecordedNumber): number | bigint {
  if ('int' in value) return BigInt(value.int)
  return value.float === 'nan' ? Number.NaN : value.float === 'inf' ? Infinity : -Infinity
}
