/**
 * Sliced Wasserstein distance: of image patches at every level of a Laplacian pyramid (Karras et al. 2018, "Progressive
 * Growing of GANs", section 5, https://arxiv.org/abs/1710.10196), and of feature vectors.
 */
import {
  Generator,
  noGrad,
  randint,
  randn,
  reflectionPad2d,
  scope,
  type Tensor,
  tensor,
  varMean,
  zeros,
} from '@ganymede/torch'
import { GanymedeError } from '../errors.js'
import { deriveSeed } from '../random/derive-seed.js'

const patchSide = 7
const smallestLevel = 16
// Elements of a temporary tensor: images or patches in a block of images, projections in a block of directions.
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
 * Memory: the patches of one level, `2 · N · patchesPerImage · C · 196` bytes, and blocks of at most 100 MB. NaN in the
 * images gives NaN.
 *
 * @param real  `[N, C, H, W]`, values 0…255, H and W at least 16
 * @param fake  same shape
 * @returns one entry per level from full size down to the last one of at least 16 px, and their mean
 * @throws GanymedeError `SIZE_UNSUPPORTED` for smaller images, `OPTION_INVALID` for two shapes or counts below 1
 * @example
 * const { mean } = slicedWasserstein(real, fake, { seed: 0 })
 */
export function slicedWasserstein(
  real: Tensor,
  fake: Tensor,
  { seed, patchesPerImage = 128, directions = 128, repeats = 4 }: SlicedWassersteinOptions,
): { readonly levels: readonly SlicedWassersteinLevel[]; readonly mean: number } {
  checkImages(real, fake)
  checkCounts({ patchesPerImage, directions, repeats })
  const [, channels = 0] = real.shape
  const sizes = levelSizes(real)
  const levels = sizes.map(([height, width], level) =>
    scope('swd', () => {
      const side = Math.min(height, width)
      const describe = (images: Tensor, set: string) => {
        const count = images.shape[0]! * patchesPerImage
        const positions = randomPositions(count, [height, width], seed, `swd-${set}-${level}`)
        return normaliseDescriptors(describePatches(images, level, positions), channels)
      }
      const a = describe(real, 'real')
      const b = describe(fake, 'fake')
      const rays = unitDirections(directions * repeats, a.shape[1]!, deriveSeed(seed, `swd-directions-${level}`))
      return { size: side, distance: 1000 * sortedDifferences(a, b, rays).absolute }
    }),
  )
  return { levels, mean: levels.reduce((sum, { distance }) => sum + distance, 0) / levels.length }
}

/**
 * Sliced Wasserstein distances between two sets of feature vectors, in float64.
 *
 *     sw1 = mean |sort(A·v) − sort(B·v)|,   sw2² = mean (sort(A·v) − sort(B·v))²,   MIND = 3 d sw2²
 *
 * @param real        `[N, d]`
 * @param fake        same shape
 * @param directions  `[K, d]`, unit vectors, see {@link unitDirections}
 * @throws GanymedeError `OPTION_INVALID` when shapes do not fit
 */
export function slicedWassersteinFeatures(
  real: Tensor,
  fake: Tensor,
  directions: Tensor,
): { readonly sw1: number; readonly sw2Squared: number; readonly mind: number } {
  const d = real.shape[1] ?? 0
  if (real.ndim !== 2 || !sameShape(real, fake) || directions.ndim !== 2 || directions.shape[1] !== d) {
    throw new GanymedeError('OPTION_INVALID', 'sliced Wasserstein distance needs two feature sets of one shape', {
      lines: [
        `expected [N, d], [N, d] and directions [K, d]`,
        `got [${real.shape.join(', ')}], [${fake.shape.join(', ')}] and [${directions.shape.join(', ')}]`,
      ],
      remedy: 'Compare equal numbers of samples of the same extractor and layer.',
    })
  }
  return scope('swd', () => {
    const [a, b, rays] = [real, fake, directions].map((t) => t.detach().to({ dtype: 'float64' }))
    const { absolute, squared } = sortedDifferences(a!, b!, rays!)
    return { sw1: absolute, sw2Squared: squared, mind: 3 * d * squared }
  })
}

/**
 * Random unit vectors, uniform on the sphere.
 *
 * @returns `[count, dims]`, float32, on the CPU
 */
