/** What an inspection tells of one tensor: name, dtype, shape, sizes, and on request the range of its elements. */
import { scope, type Tensor } from '@ganymede/torch'

/** Range of the elements of a tensor; NaN and infinities are counted apart. */
export interface TensorStats {
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  /** Elements that are NaN or infinite. */
  readonly nonFinite: number
}

/** One tensor of a file. */
export interface TensorFacts {
  readonly name: string
  /** As in this toolkit (`float32`), or as the file calls it where there is no such dtype here. */
  readonly dtype: string
  /** Sizes; a name for an axis that is not fixed, as ONNX allows for inputs and outputs. */
  readonly shape: readonly (number | string)[]
  /** Elements; null where an axis is not fixed. */
  readonly count: number | null
  readonly bytes: number | null
  /** What it is to a graph; `tensor` where there is no graph. */
  readonly kind: 'tensor' | 'input' | 'output' | 'initializer'
  /** Null for dtypes without an order (complex numbers, text) and for elements that do not lie in the file. */
  readonly stats?: TensorStats | null
}

const pieceElements = 1 << 20

/** Range and mean of a tensor, taken piece by piece in float64; null for complex numbers. */
export function tensorStats(value: Tensor): TensorStats | null {
  if (value.dtype.startsWith('complex')) return null
  let [min, max, sum, finite] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0]
  scope('stats', () => {
    const flat = value.reshape([-1])
    for (let from = 0; from < flat.numel; from += pieceElements) {
      const piece = scope('piece', () =>
        flat
          .narrow(0, from, Math.min(pieceElements, flat.numel - from))
          .to({ dtype: 'float64' })
          .data(),
      )
      for (const element of piece as Float64Array) {
        if (!Number.isFinite(element)) continue
        finite += 1
        sum += element
        if (element < min) min = element
        if (element > max) max = element
      }
    }
  })
  return finite === 0
    ? { min: null, max: null, mean: null, nonFinite: value.numel }
    : { min, max, mean: sum / finite, nonFinite: value.numel - finite }
}
