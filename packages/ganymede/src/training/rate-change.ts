/** Tells that a run made longer or shorter goes on with other learning rates, which otherwise nobody would notice. */

import { shortNumber } from '@ganymede/core/text'
import type { TrainOptions } from '../options/train-options.js'
import { plannedSteps } from './end-of-run.js'
import { decayStart, learningRateFactor } from './learning-rates.js'

/** A run that goes on with another length. */
export interface ChangedLength {
  readonly before: TrainOptions
  readonly after: TrainOptions
  /** Steps done. */
  readonly step: number
  /** Model options of the run; those called `lr` or `lrG` are learning rates. */
  readonly model: Readonly<Record<string, unknown>>
  /** Rates of the last step and of the next one, by optimizer (`lr/g`). */
  readonly rates: readonly [Readonly<Record<string, number>>, Readonly<Record<string, number>>]
  /** What resumes the run from this step: `ganymede resume 0007 --step 20`. */
  readonly command: string
}

/**
 * One sentence with both rates, and how to keep the old course; none where the next step has the rate that it would have had.
 *
 * Schedules end with the run: another length stretches them. Where somebody changed the course itself, nothing is said.
 */
export function rateChangeNotes({ before, after, step, model, rates, command }: ChangedLength): string[] {
  const courseOf = ({ lrSchedule, lrDecayFrom, lrEvery, lrGamma, lrEnd, lrWarmup }: TrainOptions) =>
    JSON.stringify([lrSchedule, lrDecayFrom, lrEvery, lrGamma, lrEnd, lrWarmup])
  if (courseOf(before) !== courseOf(after)) return []
  const [expected, found] = [learningRateFactor(before, step), learningRateFactor(after, step)]
  if (Math.abs(expected - found) <= 1e-9 * Math.max(expected, found)) return []
  const [last, next] = rates.map((some) => [...new Set(Object.values(some).map(shortNumber))].join(' and '))
  const [ended, ends] = [plannedSteps(before), plannedSteps(after)]
  const why = `the course '${after.lrSchedule}' ends with the run, which was to end at step ${ended} and ends at ${ends}`
  return [
    `learning rates go on at ${next} and were ${last} in the last step: ${why}. ${keeping({ before, after, step, model, command })}`,
  ]
}

function keeping({ before, after, step, model, command }: Omit<ChangedLength, 'rates'>): string {
  const accepted = (sets: readonly string[]) =>
    [command, lengthOf(after), ...sets.map((one) => `--set ${one}`), '--accept-changes'].join(' ')
  if (before.lrSchedule === 'steps') {
    return `To keep the old course: ${accepted([`train.lrDecayFrom=${decayStart(before)}`])}`
  }
  if (step < plannedSteps(before)) return `To keep the old course to its end: ${command} ${lengthOf(before)}`
  const factor = learningRateFactor(before, step - 1)
  const lowered = Object.entries(model).flatMap(([name, rate]) =>
    /^lr([A-Z]|$)/.test(name) && typeof rate === 'number' && rate * factor > 0
      ? [`model.${name}=${Number((rate * factor).toPrecision(6))}`]
      : [],
  )
  // Options of the course itself have no effect on a constant rate, and are refused beside it.
  const idle = [
    ...(typeof before.lrDecayFrom === 'number' && before.lrDecayFrom > 0 ? ['train.lrDecayFrom=0'] : []),
    ...(before.lrEvery > 1 ? ['train.lrEvery=1'] : []),
    ...(before.lrEnd > 0 ? ['train.lrEnd=0'] : []),
  ]
  const over = 'The old course is over'
  if (lowered.length === 0) return `${over}.`
  return `${over}; to stay at its last rates: ${accepted(['train.lrSchedule=constant', ...idle, ...lowered])}`
}

function lengthOf({ steps, images }: TrainOptions): string {
  return images === undefined ? `--steps ${steps}` : `--images ${images}`
}
