/** How much memory a shape needs, or that it is impossible: asked before anything is allocated for a file. */
import { type DType, itemSize } from '../tensor/dtype.js'

/** @internal Dimensions that a tensor may have here. */
export const MAX_DIMENSIONS = 32

/** @internal Bytes of a shape, or null when that is no exact number or a size is impossible. */
export function bytesOfShape(shape: readonly number[], dtype: DType): number | null {
  if (shape.some((size) => !Number.isSafeInteger(size) || size < 0)) return null
  let total = itemSize(dtype)
  for (const size of shape) {
    // The strides of an empty tensor are the products of its other sizes.
    total *= Math.max(1, size)
    if (!Number.isSafeInteger(total)) return null
  }
  return shape.includes(0) ? 0 : total
}
