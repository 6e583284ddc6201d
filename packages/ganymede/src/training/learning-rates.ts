/** The course of all learning rates of a run, as the train options ask. */
import {
  cosineDecay,
  exponentialDecay,
  linearDecay,
  type Schedule,
  scheduleFactor,
  warmUp,
} from '../nn/optim/schedule.js'
import { type TrainOptions, trainSchema } from '../options/train-options.js'
import type { Optimizers } from '../systems/contract/system.js'
import { plannedSteps } from './end-of-run.js'

const defaultGamma = trainSchema.shape.lrGamma.parse(undefined)

/** Problems of the learning-rate options, one a line. */
export function learningRateProblems(train: TrainOptions): string[] {
  const { lrSchedule, lrEnd, lrEvery, lrWarmup } = train
  const steps = plannedSteps(train)
  const problems =
    train.lrGamma !== defaultGamma && lrSchedule !== 'steps'
      ? [
          `train.lrGamma has no effect while train.lrSchedule is ${lrSchedule}, got ${train.lrGamma}; add --lr-schedule steps`,
        ]
      : []
  if (lrSchedule === 'constant') {
    // `half` says how a run would go down: systems have it as their default.
    const idle = [
      ...(typeof train.lrDecayFrom === 'number' && train.lrDecayFrom > 0
        ? [['lrDecayFrom', train.lrDecayFrom] as const]
        : []),
      ...(lrEvery > 1 ? [['lrEvery', lrEvery] as const] : []),
      ...(lrEnd > 0 ? [['lrEnd', lrEnd] as const] : []),
    ]
    return [
      ...problems,
      ...idle.map(([name, value]) => {
        const courses = name === 'lrEnd' ? 'linear or cosine' : 'linear, cosine or steps'
        return `train.${name} has no effect while train.lrSchedule is constant, got ${value}; add --lr-schedule ${courses}, or leave it out`
      }),
    ]
  }
  if (lrSchedule === 'steps') {
    if (lrEvery === 1) {
      problems.push(
        'train.lrEvery must be the steps between two changes for train.lrSchedule steps, got 1; add --lr-every',
      )
    }
    if (lrEnd > 0) {
      problems.push(`train.lrEnd has no effect while train.lrSchedule is steps, got ${lrEnd}; use --lr-gamma`)
    }
  }
  const lrDecayFrom = decayStart(train)
  const from = Math.max(lrDecayFrom, lrWarmup)
  const name = lrDecayFrom >= lrWarmup ? 'lrDecayFrom' : 'lrWarmup'
  return from < steps
    ? problems
    : [
        ...problems,
        `train.${name} must be below the length of the run, ${steps} steps (train.steps, train.images), for learning rates to go down, got ${from}; lower it, or train longer`,
      ]
}

/**
 * The step at which rates begin to go down. For `half` the first lower rate is that of the first step (or stair) of the
 * second half: a straight line then reaches `lrEnd` after the last one, as in the 2025 code of the authors of pix2pix.
 *
 *     factor(e) = 1 − max(0, e + 1 − n) / (d + 1)   for n constant and d falling epochs, e from 0
 */
export function decayStart(train: TrainOptions): number {
  const { lrDecayFrom, lrEvery } = train
  return lrDecayFrom === 'half' ? Math.max(0, Math.floor(plannedSteps(train) / 2) - lrEvery) : lrDecayFrom
}

/** The schedule, or null for rates that never change. It goes down until the last step: a run made longer goes down more slowly. */
function learningRateSchedule(train: TrainOptions): Schedule | null {
  const { lrSchedule, lrEnd: end, lrWarmup } = train
  if (lrSchedule === 'constant') return lrWarmup === 0 ? null : warmUp(lrWarmup)
  // Counted from the end of the warm-up.
  const from = Math.max(0, decayStart(train) - lrWarmup)
  const length = Math.max(1, plannedSteps(train) - lrWarmup - from)
  const after = (next: Schedule): Schedule => (from === 0 ? next : warmUp(from, { start: 1, next }))
  const down =
    lrSchedule === 'linear'
      ? linearDecay(from, length, { end })
      : lrSchedule === 'cosine'
        ? after(cosineDecay(length, { end }))
        : after(exponentialDecay(train.lrGamma, { every: train.lrEvery, stairs: true }))
  return lrWarmup === 0 ? down : warmUp(lrWarmup, { next: down })
}

/**
 * What learning rates are multiplied by in a step.
 *
 * @param step  steps done before it
 */
export function learningRateFactor(train: TrainOptions, step: number): number {
  return factorOf(learningRateSchedule(train), train, step)
}

function factorOf(schedule: Schedule | null, { lrSchedule, lrEvery, lrWarmup }: TrainOptions, step: number): number {
  // Stairs of its own, which begin where rates begin to go down.
  const every = lrSchedule === 'steps' ? 1 : lrEvery
  // Warming up in stairs would begin with a full one.
  const stair = step < lrWarmup ? step : step - (step % every)
  return schedule === null ? 1 : scheduleFactor(schedule, stair)
}

/** Sets the rates of all optimizers before each step; costs nothing when they never change. */
export class LearningRates {
  readonly #schedule: Schedule | null
  readonly #optimizers: Optimizers
  readonly #train: TrainOptions
  #share = 1
  #factor: number | null = null

  constructor(train: TrainOptions, optimizers: Optimizers) {
    this.#schedule = learningRateSchedule(train)
    this.#optimizers = optimizers
    this.#train = train
  }

  /** What all rates are multiplied by besides the schedule: halved by each rollback. */
  get share(): number {
    return this.#share
  }

  set share(share: number) {
    this.#share = share
    this.#factor = null
  }

  /**
   * The first call always sets the factor: optimizers restored from a checkpoint bring the one of their old schedule.
   *
   * @param step  steps done
   */
  apply(step: number): void {
    const factor = this.#share * factorOf(this.#schedule, this.#train, step)
    if (factor === this.#factor) return
    this.#factor = factor
    for (const optimizer of Object.values(this.#optimizers)) optimizer.setLearningRateFactor(factor)
  }

  /** Rates in effect, by optimizer. */
  current(): Record<string, number> {
    const entries = Object.entries(this.#optimizers)
    return Object.fromEntries(entries.map(([name, o]) => [`lr/${name}`, Object.values(o.learningRates())[0] ?? 0]))
  }
}
