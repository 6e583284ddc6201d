/** Tensors from JavaScript values: numbers, nested arrays, typed arrays, raw bytes. */

import { native } from '../addon/load.js'
import { argumentError, mostDimensions, requireOptions, requireShape } from '../arguments.js'
import { invoke, operator } from '../dispatch.js'
import { TorchError } from '../errors.js'
import { type DType, dtypeOfArray, integerRange, isFloating, rawArray, requireDType, type TensorData } from './dtype.js'
import { Tensor } from './tensor.js'

type Element = number | bigint | boolean
/** A number, or nested arrays of equal lengths. */
export type NestedNumbers = Element | readonly NestedNumbers[]

export interface TensorOptions {
  /** For typed arrays and flat arrays: row-major shape; default: as nested, one dimension for typed arrays. */
  readonly shape?: readonly number[]
  /** Default: the typed array's own; `bool` for booleans, `int64` for bigints, otherwise `float32`. */
  readonly dtype?: DType
  /** Default `'cpu'`. */
  readonly device?: string
  readonly requiresGrad?: boolean
}

// Arrays may share parts, so that a few of them hold any number of elements.
const mostElements = 2 ** 28

const tensorNames = ['shape', 'dtype', 'device', 'requiresGrad'] as const
const toDevice = operator('aten::to.device', 't')

/**
 * A tensor from numbers, nested arrays or a typed array (copied).
 *
 * JavaScript cannot tell 1 from 1.0, so whole numbers give float32 too, unless `dtype` says otherwise.
 *
 * @param values  a number, nested arrays of equal lengths, or a typed array
 * @throws TorchError `SHAPE_MISMATCH` when the elements do not fill the shape; `ARGUMENT_INVALID` for a number that an
 *   integer dtype cannot hold, and for arrays that hold themselves, are nested deeper than 64 levels or hold more than
 *   2^28 elements; `DTYPE_UNSUPPORTED` when an integer tensor shall require gradients
 * @example
 * const x = tensor([[1, 2], [3, 4]])
 */
export function tensor(values: NestedNumbers | ArrayBufferView, options?: TensorOptions): Tensor {
  const { shape, dtype, device = 'cpu', requiresGrad = false } = requireOptions('tensor', options, tensorNames)
  if (shape !== undefined) requireShape('tensor', shape)
  if (dtype !== undefined) requireDType('tensor', dtype)
  const source = ArrayBuffer.isView(values) ? fromTypedArray(values, shape) : fromNested(values, shape, dtype)
  const wanted = dtype ?? source.dtype
  if (requiresGrad && !isFloating(wanted)) {
    throw new TorchError('DTYPE_UNSUPPORTED', `tensor: ${wanted} cannot require gradients`, { op: 'tensor' })
  }
  const length = source.data.length
  const count = source.shape.reduce((product, size) => product * size, 1)
  if (count !== length) {
    throw new TorchError(
      'SHAPE_MISMATCH',
      `tensor: ${length} elements do not fill the shape [${source.shape.join(', ')}]`,
      { op: 'tensor' },
    )
  }
  const made = new Tensor(native().fromData(source.data, source.shape, source.dtype), 'tensor')
  const result = wanted === source.dtype && device === 'cpu' ? made : moved(made, device, wanted)
  return requiresGrad ? result.requiresGrad_() : result
}

function moved(source: Tensor, device: string, dtype: DType): Tensor {
  try {
    return invoke(toDevice, source, device, dtype) as Tensor
  } finally {
    source.dispose()
  }
}

/**
 * A tensor over raw bytes in the byte order of the machine, for dtypes without a typed array (bfloat16, float16).
 *
 * @throws TorchError `ARGUMENT_INVALID` when the bytes do not fill the shape
 */
export function tensorFromBytes(bytes: Uint8Array, shape: readonly number[], dtype: DType): Tensor {
  if (!(bytes instanceof Uint8Array)) throw argumentError('tensorFromBytes', 'bytes', 'a Uint8Array', bytes)
  requireShape('tensorFromBytes', shape)
  return new Tensor(native().fromData(bytes, shape, dtype), 'tensorFromBytes')
}

