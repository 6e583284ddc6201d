/** Comparing two numbers, and refusing when they were not measured alike. */
import { GanymedeError, requireObject } from '@ganymede/core'
import type { MetricCard } from './metric-card.js'

/** Outcome of a comparison. */
export interface CardComparison {
  readonly metric: string
  /** Second minus first. */
  readonly difference: number
  readonly better: 'first' | 'second' | 'equal'
  /** Whether the intervals are apart; null when one has none. */
  readonly clear: boolean | null
  /** What differs without making the numbers unlike: seeds, versions. */
  readonly remarks: readonly string[]
}

/** A field in which two cards differ. */
export interface CardDifference {
  /** Such as `features.hash`. */
  readonly field: string
  readonly first: string
  readonly second: string
}

/**
 * What makes two cards unlike: metric, network, layer, weights, input, resizer, counts, split, data or settings.
 *
 * Seeds and versions of tools are not among them.
 *
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 */
export function cardDifferences(first: MetricCard, second: MetricCard): readonly CardDifference[] {
  requireObject('cardDifferences', first, ['metric', 'value'])
  requireObject('cardDifferences', second, ['metric', 'value'])
  const [a, b] = [identity(first), identity(second)]
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((field) => {
    const [one, other] = [a.get(field) ?? 'absent', b.get(field) ?? 'absent']
    return one === other ? [] : [{ field, first: one, second: other }]
  })
}

/**
 * Compares two numbers that were measured alike.
 *
 * @throws GanymedeError `METRICS_UNLIKE` naming every field that differs
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 */
export function compareCards(first: MetricCard, second: MetricCard): CardComparison {
  requireObject('compareCards', first, ['metric', 'value'])
  requireObject('compareCards', second, ['metric', 'value'])
  const differences = cardDifferences(first, second)
  if (differences.length > 0) {
    throw new GanymedeError(
      'METRICS_UNLIKE',
      `the values of ${first.metric} cannot be compared: ${differences.map(({ field }) => field).join(', ')} differ`,
      { lines: differences.map(({ field, first: one, second: other }) => `${field}: ${one} and ${other}`) },
    )
  }
  const difference = first.value === second.value ? 0 : second.value - first.value
  const gain = first.better === 'lower' ? -difference : difference
  return {
    metric: first.metric,
    difference,
    better: gain === 0 ? 'equal' : gain > 0 ? 'second' : 'first',
    clear: areApart(first.interval, second.interval),
    remarks: remarksOf(first, second),
  }
}

function areApart(a: MetricCard['interval'], b: MetricCard['interval']): boolean | null {
  if (a === null || b === null) return null
  return a.high < b.low || b.high < a.low
}

function identity(card: MetricCard): Map<string, string> {
  const { metric, better, features, resizer, counts, split, data, settings } = card
  const fields: [string, unknown][] = [
    ['metric', metric],
    ['better', better],
    ...Object.entries(features ?? { name: 'none' }).map(([name, one]): [string, unknown] => [`features.${name}`, one]),
    ['resizer', resizer],
    ['counts.real', counts.real],
    ['counts.fake', counts.fake],
    ['split', split],
    ['data', data],
    ...Object.entries(settings).map(([name, one]): [string, unknown] => [`settings.${name}`, one]),
  ]
  return new Map(fields.map(([name, one]) => [name, String(one)]))
}

function remarksOf(first: MetricCard, second: MetricCard): string[] {
  const seeds = first.seed === second.seed ? [] : [`seeds differ: ${first.seed} and ${second.seed}`]
  const tools = [...new Set([...Object.keys(first.tools), ...Object.keys(second.tools)])].flatMap((tool) => {
    const [one, other] = [first.tools[tool] ?? 'absent', second.tools[tool] ?? 'absent']
    return one === other ? [] : [`${tool} differs: ${one} and ${other}`]
  })
  return [...seeds, ...tools]
}
