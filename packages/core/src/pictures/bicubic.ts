/**
 * Bicubic resizing of 8-bit images as Pillow does it, to the last bit: a = −0.5, a support of 2 pixels (wider when
 * shrinking), weights in fixed point with 22 bits, first across, then down, rounded to 8 bits after each pass. Networks of
 * pix2pix and CycleGAN were trained on images of this filter; PyTorch's `interpolate` gives others.
 */

import type { ChannelCount, Raster } from './raster.js'

const PRECISION_BITS = 22
const CACHED_AXES = 64

/** For each output place: the first source place, how many there are, and their weights in fixed point. */
interface AxisWeights {
  readonly taps: number
  readonly starts: Int32Array
  readonly lengths: Int32Array
  /** `[output, taps]` */
  readonly weights: Int32Array
}

const axes = new Map<string, AxisWeights>()

/**
 * Resizes an image. Colours of images with an alpha channel are weighted by it, so that what is invisible does not bleed
 * into what is seen.
 *
 * @returns the same image when it has this size already
 */
export function resizeBicubic(image: Raster, width: number, height: number): Raster {
  if (image.width === width && image.height === height) return image
  const { channels } = image
  const hasAlpha = channels % 2 === 0
  let data = hasAlpha ? premultiplied(image.data, channels) : image.data
  if (width !== image.width) data = resizeRows(data, image, axisWeights(image.width, width))
  if (height !== image.height) data = resizeColumns(data, width * channels, axisWeights(image.height, height))
  return { width, height, channels, data: hasAlpha ? unmultiplied(data, channels) : data }
}

/** `[height, width, C]` → `[height, output, C]` */
function resizeRows(
  data: Uint8Array,
  { width, height, channels }: Pick<Raster, 'width' | 'height' | 'channels'>,
  { taps, starts, lengths, weights }: AxisWeights,
): Uint8Array {
  const output = starts.length
  const result = new Uint8ClampedArray(height * output * channels)
  const half = 1 << (PRECISION_BITS - 1)
  let to = 0
  for (let y = 0; y < height; y++) {
    const row = y * width * channels
    for (let x = 0; x < output; x++) {
      const start = row + (starts[x] as number) * channels
      const first = x * taps
      const end = first + (lengths[x] as number)
      if (channels === 3) {
        // Colours in one go: each weight is looked up once.
        let red = half
        let green = half
        let blue = half
        for (let k = first, at = start; k < end; k++, at += 3) {
          const weight = weights[k] as number
          red = (red + Math.imul(weight, data[at] as number)) | 0
          green = (green + Math.imul(weight, data[at + 1] as number)) | 0
          blue = (blue + Math.imul(weight, data[at + 2] as number)) | 0
        }
        result[to] = red >> PRECISION_BITS
        result[to + 1] = green >> PRECISION_BITS
        result[to + 2] = blue >> PRECISION_BITS
        to += 3
        continue
      }
      for (let c = 0; c < channels; c++) {
        let sum = half
        for (let k = first, at = start + c; k < end; k++, at += channels) {
          sum += (weights[k] as number) * (data[at] as number)
        }
        result[to++] = sum >> PRECISION_BITS
      }
    }
  }
  return new Uint8Array(result.buffer)
}

/** `[height, stride]` → `[output, stride]` */
function resizeColumns(data: Uint8Array, stride: number, { taps, starts, lengths, weights }: AxisWeights): Uint8Array {
  const output = starts.length
  const result = new Uint8ClampedArray(output * stride)
  const sums = new Int32Array(stride)
  for (let y = 0; y < output; y++) {
    // Row by row: neighbours in memory are read one after the other.
    sums.fill(1 << (PRECISION_BITS - 1))
    for (let k = 0; k < (lengths[y] as number); k++) {
      const weight = weights[y * taps + k] as number
      const from = ((starts[y] as number) + k) * stride
      for (let i = 0; i < stride; i++) sums[i] = ((sums[i] as number) + Math.imul(weight, data[from + i] as number)) | 0
    }
    for (let i = 0, to = y * stride; i < stride; i++, to++) result[to] = (sums[i] as number) >> PRECISION_BITS
  }
  return new Uint8Array(result.buffer)
}

function axisWeights(source: number, output: number): AxisWeights {
  const key = `${source}>${output}`
  let axis = axes.get(key)
  if (axis === undefined) {
    axis = computeAxis(source, output)
    if (axes.size >= CACHED_AXES) axes.clear()
    axes.set(key, axis)
  }
  return axis
}

function computeAxis(source: number, output: number): AxisWeights {
  const ratio = source / output
  const spread = Math.max(1, ratio)
  const support = 2 * spread
  const taps = Math.ceil(support) * 2 + 1
  const starts = new Int32Array(output)
  const lengths = new Int32Array(output)
  const weights = new Int32Array(output * taps)
  const row = new Float64Array(taps)
  for (let o = 0; o < output; o++) {
    const centre = (o + 0.5) * ratio
    const first = Math.max(0, Math.trunc(centre - support + 0.5))
    const end = Math.min(source, Math.trunc(centre + support + 0.5))
    let total = 0
    for (let k = 0; k < end - first; k++) {
      row[k] = cubic((k + first - centre + 0.5) * (1 / spread))
      total += row[k] as number
    }
    for (let k = 0; k < end - first; k++) {
      const weight = (row[k] as number) / total
      weights[o * taps + k] = Math.trunc((weight < 0 ? -0.5 : 0.5) + weight * 2 ** PRECISION_BITS)
    }
    starts[o] = first
    lengths[o] = end - first
  }
  return { taps, starts, lengths, weights }
}

/** Keys 1981, "Cubic convolution interpolation for digital image processing", with a = −0.5. */
function cubic(distance: number): number {
  const a = -0.5
  const x = Math.abs(distance)
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a
  return 0
}

function premultiplied(data: Uint8Array, channels: ChannelCount): Uint8Array {
  const result = new Uint8Array(data)
  for (let i = 0; i < data.length; i += channels) {
    const alpha = data[i + channels - 1] as number
    for (let c = 0; c < channels - 1; c++) {
      const product = (data[i + c] as number) * alpha + 128
      result[i + c] = ((product >> 8) + product) >> 8
    }
  }
  return result
}

function unmultiplied(data: Uint8Array, channels: ChannelCount): Uint8Array {
  for (let i = 0; i < data.length; i += channels) {
    const alpha = data[i + channels - 1] as number
    if (alpha === 0 || alpha === 255) continue
    for (let c = 0; c < channels - 1; c++) {
      data[i + c] = Math.min(255, Math.trunc((255 * (data[i + c] as number)) / alpha))
    }
  }
  return data
}