interface Source {
  readonly data: TensorData
  readonly shape: readonly number[]
  readonly dtype: DType
}

function fromTypedArray(view: ArrayBufferView, shape: readonly number[] | undefined): Source {
  const data = view as TensorData
  return { data, shape: shape ?? [data.length], dtype: dtypeOfArray(view) }
}

function fromNested(values: NestedNumbers, shape: readonly number[] | undefined, dtype: DType | undefined): Source {
  const found = shapeOf(values)
  const count = found.reduce((product, size) => product * size, 1)
  const filled = dtype === undefined ? naturalDtype(values, found, count) : writtenDtype(dtype)
  const data = rawArray(filled, count)
  fill(data, values, found, filled)
  return { data, shape: shape ?? found, dtype: filled }
}

function naturalDtype(values: NestedNumbers, shape: readonly number[], count: number): DType {
  let [booleans, bigints] = [0, 0]
  forEachElement(values, shape, 0, (value) => {
    if (typeof value === 'boolean') booleans++
    else if (typeof value === 'bigint') bigints++
  })
  if (count > 0 && booleans === count) return 'bool'
  return count > 0 && bigints === count ? 'int64' : 'float32'
}

// The dtype to write in: the wanted one where a typed array holds it exactly, else float64, to be rounded once by libtorch.
function writtenDtype(dtype: DType): DType {
  return dtype === 'float16' || dtype === 'bfloat16' || dtype.startsWith('complex') ? 'float64' : dtype
}

function fill(data: TensorData, values: NestedNumbers, shape: readonly number[], dtype: DType): void {
  const range = integerRange(dtype)
  let i = 0
  forEachElement(values, shape, 0, (value) => {
    if (dtype === 'bool') data[i] = value ? 1 : 0
    else if (range === null) data[i] = Number(value)
    else {
      const number = Number(value)
      if (typeof value !== 'bigint' && !Number.isInteger(number)) throw unfit(value, dtype)
      const whole = BigInt(value)
      if (whole < range.least || whole > range.most) throw unfit(value, dtype)
      data[i] = data instanceof BigInt64Array ? whole : number
    }
    i++
  })
}

function unfit(value: Element, dtype: DType): TorchError {
  return new TorchError('ARGUMENT_INVALID', `tensor: ${value} is not a value of ${dtype}`, { op: 'tensor' })
}

// As the first elements are nested. Bounded before anything is walked through.
function shapeOf(values: NestedNumbers): number[] {
  const shape: number[] = []
  let elements = 1
  let level: NestedNumbers | undefined = values
  while (Array.isArray(level)) {
    shape.push(level.length)
    elements *= level.length
    if (shape.length > mostDimensions) {
      const expected = `numbers nested at most ${mostDimensions} levels deep, and no array that holds itself`
      throw new TorchError('ARGUMENT_INVALID', `tensor: expected ${expected}`, { op: 'tensor' })
    }
    if (elements > mostElements) {
      throw new TorchError('ARGUMENT_INVALID', `tensor: more than ${mostElements.toLocaleString('en')} elements`, {
        op: 'tensor',
        lines: [`the arrays begin with the shape [${shape.join(', ')}]`, 'Give a typed array and a shape.'],
      })
    }
    level = level[0] as NestedNumbers | undefined
  }
  return shape
}

function forEachElement(
  values: NestedNumbers,
  shape: readonly number[],
  depth: number,
  visit: (value: Element) => void,
): void {
  if (depth === shape.length) {
    if (typeof values !== 'number' && typeof values !== 'bigint' && typeof values !== 'boolean') throw ragged(shape)
    visit(values)
    return
  }
  if (!Array.isArray(values) || values.length !== shape[depth]) throw ragged(shape)
  for (const value of values as readonly NestedNumbers[]) forEachElement(value, shape, depth + 1, visit)
}

function ragged(shape: readonly number[]): TorchError {
  return new TorchError(
    'SHAPE_MISMATCH',
    `tensor: expected numbers nested to the shape [${shape.join(', ')}], as the first elements are`,
    { op: 'tensor' },
  )
}
