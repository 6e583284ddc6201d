/** Affine maps of images: turned, scaled, mirrored, moved, with edges continued as in a mirror. */
import { affineGridGenerator, gridSampler, type Tensor, tensor } from '@ganymede/torch'
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

/**
 * Maps each image by its own affine map, bilinear; beyond the edges the image goes on mirrored. Images with the identity
 * stay exactly as they are.
 *
 * Differentiable once: libtorch has no second derivative of sampling.
 *
 * @param images   `[N, C, H, W]`
 * @param affines  one for each image
 */
export function warpImages(images: Tensor, affines: readonly Affine[]): Tensor {
  const [n, c, h, w] = batchOf(images)
  const theta = new Float32Array(n * 6)
  affines.forEach(({ a, b, c: row, d, tx, ty }, i) => {
    // From pixels to the sampler's unit square, whose sides are from −1 to 1 whatever the size.
    theta.set([a, (b * h) / w, (2 * tx) / w, (row * w) / h, d, (2 * ty) / h], i * 6)
  })
  const grid = affineGridGenerator(tensor(theta, { shape: [n, 2, 3], device: images.device }), [n, c, h, w], false)
  const warped = gridSampler(images, grid, bilinear, mirrored, false)
  const isKept = affines.map((affine) => affine === identityAffine)
  if (!isKept.includes(true)) return warped
  const keeps = tensor(isKept, { shape: [n, 1, 1, 1], device: images.device })
  return keeps.where(images, warped)
}

const bilinear = 0
const mirrored = 2
