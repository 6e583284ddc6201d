/** Moving images by whole pixels, and covering a part of them. Both leave all other pixels exactly as they are. */
import { arange, type Tensor, tensor } from '@ganymede/torch'
import { batchOf } from './draws.js'

/** A move in pixels: `x` to the right, `y` down. */
export interface Shift {
  readonly x: number
  readonly y: number
}

/**
 * Moves each image by its own whole number of pixels; what comes in from outside is 0, mid grey.
 *
 * @param images  `[N, C, H, W]`
 * @param shifts  one for each image, whole numbers
 * @returns `[N, C, H, W]`, differentiable any number of times
 */
export function shiftImages(images: Tensor, shifts: readonly Shift[]): Tensor {
  const [n, c, h, w] = batchOf(images)
  const moved = alongAxis(
    images,
    2,
    h,
    shifts.map(({ y }) => y),
  )
  return alongAxis(
    moved,
    3,
    w,
    shifts.map(({ x }) => x),
  )

  function alongAxis(source: Tensor, axis: 2 | 3, length: number, by: readonly number[]): Tensor {
    if (by.every((pixels) => pixels === 0)) return source
    const view = axis === 2 ? [n, 1, h, 1] : [n, 1, 1, w]
    const from = new Int32Array(n * length)
    const inside = new Float32Array(n * length)
    by.forEach((pixels, image) => {
      for (let i = 0; i < length; i++) {
        const at = i - pixels
        const isInside = at >= 0 && at < length
        from[image * length + i] = isInside ? at : 0
        inside[image * length + i] = isInside ? 1 : 0
      }
    })
    const index = tensor(from, { shape: view, dtype: 'int64', device: source.device }).expand([n, c, h, w])
    const mask = tensor(inside, { shape: view, device: source.device })
    return source.gather(axis, index).mul(mask)
  }
}

/** A rectangle in pixels; may reach beyond the image. Sides may be fractions: a pixel belongs to it by its centre. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * Covers a rectangle of each image with 0, mid grey.
 *
 * @param boxes  one for each image, or null where nothing is covered
 */
export function coverBoxes(images: Tensor, boxes: readonly (Box | null)[]): Tensor {
  if (boxes.every((box) => box === null)) return images
  const [n, , h, w] = batchOf(images)
  const { device } = images
  const bound = (pick: (box: Box) => number) =>
    tensor(
      Float32Array.from(boxes, (box) => (box === null ? -1 : pick(box))),
      { shape: [n, 1, 1, 1], device },
    )
  const x = arange(w, { device }).add(0.5).view([1, 1, 1, w])
  const y = arange(h, { device }).add(0.5).view([1, 1, h, 1])
  const isInX = x.ge(bound((box) => box.left)).logicalAnd(x.lt(bound((box) => box.right)))
  const isInY = y.ge(bound((box) => box.top)).logicalAnd(y.lt(bound((box) => box.bottom)))
  return images.mul(isInX.logicalAnd(isInY).logicalNot().to({ dtype: 'float32' }))
}
