/** The Laplacian pyramid of images (Burt and Adelson 1983): what each halving of the resolution loses. */
import { noGrad, reflectionPad2d, scope, type Tensor, zeros } from '@ganymede/torch'

/** Shorter side of the smallest level that there may be, in pixels. */
export const smallestLevel = 16

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
export function levelSizes(images: Tensor): (readonly [number, number])[] {
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
