import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { Linear } from '../../src/nn/layers/linear.js'
import { sgd } from '../../src/nn/optim/sgd.js'
import { trainSchema } from '../../src/options/train-options.js'
import { LearningRates, learningRateProblems } from '../../src/training/learning-rates.js'
import type { RunEvent } from '../../src/training/watch/run-event.js'
import { sharedPath } from '../fixtures/golden.js'
import { everything, failureOf, smallRun } from './fixtures/small-run.js'

/** Factors of the rates at these steps. */
function factors(options: Record<string, unknown>, steps: readonly number[]): number[] {
  const network = new Linear(1, 1)
  const optimizer = sgd(network, { lr: 1 })
  const rates = new LearningRates(trainSchema.parse({ steps: 100, ...options }), { one: optimizer })
  const found = steps.map((step) => {
    rates.apply(step)
    return Number(rates.current()['lr/one']!.toFixed(12))
  })
  optimizer.dispose()
  network.dispose()
  return found
}

describe('the course of learning rates', () => {
  it('is that of this run, not that of the checkpoint that the optimizers come from', () => {
    const network = new Linear(1, 1)
    const optimizer = sgd(network, { lr: 1 })
    optimizer.setLearningRateFactor(0.25)
    const rates = new LearningRates(trainSchema.parse({ steps: 100 }), { one: optimizer })
    rates.apply(50)
    expect(rates.current()['lr/one']).toBe(1)
    optimizer.dispose()
    network.dispose()
  })

  it.each([
    [{}, [1, 1, 1, 1, 1]],
    [{ lrSchedule: 'linear' }, [1, 0.9, 0.5, 0.25, 0.01]],
    [{ lrSchedule: 'linear', lrDecayFrom: 50 }, [1, 1, 1, 0.5, 0.02]],
    [{ lrSchedule: 'linear', lrEnd: 0.2 }, [1, 0.92, 0.6, 0.4, 0.208]],
    [
      { lrSchedule: 'cosine', lrDecayFrom: 50 },
      [1, 1, 1, 0.5, Number(((1 + Math.cos(Math.PI * 0.98)) / 2).toFixed(12))],
    ],
    // 0, 1 … 49 of 50 falling steps: 1 − (s + 1 − 50) / 51.
    [
      { lrSchedule: 'linear', lrDecayFrom: 'half' },
      [1, 1, 50 / 51, 25 / 51, 1 / 51].map((factor) => Number(factor.toFixed(12))),
    ],
    // Stairs of 10 steps: five at 1, then 5/6 … 1/6.
    [
      { lrSchedule: 'linear', lrDecayFrom: 'half', lrEvery: 10 },
      [1, 1, 5 / 6, 3 / 6, 1 / 6].map((factor) => Number(factor.toFixed(12))),
    ],
    // Multiplied after every 25 steps, whatever the step at which they begin to go down.
    [{ lrSchedule: 'steps', lrEvery: 25 }, [1, 1, 0.01, 0.001, 0.001]],
    [{ lrSchedule: 'steps', lrEvery: 20, lrGamma: 0.5, lrDecayFrom: 10 }, [1, 1, 0.25, 0.125, 0.0625]],
    [{ lrSchedule: 'steps', lrEvery: 50, lrGamma: 0.5, lrDecayFrom: 'half' }, [1, 1, 0.5, 0.5, 0.5]],
    // As scripts that count from the first step, whatever the default of a system.
    [{ lrSchedule: 'steps', lrEvery: 25, lrGamma: 0.5, lrDecayFrom: 0 }, [1, 1, 0.25, 0.125, 0.125]],
    [{ lrWarmup: 20, lrSchedule: 'steps', lrEvery: 50, lrGamma: 0.5 }, [0.05, 0.525, 1, 0.5, 0.5]],
    [{ lrWarmup: 20 }, [0.05, 0.525, 1, 1, 1]],
    [{ lrWarmup: 20, lrSchedule: 'linear' }, [0.05, 0.525, 0.625, 0.3125, 0.0125]],
    [{ lrWarmup: 20, lrSchedule: 'linear', lrDecayFrom: 50 }, [0.05, 0.525, 1, 0.5, 0.02]],
    [{ images: 3200, batch: 32, steps: 1000, lrSchedule: 'linear' }, [1, 0.9, 0.5, 0.25, 0.01]],
  ])('%j at steps 0, 10, 50, 75 and 99 of 100', (options, expected) => {
    expect(factors(options, [0, 10, 50, 75, 99])).toEqual(expected)
  })

  const idle = (name: string, value: number, courses = 'linear, cosine or steps'): string =>
    `train.${name} has no effect while train.lrSchedule is constant, got ${value}; add --lr-schedule ${courses}, or leave it out`

  it.each([
    [{ lrDecayFrom: 10 }, idle('lrDecayFrom', 10)],
    [{ lrEnd: 0.1 }, idle('lrEnd', 0.1, 'linear or cosine')],
    [{ lrEvery: 10 }, idle('lrEvery', 10)],
    [
      { lrGamma: 0.5, lrSchedule: 'linear' },
      'train.lrGamma has no effect while train.lrSchedule is linear, got 0.5; add --lr-schedule steps',
    ],
    [
      { lrSchedule: 'steps' },
      'train.lrEvery must be the steps between two changes for train.lrSchedule steps, got 1; add --lr-every',
    ],
    [
      { lrSchedule: 'steps', lrEvery: 10, lrEnd: 0.1 },
      'train.lrEnd has no effect while train.lrSchedule is steps, got 0.1; use --lr-gamma',
    ],
    [
      { lrSchedule: 'cosine', lrDecayFrom: 100, steps: 100 },
      'train.lrDecayFrom must be below the length of the run, 100 steps (train.steps, train.images), for learning rates to go down, got 100; lower it, or train longer',
    ],
  ])('is refused with %j', (options, problem) => {
    expect(learningRateProblems(trainSchema.parse(options))).toEqual([problem])
  })
})

