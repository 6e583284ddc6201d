/**
 * Handwriting that the product makes itself, so that a first run needs no data: digits and letters from randomised pen
 * strokes, each image a pure function of (seed, index, size).
 */

import { GanymedeError } from '@ganymede/core'
import { dimensionsOf } from '@ganymede/core/pictures'
import { CounterRandom } from '@ganymede/core/random'
import type { Dataset, OpenDatasetOptions } from '../dataset.js'
import { fingerprintOf } from '../fingerprint.js'
import { rawDataset } from '../raw-dataset.js'
import { renderPenPath } from './glyph-renderer.js'
import { type Glyph, type GlyphSet, glyphsOf } from './glyph-skeletons.js'
import { writeGlyph } from './glyph-writer.js'

// Raise it when drawings or hands change: the fingerprint follows, and a resumed run notices.
const DRAWING_VERSION = 1
const DEFAULT_COUNT = 20_000
const MIN_SIDE = 16
const MAX_SIDE = 256
const MAX_COUNT = 10_000_000
const PREFIX = 'builtin:'

/** What a reference such as `builtin:glyphs?set=letters&count=5000` asks for. */
export interface GlyphOptions {
  /** `digits` (default, 10 classes), `letters` (26 capitals), `all` (47). */
  readonly set: GlyphSet
  /** Number of images; default 20,000. Every image is different, the classes take turns. */
  readonly count: number
  /** Seed of the writing; default 0. */
  readonly seed: number
  /** Side in pixels at which glyphs are drawn, 16…256; default: the size asked for in training. */
  readonly size: number | null
}

export function isBuiltinReference(ref: string): boolean {
  return ref.startsWith(PREFIX)
}

/**
 * @throws GanymedeError `DATA_NOT_FOUND` for an unknown name, `OPTION_UNKNOWN` or `OPTION_INVALID` for what stands
 *   behind the question mark
 */
export function parseGlyphReference(ref: string): GlyphOptions {
  const [name = '', query = ''] = ref.slice(PREFIX.length).split('?', 2)
  if (name !== 'glyphs') {
    throw new GanymedeError('DATA_NOT_FOUND', `there is no built-in data set ${PREFIX}${name}`, {
      remedy: `Use ${PREFIX}glyphs, or a path.`,
    })
  }
  const options: { set: GlyphSet; count: number; seed: number; size: number | null } = {
    set: 'digits',
    count: DEFAULT_COUNT,
    seed: 0,
    size: null,
  }
  for (const [key, value] of new URLSearchParams(query)) {
    if (key === 'set') options.set = parseSet(value)
    else if (key === 'count') options.count = parseInteger(key, value, 1, MAX_COUNT)
    else if (key === 'seed') options.seed = parseInteger(key, value, 0, Number.MAX_SAFE_INTEGER)
    else if (key === 'size') options.size = parseInteger(key, value, MIN_SIDE, MAX_SIDE)
    else {
      throw new GanymedeError('OPTION_UNKNOWN', `${PREFIX}glyphs has no option "${key}"`, {
        remedy: 'It has: set, count, seed, size.',
      })
    }
  }
  return options
}

/**
 * The image of an index, white on black.
 *
 * @param size  side in pixels; strokes keep their proportions at every size
 * @returns `[size, size, 1]` uint8
 */
export function drawGlyph(
  glyph: Glyph,
  { seed, index, size }: { seed: number; index: number; size: number },
): Uint8Array {
  return renderPenPath(writeGlyph(glyph, new CounterRandom(seed, `glyph/${index}`)), size)
}

/** Opens built-in handwriting; label `k` is the class `index mod classes`. */
export function openGlyphs(ref: string, options: OpenDatasetOptions): Dataset {
  const { set, count, seed, size: drawn } = parseGlyphReference(ref)
  const glyphs = glyphsOf(set)
  const { width, height } = dimensionsOf(options.size)
  const size = drawn ?? Math.max(MIN_SIDE, Math.min(MAX_SIDE, width, height))
  // The test part is other writing of the same kind.
  const first = options.split === 'test' ? MAX_COUNT : 0
  return rawDataset(
    {
      kind: 'glyphs',
      path: ref,
      name: set === 'digits' ? 'glyphs' : `glyphs-${set}`,
      count,
      width: size,
      height: size,
      channels: 1,
      classes: glyphs.map(({ name }) => name),
      fingerprint: fingerprintOf([
        `glyphs v${DRAWING_VERSION} set=${set} count=${count} seed=${seed} size=${drawn ?? 'any'} first=${first}`,
      ]),
      split: options.split ?? 'train',
      isComputed: true,
      pixels: (index) => drawGlyph(glyphs[index % glyphs.length] as Glyph, { seed, index: first + index, size }),
      label: (index) => index % glyphs.length,
    },
    options,
  )
}

function parseSet(value: string): GlyphSet {
  if (value === 'digits' || value === 'letters' || value === 'all') return value
  throw new GanymedeError('OPTION_INVALID', `${PREFIX}glyphs: set must be digits, letters or all, got "${value}"`)
}

function parseInteger(key: string, value: string, min: number, max: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
  if (number >= min && number <= max) return number
  throw new GanymedeError(
    'OPTION_INVALID',
    `${PREFIX}glyphs: ${key} must be an integer from ${min} to ${max}, got "${value}"`,
  )
}
