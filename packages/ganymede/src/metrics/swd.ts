/**
 * Sliced Wasserstein distance of image patches at every level of a Laplacian pyramid (Karras et al. 2018, "Progressive
 * Growing of GANs", section 5, https://arxiv.org/abs/1710.10196).
 */

import { GanymedeError, givenOptions } from '@ganymede/core'
import { deriveSeed } from '@ganymede/core/random'
import { Generator, noGrad, randint, scope, type Tensor, tensor, varMean, zeros } from '@ganymede/torch'
import { laplacianLevel, levelSizes, smallestLevel } from './laplacian-pyramid.js'
import { directionBlocks, sortedDifferences, unitDirections } from './sliced-wasserstein.js'
import { requireCounts, requireFiniteValues, requireImagePairs } from './support/metric-inputs.js'

const patchSide = 7
// Elements of a temporary tensor: images or patches in a block of images.
const blockElements = 2 ** 22

export interface SlicedWassersteinOptions {
  /** Root of the patch positions and directions; the same seed on the same inputs gives the same distance. */
  readonly seed: number
  /** Patches cut from every image at every level; default 128. More: less noise, more time and memory. */
  readonly patchesPerImage?: number
  /** Random directions per repeat; default 128. More: less noise, more time. */
  readonly directions?: number
  /** How often fresh directions are drawn; default 4. */
  readonly repeats?: number
  /** Explicit draws, one per level from full size on, instead of random ones: for results of other tools. */
  readonly draws?: readonly LevelDraws[]
  /** Told after each part of the work, several at every level. */
  readonly onPart?: ((done: number, total: number) => void) | undefined
}

/** What is random at one level. */
export interface LevelDraws {
  readonly real: PatchPositions
  readonly fake: PatchPositions
  /** `[K, C · 49]`, unit vectors */
  readonly directions: Tensor
}

/** Distance at one level of the pyramid. */
export interface SlicedWassersteinLevel {
  /** Shorter side of the images at this level, in pixels. */
  readonly size: number
  /** Times 10³, as in the paper. */
  readonly distance: number
}

/**
 * Sliced Wasserstein distance between two sets of images, per level of a Laplacian pyramid; lower is better.
 *
 *     distance = 10³ · mean over directions v of  mean |sort(A·v) − sort(B·v)|
 *
 * A and B are the 7 x 7 patches of the two sets, each set normalised per channel. Fine levels speak of textures, the
 * coarsest one of shapes and colours. The paper takes 16,384 images per set; values of different image counts or options
 * are not comparable, and a sample against itself with other patches is not 0.
 *
 * Memory: the patches of one level, `2 · N · patchesPerImage · C · 196` bytes, and blocks of at most 100 MB.
 *
 * @param real  `[N, C, H, W]`, values 0…255, H and W at least 16
 * @param fake  same shape
 * @returns one entry per level from full size down to the last one of at least 16 px, and their mean
 * @throws GanymedeError `SIZE_UNSUPPORTED` for smaller images, `OPTION_INVALID` for two shapes or counts below 1,
 *   `NON_FINITE`
 * @example
 * const { mean } = slicedWasserstein(real, fake, { seed: 0 })
 */
export function slicedWasserstein(
  real: Tensor,
  fake: Tensor,
  options: SlicedWassersteinOptions,
): { readonly levels: readonly SlicedWassersteinLevel[]; readonly mean: number } {
  const {
    seed,
    patchesPerImage = 128,
    directions = 128,
    repeats = 4,
    draws,
    onPart,
  } = givenOptions('slicedWasserstein', options, [
    'seed',
    'patchesPerImage',
    'directions',
    'repeats',
    'draws',
    'onPart',
  ])
  checkImages(real, fake)
  requireCounts('the sliced Wasserstein distance', { patchesPerImage, directions, repeats })
  requireFiniteValues('sliced Wasserstein distance', 'real images', real)
  requireFiniteValues('sliced Wasserstein distance', 'fake images', fake)
  const [count = 0, channels = 0] = real.shape
  const sizes = levelSizes(real)
  if (draws !== undefined) checkDraws(draws, sizes, count)
  // The patches of both sets, and the directions.
  const partsOf = (_: unknown, level: number): number => {
    const points = draws?.[level]?.real.rows.numel ?? count * patchesPerImage
    return 2 + directionBlocks(points, draws?.[level]?.directions.shape[0] ?? directions * repeats)
  }
  const parts = sizes.map(partsOf).reduce((sum, some) => sum + some, 0)
  let done = 0
  const tell = () => {
    done += 1
    onPart?.(done, parts)
  }
  const levels = sizes.map(([height, width], level) =>
    scope('swd', () => {
      const positions = (set: 'real' | 'fake') =>
        draws?.[level]?.[set] ?? randomPositions(count * patchesPerImage, [height, width], seed, `swd-${set}-${level}`)
      const describe = (images: Tensor, set: 'real' | 'fake') => {
        const descriptors = normaliseDescriptors(describePatches(images, level, positions(set)), channels)
        tell()
        return descriptors
      }
      const a = describe(real, 'real')
      const b = describe(fake, 'fake')
      const rays =
        draws?.[level]?.directions ??
        unitDirections(directions * repeats, a.shape[1]!, deriveSeed(seed, `swd-directions-${level}`))
      return { size: Math.min(height, width), distance: 1000 * sortedDifferences(a, b, rays, tell).absolute }
    }),
  )
  return { levels, mean: levels.reduce((sum, { distance }) => sum + distance, 0) / levels.length }
}

