/** Pictures larger than they were made, so that there is something to see: by whole multiples, as pixels or smoothly. */
import sharp from 'sharp'

import type { EnlargingFilter, Picture } from './sheet.js'

// A small photograph's side, and what fits on a screen.
const comfortableSide = 256
const comfortableSheetSide = 1024

/** The whole multiple that brings a picture to about 256 px on its longer side; at least 1. */
export function comfortableScale({ width, height }: { readonly width: number; readonly height: number }): number {
  return Math.max(1, Math.round(comfortableSide / Math.max(width, height)))
}

/** The whole multiple that brings a sheet to about 1,024 px, and its pictures to about 256 at most; at least 1. */
export function comfortableSheetScale(
  picture: { readonly width: number; readonly height: number },
  { columns, rows }: { readonly columns: number; readonly rows: number },
): number {
  const side = Math.max(columns * picture.width, rows * picture.height)
  return Math.max(1, Math.min(comfortableScale(picture), Math.round(comfortableSheetSide / side)))
}

/** Repeats each pixel `scale` times in both directions. */
export function enlarge(picture: Picture, scale: number): Picture {
  if (scale === 1) return picture
  const { width, height, channels, data } = picture
  const rowBytes = width * scale * channels
  const enlarged = new Uint8Array(rowBytes * height * scale)
  for (let y = 0; y < height; y += 1) {
    const top = y * scale * rowBytes
    for (let x = 0; x < width; x += 1) {
      const pixel = data.subarray((y * width + x) * channels, (y * width + x + 1) * channels)
      for (let repeat = 0; repeat < scale; repeat += 1) enlarged.set(pixel, top + (x * scale + repeat) * channels)
    }
    const row = enlarged.subarray(top, top + rowBytes)
    for (let repeat = 1; repeat < scale; repeat += 1) enlarged.set(row, top + repeat * rowBytes)
  }
  return { width: width * scale, height: height * scale, channels, data: enlarged }
}

/** Enlarges by a whole multiple with one of the filters. */
export async function enlargeWith(filter: EnlargingFilter, picture: Picture, scale: number): Promise<Picture> {
  if (filter === 'nearest' || scale === 1) return enlarge(picture, scale)
  const { channels } = picture
  const [width, height] = [picture.width * scale, picture.height * scale]
  const data = await sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels } })
    .resize(width, height, { fit: 'fill', kernel: filter })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer()
  return { width, height, channels, data }
}
