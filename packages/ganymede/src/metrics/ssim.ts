/** Structural similarity (Wang et al. 2004, "Image Quality Assessment: From Error Visibility to Structural Similarity"). */

import { GanymedeError, givenOptions } from '@ganymede/core'
import { noGrad, scope, type Tensor } from '@ganymede/torch'
import { requireImagePairs, requirePixelRange } from './support/metric-inputs.js'

/**
 * `gaussian11`: window 11 x 11 of deviation 1.5, population covariances (Wang et al.); `uniform7`: scikit-image's default,
 * 7 x 7 without weights, sample covariances. Their numbers are not comparable.
 */
export type SsimVariant = 'gaussian11' | 'uniform7'

export interface SsimOptions {
  /** Largest possible pixel value: 255, or 1 for images in [0, 1]. */
  readonly dataRange: number
  readonly variant?: SsimVariant
}

export interface Ssim {
  /** Mean over the images; 1 for equal ones. */
  readonly mean: number
  readonly perImage: readonly number[]
  /** `[N][C]`, means over the positions at which the whole window lies inside. */
  readonly perChannel: readonly (readonly number[])[]
}

// Wang et al.: K1 and K2.
const luminanceConstant = 0.01
const contrastConstant = 0.03
const blockElements = 2 ** 22

/**
 * Mean structural similarity of pairs of images, per channel, then over channels, then over images; in float64.
 *
 * @param a, b  `[N, C, H, W]`, values 0…dataRange, uint8 or floating; H and W at least the window
 * @throws GanymedeError `OPTION_INVALID` for two shapes or values outside of the range, `SIZE_UNSUPPORTED`
 */
export function ssim(a: Tensor, b: Tensor, options: SsimOptions): Ssim {
  const { dataRange, variant = 'gaussian11' } = givenOptions('ssim', options, ['dataRange', 'variant'])
  requireImagePairs('SSIM', a, b)
  requirePixelRange('SSIM', a, dataRange)
  requirePixelRange('SSIM', b, dataRange)
  const [n = 0, channels = 0, height = 0, width = 0] = a.shape
  const window: SsimWindow =
    variant === 'gaussian11'
      ? { taps: gaussianTaps(11, 1.5), covarianceFactor: 1 }
      : { taps: new Array<number>(7).fill(1 / 7), covarianceFactor: 49 / 48 }
  if (Math.min(height, width) < window.taps.length) {
    throw new GanymedeError('SIZE_UNSUPPORTED', `SSIM of images of ${width} x ${height} px`, {
      remedy: `Images must be at least ${window.taps.length} px high and wide.`,
    })
  }
  const perChannel: number[][] = []
  const block = Math.max(1, Math.floor(blockElements / (channels * height * width)))
  for (let from = 0; from < n; from += block) {
    scope('ssim', () =>
      noGrad(() => {
        const part = (images: Tensor) => images.detach().narrow(0, from, Math.min(block, n - from))
        const { similarity } = similarityMaps(part(a), part(b), dataRange, window)
        const means = similarity.mean([2, 3]) // [block, C]
        perChannel.push(...(means.toArray() as number[][]))
      }),
    )
  }
  const perImage = perChannel.map(average)
  return { mean: average(perImage), perImage, perChannel }
}

/** A separable window. */
export interface SsimWindow {
  /** Weights of one axis, adding up to 1. */
  readonly taps: readonly number[]
  /** 1 for population covariances. */
  readonly covarianceFactor: number
}

/**
 * Similarity and its contrast-structure part at every position where the window lies inside.
 *
 * @param a, b  `[N, C, H, W]`, values 0…dataRange
 * @returns float64 `[N, C, H − taps + 1, W − taps + 1]` each
 */
export function similarityMaps(
  a: Tensor,
  b: Tensor,
  dataRange: number,
  { taps, covarianceFactor }: SsimWindow,
): { readonly similarity: Tensor; readonly contrast: Tensor } {
  return scope('ssim-maps', () => {
    // E[x²] − E[x]² cancels: float64.
    const [x, y] = [a, b].map((images) => images.to({ dtype: 'float64', device: a.device })) as [Tensor, Tensor]
    const blur = (images: Tensor) => filterSeparably(images, taps)
    const [mx, my] = [blur(x), blur(y)]
    const vx = blur(x.square()).sub_(mx.square()).mul_(covarianceFactor)
    const vy = blur(y.square()).sub_(my.square()).mul_(covarianceFactor)
    const vxy = blur(x.mul(y)).sub_(mx.mul(my)).mul_(covarianceFactor)
    const c1 = (luminanceConstant * dataRange) ** 2
    const c2 = (contrastConstant * dataRange) ** 2
    const contrast = vxy.mul(2).add_(c2).div_(vx.add(vy).add_(c2))
    const luminance = mx.mul(my).mul_(2).add_(c1).div_(mx.square().add_(my.square()).add_(c1))
    return { similarity: luminance.mul(contrast), contrast }
  })
}

/** Gaussian weights of a window, adding up to 1; its centre lies between two places when the size is even. */
export function gaussianTaps(size: number, sigma: number): number[] {
  const raw = Array.from({ length: size }, (_, i) => Math.exp(-((i - (size - 1) / 2) ** 2) / (2 * sigma ** 2)))
  const sum = raw.reduce((total, value) => total + value, 0)
  return raw.map((value) => value / sum)
}

export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

// Sums of shifted images: libtorch has no good path for convolutions of one channel in float64.
function filterSeparably(images: Tensor, taps: readonly number[]): Tensor {
  return filterAlong(filterAlong(images, 2, taps), 3, taps)
}

function filterAlong(images: Tensor, dim: 2 | 3, taps: readonly number[]): Tensor {
  return scope('window', () => {
    const length = images.shape[dim]! - taps.length + 1
    const sum = images.narrow(dim, 0, length).mul(taps[0]!)
    for (let i = 1; i < taps.length; i++) sum.add_(images.narrow(dim, i, length), { alpha: taps[i]! })
    return sum
  })
}
