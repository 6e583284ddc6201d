/**
 * Logarithm, sine and cosine from additions, multiplications and divisions alone. ECMAScript leaves the last bits of
 * `Math.log` and `Math.cos` to the engine; these give the same bits everywhere, so that a seed means one picture.
 */

const LN2_HIGH = 0.6931471803691238 // the upper 33 bits of ln 2, so that its product with an exponent is exact
const LN2_LOW = 1.9082149292705877e-10 // the rest

const bits = new DataView(new ArrayBuffer(8))

/**
 * Natural logarithm of a positive, normal float64; within 2 units in the last place.
 *
 *     x = m · 2ᵉ with √½ < m ≤ √2,   ln x = e ln 2 + 2 artanh((m − 1) / (m + 1))
 */
export function portableLog(x: number): number {
  bits.setFloat64(0, x)
  const high = bits.getUint32(0)
  let exponent = (high >>> 20) - 1023
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000)
  let mantissa = bits.getFloat64(0)
  if (mantissa > Math.SQRT2) {
    mantissa /= 2
    exponent += 1
  }
  const s = (mantissa - 1) / (mantissa + 1)
  const q = s * s
  let series = 0
  for (let k = 23; k >= 3; k -= 2) series = (series + 1 / k) * q
  return exponent * LN2_HIGH + (2 * s + (2 * s * series + exponent * LN2_LOW))
}

/**
 * Cosine and sine of `2π·turn`, for a turn in [0, 1]; within 2e-16 of the true value.
 *
 * @param out  receives the cosine at `out[0]`, the sine at `out[1]`
 */
export function portableCosSin(turn: number, out: Float64Array): void {
  const quarter = Math.floor(4 * turn + 0.5)
  const t = (4 * turn - quarter) * (Math.PI / 2) // in [−π/4, π/4]
  const q = t * t
  let sin = 0 // Taylor series from the innermost term outwards; the next term would be below 1e-18
  let cos = 0
  for (let k = 18; k >= 2; k -= 2) {
    cos = (-(1 + cos) * q) / (k * (k - 1))
    sin = (-(1 + sin) * q) / (k * (k + 1))
  }
  sin = t + t * sin
  cos = 1 + cos
  switch (quarter & 3) {
    case 0:
      out[0] = cos
      out[1] = sin
      return
    case 1:
      out[0] = -sin
      out[1] = cos
      return
    case 2:
      out[0] = -cos
      out[1] = -sin
      return
    default:
      out[0] = sin
      out[1] = -cos
  }
}
