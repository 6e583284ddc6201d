/** Elements of a tensor as nested arrays and as text. */
import { TorchError } from '../errors.js'

// V8 ends the process when it runs out of memory for objects. Of numbers an array holds twice this in 1 GiB; an array
// takes several times the memory of a number.
const mostElements = 2 ** 26
const mostArrays = 2 ** 24

/** @internal Elements, or arrays of the level that has most of them: `[1000, 0]` has no elements and 1,000 arrays. */
export function nestedCount(shape: readonly number[]): number {
  return Math.max(
    shape.reduce((count, size) => count * size, 1),
    arrayCount(shape),
  )
}

// Of the level that has most: `[1000, 0]` has 1,000.
function arrayCount(shape: readonly number[]): number {
  let [count, most] = [1, 1]
  for (const size of shape.slice(0, -1)) {
    count *= size
    most = Math.max(most, count)
  }
  return most
}

/** @internal Refuses a shape of too many elements or arrays. */
export function requireNestable(shape: readonly number[]): void {
  if (nestedCount(shape) <= mostElements && arrayCount(shape) <= mostArrays) return
  const most = `${mostElements.toLocaleString('en')} elements or ${mostArrays.toLocaleString('en')} arrays`
  throw new TorchError('ARGUMENT_INVALID', `toArray: the shape [${shape.join(', ')}] gives more than ${most}`, {
    op: 'toArray',
    lines: ['Use data() or bytes(), or a part of it.'],
  })
}

/** @internal Cuts row-major elements into nested arrays; one element for the shape `[]`. */
export function nestedArrays(flat: readonly unknown[], shape: readonly number[]): unknown {
  if (shape.length === 0) return flat[0]
  const [first = 0, ...rest] = shape
  if (rest.length === 0) return flat
  const stride = first === 0 ? 0 : flat.length / first
  return Array.from({ length: first }, (_, i) => nestedArrays(flat.slice(i * stride, (i + 1) * stride), rest))
}

/** @internal `[[1, 2.5], [NaN, 4]]`; JSON would turn NaN into null. */
export function arrayText(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(arrayText).join(', ')}]` : String(value)
}

/** @internal `1-2i` for each complex number, from the bytes of complex64 or complex128. */
export function complexTexts(bytes: Uint8Array, dtype: string): string[] {
  const { buffer, byteOffset, byteLength } = bytes
  const parts =
    dtype === 'complex64'
      ? new Float32Array(buffer, byteOffset, byteLength / 4)
      : new Float64Array(buffer, byteOffset, byteLength / 8)
  return Array.from({ length: parts.length / 2 }, (_, i) => {
    const [real, imaginary] = [parts[2 * i]!, parts[2 * i + 1]!]
    const sign = imaginary < 0 || Object.is(imaginary, -0) ? '-' : '+'
    return `${real}${sign}${Math.abs(imaginary)}i`
  })
}
