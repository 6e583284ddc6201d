/** Where tiles lie on an image, and with which weights they are joined. Pure arithmetic. */
import { type NetworkReach, roundUp } from './network-reach.js'

/** One tile along an axis, in pixels. */
export interface TileSpan {
  /** First pixel; a multiple of the network's factor, so that all tiles sample the image alike. */
  readonly start: number
  readonly length: number
  /** The part of the axis that counts as this tile's own, `[from, to)`: those of all tiles make up the axis, each pixel once. */
  readonly own: readonly [from: number, to: number]
  /** Weight of each of its pixels; at every pixel of the axis the weights of all tiles add up to 1. */
  readonly weights: Float32Array
}

/** How tiles lie along an axis. */
export interface SpanOptions {
  /** Wanted length of a tile; rounded up to `factor`. */
  readonly tile: number
  /** Pixels that neighbours share at least; rounded up to `factor`, and kept below half a tile. */
  readonly overlap: number
  readonly factor: number
  /** How far the network looks; default: farther than any overlap. */
  readonly radius?: number | undefined
}

/**
 * Covers an axis with tiles of one length, spread evenly.
 *
 * Where an overlap is twice as far as the network looks, either tile is right up to the middle: they are cut there, and join
 * exactly. Narrower overlaps are blended over their middle half: what lies nearest to the edge of a tile, and knows least of
 * the picture beyond, is not shown at all.
 *
 * @param length  of the axis, a multiple of `factor`
 */
export function tileSpans(
  length: number,
  { tile, overlap, factor, radius = Number.POSITIVE_INFINITY }: SpanOptions,
): readonly TileSpan[] {
  const { side, overlap: shared } = fittedTiles(length, { side: tile, overlap }, factor)
  const count = side >= length ? 1 : Math.ceil((length - shared) / (side - shared))
  const starts = Array.from({ length: count }, (_, i) =>
    count === 1 ? 0 : Math.floor((i * (length - side)) / (count - 1) / factor) * factor,
  )
  // Cuts lie on the network's grid too, where deeper layers have a pixel's edge.
  const cuts = starts.slice(1).map((start, i) => {
    const end = (starts[i] ?? 0) + side
    return Math.round((start + end) / 2 / factor) * factor
  })
  return starts.map((start, i) => {
    const from = i === 0 ? 0 : (cuts[i - 1] ?? 0)
    const to = i === starts.length - 1 ? length : (cuts[i] ?? length)
    const before = i === 0 ? null : { from: start, cut: from, to: (starts[i - 1] ?? 0) + side }
    const after = i === starts.length - 1 ? null : { from: starts[i + 1] ?? 0, cut: to, to: start + side }
    const weights = Float32Array.from({ length: side }, (_, k) => {
      const at = start + k
      const rise = before !== null && at < before.to ? risen(at, before, radius) : 1
      const fall = after !== null && at >= after.from ? 1 - risen(at, after, radius) : 1
      return Math.fround(rise * fall)
    })
    return { start, length: side, own: [from, to], weights }
  })
}

interface Overlap {
  readonly from: number
  readonly cut: number
  readonly to: number
}

/** From 0 to 1: at the cut where both tiles know all they need there, else smoothly over the middle half. */
function risen(at: number, { from, cut, to }: Overlap, radius: number): number {
  if (cut - from >= radius && to - cut >= radius) return at < cut ? 0 : 1
  const quarter = (to - from) / 4
  const share = Math.min(1, Math.max(0, (at + 0.5 - from - quarter) / (2 * quarter)))
  return share * share * (3 - 2 * share)
}

/** Pixels that neighbours share when nothing else is asked for: enough to join exactly, or else to be blended unseen. */
export function usualOverlap(side: number, reach: NetworkReach): number {
  const exact = exactOverlap(reach)
  return exact <= side / 2 ? exact : blendedOverlap(side, reach)
}

// Two places of the coarsest layer: less shows where its padding lies, measured with a U-Net as bands in a flat sky.
function blendedOverlap(side: number, { factor }: Pick<NetworkReach, 'factor'>): number {
  return Math.min(Math.max(roundUp(side / 4, factor), 2 * factor), Math.floor(side / 2 / factor) * factor)
}

