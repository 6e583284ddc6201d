/** Which checkpoint of a run is its best. */
import type { Measured } from './measure-spread.js'

/** Score by which the best checkpoint is kept; lower is better. */
export interface BestScore {
  readonly metric: string
  readonly value: number
  readonly step: number
  /** Of all values of the metric; those within its spread of this one are as good. Missing in checkpoints of old. */
  readonly lowest?: number | undefined
}

/**
 * The newest checkpoint whose value is not above the lowest by more than its spread: what lies within is no difference, and
 * more training mostly helps.
 *
 * @param best  so far; null for none
 * @returns `best` itself where it stays the best
 */
export function betterScore(
  best: BestScore | null,
  { metric, value, spread }: Measured,
  step: number,
): BestScore | null {
  if (!Number.isFinite(value)) return best
  // The best of another measure, from before a change of options, is no rival.
  const lowest = best === null || best.metric !== metric ? value : Math.min(value, best.lowest ?? best.value)
  if (value > lowest + spread) return best
  return { metric, value, step, lowest }
}
