/** How stored images become training images: size, fit, channels, background, mirroring. */

import { GanymedeError } from '../errors.js'
import type { ChannelCount } from './raster.js'

/** `cover` fills the frame and cuts off what juts out, `contain` shows all with a border, `stretch` ignores the shape. */
export type Fit = 'cover' | 'contain' | 'stretch'
export type Background = 'white' | 'black'
export type ImageSize = number | { readonly width: number; readonly height: number }

/** The transform of a data set with every default filled in. */
export interface ImageTransform {
  readonly width: number
  readonly height: number
  readonly channels: ChannelCount
  readonly fit: Fit
  readonly background: Background
  /** Mirror left and right with probability ½, decided by the loader. */
  readonly flip: boolean
}

const MAX_SIDE = 8192

/**
 * Width and height of a size option.
 *
 * @throws GanymedeError `OPTION_INVALID` unless both are integers in 1…8192
 */
export function dimensionsOf(size: ImageSize): { width: number; height: number } {
  const { width, height } = typeof size === 'number' ? { width: size, height: size } : size
  for (const side of [width, height]) {
    if (!Number.isInteger(side) || side < 1 || side > MAX_SIDE) {
      throw new GanymedeError('OPTION_INVALID', `size must be an integer from 1 to ${MAX_SIDE}, got ${side}`)
    }
  }
  return { width, height }
}

/** Where the scaled image lies against the frame: `left` and `top` are negative where `contain` adds a border. */
export interface Placement {
  readonly scaledWidth: number
  readonly scaledHeight: number
  readonly left: number
  readonly top: number
}

/** Scales `[height, width]` to the frame of a transform and centres it. */
export function placementOf(
  width: number,
  height: number,
  { width: frameWidth, height: frameHeight, fit }: Pick<ImageTransform, 'width' | 'height' | 'fit'>,
): Placement {
  if (fit === 'stretch') return { scaledWidth: frameWidth, scaledHeight: frameHeight, left: 0, top: 0 }
  const pick = fit === 'cover' ? Math.max : Math.min
  const scale = pick(frameWidth / width, frameHeight / height)
  const scaledWidth = Math.max(1, Math.round(width * scale))
  const scaledHeight = Math.max(1, Math.round(height * scale))
  return {
    scaledWidth,
    scaledHeight,
    left: Math.floor((scaledWidth - frameWidth + 1) / 2),
    top: Math.floor((scaledHeight - frameHeight + 1) / 2),
  }
}

/**
 * Copies an image `[H, W, C]` into a batch, mirrored left to right when asked.
 *
 * @param at  offset in `batch` in bytes
 */
export function copyImage(
  image: Uint8Array,
  batch: Uint8Array,
  at: number,
  { width, height, channels, mirrored }: { width: number; height: number; channels: number; mirrored: boolean },
): void {
  if (!mirrored) {
    batch.set(image, at)
    return
  }
  for (let y = 0; y < height; y++) {
    let from = (y + 1) * width * channels - channels
    let to = at + y * width * channels
    for (let x = 0; x < width; x++, from -= channels) {
      for (let c = 0; c < channels; c++) batch[to++] = image[from + c] as number
    }
  }
}
