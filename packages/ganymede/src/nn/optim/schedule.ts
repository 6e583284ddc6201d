/** Schedules: pure functions from a step to a factor, described by plain data so that they can be saved. */

import { givenOptions, requireObject } from '@ganymede/core'
import { TorchError } from '@ganymede/torch'

/** A factor over steps; see the functions of the same names. Plain JSON. */
export type Schedule =
  | { readonly kind: 'constant'; readonly factor: number }
  | { readonly kind: 'linear-decay'; readonly constantSteps: number; readonly decaySteps: number; readonly end: number }
  | { readonly kind: 'steps'; readonly milestones: readonly number[]; readonly gamma: number }
  | { readonly kind: 'cosine'; readonly steps: number; readonly end: number; readonly rises?: boolean }
  | { readonly kind: 'exponential'; readonly gamma: number; readonly every: number; readonly stairs?: boolean }
  | { readonly kind: 'warm-up'; readonly steps: number; readonly start: number; readonly next: Schedule }

/** The same factor always. @param factor default 1 */
export function constantSchedule(factor = 1): Schedule {
  return checkSchedule({ kind: 'constant', factor })
}

/**
 * 1 for `constantSteps`, then down a straight line to `end`, which is reached `decaySteps` later and stays.
 *
 * CycleGAN and pix2pix: half the run constant, half the run down to zero.
 *
 * @param options.end  default 0
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 */
export function linearDecay(
  constantSteps: number,
  decaySteps: number,
  options: { readonly end?: number } = {},
): Schedule {
  const { end = 0 } = givenOptions('linearDecay', options, ['end'])
  return checkSchedule({ kind: 'linear-decay', constantSteps, decaySteps, end })
}

/**
 * Multiplied by `gamma` at each milestone.
 *
 * @param milestones     steps at which the factor changes, ascending: SinGAN takes [1600]
 * @param options.gamma  default 0.1
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 */
export function stepDecay(milestones: readonly number[], options: { readonly gamma?: number } = {}): Schedule {
  const { gamma = 0.1 } = givenOptions('stepDecay', options, ['gamma'])
  return checkSchedule({ kind: 'steps', milestones, gamma })
}

/**
 * From 1 down half a cosine wave to `end` (default 0), which is reached after `steps` and stays.
 *
 * @param options.rises  whether the wave goes on instead, up again and down, as PyTorch's annealing does when a run is
 *   longer than it: pix2pix and CycleGAN with that policy. Default false
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 */
export function cosineDecay(
  steps: number,
  options: { readonly end?: number; readonly rises?: boolean } = {},
): Schedule {
  const { end = 0, rises = false } = givenOptions('cosineDecay', options, ['end', 'rises'])
  return checkSchedule({ kind: 'cosine', steps, end, ...(rises && { rises }) })
}

/**
 * gamma^(step / every): multiplied by `gamma` in the course of `every` steps (default 1), smoothly.
 *
 * @param options.stairs  multiplied at once after each `every` steps instead. Default false
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 */
export function exponentialDecay(
  gamma: number,
  options: { readonly every?: number; readonly stairs?: boolean } = {},
): Schedule {
  const { every = 1, stairs = false } = givenOptions('exponentialDecay', options, ['every', 'stairs'])
  return checkSchedule({ kind: 'exponential', gamma, every, ...(stairs && { stairs }) })
}

/**
 * Up a straight line from `start` to 1 in `steps`, then another schedule, whose step 0 is the first after the warm-up.
 *
 * @param options.start  factor of the first step; default 1 / steps
 * @param options.next   default: constant
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 */
export function warmUp(steps: number, options: { readonly start?: number; readonly next?: Schedule } = {}): Schedule {
  const { start = 1 / steps, next = constantSchedule() } = givenOptions('warmUp', options, ['start', 'next'])
  return checkSchedule({ kind: 'warm-up', steps, start, next })
}

/**
 * The factor of a schedule at a step.
 *
 * @param step  steps done so far, from 0
 * @returns at least 0
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 */
export function scheduleFactor(schedule: Schedule, step: number): number {
  requireObject('scheduleFactor', schedule, ['kind'])
  switch (schedule.kind) {
    case 'constant':
      return schedule.factor
    case 'linear-decay': {
      const share = Math.min(1, Math.max(0, step - schedule.constantSteps) / schedule.decaySteps)
      return 1 + (schedule.end - 1) * share
    }
    case 'steps':
      return schedule.gamma ** schedule.milestones.filter((milestone) => step >= milestone).length
    case 'cosine': {
      const share = schedule.rises === true ? step / schedule.steps : Math.min(1, step / schedule.steps)
      return schedule.end + ((1 - schedule.end) * (1 + Math.cos(Math.PI * share))) / 2
    }
    case 'exponential': {
      const times = step / schedule.every
      return schedule.gamma ** (schedule.stairs === true ? Math.floor(times) : times)
    }
    case 'warm-up':
      if (step >= schedule.steps) return scheduleFactor(schedule.next, step - schedule.steps)
      return schedule.start + ((1 - schedule.start) * step) / schedule.steps
  }
}

// The number that each kind divides by, which must not be zero.
const divisors: Readonly<Record<Schedule['kind'], string | null>> = {
  constant: null,
  'linear-decay': 'decaySteps',
  steps: null,
  cosine: 'steps',
  exponential: 'every',
  'warm-up': 'steps',
}

const flags: ReadonlySet<string> = new Set(['rises', 'stairs'])

/**
 * Checks a schedule that was read from a file.
 *
 * @returns `schedule`
 * @throws TorchError `ARGUMENT_INVALID` naming an unknown kind, or a number that is not finite, negative, or zero where
 *   it divides
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 */
export function checkSchedule(schedule: Schedule): Schedule {
  requireObject('checkSchedule', schedule, ['kind'])
  const divisor = divisors[schedule.kind]
  if (divisor === undefined) {
    throw new TorchError('ARGUMENT_INVALID', `there is no schedule of the kind ${JSON.stringify(schedule.kind)}`, {
      lines: [`kinds: ${Object.keys(divisors).join(', ')}`],
    })
  }
  for (const [name, value] of Object.entries(schedule)) {
    if (name === 'kind' || name === 'next' || (flags.has(name) && typeof value === 'boolean')) continue
    for (const number of (Array.isArray(value) ? value : [value]) as unknown[]) {
      if (
        typeof number === 'number' &&
        Number.isFinite(number) &&
        number >= (name === divisor ? Number.MIN_VALUE : 0)
      ) {
        continue
      }
      const expected = name === divisor ? 'a positive number' : 'a number of at least 0'
      throw new TorchError(
        'ARGUMENT_INVALID',
        `${schedule.kind} schedule: ${name} must be ${expected}, got ${String(number)}`,
      )
    }
  }
  if (schedule.kind === 'warm-up') checkSchedule(schedule.next)
  return schedule
}
