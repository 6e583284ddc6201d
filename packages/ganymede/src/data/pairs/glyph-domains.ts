/** Two domains that the product makes itself: built-in handwriting in chalk on a board, and other writing in ink on paper. */

import { GanymedeError } from '@ganymede/core'
import { type ChannelCount, type Raster, withChannels } from '@ganymede/core/pictures'
import { counted, grouped } from '@ganymede/core/text'
import type { DataInfo, Dataset } from '../dataset.js'
import { fingerprintOf } from '../fingerprint.js'
import { parseGlyphReference } from '../glyphs/synthetic-glyphs.js'
import type { FoundItems } from './found-items.js'
import type { OpenPairsOptions } from './pair-options.js'
import { openAtStoredSize } from './photographs.js'
import { stageSize, toStage } from './size-policy.js'
import type { StageSettings, StageSource } from './stage-source.js'

type Colour = readonly [red: number, green: number, blue: number]

/** What a stroke is drawn on, and with what. */
interface Material {
  readonly ground: Colour
  readonly stroke: Colour
}

const chalk: Material = { ground: [38, 66, 54], stroke: [240, 240, 225] }
const ink: Material = { ground: [250, 243, 224], stroke: [28, 44, 120] }

/** Raise it when colours change: the fingerprint follows. */
const version = 1

/** Both domains, and what they hold open. */
export interface GlyphDomains {
  readonly found: FoundItems
  readonly origin: Pick<DataInfo, 'kind' | 'path' | 'name' | 'fingerprint' | 'notes'> & Partial<Pick<DataInfo, 'split'>>
  close(): Promise<void>
}

/**
 * Opens `builtin:glyphs` as two domains: A in chalk, B in ink, as many of each, and no glyph of one written as in the other.
 *
 * @param asked  channels of A and B; `auto`: three
 * @throws GanymedeError `OPTION_INVALID`, `OPTION_UNKNOWN`, `DATA_NOT_FOUND` as the reference gives
 */
export async function openGlyphDomains(
  ref: string,
  asked: readonly [ChannelCount | 'auto', ChannelCount | 'auto'],
  options: OpenPairsOptions,
): Promise<GlyphDomains> {
  const { seed } = parseGlyphReference(ref)
  const a = await openAtStoredSize(ref, options)
  const b = await openAtStoredSize(withSeed(ref, otherSeed(seed)), options)
  const { info, transform } = a
  const channels = [asked[0] === 'auto' ? 3 : asked[0], asked[1] === 'auto' ? 3 : asked[1]] as const
  const { width, height } = transform
  return {
    found: {
      layout: `two domains, ${counted(info.count, 'glyph')} in chalk on a board (A) and ${grouped(b.info.count)} others in ink on paper (B)`,
      notes: [],
      count: info.count,
      counts: [info.count, b.info.count],
      channels,
      sizes: [{ width, height, name: info.name }],
      sources: (settings) => [
        colouredSource(a, chalk, channels[0], settings),
        colouredSource(b, ink, channels[1], settings),
      ],
    },
    origin: {
      kind: info.kind,
      path: info.path,
      name: info.name,
      fingerprint: fingerprintOf([`glyph-domains v${version}`, info.fingerprint, b.info.fingerprint]),
      notes: info.notes,
      ...(info.split === undefined ? {} : { split: info.split }),
    },
    async close() {
      await a.close()
      await b.close()
    },
  }
}

/** Far from the seeds that people choose. */
function otherSeed(seed: number): number {
  const far = 1_000_003
  return seed + far <= Number.MAX_SAFE_INTEGER ? seed + far : seed - far
}

function withSeed(ref: string, seed: number): string {
  const [name = '', query = ''] = ref.split('?', 2)
  const values = new URLSearchParams(query)
  values.set('seed', String(seed))
  return `${name}?${values.toString()}`
}

function colouredSource(
  glyphs: Dataset,
  material: Material,
  channels: ChannelCount,
  { policy }: StageSettings,
): StageSource {
  const { width, height } = glyphs.transform
  return {
    count: glyphs.info.count,
    async load(at, purpose, signal) {
      const image = coloured({ width, height, channels: 1, data: await glyphs.read(at, signal) }, material)
      return [toStage(withChannels(image, channels), stageSize(policy, image, purpose))]
    },
    namesOf: (at) => [glyphs.nameOf(at)],
  }
}

/** @param glyph  `[H, W, 1]`: how much of each pixel the stroke covers */
function coloured({ width, height, channels, data }: Raster, { ground, stroke }: Material): Raster {
  if (channels !== 1) throw new GanymedeError('INTERNAL', `glyphs have one channel, not ${channels}`)
  const colours = new Uint8Array(width * height * 3)
  data.forEach((covered, i) => {
    for (const [c, from] of ground.entries()) {
      colours[3 * i + c] = Math.round(from + (((stroke[c] ?? 0) - from) * covered) / 255)
    }
  })
  return { width, height, channels: 3, data: colours }
}
