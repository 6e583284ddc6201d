/** Affine maps of images: turned, scaled, mirrored, moved, with edges continued as in a mirror. */
import { affineGridGenerator, conv2d, convTranspose2d, gridSampler, type Tensor, tensor } from '@ganymede/torch'
import { batchOf } from './draws.js'

/**
 * Where the pixel at (x, y) of the result comes from, in pixels from the middle of the image:
 *
 *     (a·x + b·y + tx,  c·x + d·y + ty)
 */
export interface Affine {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly tx: number
  readonly ty: number
}

export const identityAffine: Affine = { a: 1, b: 0, c: 0, d: 1, tx: 0, ty: 0 }

/** First `inner`, then `outer`: the result's pixel is looked up with `inner`, and what that gives with `outer`. */
export function composeAffine(outer: Affine, inner: Affine): Affine {
  return {
    a: outer.a * inner.a + outer.b * inner.c,
    b: outer.a * inner.b + outer.b * inner.d,
    c: outer.c * inner.a + outer.d * inner.c,
    d: outer.c * inner.b + outer.d * inner.d,
    tx: outer.a * inner.tx + outer.b * inner.ty + outer.tx,
    ty: outer.c * inner.tx + outer.d * inner.ty + outer.ty,
  }
}

export function scaling(x: number, y: number): Affine {
  return { ...identityAffine, a: x, d: y }
}

export function translation(tx: number, ty: number): Affine {
  return { ...identityAffine, tx, ty }
}

/** @param angle  radians, from the x axis towards the y axis */
export function rotation(angle: number): Affine {
  // Quarter turns hit pixels exactly; sin π is not quite 0 in floating point.
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)].map((v) => (Math.abs(v) < 1e-15 ? 0 : v)) as [number, number]
  return { ...identityAffine, a: cos, b: -sin, c: sin, d: cos }
}

// Low-pass of the wavelet sym6 (Daubechies 1992, "least asymmetric" of 12 taps), before its sum is made 1.
const sym6 = [
  0.015404109327027373, 0.0034907120842174702, -0.11799011114819057, -0.048311742585633, 0.4910559419267466,
  0.787641141030194, 0.3379294217276218, -0.07263752278646252, -0.021060292512300564, 0.04472490177066578,
  0.0017677118642428036, -0.007800708325034148,
] as const
const sym6Sum = sym6.reduce((sum, tap) => sum + tap, 0)
const taps = sym6.length
// What the filter needs beyond the image on each side, in pixels of the image.
const filterReach = taps / 2

/**
 * Maps each image by its own affine map without aliasing: enlarged twice by the wavelet filter, sampled bilinearly,
 * reduced again by the same filter; beyond the edges the image goes on mirrored. Images with the identity stay exactly as
 * they are.
 *
 * Without the filter each turn or shift blurs a little, D sees it on real and fake alike, and G learns to leave it out.
 * Differentiable any number of times.
 *
 * @param images   `[N, C, H, W]`, float32
 * @param affines  one for each image
 * @see Karras et al. 2020, "Training Generative Adversarial Networks with Limited Data", appendix B.1
 */
