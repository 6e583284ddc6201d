/** The card that stands beside every number: all that it depends on. Numbers without it cannot be compared. */

import { GanymedeError, issueLines, requireObject } from '@ganymede/core'
import { parseJson } from '@ganymede/runs/files'
import { libtorchVersion } from '@ganymede/torch'
import { z } from 'zod'
import { toolkitVersion } from '../../toolkit-version.js'

const format = 'ganymede-metric/1'

const name = z.string().min(1).max(200)
const text = z.string().max(2000)
const finite = z.number()
// JSON has no infinity; the PSNR of equal images is one.
const value = z.union([finite, z.null().transform(() => Number.POSITIVE_INFINITY)])
const whole = z.int().nonnegative()

const schema = z.strictObject({
  format: z.literal(format),
  metric: name.describe('Name, such as fid, kid or precision.'),
  value: value.describe('The number; null stands for infinity.'),
  better: z.enum(['lower', 'higher']).describe('Which direction is better.'),
  interval: z
    .strictObject({
      low: value,
      high: value,
      confidence: z.number().gt(0).lt(1),
      method: z.enum(['percentile', 'centred']),
      resamples: z.int().positive(),
    })
    .nullable()
    .describe('Bootstrap interval, or null.'),
  features: z
    .strictObject({ name, layer: text, hash: name, input: text })
    .nullable()
    .describe('Network, layer, SHA-256 of its weights and how it gets images; null for metrics of pixels.'),
  resizer: text.describe('How images are resized before they are measured; none when they are not.'),
  counts: z.strictObject({ real: whole, fake: whole }).describe('Images on each side.'),
  split: text.describe('Part of the data that the real images come from, such as train or test.'),
  data: text.describe('Fingerprint of the real images; empty for metrics that need none.'),
  settings: z
    .record(name, z.union([text, finite, z.boolean()]))
    .describe('Options of the metric that change the number: k, subsets, convention, quantisation.'),
  seed: z.int().describe('Root of all random choices.'),
  subject: z
    .strictObject({ name: text, step: whole.nullable(), weights: z.enum(['ema', 'raw', 'none']) })
    .describe('What was measured: run or data set, its step, and whether averaged weights made the images.'),
  details: z
    .record(name, value)
    .describe('Further numbers that belong to this one, such as the deviation over subsets.'),
  remarks: z.array(text).describe('Warnings, such as too few samples.'),
  tools: z.record(name, text).describe('Versions of the tools.'),
})

/** A number with all that it depends on; plain data. See {@link makeCard}. */
export type MetricCard = DeepReadonly<z.output<typeof schema>>

type DeepReadonly<T> = T extends readonly (infer U)[]
  ? readonly DeepReadonly<U>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T

/** What the maker of a card has to say; the rest has defaults. */
export type MetricCardFields = Omit<MetricCard, 'format' | 'tools' | 'details' | 'remarks' | 'interval' | 'settings'> &
  Partial<Pick<MetricCard, 'details' | 'remarks' | 'interval' | 'settings'>>

/**
 * Fills in format and tool versions.
 *
 * @throws GanymedeError `NON_FINITE` when the value is NaN, `METRICS_INVALID` for fields that do not fit
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 */
export function makeCard(fields: MetricCardFields): MetricCard {
  requireObject('makeCard', fields, ['metric', 'value'])
  if (Number.isNaN(fields.value)) throw new GanymedeError('NON_FINITE', `the metric ${fields.metric} is NaN`)
  const tools = { ganymede: toolkitVersion(), libtorch: libtorchVersion().version, node: process.versions.node }
  return checkCard(
    toJson({ format, interval: null, settings: {}, details: {}, remarks: [], ...fields, tools }),
    `the card of ${fields.metric}`,
  )
}

/**
 * A card as JSON text of one line per field group, ending with a line feed; infinities become null.
 *
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 */
export function cardText(card: MetricCard): string {
  requireObject('cardText', card, ['metric', 'value'])
  return `${JSON.stringify(toJson(card), null, 2)}\n`
}

/**
 * Reads what {@link cardText} wrote.
 *
 * @param source  name for messages, such as the path
 * @throws GanymedeError `METRICS_INVALID` listing every field that does not fit
 */
export function parseCard(content: string, source: string): MetricCard {
  let json: unknown
  try {
    json = parseJson(content)
  } catch (cause) {
    throw new GanymedeError('METRICS_INVALID', `${source} is no metric card: not JSON`, { cause })
  }
  return checkCard(json, source)
}

function checkCard(json: unknown, source: string): MetricCard {
  const result = schema.safeParse(json)
  if (result.success) return result.data
  throw new GanymedeError('METRICS_INVALID', `${source} is no metric card of this version`, {
    lines: issueLines(result.error.issues, 'card'),
  })
}

function toJson(card: object): unknown {
  return JSON.parse(JSON.stringify(card, (_, item: unknown) => (item === Number.POSITIVE_INFINITY ? null : item)))
}
