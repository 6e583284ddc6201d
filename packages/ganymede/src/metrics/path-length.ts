/**
 * Perceptual path length (Karras et al. 2019, "A Style-Based Generator Architecture for GANs",
 * https://arxiv.org/abs/1812.04948, section 4.1): how far pictures move for a small step of the latent.
 */

import { GanymedeError, givenOptions } from '@ganymede/core'
import { deriveSeed } from '@ganymede/core/random'
import { avgPool2d, cat, Generator, lerp, noGrad, rand, randn, scope, type Tensor, zerosLike } from '@ganymede/torch'
import { requireCounts } from './support/metric-inputs.js'

/** A generator as path lengths see it. Everything else, such as noise, must be the same for both images of a pair. */
export interface PathLengthModel {
  readonly latentDims: number
  readonly device: string
  /** From Z to W; leave out to walk in Z. */
  readonly map?: (z: Tensor) => Tensor
  /**
   * Images of latents (of Z, or of W with `map`), in float32: half precision is amplified by 1 / ε².
   *
   * @returns `[2 n, 3, H, W]`, values in [-1, 1]; the second half belongs to the ends of the steps
   */
  readonly synthesise: (latents: Tensor, noiseSeed: number) => Tensor
  /** LPIPS of pairs, `[n]`: the paper takes VGG16's. */
  readonly distance: (a: Tensor, b: Tensor) => Tensor
}

export interface PathLengthOptions {
  readonly seed: number
  /** Pairs; default 50,000, 1,000 for a test. */
  readonly count?: number
  /** Pairs at once. Default 16. */
  readonly batch?: number
  /** Step; default 1e-4. */
  readonly epsilon?: number
  /** `end`: at the ends of paths (StyleGAN2's headline, in W), `full`: anywhere on them. Default `end`. */
  readonly sampling?: 'end' | 'full'
  /** Only the centre that faces fill, as legacy numbers have it: rows 3/8 to 7/8, columns 2/8 to 6/8. */
  readonly crop?: boolean
}

export interface PathLength {
  /** Mean without the outliers. */
  readonly mean: number
  /** Pairs that counted. */
  readonly kept: number
  /** Of all pairs. */
  readonly distances: Float64Array
}

// Images above this side are shrunk by averaging before they are compared.
const comparedSide = 256

/**
 *     d = LPIPS(G(path(t)), G(path(t + ε))) / ε²,   mean of what lies between the 1st and 99th percentile
 *
 * Paths are great circles in Z and straight lines in W.
 *
 * @throws GanymedeError `OPTION_INVALID` for options out of range
 */
export function perceptualPathLength(model: PathLengthModel, options: PathLengthOptions): PathLength {
  const {
    seed,
    count = 50_000,
    batch = 16,
    epsilon = 1e-4,
    sampling = 'end',
    crop = false,
  } = givenOptions('perceptualPathLength', options, ['seed', 'count', 'batch', 'epsilon', 'sampling', 'crop'])
  requireCounts('the perceptual path length', { count, batch })
  if (!(epsilon > 0 && epsilon < 1)) {
    throw new GanymedeError('OPTION_INVALID', `perceptual path length: epsilon must lie in (0, 1), got ${epsilon}`)
  }
  const generator = new Generator(deriveSeed(seed, 'path-length'))
  const distances = new Float64Array(count)
  try {
    for (let from = 0; from < count; from += batch) {
      const n = Math.min(batch, count - from)
      scope('path-length', () =>
        noGrad(() => {
          const { map, device } = model
          // Always whole batches, so that the draws do not depend on how many pairs are left.
          const z = randn([2 * batch, model.latentDims], { generator })
          // Drawn in both cases: the same seed walks the same paths.
          const drawn = rand([batch, 1], { generator })
          const t = sampling === 'full' ? drawn : zerosLike(drawn)
          const latents = z.to({ device })
          const ends = map === undefined ? latents : map(latents)
          const walk = map === undefined ? slerpLatents : lerpLatents
          const [a, b] = [ends.narrow(0, 0, n), ends.narrow(0, batch, n)]
          const at = (place: Tensor) => walk(a, b, place)
          const place = t.narrow(0, 0, n).to({ device })
          const images = model.synthesise(cat([at(place), at(place.add(epsilon))]), deriveSeed(seed, `noise-${from}`))
          const compared = shrink(crop ? cropFace(images) : images)
          const d = model.distance(compared.narrow(0, 0, n), compared.narrow(0, n, n))
          const values = d.to({ dtype: 'float64' }).div(epsilon ** 2)
          distances.set(values.reshape([n]).data() as Float64Array, from)
        }),
      )
    }
  } finally {
    generator.dispose()
  }
  return { ...trimmedMean(distances), distances }
}

/**
 * Mean of the values from the 1st percentile (the value at or below it) to the 99th (the value at or above it).
 *
 * @param values  at least one, none NaN
 * @throws GanymedeError `OPTION_INVALID`, `NON_FINITE`
 */
export function trimmedMean(values: ArrayLike<number>): {
  readonly mean: number
  readonly kept: number
  readonly low: number
  readonly high: number
} {
  const sorted = Float64Array.from(values).sort()
  if (sorted.length === 0) throw new GanymedeError('OPTION_INVALID', 'a trimmed mean of no values')
  if (!sorted.every(Number.isFinite)) {
    throw new GanymedeError('NON_FINITE', 'path lengths hold NaN or infinite values')
  }
  const last = sorted.length - 1
  const low = sorted[Math.floor(0.01 * last)]!
  const high = sorted[Math.ceil(0.99 * last)]!
  const inner = sorted.filter((value) => value >= low && value <= high)
  return { mean: inner.reduce((sum, value) => sum + value, 0) / inner.length, kept: inner.length, low, high }
}

/**
 * Points on great circles between latents.
 *
 *     a, b normalised;  p = t · acos(a·b);  result = a cos p + c sin p, normalised,  c = b − (a·b) a, normalised
 *
 * @param a, b  `[N, Z]`
 * @param t     `[N, 1]`
 * @returns `[N, Z]`, of length 1
 */
export function slerpLatents(a: Tensor, b: Tensor, t: Tensor): Tensor {
  return scope('slerp', () => {
    const [from, to] = [normalised(a), normalised(b)]
    const cosine = from.mul(to).sum([1], { keepdim: true })
    const angle = cosine.clamp({ min: -1, max: 1 }).acos().mul(t)
    const across = normalised(to.sub(from.mul(cosine)))
    return normalised(from.mul(angle.cos()).add(across.mul(angle.sin())))
  })
}

/** Points on straight lines, for W. Shapes as in {@link slerpLatents}, with any number of layers in between. */
export function lerpLatents(a: Tensor, b: Tensor, t: Tensor): Tensor {
  return scope('lerp', () => lerp(a, b, t.reshape([-1, ...a.shape.slice(1).map(() => 1)])))
}

function normalised(x: Tensor): Tensor {
  // Equal latents have no direction between them: they stay where they are.
  return scope('normalise', () => x.div(x.square().sum([1], { keepdim: true }).sqrt().clampMin(1e-30)))
}

function cropFace(images: Tensor): Tensor {
  const [, , h = 0, w = 0] = images.shape
  const [row, column] = [Math.floor(h / 8), Math.floor(w / 8)]
  return images.narrow(2, 3 * row, 4 * row).narrow(3, 2 * column, 4 * column)
}

function shrink(images: Tensor): Tensor {
  const factor = Math.floor((images.shape[2] ?? 0) / comparedSide)
  return factor < 2 ? images : avgPool2d(images, [factor, factor], { stride: [factor, factor] })
}
