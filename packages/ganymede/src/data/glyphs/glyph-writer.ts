/**
 * Writes a glyph the way a hand would, each time a little differently: from the skeleton to a path of discs that a pen
 * leaves on paper. Only additions, multiplications, divisions and square roots, so that every machine writes the same.
 */

import type { CounterRandom } from '@ganymede/core/random'
import { portableCosSin } from '@ganymede/core/random'
import type { Glyph, SkeletonPoint, SkeletonStroke } from './glyph-skeletons.js'

/** Pieces of a pen path: from disc (x, y, radius) to disc, in units of the image side. */
export interface PenPath {
  /** `[pieces, 6]`: x0, y0, radius0, x1, y1, radius1. */
  readonly pieces: Float64Array
  readonly count: number
  /** Width of the soft edge of the ink, in units of the image side. */
  readonly softness: number
  /** Darkness of the ink in [0, 1]. */
  readonly ink: number
}

interface Point {
  x: number
  y: number
}

const MAX_PIECES = 256
const PIECE_LENGTH = 0.05 // of the glyph's height, before fitting into the frame

/** What one writer does to all strokes of one glyph. */
interface Hand {
  readonly slant: number
  readonly stretch: number
  readonly cos: number
  readonly sin: number
  readonly bendX: number
  readonly bendY: number
  readonly wobble: number
  readonly radius: number
  readonly pressure: number
  readonly taper: number
  readonly nibCos: number
  readonly nibSin: number
  readonly nib: number
}

const scratch = new Float64Array(2)

/**
 * One writing of a glyph, placed in the unit square.
 *
 * @param random  a stream of its own for this image; the number of draws differs from glyph to glyph
 */
export function writeGlyph(glyph: Glyph, random: CounterRandom): PenPath {
  const variant = pickVariant(glyph, random.nextFloat())
  const hand = pickHand(random)
  const pieces = new Float64Array(MAX_PIECES * 6)
  let count = 0
  for (const stroke of variant) {
    const points = bendStroke(stroke, hand, random)
    count = addStroke(pieces, count, tracePoints(points, stroke), hand, random)
  }
  placeInFrame(pieces, count, random)
  const softness = 0.022 + 0.02 * random.nextFloat()
  const ink = 0.92 + 0.08 * random.nextFloat()
  return { pieces, count, softness, ink }
}

function pickVariant({ variants }: Glyph, u: number): readonly SkeletonStroke[] {
  let sum = 0
  for (const { share, strokes } of variants) {
    sum += share
    if (u < sum) return strokes
  }
  return variants.at(-1)?.strokes ?? []
}

/** A normal number, cut off at two and a half standard deviations. */
function spread(random: CounterRandom, mean: number, sigma: number): number {
  return mean + sigma * Math.max(-2.5, Math.min(2.5, random.nextNormal()))
}

function pickHand(random: CounterRandom): Hand {
  const tilt = spread(random, 0, 0.11)
  portableCosSin(random.nextFloat(), scratch)
  const [nibCos = 1, nibSin = 0] = scratch
  // A rotation by a small angle t: cos and sin of 2 atan(t / 2).
  const half = tilt / 2
  const cos = (1 - half * half) / (1 + half * half)
  const sin = (2 * half) / (1 + half * half)
  return {
    slant: spread(random, 0.14, 0.19),
    stretch: Math.max(0.64, spread(random, 1, 0.16)),
    cos,
    sin,
    bendX: spread(random, 0, 0.07),
    bendY: spread(random, 0, 0.06),
    wobble: 0.014 + 0.026 * random.nextFloat(),
    radius: Math.max(0.04, spread(random, 0.066, 0.016)),
    pressure: 0.22 * random.nextFloat(),
    taper: 0.5 * random.nextFloat(),
    nibCos,
    nibSin,
    nib: 0.2 * random.nextFloat(),
  }
}

/** The points of one stroke where this hand puts them: bent, slanted, turned, and none quite where it should be. */
function bendStroke(stroke: SkeletonStroke, hand: Hand, random: CounterRandom): Point[] {
  const driftX = spread(random, 0, 0.02)
  const driftY = spread(random, 0, 0.02)
  const points = stroke.map(({ x, y }) => {
    const px = x + driftX + spread(random, 0, hand.wobble) - 0.5
    const py = y + driftY + spread(random, 0, hand.wobble) - 0.5
    const bentX = (px + hand.bendX * (4 * py * py - 0.5)) * hand.stretch - hand.slant * py
    const bentY = py + hand.bendY * (4 * px * px - 0.5)
    return { x: hand.cos * bentX - hand.sin * bentY, y: hand.sin * bentX + hand.cos * bentY }
  })
  // Strokes begin and end a little early or late.
  stretchEnd(points, 0, 1, spread(random, 0, 0.05))
  stretchEnd(points, points.length - 1, points.length - 2, spread(random, 0.02, 0.06))
  return points
}