// Twice the factor, so that the middle of an overlap lies on the network's grid.
function exactOverlap({ factor, radius }: Pick<NetworkReach, 'factor' | 'radius'>): number {
  return roundUp(2 * radius, 2 * factor)
}

/** Tiles of one axis, before they are laid out. */
export interface AxisTiles {
  readonly side: number
  readonly overlap: number
}

/** Tiles on the network's grid, no longer than their axis, that share at most a half. */
export function fittedTiles(length: number, { side: asked, overlap }: AxisTiles, factor: number): AxisTiles {
  const side = Math.min(length, roundUp(Math.max(asked, 2 * factor), factor))
  return { side, overlap: Math.min(roundUp(overlap, factor), Math.floor(side / 2 / factor) * factor) }
}

/** What {@link planTiles} chooses. */
export interface TileChoice {
  readonly across: AxisTiles
  readonly down: AxisTiles
}

// Smaller tiles would see too little, larger ones would make stopping slow.
const smallestTile = 256
const largestTile = 2048

/**
 * The tiles that take an image through the network with the fewest pixels, none costing more than it may. Those that join
 * exactly are preferred to any others.
 *
 * @param image  sides, multiples of the network's factor
 * @param options.costOf   of a pass over a part of this size, in the unit of `most`
 * @param options.overlap  as asked for; undefined: as suits
 * @returns null when even the smallest tiles cost too much
 */
export function planTiles(
  image: { readonly width: number; readonly height: number },
  reach: NetworkReach,
  {
    costOf,
    most,
    overlap,
  }: {
    readonly costOf: (width: number, height: number) => number
    readonly most: number
    readonly overlap?: number | undefined
  },
): TileChoice | null {
  const exact = exactOverlap(reach)
  const least = smallestSide(reach)
  const ways =
    overlap !== undefined
      ? [{ least, overlapOf: () => roundUp(overlap, reach.factor) }]
      : [
          { least: Math.max(least, 2 * exact), overlapOf: () => exact },
          // Tiles in which two places of the coarsest layer are at most half.
          { least: Math.max(least, 4 * reach.factor), overlapOf: (side: number) => blendedOverlap(side, reach) },
          { least, overlapOf: (side: number) => blendedOverlap(side, reach) },
        ]
  for (const way of ways) {
    let best: { readonly choice: TileChoice; readonly work: number } | null = null
    for (const down of axisChoices(image.height, reach.factor, way)) {
      for (const across of axisChoices(image.width, reach.factor, way)) {
        const work = down.count * across.count * down.side * across.side
        if (costOf(across.side, down.side) > most || (best !== null && best.work <= work)) continue
        best = { choice: { across, down }, work }
      }
    }
    if (best !== null) return best.choice
  }
  return null
}

/** The smallest tiles that an image is cut into. */
export function smallestTiles(
  { width, height }: { readonly width: number; readonly height: number },
  reach: NetworkReach,
  overlap?: number | undefined,
): TileChoice {
  const side = smallestSide(reach)
  const ofAxis = (length: number) => ({ side: Math.min(side, length), overlap: overlap ?? usualOverlap(side, reach) })
  return { across: ofAxis(width), down: ofAxis(height) }
}

function smallestSide({ factor }: Pick<NetworkReach, 'factor'>): number {
  return roundUp(Math.max(smallestTile, 2 * factor), factor)
}

/** Every number of tiles that an axis can be covered with, and how long they must then be. */
function axisChoices(
  length: number,
  factor: number,
  { least, overlapOf }: { readonly least: number; readonly overlapOf: (side: number) => number },
): readonly (AxisTiles & { readonly count: number })[] {
  const found = length <= largestTile ? [{ count: 1, side: length, overlap: 0 }] : []
  for (let side = Math.min(length - factor, roundUp(largestTile, factor)); side >= least; side -= factor) {
    const overlap = Math.min(overlapOf(side), Math.floor(side / 2 / factor) * factor)
    const count = Math.ceil((length - overlap) / (side - overlap))
    // Of the sides that give one number of tiles, the shortest does.
    if (found.at(-1)?.count === count) found.pop()
    found.push({ count, side, overlap })
  }
  return found
}