describe.skipIf(sharedPath('golden/cyclegan/lr_schedules.json') === null)('beside the authors’ schedule', () => {
  it('is the same in every epoch, with stairs of an epoch and half of the run constant', () => {
    const golden = JSON.parse(readFileSync(sharedPath('golden/cyclegan/lr_schedules.json')!, 'utf8')) as {
      readonly schedules: readonly {
        readonly lr_policy: string
        readonly base_lr: number
        readonly n_epochs: number
        readonly n_epochs_decay: number
        readonly first_epoch: number
        readonly lr_per_epoch_step_at_end: readonly number[]
      }[]
    }
    const linear = golden.schedules.filter((one) => one.lr_policy === 'linear' && one.first_epoch === 1)
    expect(linear.length).toBeGreaterThan(0)
    for (const { base_lr, n_epochs, n_epochs_decay, lr_per_epoch_step_at_end } of linear) {
      const steps = 7 * (n_epochs + n_epochs_decay)
      const lrDecayFrom = n_epochs === n_epochs_decay ? 'half' : 7 * (n_epochs - 1)
      const options = { steps, lrSchedule: 'linear', lrDecayFrom, lrEvery: 7 }
      for (const inEpoch of [0, 6]) {
        const at = lr_per_epoch_step_at_end.map((_, epoch) => 7 * epoch + inEpoch)
        const found = factors(options, at)
        lr_per_epoch_step_at_end.forEach((lr, epoch) => {
          expect(found[epoch]! * base_lr, `epoch ${epoch}`).toBeCloseTo(lr, 12)
        })
      }
    }
  })
})

describe('in a run', () => {
  it('is logged with the strength of the growing average, and resumes byte for byte', async () => {
    const out = temporaryFolder()
    const train = { lrSchedule: 'linear', lrDecayFrom: 10, emaKimg: 0.1, logEvery: 5 }
    const events: RunEvent[] = []
    const whole = await smallRun(out, { train }, { onEvent: (event) => events.push(event) })
    const scalars = events.flatMap((event) => (event.kind === 'scalars' ? [event] : []))
    // Of the step before the line: steps 4, 9, 14, 19.
    expect(scalars.map((event) => event['lr/g'])).toEqual([2e-4, 2e-4, 2e-4 * 0.6, 2e-4 * (1 - 0.9)])
    // Section 6: n = imagesSeen · 0.05 while that is below 100; 0.5^(8 / n).
    const m = [40, 80, 120, 160].map((seen) => 0.5 ** (8 / (seen * 0.05)))
    expect(scalars.map((event) => event['ema/m'])).toEqual(m)
    // Half a run that was asked for as a whole: stopped, not shorter, for a shorter one would go down faster.
    const controller = new AbortController()
    const stopped = await smallRun(
      out,
      { train },
      {
        signal: controller.signal,
        onEvent: ({ kind, step }) => kind === 'checkpoint' && step === 10 && controller.abort(),
      },
    )
    expect(stopped).toMatchObject({ status: 'stopped', step: 10 })
    const resumed = await smallRun(out, { train }, { resume: stopped.run })
    expect(everything(resumed.run.dir)).toEqual(everything(whole.run.dir))
  })

  it('ends after so many images, with everything that the last step brings', async () => {
    const events: RunEvent[] = []
    const result = await smallRun(
      temporaryFolder(),
      { train: { images: 100, quickMetric: 'none' } },
      { onEvent: (event) => events.push(event) },
    )
    // 13 batches of 8 are the first to reach 100.
    expect(result).toMatchObject({ status: 'done', step: 13, steps: 13 })
    const last = events.filter(({ step }) => step === 13).map(({ kind }) => kind)
    expect(last).toEqual(expect.arrayContaining(['scalars', 'sample', 'checkpoint', 'status']))
  })

  it('refuses options that exclude one another before anything is written', async () => {
    const error = await failureOf(smallRun(temporaryFolder(), { train: { lrDecayFrom: 3, augmentStrength: 0.5 } }))
    expect(error.code).toBe('OPTION_INVALID')
    expect(error.lines).toHaveLength(2)
  })
})