export function unitDirections(count: number, dims: number, seed: number): Tensor {
  return scope('swd', () => {
    const generator = new Generator(seed)
    try {
      const rays = randn([count, dims], { generator })
      return rays.div_(rays.square().sum(1, { keepdim: true }).sqrt())
    } finally {
      generator.dispose()
    }
  })
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

/**
 * Mean absolute and mean squared difference of the sorted projections of two point sets.
 *
 * @param a, b        `[P, d]`
 * @param directions  `[K, d]`; any device
 */
export function sortedDifferences(
  a: Tensor,
  b: Tensor,
  directions: Tensor,
): { readonly absolute: number; readonly squared: number } {
  return scope('swd', () =>
    noGrad(() => {
      const [points = 0] = a.shape
      const [count = 0] = directions.shape
      const rays = directions.to({ device: a.device, dtype: a.dtype })
      const block = Math.max(1, Math.floor(blockElements / points))
      let absolute = 0
      let squared = 0
      for (let from = 0; from < count; from += block) {
        scope('swd-block', () => {
          const some = rays.narrow(0, from, Math.min(block, count - from))
          // Directions are the rows, so that each one is sorted in contiguous memory.
          const project = (set: Tensor) => scope(() => some.matmul(set.t()).sort(1)[0]) // [block, P]
          const difference = project(a).sub_(project(b))
          squared += difference.square().sum(null, { dtype: 'float64' }).item()
          absolute += difference.abs_().sum(null, { dtype: 'float64' }).item()
        })
      }
      return { absolute: absolute / (points * count), squared: squared / (points * count) }
    }),
  )
}

/**
 * One level of the Laplacian pyramid: the image minus its blurred half-size copy; the last level is the image itself.
 *
 * @param images  `[N, C, H, W]`
 * @param level   0…levels − 1, where the last level is the smallest one of at least 16 px
 * @returns `[N, C, h, w]`, float32
 */
export function laplacianLevel(images: Tensor, level: number): Tensor {
  return scope('swd', () =>
    noGrad(() => {
      let current = images.to({ dtype: 'float32', memoryFormat: 'contiguous' })
      for (let i = 0; i < level; i++) current = halve(current)
      if (level === levelSizes(images).length - 1) return current
      const [, , height = 0, width = 0] = current.shape
      return current.sub(double(halve(current), [height, width]))
    }),
  )
}

/** Height and width of the levels: halved while the shorter side stays at 16 px or more. */
function levelSizes(images: Tensor): (readonly [number, number])[] {
  const [, , height = 0, width = 0] = images.shape
  const sizes: (readonly [number, number])[] = [[height, width]]
  let [h, w] = [height, width]
  for (;;) {
    ;[h, w] = [Math.ceil(h / 2), Math.ceil(w / 2)]
    if (Math.min(h, w) < smallestLevel) return sizes
    sizes.push([h, w])
  }
}

// Burt and Adelson's binomial filter, 5 x 5 as 5 and 5; the border is mirrored without repeating the edge. Sums of shifted
// images: convolutions of one channel are several times slower.
function blur(images: Tensor, stride: 1 | 2, gain: number): Tensor {
  const padded = reflectionPad2d(images, 2)
  return blurAlong(blurAlong(padded, 2, stride, gain / 16), 3, stride, 1 / 16)
}

function blurAlong(padded: Tensor, dim: 2 | 3, stride: 1 | 2, gain: number): Tensor {
  return scope('swd-blur', () => {
    const last = padded.shape[dim]! - 4
    const shifted = (by: number) => padded.slice(dim, by, by + last, stride)
    return shifted(0)
      .add(shifted(4))
      .add_(shifted(1), { alpha: 4 })
      .add_(shifted(3), { alpha: 4 })
      .add_(shifted(2), { alpha: 6 })
      .mul_(gain)
  })
}

/** Every second sample of the blurred images. */
function halve(images: Tensor): Tensor {
  return blur(images, 2, 1)
}

/** The images with zeros between their samples, blurred with four times the filter. */
function double(images: Tensor, [height, width]: readonly [number, number]): Tensor {
  const [n = 0, c = 0] = images.shape
  const spread = zeros([n, c, height, width], { device: images.device })
  spread.slice(2, 0, null, 2).slice(3, 0, null, 2).copy_(images)
  return blur(spread, 1, 4)
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

function sameShape(a: Tensor, b: Tensor): boolean {
  return a.ndim === b.ndim && a.shape.every((size, i) => size === b.shape[i])
}

function checkImages(real: Tensor, fake: Tensor): void {
  const [n = 0, c = 0, h = 0, w = 0] = real.shape
  if (real.ndim !== 4 || n === 0 || c === 0 || !sameShape(real, fake)) {
    throw new GanymedeError('OPTION_INVALID', 'sliced Wasserstein distance needs two image sets of one shape', {
      lines: [`real [${real.shape.join(', ')}], fake [${fake.shape.join(', ')}], expected [N, C, H, W] twice`],
      remedy: 'Compare equal numbers of images of equal size and channels.',
    })
  }
  if (Math.min(h, w) < smallestLevel) {
    throw new GanymedeError('SIZE_UNSUPPORTED', `sliced Wasserstein distance of images of ${w} x ${h} px`, {
      remedy: `Use images of at least ${smallestLevel} px, or --quick-metric none.`,
    })
  }
}

function checkCounts(counts: Readonly<Record<string, number>>): void {
  const bad = Object.entries(counts).filter(([, value]) => !Number.isSafeInteger(value) || value < 1)
  if (bad.length === 0) return
  throw new GanymedeError(
    'OPTION_INVALID',
    'options of the sliced Wasserstein distance must be whole numbers above 0',
    {
      lines: bad.map(([name, value]) => `${name}: ${value}`),
    },
  )
}
