/**
 * Resizing of images to what a feature network wants. Implementations of FID differ in just this (Parmar et al. 2022, "On
 * Aliased Resizing and Surprising Subtleties in GAN Evaluation", https://arxiv.org/abs/2104.11222), so each of the
 * filters in use is here, exactly, without rounding.
 */
import { noGrad, scope, type Tensor, tensor } from '@ganymede/torch'

/**
 * `tf1-bilinear`: TensorFlow 1's, corners at pixel centres of the first pixel, no antialiasing; `bilinear`: PyTorch's
 * default with half-pixel centres, no antialiasing; `area`: mean over the pixels covered; the others antialias when they
 * shrink, with half-pixel centres, as Pillow does on float images (bicubic with a = −0.5).
 */
export const resizeFilters = [
  'tf1-bilinear',
  'bilinear',
  'area',
  'bilinear-antialias',
  'bicubic-antialias',
  'lanczos-antialias',
] as const

export type ResizeFilter = (typeof resizeFilters)[number]

/**
 * Resizes images, both axes separately, in float32 and without clipping.
 *
 * @param images  `[N, C, H, W]`, floating-point
 * @returns `[N, C, height, width]`
 */
export function resizeImages(
  images: Tensor,
  { height, width }: { readonly height: number; readonly width: number },
  filter: ResizeFilter,
): Tensor {
  const [, , fromHeight = 0, fromWidth = 0] = images.shape
  if (fromHeight === height && fromWidth === width) return images
  const { device } = images
  return scope('resize', () =>
    noGrad(() => {
      const across = axisMatrix(fromWidth, width, filter).to({ device })
      const down = axisMatrix(fromHeight, height, filter).to({ device })
      const rows = images.to({ dtype: 'float32' }).matmul(across.t()) // [N, C, H, width]
      return down.matmul(rows)
    }),
  )
}

interface Taps {
  readonly first: number
  readonly weights: readonly number[]
}

/** The linear map of one axis, `[to, from]`. */
function axisMatrix(from: number, to: number, filter: ResizeFilter): Tensor {
  const matrix = new Float32Array(to * from)
  for (let place = 0; place < to; place += 1) {
    const { first, weights } = tapsAt(place, from, to, filter)
    // Two taps may fall on one pixel at the border, so they add up.
    weights.forEach((weight, i) => {
      matrix[place * from + Math.min(first + i, from - 1)]! += weight
    })
  }
  return tensor(matrix, { shape: [to, from] })
}

function tapsAt(place: number, from: number, to: number, filter: ResizeFilter): Taps {
  const ratio = from / to
  switch (filter) {
    case 'tf1-bilinear':
      return between(place * ratio)
    case 'bilinear':
      return between(Math.max(0, (place + 0.5) * ratio - 0.5))
    case 'area': {
      const first = Math.floor(place * ratio)
      const count = Math.ceil((place + 1) * ratio) - first
      return { first, weights: Array.from({ length: count }, () => 1 / count) }
    }
    case 'bilinear-antialias':
      return kernelTaps(place, from, ratio, 1, (x) => 1 - x)
    case 'bicubic-antialias':
      return kernelTaps(place, from, ratio, 2, cubic)
    case 'lanczos-antialias':
      return kernelTaps(place, from, ratio, 3, (x) => sinc(x) * sinc(x / 3))
  }
}

function between(position: number): Taps {
  const first = Math.floor(position)
  return { first, weights: [1 - (position - first), position - first] }
}

/** A kernel of some reach in output pixels, widened when the image shrinks, its weights adding up to 1. */
function kernelTaps(place: number, from: number, ratio: number, reach: number, kernel: (x: number) => number): Taps {
  const stretch = Math.max(1, ratio)
  const centre = (place + 0.5) * ratio
  const first = Math.max(0, Math.trunc(centre - reach * stretch + 0.5))
  const end = Math.min(from, Math.trunc(centre + reach * stretch + 0.5))
  const weights = Array.from({ length: end - first }, (_, i) => {
    const x = Math.abs((first + i + 0.5 - centre) / stretch)
    return x < reach ? kernel(x) : 0
  })
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return { first, weights: weights.map((weight) => weight / sum) }
}

// Keys 1981 with a = −0.5, the value with which cubic interpolation is exact for parabolas.
function cubic(x: number): number {
  const a = -0.5
  return x < 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : (((x - 5) * x + 8) * x - 4) * a
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}
