/** One image of any size through a network: whole where memory allows, else in tiles that nobody sees. */

import { GanymedeError } from '@ganymede/core'
import type { Raster } from '@ganymede/core/pictures'
import { isfinite, noGrad, scope, type Tensor, trimMemory } from '@ganymede/torch'
import { SharedStatistics } from '../nn/inference/shared-statistics.js'
import { fromBytes, mirroredPart, toBytes } from './image-bytes.js'
import type { ImageNetwork } from './image-network.js'
import { evenSample } from './tiles/even-sample.js'
import { roundUp } from './tiles/network-reach.js'
import { isSmall, pixelsWithin, tileCost, usualMemory, wholeCost, withinMemory } from './tiles/pass-memory.js'
import { TileCanvas } from './tiles/tile-canvas.js'
import { requireTileOptions, type TileOptions, type TileStatistics } from './tiles/tile-options.js'
import {
  type AxisTiles,
  fittedTiles,
  planTiles,
  smallestTiles,
  type TileChoice,
  type TileSpan,
  tileSpans,
  usualOverlap,
} from './tiles/tile-plan.js'

/** How an image was taken through the network. */
export type TranslationWay =
  | { readonly kind: 'whole' }
  | {
      readonly kind: 'tiles'
      readonly count: number
      readonly width: number
      readonly height: number
      /** Pixels that neighbours share at least. */
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
 * Translates an image. Sides that do not fit the network are filled up with the mirrored image, and cut off again.
 *
 * In tiles, norms that look at the image have their statistics in common, found beforehand: the network then does the same
 * everywhere, and where tiles overlap as far as it looks, they join exactly.
 *
 * @returns `[H, W, C']`, of the size of the input
 * @throws GanymedeError `NON_FINITE` when the network gives NaN; `OPTION_INVALID` for options out of their range, and when
 *   the tiles asked for, or not even small ones, fit into the memory asked for
 */
export async function translateImage(
  network: ImageNetwork,
  input: Raster,
  options: TileOptions = {},
): Promise<{ readonly pixels: Raster; readonly way: TranslationWay }> {
  requireTileOptions(options)
  const { factor, smallestSide } = network.reach
  const width = roundUp(Math.max(input.width, smallestSide), factor)
  const height = roundUp(Math.max(input.height, smallestSide), factor)
  options.signal?.throwIfAborted()
  const memoryBytes = options.memoryBytes ?? usualMemory()
  const tiles = chooseTiles(network, { width, height }, options)
  if (tiles === null) {
    const pixels = inference(memoryBytes, () => {
      const image = fromBytes(mirroredPart(input, { left: 0, top: 0, width, height }), network.device)
      const output = network.run(image, 0)
      requireFinite(output)
      return toBytes(output.narrow(2, 0, input.height).narrow(3, 0, input.width), options.rounding)
    })
    options.onProgress?.(1, 1)
    return { pixels, way: { kind: 'whole' } }
  }
  return translateTiles(network, input, { width, height, tiles }, { ...options, memoryBytes })
}

/** How an image is cut, or null for the whole. @throws GanymedeError `OPTION_INVALID` when the memory asked for is too little */
function chooseTiles(
  network: ImageNetwork,
  image: { readonly width: number; readonly height: number },
  { tile = 'auto', overlap: askedOverlap = 'auto', memoryBytes }: TileOptions,
): TileChoice | null {
  const { factor } = network.reach
  const { width, height } = image
  const overlap = askedOverlap === 'auto' ? undefined : askedOverlap
  const costOf = (across: number, down: number) => tileCost(network, { width: across, height: down }, width)
  const isWhole = tile === 'whole' || (typeof tile === 'number' && tile >= width && tile >= height)
  if (isWhole) {
    const needed = memoryBytes === undefined ? 0 : wholeCost(network, width * height)
    if (memoryBytes !== undefined && needed > memoryBytes) throw tooLarge('the whole picture', needed, memoryBytes)
    return null
  }
  if (typeof tile === 'number') {
    const axis = { side: tile, overlap: overlap ?? usualOverlap(tile, network.reach) }
    const [across, down] = [fittedTiles(width, axis, factor), fittedTiles(height, axis, factor)]
    const needed = memoryBytes === undefined ? 0 : costOf(across.side, down.side)
    if (memoryBytes !== undefined && needed > memoryBytes) {
      throw tooLarge(`a tile of ${across.side} × ${down.side}`, needed, memoryBytes)
    }
    return { across, down }
  }
  // The network is not even tried where nobody has to think about memory.
  if (isSmall(image) && memoryBytes === undefined) return null
  const most = memoryBytes ?? usualMemory()
  if (wholeCost(network, width * height) <= most) return null
  const chosen = planTiles(image, network.reach, { costOf, most, overlap })
  if (chosen !== null) return chosen
  const smallest = smallestTiles(image, network.reach, overlap)
  const needed = costOf(smallest.across.side, smallest.down.side)
  if (memoryBytes === undefined) return smallest
  throw new GanymedeError(
    'OPTION_INVALID',
    `${mebibytes(memoryBytes)} MiB are too little for this network: the smallest tiles, ${smallest.across.side} × ${smallest.down.side}, take ${mebibytes(needed)}`,
    {
      remedy: `Allow more (--memory ${mebibytes(needed)}), or cut smaller tiles, which see less of the picture: --tile.`,
    },
  )
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20)
}