/** Centres of patches; patch `i` belongs to image `⌊i / (patches per image)⌋`. int64 `[patches]` each. */
export interface PatchPositions {
  readonly rows: Tensor
  readonly columns: Tensor
}

/**
 * The 7 x 7 patches of one level of the Laplacian pyramid, in the paper's layout (channel, row, column).
 *
 * @param images     `[N, C, H, W]`, values 0…255
 * @param level      0: full size, each further one half of it
 * @param positions  at least 3 px away from the border of that level
 * @returns `[patches, C · 49]`, float32, not normalised
 */
export function describePatches(images: Tensor, level: number, { rows, columns }: PatchPositions): Tensor {
  const [n = 0, channels = 0, height = 0, width = 0] = images.shape
  const { device } = images
  const perImage = rows.numel / n
  const reach = Math.floor(patchSide / 2)
  return scope('swd', () =>
    noGrad(() => {
      const descriptors = zeros([rows.numel, channels * patchSide ** 2], { device })
      const block = Math.max(
        1,
        Math.floor(blockElements / (channels * Math.max(height * width, perImage * patchSide ** 2))),
      )
      for (let from = 0; from < n; from += block) {
        scope('swd-block', () => {
          const count = Math.min(block, n - from)
          const start = from * perImage
          const part = (t: Tensor) =>
            t
              .narrow(0, start, count * perImage)
              .to({ device })
              .sub(reach)
          const owner = tensor(Int32Array.from({ length: count * perImage }, (_, i) => Math.floor(i / perImage)))
          const detail = laplacianLevel(images.detach().narrow(0, from, count), level)
          const windows = detail.unfold(2, patchSide, 1).unfold(3, patchSide, 1) // [n, C, H - 6, W - 6, 7, 7]
          const patches = windows.index([owner.to({ device, dtype: 'int64' }), null, part(rows), part(columns)])
          descriptors.narrow(0, start, count * perImage).copy_(patches.flatten(1))
        })
      }
      return descriptors
    }),
  )
}

/**
 * Subtracts the mean and divides by the population deviation per channel, over all patches and positions, in place.
 *
 * @param descriptors  `[patches, C · 49]`
 */
export function normaliseDescriptors(descriptors: Tensor, channels: number): Tensor {
  scope('swd', () =>
    noGrad(() => {
      const byChannel = descriptors.view([descriptors.shape[0]!, channels, patchSide ** 2])
      const [variance, mean] = varMean(byChannel, [0, 2], { correction: 0, keepdim: true })
      // A channel without any variation (a blank picture) stays 0 instead of becoming NaN.
      const deviation = variance.sqrt()
      byChannel.sub_(mean).div_(deviation.maskedFill(deviation.eq(0), 1))
    }),
  )
  return descriptors
}

function randomPositions(
  count: number,
  [height, width]: readonly [number, number],
  seed: number,
  stream: string,
): PatchPositions {
  const generator = new Generator(deriveSeed(seed, stream))
  const inside = (size: number) => randint(size - patchSide + 1, [count], { generator }).add_(Math.floor(patchSide / 2))
  try {
    return { rows: inside(height), columns: inside(width) }
  } finally {
    generator.dispose()
  }
}

function checkImages(real: Tensor, fake: Tensor): void {
  requireImagePairs('the sliced Wasserstein distance', real, fake)
  const [, , h = 0, w = 0] = real.shape
  if (Math.min(h, w) >= smallestLevel) return
  throw new GanymedeError('SIZE_UNSUPPORTED', `sliced Wasserstein distance of images of ${w} x ${h} px`, {
    remedy: `Use images of at least ${smallestLevel} px, or --quick-metric none.`,
  })
}

function checkDraws(draws: readonly LevelDraws[], sizes: readonly (readonly [number, number])[], images: number): void {
  const reach = Math.floor(patchSide / 2)
  const within = (centres: Tensor, size: number) => {
    const [least, most] = scope(() => centres.aminmax().map((edge) => edge.item())) as [number, number]
    return least >= reach && most < size - reach
  }
  const fits = sizes.every(([height, width], level) => {
    const { real, fake } = draws[level] ?? {}
    if (real === undefined || fake === undefined || real.rows.numel !== fake.rows.numel) return false
    return [real, fake].every(
      ({ rows, columns }) =>
        rows.numel > 0 &&
        rows.numel === columns.numel &&
        rows.numel % images === 0 &&
        within(rows, height) &&
        within(columns, width),
    )
  })
  if (fits) return
  throw new GanymedeError('OPTION_INVALID', 'explicit draws of the sliced Wasserstein distance do not fit the images', {
    lines: [`levels: ${sizes.map(([height, width]) => `${width} x ${height} px`).join(', ')}, ${images} images`],
    remedy: `Give every level as many patches of both sets, the same number per image, ${reach} px from the border.`,
  })
}
