/** A small image that stands for a large one. */
import type { Raster } from '@ganymede/core/pictures'
import { mirrored } from '../image-bytes.js'

// A sample is put together from this many pieces of each axis, where they can be as long as this.
const samplePieces = 4
const shortestPiece = 64
// Pieces of networks that halve very often lie on this grid, or there would be a single one.
const finestGrid = 16

/**
 * An image as small as memory asks for, put together from pieces of the whole that are spread evenly over it.
 *
 * @param most  pixels
 */
export function evenSample(
  input: Raster,
  { width, height, factor }: { readonly width: number; readonly height: number; readonly factor: number },
  most: number,
): Raster {
  const scale = Math.min(1, Math.sqrt(most / (width * height)))
  const columns = evenPlaces(width, scale, factor)
  const rows = evenPlaces(height, scale, factor)
  const { channels } = input
  const data = new Uint8Array(columns.length * rows.length * channels)
  let to = 0
  const inside = columns.map((x) => mirrored(x, input.width) * channels)
  for (const y of rows) {
    const row = mirrored(y, input.height) * input.width * channels
    for (const column of inside) {
      for (let c = 0; c < channels; c++) data[to++] = input.data[row + column + c] ?? 0
    }
  }
  return { width: columns.length, height: rows.length, channels, data }
}

/** Places of a share of an axis, in a few pieces that lie on the network's grid. */
function evenPlaces(length: number, scale: number, factor: number): number[] {
  if (scale >= 1) return Array.from({ length }, (_, i) => i)
  const wanted = Math.min(length, Math.max(2, Math.floor((length * scale) / factor)) * factor)
  const grid = Math.min(factor, finestGrid)
  const sideOf = (pieces: number) => Math.floor(wanted / pieces / grid) * grid
  let pieces = Math.max(1, Math.min(samplePieces, Math.floor(wanted / shortestPiece)))
  while (pieces > 1 && (pieces * sideOf(pieces)) % factor !== 0) pieces--
  const side = pieces === 1 ? wanted : sideOf(pieces)
  return Array.from({ length: pieces }, (_, piece) => {
    const free = length - side
    const start = pieces === 1 ? free / 2 : (free * piece) / (pieces - 1)
    const from = Math.floor(start / grid) * grid
    return Array.from({ length: side }, (_, i) => from + i)
  }).flat()
}
