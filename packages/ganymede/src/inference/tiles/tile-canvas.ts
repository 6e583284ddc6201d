/** Puts the tiles of an image together. */
import type { ChannelCount, Raster } from '@ganymede/core/pictures'
import type { ByteRounding } from '../image-bytes.js'
import type { TileSpan } from './tile-plan.js'

/** Joins weighted tiles; holds numbers for one row of tiles only, and bytes for the rest. */
export class TileCanvas {
  readonly pixels: Raster
  readonly #band: Float32Array
  readonly #width: number
  readonly #height: number
  readonly #channels: number

  /**
   * @param width   of all tiles together
   * @param height  of a tile
   * @param size    of the picture that comes out
   */
  constructor(
    width: number,
    height: number,
    channels: number,
    size: { readonly width: number; readonly height: number },
  ) {
    this.#width = width
    this.#height = height
    this.#channels = channels
    this.#band = new Float32Array(channels * height * width)
    const data = new Uint8Array(size.width * size.height * channels)
    this.pixels = { width: size.width, height: size.height, channels: channels as ChannelCount, data }
  }

  /** @param tile  `[C, h, w]`, row by row */
  add(tile: Float32Array, row: TileSpan, column: TileSpan): void {
    let from = 0
    for (let c = 0; c < this.#channels; c++) {
      for (let y = 0; y < row.length; y++) {
        const down = row.weights[y] ?? 0
        let to = (c * this.#height + y) * this.#width + column.start
        for (let x = 0; x < column.length; x++, from++, to++) {
          this.#band[to] = (this.#band[to] ?? 0) + (tile[from] ?? 0) * down * (column.weights[x] ?? 0)
        }
      }
    }
  }

  /** Rows `[from, to)` of the image are complete: they become bytes, and the band moves on to `to`. */
  finishRows(from: number, to: number, rounding: ByteRounding): void {
    const { width, height, channels, data } = this.pixels
    const half = rounding === 'nearest' ? 0.5 : 0
    for (let y = from; y < Math.min(to, height); y++) {
      for (let c = 0; c < channels; c++) {
        const row = (c * this.#height + y - from) * this.#width
        for (let x = 0; x < width; x++) {
          const level = (((this.#band[row + x] ?? 0) + 1) / 2) * 255 + half
          data[(y * width + x) * channels + c] = Math.max(0, Math.min(255, level))
        }
      }
    }
    const kept = this.#height - (to - from)
    for (let c = 0; c < channels; c++) {
      const start = c * this.#height * this.#width
      const moved = start + (to - from) * this.#width
      if (kept > 0) this.#band.copyWithin(start, moved, moved + kept * this.#width)
      this.#band.fill(0, start + Math.max(0, kept) * this.#width, start + this.#height * this.#width)
    }
  }
}