function stretchEnd(points: Point[], end: number, inner: number, by: number): void {
  const a = points[end]
  const b = points[inner]
  if (a === undefined || b === undefined) return
  a.x += (a.x - b.x) * by
  a.y += (a.y - b.y) * by
}

/** Points along the smooth curve through the control points: uniform Catmull–Rom splines between corners. */
function tracePoints(points: readonly Point[], stroke: readonly SkeletonPoint[]): Point[] {
  const traced: Point[] = []
  const last = points.length - 1
  for (let i = 0; i < last; i++) {
    const b = points[i] as Point
    const c = points[i + 1] as Point
    // Beyond an end or a corner the curve goes on straight.
    const a = i === 0 || stroke[i]?.isCorner ? reflect(b, c) : (points[i - 1] as Point)
    const d = i + 1 === last || stroke[i + 1]?.isCorner ? reflect(c, b) : (points[i + 2] as Point)
    const steps = Math.max(1, Math.ceil(distance(b, c) / PIECE_LENGTH))
    for (let k = i === 0 ? 0 : 1; k <= steps; k++) traced.push(catmullRom(a, b, c, d, k / steps))
  }
  return traced
}

function reflect(centre: Point, other: Point): Point {
  return { x: 2 * centre.x - other.x, y: 2 * centre.y - other.y }
}

function distance(a: Point, b: Point): number {
  return Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2)
}

function catmullRom(a: Point, b: Point, c: Point, d: Point, t: number): Point {
  const at = (p: number, q: number, r: number, s: number): number =>
    q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)))
  return { x: at(a.x, b.x, c.x, d.x), y: at(a.y, b.y, c.y, d.y) }
}

/** Adds the pieces of one stroke; the width follows pressure, direction of the nib and the lifting at the ends. */
function addStroke(
  pieces: Float64Array,
  count: number,
  traced: readonly Point[],
  hand: Hand,
  random: CounterRandom,
): number {
  const phase = random.nextFloat()
  const waves = 0.4 + 0.8 * random.nextFloat()
  const last = traced.length - 1
  const radiusAt = (i: number): number => {
    const before = traced[Math.max(0, i - 1)] as Point
    const after = traced[Math.min(last, i + 1)] as Point
    const dx = after.x - before.x
    const dy = after.y - before.y
    const square = dx * dx + dy * dy || 1
    const alongNib = (hand.nibCos * (dx * dx - dy * dy) + hand.nibSin * 2 * dx * dy) / square
    const turn = phase + (waves * i) / Math.max(1, last)
    portableCosSin(turn - Math.floor(turn), scratch)
    const fromEnd = Math.min(i, last - i)
    const lift = fromEnd < 3 ? hand.taper * (1 - fromEnd / 3) : 0
    return hand.radius * (1 + hand.pressure * (scratch[0] as number) + hand.nib * alongNib) * (1 - lift)
  }
  for (let i = 0; i < last && count < MAX_PIECES; i++) {
    const from = traced[i] as Point
    const to = traced[i + 1] as Point
    pieces.set([from.x, from.y, radiusAt(i), to.x, to.y, radiusAt(i + 1)], count * 6)
    count += 1
  }
  return count
}

/** Scales the ink to fill about 5/7 of the frame and centres it, never quite. */
function placeInFrame(pieces: Float64Array, count: number, random: CounterRandom): void {
  let left = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  let top = Number.POSITIVE_INFINITY
  let bottom = Number.NEGATIVE_INFINITY
  for (let at = 0; at < count * 6; at += 3) {
    const x = pieces[at] as number
    const y = pieces[at + 1] as number
    const radius = pieces[at + 2] as number
    left = Math.min(left, x - radius)
    right = Math.max(right, x + radius)
    top = Math.min(top, y - radius)
    bottom = Math.max(bottom, y + radius)
  }
  const scale = (0.73 * (0.94 + 0.14 * random.nextFloat())) / Math.max(right - left, bottom - top)
  const shiftX = 0.5 + spread(random, 0, 0.018) - (scale * (left + right)) / 2
  const shiftY = 0.5 + spread(random, 0, 0.018) - (scale * (top + bottom)) / 2
  for (let at = 0; at < count * 6; at += 3) {
    pieces[at] = (pieces[at] as number) * scale + shiftX
    pieces[at + 1] = (pieces[at + 1] as number) * scale + shiftY
    pieces[at + 2] = (pieces[at + 2] as number) * scale
  }
}