export function warpImages(images: Tensor, affines: readonly Affine[]): Tensor {
  const [n, c, h, w] = batchOf(images)
  const filter = Float32Array.from(sym6, (tap) => tap / sym6Sum)
  const { left, top, right, bottom } = marginsOf(affines, w, h)
  const padded = images.reflectionPad2d([left, right, top, bottom])
  const planes = padded.reshape([n * c, 1, h + top + bottom, w + left + right])
  const large = enlarged(planes, filter)
  const [inHeight, inWidth] = [large.shape[2]!, large.shape[3]!]
  const [outHeight, outWidth] = [2 * (h + filterReach), 2 * (w + filterReach)]
  const theta = new Float32Array(n * 6)
  affines.forEach(({ a, b, c: row, d, tx, ty }, i) => {
    // Middle of the padded image; twice as large; pixel centres of both sizes lie half a pixel apart.
    const x = 2 * (tx + (left - right) / 2) + (a + b - 1) / 2
    const y = 2 * (ty + (top - bottom) / 2) + (row + d - 1) / 2
    // From pixels to the sampler's unit square, whose sides are from −1 to 1 whatever the size.
    const across = [(a * outWidth) / inWidth, (b * outHeight) / inWidth, (2 * x) / inWidth]
    const down = [(row * outWidth) / inHeight, (d * outHeight) / inHeight, (2 * y) / inHeight]
    theta.set([...across, ...down], i * 6)
  })
  const places = tensor(theta, { shape: [n, 2, 3], device: images.device })
  const grid = affineGridGenerator(places, [n, c, outHeight, outWidth], false)
  const sampled = gridSampler(large.view([n, c, inHeight, inWidth]), grid, bilinear, zerosOutside, false)
  const warped = reduced(sampled.reshape([n * c, 1, outHeight, outWidth]), filter).view([n, c, h, w])
  const isKept = affines.map((affine) => affine === identityAffine)
  if (!isKept.includes(true)) return warped
  const keeps = tensor(isKept, { shape: [n, 1, 1, 1], device: images.device })
  return keeps.where(images, warped)
}

const bilinear = 0
const zerosOutside = 0

/** How far the maps look beyond the image, in pixels: as much for all images, and less than a side, as mirrors go. */
function marginsOf(affines: readonly Affine[], w: number, h: number) {
  const [middleX, middleY] = [(w - 1) / 2, (h - 1) / 2]
  let [left, top, right, bottom] = [0, 0, 0, 0]
  for (const { a, b, c, d, tx, ty } of affines) {
    // The corners lie opposite each other: one sum of sizes is the farthest on both sides.
    const [reachX, reachY] = [
      Math.abs(a) * middleX + Math.abs(b) * middleY,
      Math.abs(c) * middleX + Math.abs(d) * middleY,
    ]
    left = Math.max(left, reachX - tx + filterReach - middleX)
    right = Math.max(right, reachX + tx + filterReach - middleX)
    top = Math.max(top, reachY - ty + filterReach - middleY)
    bottom = Math.max(bottom, reachY + ty + filterReach - middleY)
  }
  const within = (margin: number, side: number) => Math.ceil(Math.min(margin, side - 1))
  return { left: within(left, w), top: within(top, h), right: within(right, w), bottom: within(bottom, h) }
}

/** `[M, 1, H, W]` to `[M, 1, 2H, 2W]`: zeros between the pixels, then the filter with gain 2 along each axis. */
function enlarged(planes: Tensor, filter: Float32Array): Tensor {
  const gained = filter.map((tap) => 2 * tap)
  const along = (x: Tensor, axis: 0 | 1): Tensor => {
    const weight = tensor(gained, { shape: axis === 0 ? [1, 1, taps, 1] : [1, 1, 1, taps], device: x.device })
    const [stride, padding] =
      axis === 0
        ? [
            [2, 1],
            [taps / 2 - 1, 0],
          ]
        : [
            [1, 2],
            [0, taps / 2 - 1],
          ]
    return convTranspose2d(x, weight, { stride, padding })
  }
  return along(along(planes, 0), 1)
}

/** `[M, 1, 2H + 12, 2W + 12]` to `[M, 1, H, W]`: the filter turned around, then every second pixel. */
function reduced(planes: Tensor, filter: Float32Array): Tensor {
  const inner = planes.narrow(2, 1, planes.shape[2]! - 2).narrow(3, 1, planes.shape[3]! - 2)
  const along = (x: Tensor, axis: 0 | 1): Tensor => {
    const weight = tensor(filter, { shape: axis === 0 ? [1, 1, taps, 1] : [1, 1, 1, taps], device: x.device })
    return conv2d(x, weight, { stride: axis === 0 ? [2, 1] : [1, 2] })
  }
  return along(along(inner, 0), 1)
}
