/** Element types of tensors and the typed arrays that carry them. */
import { argumentError } from '../arguments.js'
import { TorchError } from '../errors.js'

export type DType =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'bfloat16'
  | 'uint8'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'bool'
  | 'complex64'
  | 'complex128'
  | 'complex32'

/** What `data()` returns; float16 and bfloat16 arrive converted to float32. */
export type TensorData = Float32Array | Float64Array | Uint8Array | Int8Array | Int16Array | Int32Array | BigInt64Array

// c10::ScalarType codes.
const names: Readonly<Record<number, DType>> = {
  0: 'uint8',
  1: 'int8',
  2: 'int16',
  3: 'int32',
  4: 'int64',
  5: 'float16',
  6: 'float32',
  7: 'float64',
  8: 'complex32',
  9: 'complex64',
  10: 'complex128',
  11: 'bool',
  15: 'bfloat16',
}

// Types of libtorch that JavaScript neither makes nor reads; results of some operators and modules have them.
const namesWithoutCounterpart: Readonly<Record<number, string>> = {
  12: 'qint8',
  13: 'quint8',
  14: 'qint32',
  23: 'float8_e5m2',
  24: 'float8_e4m3fn',
  25: 'float8_e5m2fnuz',
  26: 'float8_e4m3fnuz',
  27: 'uint16',
  28: 'uint32',
  29: 'uint64',
  44: 'float8_e8m0fnu',
}

const bytes: Readonly<Record<DType, number>> = {
  uint8: 1,
  int8: 1,
  bool: 1,
  int16: 2,
  float16: 2,
  bfloat16: 2,
  int32: 4,
  float32: 4,
  complex32: 4,
  int64: 8,
  float64: 8,
  complex64: 8,
  complex128: 16,
}

/** @internal */
export function dtypeOfCode(code: number): DType {
  const name = names[code]
  if (name === undefined) throw new TorchError('DTYPE_UNSUPPORTED', `${dtypeText(code)} has no counterpart here`)
  return name
}

/** @internal The name of any type of libtorch, for messages. */
export function dtypeText(code: number): string {
  return names[code] ?? namesWithoutCounterpart[code] ?? `dtype ${code}`
}

/** @internal */
export function isComplexCode(code: number): boolean {
  return names[code]?.startsWith('complex') ?? false
}

/** Bytes of one element. */
export function itemSize(dtype: DType): number {
  requireDType('itemSize', dtype)
  return bytes[dtype]
}

/** @internal */
export function requireDType(op: string, dtype: unknown): asserts dtype is DType {
  const isKnown = typeof dtype === 'string' && Object.hasOwn(bytes, dtype)
  if (!isKnown) throw argumentError(op, 'dtype', `one of ${Object.keys(bytes).join(', ')}`, dtype)
}

export function isFloating(dtype: DType): boolean {
  return dtype === 'float32' || dtype === 'float64' || dtype === 'float16' || dtype === 'bfloat16'
}

const signedBits: Readonly<Partial<Record<DType, number>>> = { int8: 8, int16: 16, int32: 32, int64: 64 }

/** @internal The whole numbers that an integer dtype holds; null for the others. */
export function integerRange(dtype: DType): { readonly least: bigint; readonly most: bigint } | null {
  if (dtype === 'uint8') return { least: 0n, most: 255n }
  const bits = signedBits[dtype]
  if (bits === undefined) return null
  const half = 1n << BigInt(bits - 1)
  return { least: -half, most: half - 1n }
}

/**
 * An empty typed array that holds `count` elements of a dtype bit for bit.
 *
 * float16 and bfloat16 have no typed array in Node 20: their raw bits come as `Uint8Array` of twice the length.
 *
 * @throws TorchError `OUT_OF_MEMORY` for more than Node can allocate: a tensor's shape tells nothing of its memory
 */
export function rawArray(dtype: DType, count: number): TensorData {
  try {
    return typedArray(dtype, count)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    const asked = (count * bytes[dtype]).toLocaleString('en')
    throw new TorchError('OUT_OF_MEMORY', `out of memory: ${asked} bytes were asked for in one typed array`, { cause })
  }
}

function typedArray(dtype: DType, count: number): TensorData {
  switch (dtype) {
    case 'float32':
      return new Float32Array(count)
    case 'float64':
      return new Float64Array(count)
    case 'uint8':
    case 'bool':
      return new Uint8Array(count)
    case 'int8':
      return new Int8Array(count)
    case 'int16':
      return new Int16Array(count)
    case 'int32':
      return new Int32Array(count)
    case 'int64':
      return new BigInt64Array(count)
    default:
      return new Uint8Array(count * bytes[dtype])
  }
}

/** The dtype that a typed array carries by itself. */
export function dtypeOfArray(view: ArrayBufferView): DType {
  if (view instanceof Float32Array) return 'float32'
  if (view instanceof Float64Array) return 'float64'
  if (view instanceof Uint8Array || view instanceof Uint8ClampedArray) return 'uint8'
  if (view instanceof Int8Array) return 'int8'
  if (view instanceof Int16Array) return 'int16'
  if (view instanceof Int32Array) return 'int32'
  if (view instanceof BigInt64Array) return 'int64'
  if (!ArrayBuffer.isView(view)) throw argumentError('dtypeOfArray', 'view', 'a typed array', view)
  throw new TorchError('DTYPE_UNSUPPORTED', `a ${(view as ArrayBufferView).constructor.name} has no matching dtype`, {
    lines: ['expected Float32Array, Float64Array, Uint8Array, Int8Array, Int16Array, Int32Array or BigInt64Array'],
  })
}
