/**
 * Antialiased bilinear resizing of small images (a triangle filter, widened when shrinking; half-pixel centres): the
 * filter of PIL's `BILINEAR` and of PyTorch's `interpolate(mode='bilinear', antialias=True)`, without rounding between
 * the two passes. One call takes microseconds where a pipeline of the image library takes a millisecond; that is why
 * 28-pixel digits do not go through it.
 */

import { type ImageTransform, placementOf } from './transforms.js'

/** For each output place: first source place, and `taps` weights (zero beyond the filter's end). */
interface AxisWeights {
  readonly taps: number
  readonly starts: Int32Array
  /** `[output, taps]`; all zero where the output lies outside of the image. */
  readonly weights: Float32Array
}

const CACHED_AXES = 64
const axes = new Map<string, AxisWeights>()

/**
 * Resizes an image to the frame of a transform.
 *
 * @param pixels    `[height, width, channels]` uint8
 * @param transform  frame and fit; its channels are not looked at
 * @returns `[transform.height, transform.width, channels]` uint8; the same bytes when nothing is to be done
 */
export function resampleImage(
  pixels: Uint8Array,
  { width, height, channels }: { width: number; height: number; channels: number },
  transform: Pick<ImageTransform, 'width' | 'height' | 'fit' | 'background'>,
): Uint8Array {
  if (width === transform.width && height === transform.height) return pixels
  const { scaledWidth, scaledHeight, left, top } = placementOf(width, height, transform)
  const across = axisWeights(width, scaledWidth, left, transform.width)
  const down = axisWeights(height, scaledHeight, top, transform.height)
  const rows = resampleRows(pixels, width, height, channels, across)
  const resized = resampleColumns(rows, transform.width * channels, down)
  if (left < 0 || top < 0) {
    const fill = transform.background === 'white' ? 255 : 0
    paintBorder(resized, channels, transform, { scaledWidth, scaledHeight, left, top }, fill)
  }
  return resized
}

/** `[height, width, channels]` → `[height, output, channels]` float32. */
function resampleRows(
  pixels: Uint8Array,
  width: number,
  height: number,
  channels: number,
  { taps, starts, weights }: AxisWeights,
): Float32Array {
  const output = starts.length
  const result = new Float32Array(height * output * channels)
  let to = 0
  for (let y = 0; y < height; y++) {
    const row = y * width * channels
    for (let x = 0; x < output; x++) {
      const start = row + (starts[x] as number) * channels
      for (let c = 0; c < channels; c++) {
        let sum = 0
        for (let k = 0, at = start + c; k < taps; k++, at += channels) {
          sum += (weights[x * taps + k] as number) * (pixels[at] as number)
        }
        result[to++] = sum
      }
    }
  }
  return result
}

/** `[height, stride]` float32 → `[output, stride]` uint8. */
function resampleColumns(rows: Float32Array, stride: number, { taps, starts, weights }: AxisWeights): Uint8Array {
  const output = starts.length
  const result = new Uint8Array(output * stride)
  let to = 0
  for (let y = 0; y < output; y++) {
    const start = (starts[y] as number) * stride
    for (let i = 0; i < stride; i++) {
      let sum = 0.5 // rounds half up; sums lie in [0, 255] because the weights are positive and add up to 1
      for (let k = 0, at = start + i; k < taps; k++, at += stride) {
        sum += (weights[y * taps + k] as number) * (rows[at] as number)
      }
      result[to++] = sum
    }
  }
  return result
}

function axisWeights(source: number, scaled: number, offset: number, output: number): AxisWeights {
  const key = `${source}>${scaled}@${offset}:${output}`
  let axis = axes.get(key)
  if (axis === undefined) {
    axis = computeAxis(source, scaled, offset, output)
    if (axes.size >= CACHED_AXES) axes.clear()
    axes.set(key, axis)
  }
  return axis
}

function computeAxis(source: number, scaled: number, offset: number, output: number): AxisWeights {
  const ratio = source / scaled
  const support = Math.max(1, ratio)
  const taps = Math.min(source, Math.ceil(support) * 2 + 1)
  const starts = new Int32Array(output)
  const weights = new Float32Array(output * taps)
  for (let o = 0; o < output; o++) {
    const place = o + offset
    if (place < 0 || place >= scaled) continue
    const centre = (place + 0.5) * ratio
    const first = Math.max(0, Math.floor(centre - support + 0.5))
    const end = Math.min(source, Math.floor(centre + support + 0.5))
    const start = Math.min(first, source - taps) // so that all taps lie inside of the image
    starts[o] = start
    let sum = 0
    for (let s = first; s < end; s++) sum += triangle((s + 0.5 - centre) / support)
    for (let s = first; s < end; s++) weights[o * taps + s - start] = triangle((s + 0.5 - centre) / support) / sum
  }
  return { taps, starts, weights }
}

function triangle(x: number): number {
  return Math.max(0, 1 - Math.abs(x))
}

function paintBorder(
  pixels: Uint8Array,
  channels: number,
  { width, height }: { width: number; height: number },
  { scaledWidth, scaledHeight, left, top }: { scaledWidth: number; scaledHeight: number; left: number; top: number },
  fill: number,
): void {
  for (let y = 0; y < height; y++) {
    const row = y * width * channels
    const inside = y + top >= 0 && y + top < scaledHeight
    const from = inside ? Math.max(0, -left) : width
    const to = inside ? Math.min(width, scaledWidth - left) : width
    pixels.fill(fill, row, row + from * channels)
    pixels.fill(fill, row + to * channels, row + width * channels)
  }
}
