/** One sentence about the numbers of an evaluation, for people who meet them for the first time. */
import type { MetricCard } from '../metrics/support/metric-card.js'
import { metricValue } from './metric-text.js'

// Shares of pictures among the others' neighbours: what other real pictures reach is 0.7 to 0.9 by the paper's measure.
const closeShare = 0.6
const farShare = 0.3
// Without shares: times the distance of other real pictures.
const closeRatio = 3
const farRatio = 30

/**
 * How far made pictures are from the data, from whatever was measured of: precision and recall, FID and its floor, copies.
 *
 *     far from the data: fid 79.10, other real pictures reach 0.300; 3 of 10 pictures could be real ones, and 1 of 10 real
 *     ones could be made
 *
 * @returns null where none of them was measured
 * @see Kynkäänniemi et al. 2019, "Improved Precision and Recall Metric for Assessing Generative Models"
 */
export function verdict(cards: readonly MetricCard[], floors: readonly MetricCard[]): string | null {
  const numberOf = (of: readonly MetricCard[], name: string) => of.find(({ metric }) => metric === name)?.value
  const [fid, floor] = [numberOf(cards, 'fid'), numberOf(floors, 'fid')]
  const [precision, recall, copies] = ['precision', 'recall', 'copies'].map((name) => numberOf(cards, name))
  const ratio = fid === undefined || floor === undefined ? undefined : fid / Math.max(floor, Number.EPSILON)
  const place = placeOf(precision, recall, ratio)
  const facts = [
    ...(fid === undefined || floor === undefined
      ? []
      : [`fid ${metricValue('fid', fid)}, other real pictures reach ${metricValue('fid', floor)}`]),
    ...(precision === undefined || recall === undefined
      ? []
      : [`${shareOf(precision)} pictures could be real ones, and ${shareOf(recall)} real ones could be made`]),
    ...(copies === undefined || copies === 0 ? [] : [`${metricValue('copies', copies)} are copies of training images`]),
  ]
  if (place === null) return facts.length === 0 ? null : facts.join('; ')
  return `${place}: ${facts.join('; ')}`
}

function placeOf(precision: number | undefined, recall: number | undefined, ratio: number | undefined): string | null {
  if (precision !== undefined && recall !== undefined) {
    const share = Math.min(precision, recall)
    return share >= closeShare
      ? 'close to the data'
      : share >= farShare
        ? 'on the way to the data'
        : 'far from the data'
  }
  if (ratio === undefined) return null
  return ratio <= closeRatio ? 'close to the data' : ratio <= farRatio ? 'on the way to the data' : 'far from the data'
}

/** `3 of 10`, `2 of 100`, so that nobody needs to know what a share is. */
function shareOf(share: number): string {
  return share < 0.05 ? `${Math.round(100 * share)} of 100` : `${Math.round(10 * share)} of 10`
}
