/** Elements of a tensor as nested arrays and as text. */

/** @internal Cuts row-major elements into nested arrays; one element for the shape `[]`. */
export function nestedArrays(flat: readonly unknown[], shape: readonly number[]): unknown {
  if (shape.length === 0) return flat[0]
  const [first = 0, ...rest] = shape
  if (rest.length === 0) return [...flat]
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
