/**
 * Colours as lightness and two opponent axes (CIE 1976 L*a*b*, sRGB primaries, white D65 of the 2° observer), on tensors, for
 * networks that colour grey pictures: Zhang et al. 2016, "Colorful Image Colorization", https://arxiv.org/abs/1603.08511.
 */
import { cat, noGrad, scope, type Tensor, where } from '@ganymede/torch'

/** From linear red, green and blue to XYZ: IEC 61966-2-1, with the digits that scikit-image uses. */
export const toXyz = [
  [0.412453, 0.35758, 0.180423],
  [0.212671, 0.71516, 0.072169],
  [0.019334, 0.119193, 0.950227],
] as const
export const white = [0.95047, 1, 1.08883] as const

/** The inverse of a 3 x 3 matrix. */
export function inverse(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const at = (row: number, column: number) => matrix[row % 3]?.[column % 3] ?? 0
  const cofactor = (row: number, column: number) =>
    at(row + 1, column + 1) * at(row + 2, column + 2) - at(row + 1, column + 2) * at(row + 2, column + 1)
  const determinant = [0, 1, 2].reduce((sum, column) => sum + at(0, column) * cofactor(0, column), 0)
  return [0, 1, 2].map((row) => [0, 1, 2].map((column) => cofactor(column, row) / determinant))
}

const fromXyz = inverse(toXyz)
const [middle, widest] = [50, 110]

/**
 * What the colouring model of the authors of pix2pix takes: L / 50 − 1.
 *
 * @param images  `[N, C, H, W]` in [-1, 1]; C 1 for grey, or 3
 * @returns `[N, 1, H, W]` in [-1, 1], float32
 */
export function lightnessOfImages(images: Tensor): Tensor {
  return scope('lightness', () =>
    noGrad(() => {
      const [, y] = curved(images)
      return y!.mul(116 / middle).sub(16 / middle + 1)
    }),
  )
}

/**
 * What it gives: a / 110 and b / 110.
 *
 * @param images  `[N, C, H, W]` in [-1, 1]; C 1 or 3
 * @returns `[N, 2, H, W]` in [-1, 1], float32
 */
export function axesOfImages(images: Tensor): Tensor {
  return scope('axes', () =>
    noGrad(() => {
      const [x, y, z] = curved(images)
      return cat([x!.sub(y!).mul(500 / widest), y!.sub(z!).mul(200 / widest)], 1)
    }),
  )
}

/**
 * The way back, clipped to what sRGB can show.
 *
 * @param lightness  `[N, 1, H, W]`
 * @param axes       `[N, 2, H, W]`
 * @returns `[N, 3, H, W]` in [-1, 1], float32
 */
export function imagesOfLab(lightness: Tensor, axes: Tensor): Tensor {
  return scope('colours', () =>
    noGrad(() => {
      const [l, wide] = [lightness, axes].map((one) => one.detach().to({ dtype: 'float32' }))
      const y = l!
        .add(1)
        .mul(middle / 116)
        .add(16 / 116)
      const x = wide!
        .narrow(1, 0, 1)
        .mul(widest / 500)
        .add(y)
      const z = y.sub(wide!.narrow(1, 1, 1).mul(widest / 200)).clamp({ min: 0 })
      const xyz = [x, y, z].map((f, i) =>
        where(f.gt(0.2068966), f.pow(3), f.sub(16 / 116).div(7.787)).mul(white[i] ?? 1),
      )
      const linear = mixed(fromXyz, xyz)
      const gamma = where(
        linear.gt(0.0031308),
        linear
          .clamp({ min: 0.0031308 })
          .pow(1 / 2.4)
          .mul(1.055)
          .sub(0.055),
        linear.mul(12.92),
      )
      return gamma.clamp({ min: 0, max: 1 }).mul(2).sub(1)
    }),
  )
}

/** X, Y and Z over those of white, curved as the eye sees them, each `[N, 1, H, W]`. */
function curved(images: Tensor): Tensor[] {
  const values = images.detach().to({ dtype: 'float32' }).add(1).mul(0.5)
  const linear = where(values.gt(0.04045), values.add(0.055).div(1.055).pow(2.4), values.div(12.92))
  const channels = linear.shape[1] === 1 ? [linear, linear, linear] : linear.split(1, 1)
  return mixed(toXyz, channels)
    .split(1, 1)
    .map((one, i) => {
      const t = one.div(white[i] ?? 1)
      return where(t.gt(0.008856), t.clamp({ min: 0.008856 }).pow(1 / 3), t.mul(7.787).add(16 / 116))
    })
}

/** A matrix times three channels, `[N, 3, H, W]`. */
function mixed(matrix: readonly (readonly number[])[], channels: readonly Tensor[]): Tensor {
  const sums = matrix.map((row) => channels.map((one, i) => one.mul(row[i] ?? 0)).reduce((sum, one) => sum.add(one)))
  return cat(sums, 1)
}
