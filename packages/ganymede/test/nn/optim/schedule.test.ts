import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  checkSchedule,
  constantSchedule,
  cosineDecay,
  exponentialDecay,
  linearDecay,
  type Schedule,
  scheduleFactor,
  stepDecay,
  warmUp,
} from '../../../src/nn/optim/schedule.js'
import { sharedPath } from '../../fixtures/golden.js'

test.each<[string, Schedule, [number, number][]]>([
  [
    'constant',
    constantSchedule(0.3),
    [
      [0, 0.3],
      [1e6, 0.3],
    ],
  ],
  [
    'linear',
    linearDecay(100, 50),
    [
      [0, 1],
      [100, 1],
      [125, 0.5],
      [150, 0],
      [999, 0],
    ],
  ],
  [
    'linear to an end',
    linearDecay(0, 10, { end: 0.2 }),
    [
      [0, 1],
      [5, 0.6],
      [10, 0.2],
      [11, 0.2],
    ],
  ],
  [
    'steps',
    stepDecay([10, 20]),
    [
      [9, 1],
      [10, 0.1],
      [19, 0.1],
      [20, 0.01],
    ],
  ],
  [
    'cosine',
    cosineDecay(10, { end: 0.1 }),
    [
      [0, 1],
      [5, 0.55],
      [10, 0.1],
      [20, 0.1],
    ],
  ],
  [
    'cosine that goes on',
    cosineDecay(10, { rises: true }),
    [
      [10, 0],
      [15, 0.5],
      [20, 1],
      [25, 0.5],
    ],
  ],
  [
    'exponential in stairs',
    exponentialDecay(0.5, { every: 4, stairs: true }),
    [
      [3, 1],
      [4, 0.5],
      [7, 0.5],
      [8, 0.25],
    ],
  ],
  [
    'exponential',
    exponentialDecay(0.5, { every: 4 }),
    [
      [0, 1],
      [4, 0.5],
      [6, 0.3535533905932738],
    ],
  ],
  [
    'warm-up',
    warmUp(4),
    [
      [0, 0.25],
      [2, 0.625],
      [4, 1],
      [100, 1],
    ],
  ],
  [
    'warm-up and decay',
    warmUp(2, { start: 0, next: linearDecay(0, 2) }),
    [
      [0, 0],
      [1, 0.5],
      [2, 1],
      [3, 0.5],
      [4, 0],
    ],
  ],
])('%s gives the factor of each step, also after saving', (_, schedule, points) => {
  const loaded = checkSchedule(JSON.parse(JSON.stringify(schedule)) as Schedule)
  for (const [step, factor] of points) {
    expect(scheduleFactor(schedule, step)).toBeCloseTo(factor, 12)
    expect(scheduleFactor(loaded, step)).toBeCloseTo(factor, 12)
  }
})

interface GoldenSchedule {
  readonly lr_policy: 'linear' | 'step' | 'cosine'
  readonly base_lr: number
  readonly n_epochs: number
  readonly n_epochs_decay: number
  readonly lr_decay_iters?: number
  readonly first_epoch: number
  readonly lr_per_epoch_step_at_start: readonly number[]
  readonly lr_per_epoch_step_at_end: readonly number[]
}

/** The schedule of an official recipe, in epochs; pix2pix specification, section 8. */
function recipe({ lr_policy, n_epochs, n_epochs_decay, lr_decay_iters = 1 }: GoldenSchedule): Schedule {
  if (lr_policy === 'linear') return linearDecay(n_epochs - 1, n_epochs_decay + 1)
  if (lr_policy === 'cosine') return cosineDecay(n_epochs, { rises: true })
  return stepDecay([1, 2, 3, 4].map((i) => i * lr_decay_iters))
}

const golden = sharedPath('golden/cyclegan/lr_schedules.json')

describe.skipIf(golden === null)('the recipes of CycleGAN and pix2pix', () => {
  const { schedules } = (golden === null ? { schedules: [] } : JSON.parse(readFileSync(golden, 'utf8'))) as {
    readonly schedules: readonly GoldenSchedule[]
  }
  test.each(schedules)(
    'have the golden rates: $lr_policy, $n_epochs and $n_epochs_decay epochs from $first_epoch',
    (one) => {
      const schedule = recipe(one)
      for (const [name, shift] of [
        ['lr_per_epoch_step_at_end', 0],
        ['lr_per_epoch_step_at_start', 1],
      ] as const) {
        for (const [i, rate] of one[name].entries()) {
          const epoch = one.first_epoch - 1 + i + shift
          expect(one.base_lr * scheduleFactor(schedule, epoch)).toBeCloseTo(rate, 12)
        }
      }
    },
  )
})

test.each<[() => Schedule, string]>([
  [() => linearDecay(10, 0), 'linear-decay schedule: decaySteps must be a positive number, got 0'],
  [() => linearDecay(-1, 10), 'linear-decay schedule: constantSteps must be a number of at least 0, got -1'],
  [() => stepDecay([10, Number.NaN]), 'steps schedule: milestones must be a number of at least 0, got NaN'],
  [() => cosineDecay(0), 'cosine schedule: steps must be a positive number, got 0'],
  [() => exponentialDecay(-0.5), 'exponential schedule: gamma must be a number of at least 0, got -0.5'],
  [() => warmUp(0), 'warm-up schedule: steps must be a positive number, got 0'],
  [
    () => checkSchedule({ kind: 'cosine', steps: true, end: 0 } as unknown as Schedule),
    'cosine schedule: steps must be a positive number, got true',
  ],
  [() => checkSchedule({ kind: 'sudden' } as unknown as Schedule), 'there is no schedule of the kind "sudden"'],
])('refuses numbers that make no schedule %#', (make, message) => {
  expect(make).toThrow(message)
})
