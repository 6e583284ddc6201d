/** Decoded images of any size, and the plain operations on them: cutting, mirroring, changing channels. */

/** How many channels an image has: 1 grey, 2 grey with alpha, 3 RGB, 4 RGB with alpha. */
export type ChannelCount = 1 | 2 | 3 | 4

/** `[height, width, channels]` uint8, row by row. */
export interface Raster {
  readonly width: number
  readonly height: number
  readonly channels: ChannelCount
  readonly data: Uint8Array
}

/** The part of an image that is taken, and whether it is mirrored left to right. */
export interface Window {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly isMirrored: boolean
}

/**
 * Copies a window of an image. What lies outside of the image is filled with `fill`, and is opaque.
 *
 * @returns `[window.height, window.width, C]` uint8, in memory of its own
 */
export function cutWindow(image: Raster, { left, top, width, height, isMirrored }: Window, fill = 255): Uint8Array {
  const { channels, data } = image
  const result = new Uint8Array(width * height * channels)
  const isInside = left >= 0 && top >= 0 && left + width <= image.width && top + height <= image.height
  if (!isInside) fillBorder(result, channels, fill)
  const from = Math.max(0, left)
  const to = Math.min(image.width, left + width)
  for (let y = Math.max(0, top); y < Math.min(image.height, top + height); y++) {
    const row = data.subarray((y * image.width + from) * channels, (y * image.width + to) * channels)
    const start = ((y - top) * width + (from - left)) * channels
    if (!isMirrored) {
      result.set(row, start)
      continue
    }
    let at = ((y - top) * width + (width - 1 - (from - left))) * channels
    for (let i = 0; i < row.length; i += channels, at -= channels) {
      for (let c = 0; c < channels; c++) result[at + c] = row[i + c] as number
    }
  }
  return result
}

function fillBorder(pixels: Uint8Array, channels: ChannelCount, fill: number): void {
  pixels.fill(fill)
  if (channels % 2 === 1) return
  for (let i = channels - 1; i < pixels.length; i += channels) pixels[i] = 255
}

/** The left and the right half: columns [0, ⌊w/2⌋), and the rest. */
export function cutHalves(image: Raster): readonly [Raster, Raster] {
  const { width, height, channels } = image
  const middle = Math.floor(width / 2)
  return [cut(0, middle), cut(middle, width)]

  function cut(left: number, right: number): Raster {
    const window = { left, top: 0, width: right - left, height, isMirrored: false }
    return { width: right - left, height, channels, data: cutWindow(image, window) }
  }
}

/**
 * Changes the number of channels. Grey is the luma of ITU-R BT.601 in the fixed-point form of Pillow's mode L; a new alpha
 * channel is opaque; an alpha channel that is not wanted is left out, colours stay as they are.
 */
export function withChannels(image: Raster, channels: ChannelCount): Raster {
  if (image.channels === channels) return image
  const { width, height, data } = image
  const from = image.channels
  const isGrey = from <= 2
  const hasAlpha = from % 2 === 0
  const result = new Uint8Array(width * height * channels)
  const colours = channels <= 2 ? 1 : 3
  for (let i = 0, at = 0; i < data.length; i += from, at += channels) {
    if (colours === 3) {
      for (let c = 0; c < 3; c++) result[at + c] = data[isGrey ? i : i + c] as number
    } else result[at] = isGrey ? (data[i] as number) : luma(data[i], data[i + 1], data[i + 2])
    if (channels % 2 === 0) result[at + colours] = hasAlpha ? (data[i + from - 1] as number) : 255
  }
  return { width, height, channels, data: result }
}

function luma(r = 0, g = 0, b = 0): number {
  return (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16
}

// Squares as image editors draw them, light enough for black lines and dark enough for white ones.
const SQUARE_SIDE = 8
const [LIGHT, DARK] = [204, 159]

/** Grey value of the checkerboard that stands for transparency, 0 to 255. */
export function checkerboardAt(x: number, y: number): number {
  return (Math.floor(y / SQUARE_SIDE) + Math.floor(x / SQUARE_SIDE)) % 2 === 0 ? LIGHT : DARK
}

/** An image as three colours to be looked at; what is transparent shows a checkerboard. */
export function inThreeColours(image: Raster): Raster {
  const { width, channels, data } = image
  if (channels % 2 === 1) return withChannels(image, 3)
  const result = withChannels(image, 3)
  for (let i = channels - 1, at = 0; i < data.length; i += channels, at += 3) {
    const alpha = data[i] as number
    const pixel = at / 3
    const board = checkerboardAt(pixel % width, Math.floor(pixel / width))
    for (let c = at; c < at + 3; c++) {
      result.data[c] = Math.round(((result.data[c] as number) * alpha + board * (255 - alpha)) / 255)
    }
  }
  return result
}
