/**
 * Multi-scale structural similarity (Wang et al. 2003): of pairs of images, and as a diversity score of generated images
 * (Odena et al. 2017, "Conditional Image Synthesis with Auxiliary Classifier GANs"; Karras et al. 2018).
 */

import { GanymedeError, givenOptions } from '@ganymede/core'
import { CounterRandom } from '@ganymede/core/random'
import { avgPool2d, noGrad, replicationPad2d, scope, type Tensor } from '@ganymede/torch'
import { average, gaussianTaps, similarityMaps } from './ssim.js'
import { indexTensor, requireCounts, requireImagePairs, requirePixelRange } from './support/metric-inputs.js'
import { drawSubset } from './support/subsets.js'

/**
 * `standard`: products per channel, then their mean (pytorch-msssim), shorter side above 160 px; `progan`: means over
 * positions and channels together, the window shrinks with the image: for 16 to 128 px.
 */
export type MsSsimVariant = 'standard' | 'progan'

export interface MsSsimOptions {
  /** Largest possible pixel value: 255, or 1 for images in [0, 1]. */
  readonly dataRange: number
  readonly variant?: MsSsimVariant
}

// Wang et al. 2003: scales 1 to 5.
const weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333] as const
const windowSize = 11
const windowSigma = 1.5

/**
 * Multi-scale similarity of pairs of images: contrast at four scales, the whole similarity at the fifth.
 *
 * @param a, b  `[N, C, H, W]`, values 0…dataRange
 * @throws GanymedeError `OPTION_INVALID` for two shapes or values outside of the range, `SIZE_UNSUPPORTED` for images
 *   that have no fifth scale
 */
export function msSsim(
  a: Tensor,
  b: Tensor,
  options: MsSsimOptions,
): { readonly mean: number; readonly perImage: readonly number[] } {
  const { dataRange, variant = 'standard' } = givenOptions('msSsim', options, ['dataRange', 'variant'])
  requireImagePairs('MS-SSIM', a, b)
  requirePixelRange('MS-SSIM', a, dataRange)
  requirePixelRange('MS-SSIM', b, dataRange)
  requireSize(a, variant)
  // One pair after the other: five maps of a large image are enough memory.
  const perImage = Array.from({ length: a.shape[0]! }, (_, i) =>
    scope('ms-ssim', () =>
      noGrad(() => similarityOfPair(a.detach().narrow(0, i, 1), b.detach().narrow(0, i, 1), dataRange, variant)),
    ),
  )
  return { mean: average(perImage), perImage }
}

export interface MsSsimDiversityOptions extends MsSsimOptions {
  /** Explicit pairs of rows. */
  readonly pairs?: readonly (readonly [number, number])[]
  /** Random pairs of different images instead: how many (default 100), from which seed. */
  readonly count?: number
  readonly seed?: number
}

/**
 * Diversity of images of one class: mean multi-scale similarity of random pairs; **lower is more diverse**. Means little by
 * itself: compare it with the same number of real images.
 *
 * @param images  `[N, C, H, W]`, values 0…dataRange, N at least 2
 * @throws GanymedeError `OPTION_INVALID` for unknown options and values out of range
 */
export function msSsimDiversity(images: Tensor, options: MsSsimDiversityOptions): number {
  const {
    pairs,
    count = 100,
    seed = 0,
    variant = 'progan',
    dataRange,
  } = givenOptions('msSsimDiversity', options, ['pairs', 'count', 'seed', 'variant', 'dataRange'])
  const [n = 0] = images.shape
  requireCounts('MS-SSIM diversity', { count })
  if (n < 2) throw new GanymedeError('OPTION_INVALID', `MS-SSIM diversity needs at least 2 images, got ${n}`)
  const random = new CounterRandom(seed, 'ms-ssim-pairs')
  const chosen = pairs ?? Array.from({ length: count }, () => drawSubset(n, 2, random))
  return scope('ms-ssim-diversity', () => {
    const side = (which: 0 | 1) => {
      const rows = chosen.map((pair) => pair[which] as number)
      return images.indexSelect(0, indexTensor('MS-SSIM diversity', rows, n, images.device))
    }
    return msSsim(side(0), side(1), { dataRange, variant }).mean
  })
}

function similarityOfPair(a: Tensor, b: Tensor, dataRange: number, variant: MsSsimVariant): number {
  const dims = variant === 'standard' ? [2, 3] : [1, 2, 3]
  let [x, y] = [a.to({ dtype: 'float64' }), b.to({ dtype: 'float64' })]
  let product: Tensor | null = null // [1, C] or [1]
  for (const [scale, weight] of weights.entries()) {
    if (scale > 0) [x, y] = [halve(x, variant), halve(y, variant)]
    const [, , h = 0, w = 0] = x.shape
    const size = variant === 'standard' ? windowSize : Math.min(windowSize, h, w)
    const taps = gaussianTaps(size, (windowSigma * size) / windowSize)
    const { similarity, contrast } = similarityMaps(x, y, dataRange, { taps, covarianceFactor: 1 })
    const value = (scale < weights.length - 1 ? contrast : similarity).mean(dims)
    // Powers of negative means would be NaN.
    const term = value.clampMin(0).pow(weight)
    product = product === null ? term : product.mul(term)
  }
  return product === null ? Number.NaN : product.mean().item()
}

function halve(images: Tensor, variant: MsSsimVariant): Tensor {
  const [, , h = 0, w = 0] = images.shape
  if (variant === 'standard') {
    // Zeros around odd sides count in the mean: PyTorch's default, which the reference takes as it is.
    return avgPool2d(images, [2, 2], { stride: [2, 2], padding: [h % 2, w % 2] })
  }
  const even = h % 2 === 0 && w % 2 === 0 ? images : replicationPad2d(images, [0, w % 2, 0, h % 2])
  return avgPool2d(even, [2, 2], { stride: [2, 2] })
}

function requireSize({ shape: [, , height = 0, width = 0] }: Tensor, variant: MsSsimVariant): void {
  const least = variant === 'standard' ? (windowSize - 1) * 2 ** (weights.length - 1) + 1 : 2 ** (weights.length - 1)
  if (Math.min(height, width) >= least) return
  throw new GanymedeError('SIZE_UNSUPPORTED', `MS-SSIM (${variant}) of images of ${width} x ${height} px`, {
    remedy: `Images must be at least ${least} px high and wide${variant === 'standard' ? ", or take the variant 'progan'" : ''}.`,
  })
}
