/** One image of any size through a network: whole where memory allows, else in tiles that nobody sees. */
import { isfinite, memory, noGrad, resetPeakMemory, scope, type Tensor, trimMemory, zeros } from '@ganymede/torch'
import type { ChannelCount, Raster } from '../data/raster.js'
import { GanymedeError } from '../errors.js'
import type { Module } from '../nn/module.js'
import { SharedStatistics } from '../nn/shared-statistics.js'
import { type ByteRounding, fromBytes, mirroredPart, toBytes } from './image-bytes.js'
import { type NetworkReach, roundUp } from './network-reach.js'
import { type TileSpan, tileSpans } from './tile-plan.js'

/** A network that makes images from images. */
export interface ImageNetwork {
  readonly inputChannels: number
  /**
   * `[1, C, H, W]` to `[1, C', H, W]`, both in [-1, 1], sides multiples of `reach.factor`; without gradients.
   *
   * @param part  number of the tile, from 0: parts of one image have other noise
   */
  run(input: Tensor, part: number): Tensor
  readonly reach: NetworkReach
  /** Modules whose norms take their statistics from the image; empty when they take none. */
  readonly imageNorms: readonly Module[]
  readonly device: string
}

export interface TileOptions {
  /** Side of a tile in pixels, `whole` for none, or `auto` (default): as memory allows. */
  readonly tile?: number | 'auto' | 'whole' | undefined
  /** Raster that neighbours share; `auto` (default): twice as far as the network looks, or a quarter of a tile. */
  readonly overlap?: number | 'auto' | undefined
  /** Default `sampled`. */
  readonly statistics?: TileStatistics | undefined
  /** Memory for one image in bytes; default: half of what is free, at most 4 GiB. */
  readonly memoryBytes?: number | undefined
  readonly rounding?: ByteRounding | undefined
  readonly signal?: AbortSignal | undefined
  /** Tiles done, of all rounds. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/** How an image was taken through the network. */
export type TranslationWay =
  | { readonly kind: 'whole' }
  | {
      readonly kind: 'tiles'
      readonly count: number
      readonly width: number
      readonly height: number
      readonly overlap: number
      /**
       * Where norms that look at the image have their statistics from: `exact`, all of it; `sampled`, the share of it given;
       * `none`, there are no such norms.
       */
      readonly statistics: TileStatistics | 'none'
      /** Part of the pixels that the statistics come from. */
      readonly share: number
    }

/**
 * How tiles get statistics in common: `sampled`, one pass over parts of the image spread evenly, as large as memory allows;
 * `exact`, a pass over all tiles for every norm, which takes about ten times as long.
 */
export type TileStatistics = 'sampled' | 'exact'

// A sample is put together from this many pieces of each axis.
const samplePieces = 4
const probeSide = 256
const smallestTile = 256
const largestTile = 2048
const mostMemory = 4 * 2 ** 30
// Beside tensors there are the packed copies of convolutions: a ResNet of width 64 took 1.6 times its tensors.
const workspaceFactor = 1.6
// Passes of several shapes leave blocks with the allocator that the next shape cannot use: measured with the same network.
const severalShapes = 1.7

/**
 * Translates an image. Sides that do not fit the network are filled up with the mirrored image, and cut off again.
 *
 * In tiles, norms that look at the image have their statistics in common, found beforehand: the network then does the same
 * everywhere, and where tiles overlap as far as it looks, they join exactly.
 *
 * @returns `[H, W, C']`, of the size of the input
 * @throws GanymedeError `NON_FINITE` when the network gives NaN
 */
export async function translateImage(
  network: ImageNetwork,
  input: Raster,
  options: TileOptions = {},
): Promise<{ readonly pixels: Raster; readonly way: TranslationWay }> {
  const { factor, smallestSide } = network.reach
  const width = roundUp(Math.max(input.width, smallestSide), factor)
  const height = roundUp(Math.max(input.height, smallestSide), factor)
  const side = tileSide(network, width, height, options)
  if (side === null || (side >= width && side >= height)) {
    options.signal?.throwIfAborted()
    const pixels = inference(() => {
      const image = fromBytes(mirroredPart(input, { left: 0, top: 0, width, height }), network.device)
      const output = network.run(image, 0)
      requireFinite(output)
      return toBytes(output.narrow(2, 0, input.height).narrow(3, 0, input.width), options.rounding)
    })
    options.onProgress?.(1, 1)
    return { pixels, way: { kind: 'whole' } }
  }
  return translateTiles(network, input, { width, height, side }, options)
}

const measuredBytes = new WeakMap<ImageNetwork, number>()

/** Bytes of tensors that a pass needs for each pixel of its input, measured on a small image. */
function bytesPerPixel(network: ImageNetwork): number {
  const known = measuredBytes.get(network) ?? measureBytes(network)
  measuredBytes.set(network, known)
  return known
}

function measureBytes(network: ImageNetwork): number {
  const { factor, smallestSide } = network.reach
  const side = roundUp(Math.max(probeSide, smallestSide), factor)
  return inference(() => {
    const input = zeros([1, network.inputChannels, side, side], { device: network.device })
    const before = memory().bytes
    resetPeakMemory()
    network.run(input, 0)
    return (memory().peakBytes - before) / (side * side)
  })
}

/** Raster of an image that fit into the memory. */
function affordablePixels(network: ImageNetwork, memoryBytes: number | undefined): number {
  // The probe sees tensors of the CPU only; elsewhere a generous guess has to do.
  const each = network.device === 'cpu' ? bytesPerPixel(network) * workspaceFactor : 2048
  return (memoryBytes ?? Math.min(mostMemory, process.availableMemory() / 2)) / each
}

/** Side of the tiles, or null for the whole image. */
function tileSide(
  network: ImageNetwork,
  width: number,
  height: number,
  { tile = 'auto', memoryBytes }: TileOptions,
): number | null {
  if (tile === 'whole') return null
  if (typeof tile === 'number') return tile
  // Nobody has to think about memory for pictures of this size.
  if (width * height <= probeSide * probeSide) return null
  const affordable = affordablePixels(network, memoryBytes)
  if (width * height <= affordable) return null
  return Math.min(largestTile, Math.max(smallestTile, Math.floor(Math.sqrt(affordable / severalShapes))))
}

async function translateTiles(
  network: ImageNetwork,
  input: Raster,
  { width, height, side }: { readonly width: number; readonly height: number; readonly side: number },
  options: TileOptions,
): Promise<{ readonly pixels: Raster; readonly way: TranslationWay }> {
  const { factor, radius } = network.reach
  const { overlap = 'auto', statistics: wanted = 'sampled', signal, onProgress } = options
  // Twice the radius joins exactly. Where that would be most of a tile, as for U-Nets that look everywhere, blending must do.
  const exact = roundUp(2 * radius, factor)
  const shared = overlap === 'auto' ? (exact <= side / 2 ? exact : roundUp(side / 4, factor)) : overlap
  const columns = tileSpans(width, { tile: side, overlap: shared, factor })
  const rows = tileSpans(height, { tile: side, overlap: shared, factor })
  const tiles = rows.flatMap((row) => columns.map((column) => ({ row, column })))
  const statistics = new SharedStatistics(network.imageNorms)
  const total = tiles.length + (network.imageNorms.length === 0 ? 0 : wanted === 'exact' ? 0 : 1)
  let done = 0
  // Signals are heard between tiles.
  const breathe = async (): Promise<void> => {
    await new Promise((next) => setImmediate(next))
    signal?.throwIfAborted()
  }
  const pass = ({ row, column }: (typeof tiles)[number], part: number): Tensor => {
    const place = { left: column.start, top: row.start, width: column.length, height: row.length }
    return network.run(fromBytes(mirroredPart(input, place), network.device), part)
  }

  let share = 0
  if (network.imageNorms.length > 0 && wanted === 'sampled') {
    const mosaic = evenSample(
      input,
      { width, height, factor },
      affordablePixels(network, options.memoryBytes) / severalShapes,
    )
    share = Math.min(1, (mosaic.width * mosaic.height) / (width * height))
    statistics.sample(() => inference(() => void network.run(fromBytes(mosaic, network.device), 0)))
    trimMemory()
    await breathe()
    onProgress?.(++done, total)
  } else if (network.imageNorms.length > 0) {
    const measured = tiles.map((tile, part) => ({
      part: countedPart(tile.row, tile.column),
      run: async () => {
        await breathe()
        return () => inference(() => void pass(tile, part))
      },
    }))
    while (await statistics.round(measured)) share = 1
  }

  let canvas = undefined as TileCanvas | undefined
  for (const [part, tile] of tiles.entries()) {
    const { row, column } = tile
    await breathe()
    const output = inference(() => {
      const made = statistics.use(() => pass(tile, part))
      requireFinite(made)
      return made.to({ dtype: 'float32', device: 'cpu' }).contiguous().data() as Float32Array
    })
    onProgress?.(++done, total)
    canvas ??= new TileCanvas(width, row.length, output.length / (row.length * column.length), input)
    canvas.add(output, row, column)
    const next = tiles[part + 1]?.row
    if (next !== row) canvas.finishRows(row.start, next?.start ?? height, options.rounding ?? 'truncate')
  }
  if (canvas === undefined) throw new Error('an image without tiles')
  return {
    pixels: canvas.pixels,
    way: {
      kind: 'tiles',
      count: tiles.length,
      width: columns[0]?.length ?? side,
      height: rows[0]?.length ?? side,
      overlap: shared,
      statistics: network.imageNorms.length === 0 ? 'none' : wanted,
      share,
    },
  }
}

function inference<T>(fn: () => T): T {
  return scope('translate', () => noGrad(fn))
}

/**
 * An image as small as memory asks for, put together from pieces of the whole that are spread evenly over it.
 *
 * @param most  pixels
 */
function evenSample(
  input: Raster,
  { width, height, factor }: { readonly width: number; readonly height: number; readonly factor: number },
  most: number,
): Raster {
  const scale = Math.min(1, Math.sqrt(most / (width * height)))
  const columns = evenPlaces(width, scale, factor)
  const rows = evenPlaces(height, scale, factor)
  const { channels } = input
  const data = new Uint8Array(columns.length * rows.length * channels)
  const whole = mirroredPart(input, { left: 0, top: 0, width, height })
  let to = 0
  for (const y of rows) {
    for (const x of columns) {
      const from = (y * width + x) * channels
      for (let c = 0; c < channels; c++) data[to++] = whole.data[from + c] ?? 0
    }
  }
  return { width: columns.length, height: rows.length, channels, data }
}

/** Places of a share of an axis, in a few pieces that lie on the network's grid. */
function evenPlaces(length: number, scale: number, factor: number): number[] {
  if (scale >= 1) return Array.from({ length }, (_, i) => i)
  const wanted = Math.min(length, Math.max(2, Math.floor((length * scale) / factor)) * factor)
  const pieces = Math.max(1, Math.min(samplePieces, Math.floor(wanted / factor / 2)))
  const side = Math.floor(wanted / pieces / factor) * factor
  return Array.from({ length: pieces }, (_, piece) => {
    const free = length - side
    const start = pieces === 1 ? free / 2 : (free * piece) / (pieces - 1)
    const from = Math.floor(start / factor) * factor
    return Array.from({ length: side }, (_, i) => from + i)
  }).flat()
}

function countedPart(row: TileSpan, column: TileSpan) {
  const share = ({ start, length }: TileSpan, at: number) => (at - start) / length
  return {
    top: share(row, row.own[0]),
    bottom: share(row, row.own[1]),
    left: share(column, column.own[0]),
    right: share(column, column.own[1]),
  }
}

/** Joins weighted tiles; holds numbers for one row of tiles only, and bytes for the rest. */
class TileCanvas {
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

function requireFinite(output: Tensor): void {
  const isGood = scope('finite', () => isfinite(output).all().item() === 1)
  if (isGood) return
  throw new GanymedeError('NON_FINITE', 'the network gave values that are NaN or infinite', {
    remedy: 'The weights are damaged or of another network; see them with: ganymede inspect <file> --stats',
  })
}
