/** Deterministic inputs that Python can make as well. */
import { arange, type DType, type Tensor } from '../src/index.js'

/** `sin(scale * i + shift)` in row-major order; float64, so that derivatives can be compared to many digits. */
export function wave(
  shape: readonly number[],
  { scale = 0.7, shift = 0.1, dtype = 'float64' }: { scale?: number; shift?: number; dtype?: DType } = {},
): Tensor {
  const count = shape.reduce((product, size) => product * size, 1)
  return arange(count, { dtype }).mul(scale).add(shift).sin().reshape(shape)
}
