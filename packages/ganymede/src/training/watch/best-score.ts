/** Which checkpoint of a run is its best. */
import type { Measured } from './measure-spread.js'

/** Score by which the best checkpoint is kept; lower is better. */
export interface BestScore {
  readonly metric: string
  readonly value: number
  readonly step: number
  /** Of all values of the metric; those within `spread` of it are as good. Missing in checkpoints of old. */
  readonly lowest?: number | undefined
  /** Spread of the lowest value. */
  readonly spread?: number | undefined
  /** SHA-256 of the network whose features were compared. */
  readonly features?: string | undefined
}

/**
 * The newest checkpoint whose value is not above the lowest by more than the spread: what lies within is no difference, and
 * more training mostly helps.
 *
 * @param best  so far; null for none
 * @returns `best` itself where it stays the best
 */
export function betterScore(best: BestScore | null, found: Measured, step: number): BestScore | null {
  const { metric, value, spread, features } = found
  if (!Number.isFinite(value)) return best
  const judged = features === undefined ? {} : { features }
  // The best of another measure, from before a change of options or of the network behind it, is no rival.
  const isRival = best !== null && best.metric === metric && best.features === features
  if (!isRival) return { metric, value, step, lowest: value, spread, ...judged }
  const lowest = best.lowest ?? best.value
  if (value < lowest) return { metric, value, step, lowest: value, spread, ...judged }
  // The smaller spread: a network that makes something else each time must not win by it.
  const tolerance = Math.min(spread, best.spread ?? spread)
  return value <= lowest + tolerance ? { metric, value, step, lowest, spread: tolerance, ...judged } : best
}
