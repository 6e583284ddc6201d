/**
 * Resizing of images to what a feature network wants. Implementations of FID differ in just this (Parmar et al. 2022, "On
 * Aliased Resizing and Surprising Subtleties in GAN Evaluation", https://arxiv.org/abs/2104.11222), so each of the
 * filters in use is here, exactly, without rounding.
 */
import { cat, noGrad, scope, type Tensor, tensor } from '@ganymede/torch'

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

// Numbers of a block of images, which are float64 while they are resized.
const blockElements = 2 ** 22

/**
 * Resizes images, first across, then down, without clipping. Sums are float64 and rounded to float32 after each axis, as
 * Pillow does with float images; PyTorch's and TensorFlow's filters differ from it by their coordinates in float32.
 *
 * @param images  `[N, C, H, W]`, any dtype
 * @returns `[N, C, height, width]`, float32; the same tensor when nothing is to be done
 */
export function resizeImages(
  images: Tensor,
  { height, width }: { readonly height: number; readonly width: number },
  filter: ResizeFilter,
): Tensor {
  const [count = 0, channels = 1, fromHeight = 0, fromWidth = 0] = images.shape
  if (fromHeight === height && fromWidth === width) return images
  const { device } = images
  const perImage = channels * Math.max(fromHeight, height) * Math.max(fromWidth, width)
  const block = Math.max(1, Math.floor(blockElements / perImage))
  return scope('resize', () =>
    noGrad(() => {
      const across = axisMatrix(fromWidth, width, filter).to({ device })
      const down = axisMatrix(fromHeight, height, filter).to({ device })
      const parts: Tensor[] = []
      for (let from = 0; from < count; from += block) {
        parts.push(
          scope('resize-block', () => {
            const some = images.narrow(0, from, Math.min(block, count - from)).to({ dtype: 'float64' })
            const rows = some.matmul(across.t()).to({ dtype: 'float32' }) // [n, C, H, width]
            return down.matmul(rows.to({ dtype: 'float64' })).to({ dtype: 'float32' })
          }),
        )
      }
      return cat(parts)
    }),
  )
}

interface Taps {
  readonly first: number
  readonly weights: readonly number[]
}

/** The linear map of one axis, float64 `[to, from]`. */
function axisMatrix(from: number, to: number, filter: ResizeFilter): Tensor {
  const matrix = new Float64Array(to * from)
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
      return between(Math.fround(place * Math.fround(ratio)))
    case 'bilinear':
      return between(Math.max(0, Math.fround(Math.fround((place + 0.5) * Math.fround(ratio)) - 0.5)))
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
