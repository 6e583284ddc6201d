/** Gaussian blur of 8-bit images, separable, with the border pixels repeated. */

import type { Raster } from '@ganymede/core/pictures'

/**
 * @param sigma  standard deviation in pixels, above 0
 * @returns `[height, width, C]` uint8 of the same size
 */
export function gaussianBlur(image: Raster, sigma: number): Raster {
  const { width, height, channels } = image
  const plane = new Float32Array(image.data)
  const blurred = blurPlane(plane, { width, height, channels }, sigma)
  return { width, height, channels, data: Uint8Array.from(blurred, (value) => Math.round(value)) }
}

/** The same on numbers of any range, `[height, width, C]`. */
export function blurPlane(
  values: Float32Array,
  { width, height, channels }: Pick<Raster, 'width' | 'height'> & { readonly channels: number },
  sigma: number,
): Float32Array {
  const kernel = kernelOf(sigma)
  const stride = width * channels
  const rows = convolve(values, kernel, {
    lines: height,
    lineStep: stride,
    length: width,
    step: channels,
    lanes: channels,
  })
  return convolve(rows, kernel, { lines: 1, lineStep: 0, length: height, step: stride, lanes: stride })
}

/** Weights from the middle outwards; beyond 3 sigma there is next to nothing. */
function kernelOf(sigma: number): Float32Array {
  const reach = Math.max(1, Math.ceil(3 * sigma))
  const weights = Float32Array.from({ length: reach + 1 }, (_, i) => Math.exp((-i * i) / (2 * sigma * sigma)))
  let sum = weights[0] as number
  for (let i = 1; i <= reach; i++) sum += 2 * (weights[i] as number)
  return weights.map((weight) => weight / sum)
}

/** Along lines of `length` places that are `step` numbers apart, in `lanes` that lie beside one another. */
function convolve(
  values: Float32Array,
  kernel: Float32Array,
  { lines, lineStep, length, step, lanes }: Record<'lines' | 'lineStep' | 'length' | 'step' | 'lanes', number>,
): Float32Array {
  const result = new Float32Array(values.length)
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep
    for (let place = 0; place < length; place++) {
      const to = start + place * step
      for (let k = 1 - kernel.length; k < kernel.length; k++) {
        const from = start + Math.min(length - 1, Math.max(0, place + k)) * step
        const weight = kernel[Math.abs(k)] as number
        for (let lane = 0; lane < lanes; lane++) {
          result[to + lane] = (result[to + lane] as number) + weight * (values[from + lane] as number)
        }
      }
    }
  }
  return result
}
