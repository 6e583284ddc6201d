/** From what a network gives to bytes, as the authors' code does, and from bytes to what it takes. */

import type { ChannelCount, Raster } from '@ganymede/core/pictures'
import { noGrad, scope, type Tensor, tensor } from '@ganymede/torch'

/**
 * `truncate`: ⌊(x + 1) / 2 · 255⌋, as the authors of pix2pix and CycleGAN do (default); `nearest`: rounded, half a level
 * brighter on average. What lies outside of [-1, 1] is clipped.
 */
export type ByteRounding = 'truncate' | 'nearest'

/**
 * One image of a network as bytes.
 *
 * @param image  `[1, C, H, W]` or `[C, H, W]` in [-1, 1]
 * @returns `[H, W, C]`
 */
export function toBytes(image: Tensor, rounding: ByteRounding = 'truncate'): Raster {
  const [channels = 0, height = 0, width = 0] = image.shape.slice(-3)
  const data = scope('bytes', () =>
    noGrad(() => {
      const levels = image
        .detach()
        .to({ dtype: 'float32', device: 'cpu' })
        .reshape([channels, height, width])
        .add(1)
        .div_(2)
        .mul_(255)
      const whole = rounding === 'nearest' ? levels.round() : levels
      return whole.clamp_({ min: 0, max: 255 }).to({ dtype: 'uint8' }).permute([1, 2, 0]).contiguous().bytes()
    }),
  )
  return { width, height, channels: channels as ChannelCount, data }
}

/** Pixels as a network takes them: `[1, C, H, W]` float32 in [-1, 1], in the caller's scope. */
export function fromBytes({ width, height, channels, data }: Raster, device: string): Tensor {
  return scope('from-bytes', () =>
    noGrad(() =>
      tensor(data, { shape: [1, height, width, channels] })
        .to({ device })
        .permute([0, 3, 1, 2])
        .to({ dtype: 'float32' })
        .div_(127.5)
        .sub_(1)
        .contiguous(),
    ),
  )
}

/** A part of an image; places beyond its edges show it mirrored, the edge itself not repeated. */
export function mirroredPart(
  { width, height, channels, data }: Raster,
  part: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
): Raster {
  const columns = Int32Array.from({ length: part.width }, (_, x) => mirrored(part.left + x, width) * channels)
  const out = new Uint8Array(part.width * part.height * channels)
  let to = 0
  for (let y = 0; y < part.height; y++) {
    const row = mirrored(part.top + y, height) * width * channels
    for (const column of columns) {
      for (let c = 0; c < channels; c++) out[to++] = data[row + column + c] ?? 0
    }
  }
  return { width: part.width, height: part.height, channels, data: out }
}

/** …3 2 1 | 0 1 2 3 | 2 1 0 1…, as often as it takes; a single pixel is repeated. */
export function mirrored(at: number, length: number): number {
  if (length === 1) return 0
  const period = 2 * (length - 1)
  const inside = ((at % period) + period) % period
  return inside < length ? inside : period - inside
}
