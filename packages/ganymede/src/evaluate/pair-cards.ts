/** Finding the cards that two evaluations have in common. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findRun } from '@ganymede/runs/folder'
import type { MetricCard } from '../metrics/support/metric-card.js'

/** A file or folder of cards by its path, or the metrics of a run by its name. */
export function placeOfCards(reference: string, out: string): string {
  const isRun = existsSync(join(reference, 'run.json'))
  if (
    !isRun &&
    existsSync(reference) &&
    (reference.endsWith('.json') || existsSync(join(reference, '..', 'run.json')))
  ) {
    return reference
  }
  return join(findRun(reference, { out }).dir, 'metrics')
}

/**
 * Cards of the same metric, one of each side. Where a side has several of one metric, of different networks, those with
 * the same network belong together; with one on each side they do in any case, and comparing says whether they may.
 */
export function pairCards(
  first: readonly MetricCard[],
  second: readonly MetricCard[],
): readonly (readonly [MetricCard, MetricCard])[] {
  const networkOf = ({ features }: MetricCard): string =>
    features === null ? '' : [features.name, features.layer].join(' ')
  return [...new Set(first.map(({ metric }) => metric))].flatMap((metric) => {
    const left = first.filter((card) => card.metric === metric)
    const right = second.filter((card) => card.metric === metric)
    const [a, b] = [left[0], right[0]]
    if (a === undefined || b === undefined) return []
    if (left.length === 1 && right.length === 1) return [[a, b] as const]
    return left.flatMap((card) => {
      const partner = right.find((one) => networkOf(one) === networkOf(card))
      return partner === undefined ? [] : [[card, partner] as const]
    })
  })
}
