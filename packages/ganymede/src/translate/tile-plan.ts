/** Where tiles lie on an image, and with which weights they are joined. Pure arithmetic of one axis. */
import { roundUp } from './network-reach.js'

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

/**
 * Covers an axis with tiles of one length.
 *
 * Over an overlap, weights rise in its middle half only: what lies nearest to the cut, and knows least of the picture beyond,
 * is not shown at all.
 *
 * @param length   of the axis, a multiple of `factor`
 * @param tile     wanted length of a tile; rounded up to `factor`
 * @param overlap  pixels that neighbours share; rounded up to `factor`, and kept below half a tile
 */
export function tileSpans(
  length: number,
  { tile, overlap, factor }: { readonly tile: number; readonly overlap: number; readonly factor: number },
): readonly TileSpan[] {
  const side = Math.min(length, roundUp(Math.max(tile, 2 * factor), factor))
  const shared = Math.min(roundUp(overlap, factor), Math.floor(side / 2 / factor) * factor)
  const starts = [0]
  while ((starts.at(-1) ?? 0) + side < length) {
    starts.push(Math.min((starts.at(-1) ?? 0) + side - shared, length - side))
  }
  // Cuts lie on the network's grid too, where deeper layers have a pixel's edge.
  const cuts = starts.slice(1).map((start, i) => {
    const end = (starts[i] ?? 0) + side
    return Math.round((start + end) / 2 / factor) * factor
  })
  return starts.map((start, i) => {
    const from = i === 0 ? 0 : (cuts[i - 1] ?? 0)
    const to = i === starts.length - 1 ? length : (cuts[i] ?? length)
    const before = i === 0 ? null : { from: start, to: (starts[i - 1] ?? 0) + side }
    const after = i === starts.length - 1 ? null : { from: starts[i + 1] ?? 0, to: start + side }
    const weights = Float32Array.from({ length: side }, (_, k) => {
      const at = start + k
      const rise = before !== null && at < before.to ? risen(at, before) : 1
      const fall = after !== null && at >= after.from ? 1 - risen(at, after) : 1
      return Math.fround(rise * fall)
    })
    return { start, length: side, own: [from, to], weights }
  })
}

/** From 0 to 1 over the middle half of an overlap, smoothly. */
function risen(at: number, { from, to }: { readonly from: number; readonly to: number }): number {
  const quarter = (to - from) / 4
  const share = Math.min(1, Math.max(0, (at + 0.5 - from - quarter) / (2 * quarter)))
  return share * share * (3 - 2 * share)
}