/** `OPTION_INVALID`: what was asked for by `--tile` takes more than `--memory` allows. */
function tooLarge(what: string, needed: number, memoryBytes: number): GanymedeError {
  return new GanymedeError(
    'OPTION_INVALID',
    `${what} takes ${mebibytes(needed)} MiB, and ${mebibytes(memoryBytes)} are allowed`,
    { remedy: `Allow more (--memory ${mebibytes(needed)}), or leave out --tile: tiles then fit by themselves.` },
  )
}

async function translateTiles(
  network: ImageNetwork,
  input: Raster,
  { width, height, tiles: chosen }: { readonly width: number; readonly height: number; readonly tiles: TileChoice },
  options: TileOptions & { readonly memoryBytes: number },
): Promise<{ readonly pixels: Raster; readonly way: TranslationWay }> {
  const { factor, radius } = network.reach
  const { statistics: wanted = 'sampled', signal, onProgress, memoryBytes } = options
  const [across, down] = [fittedTiles(width, chosen.across, factor), fittedTiles(height, chosen.down, factor)]
  const spansOf = (length: number, { side, overlap }: AxisTiles) =>
    tileSpans(length, { tile: side, overlap, factor, radius })
  const [columns, rows] = [spansOf(width, across), spansOf(height, down)]
  const tiles = rows.flatMap((row) => columns.map((column) => ({ row, column })))
  const statistics = new SharedStatistics(network.imageNorms)
  const isExact = network.imageNorms.length > 0 && wanted === 'exact'
  const isSampled = network.imageNorms.length > 0 && wanted === 'sampled'
  const rounds = isExact ? normsIn(network, input) : 0
  const total = tiles.length * (rounds + 1) + (isSampled ? 1 : 0)
  let done = 0
  // Signals are heard between tiles; and what one leaves with the allocator may not fit the next.
  const breathe = async (): Promise<void> => {
    trimMemory()
    await new Promise((next) => setImmediate(next))
    signal?.throwIfAborted()
  }
  const pass = ({ row, column }: (typeof tiles)[number], part: number): Tensor => {
    const place = { left: column.start, top: row.start, width: column.length, height: row.length }
    return network.run(fromBytes(mirroredPart(input, place), network.device), part)
  }

  let share = 0
  if (isSampled) {
    const mosaic = evenSample(input, { width, height, factor }, pixelsWithin(network, memoryBytes))
    share = Math.min(1, (mosaic.width * mosaic.height) / (width * height))
    statistics.sample(() => inference(memoryBytes, () => void network.run(fromBytes(mosaic, network.device), 0)))
    await breathe()
    onProgress?.(++done, total)
  } else if (isExact) {
    const measured = tiles.map((tile, part) => ({
      part: countedPart(tile.row, tile.column),
      run: async () => {
        await breathe()
        onProgress?.(done++, total)
        return () => inference(memoryBytes, () => void pass(tile, part))
      },
    }))
    for (let round = 0; round < rounds; round++) await statistics.round(measured)
    share = 1
  }

  let canvas = undefined as TileCanvas | undefined
  for (const [part, tile] of tiles.entries()) {
    const { row, column } = tile
    await breathe()
    const output = inference(memoryBytes, () => {
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
      width: columns[0]?.length ?? width,
      height: rows[0]?.length ?? height,
      overlap: Math.max(...(columns.length > 1 ? [across.overlap] : []), ...(rows.length > 1 ? [down.overlap] : [])),
      statistics: network.imageNorms.length === 0 ? 'none' : wanted,
      share,
    },
  }
}

function inference<T>(memoryBytes: number, fn: () => T): T {
  return scope('translate', () => withinMemory(memoryBytes, () => noGrad(fn)))
}

/** Norms that take statistics from the image in one pass, counted on as few of its pixels as the network takes. */
function normsIn(network: ImageNetwork, input: Raster): number {
  const { factor, smallestSide } = network.reach
  const side = roundUp(Math.max(smallestSide, 2 * factor), factor)
  const corner = mirroredPart(input, { left: 0, top: 0, width: side, height: side })
  const statistics = new SharedStatistics(network.imageNorms)
  statistics.sample(() => scope('norms', () => noGrad(() => void network.run(fromBytes(corner, network.device), 0))))
  return statistics.size
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

function requireFinite(output: Tensor): void {
  const isGood = scope('finite', () => isfinite(output).all().item() === 1)
  if (isGood) return
  throw new GanymedeError('NON_FINITE', 'the network gave values that are NaN or infinite', {
    remedy: 'The weights are damaged or of another network; see them with: ganymede inspect <file> --stats',
  })
}
