/** When memory runs out in a step: which batch fits, found by running steps with smaller ones. */

import { GanymedeError } from '@ganymede/core'
import { bytesText } from '@ganymede/core/text'
import { deviceMemory, memory, resetPeakMemory, trimMemory } from '@ganymede/torch'
import { fitProblems } from '../../options/option-fit.js'
import type { ResolvedOptions, TrainOptions } from '../../options/train-options.js'
import type { AnySystem } from '../../systems/contract/system.js'
import { openTrainingData } from '../feed/open-training-data.js'
import type { Precision } from '../placement.js'
import { Trainer } from '../trainer.js'
import { failureOf, isOutOfMemory } from './failure-of-error.js'

/** Memory ran out in a training step, so that its batch is too large. */
export class StepMemoryError extends GanymedeError {
  constructor(step: number, { batch }: TrainOptions, cause: unknown) {
    super('OUT_OF_MEMORY', `memory ran out in step ${step} with a batch of ${batch}`, {
      lines: [failureOf(cause).message],
      cause,
    })
  }
}

/**
 * Runs what is no step, and names it when memory runs out there.
 *
 * @param remedy  what takes less memory
 * @throws GanymedeError `OUT_OF_MEMORY`
 */
export function namingMemory<T>(what: string, remedy: string, fn: () => T): T {
  try {
    return fn()
  } catch (error) {
    throw isOutOfMemory(error) && !(error instanceof GanymedeError) ? memoryError(what, remedy, error) : error
  }
}

/** Memory ran out in something that is no step. */
export function memoryError(what: string, remedy: string, cause: unknown): GanymedeError {
  return new GanymedeError('OUT_OF_MEMORY', `memory ran out while ${what}`, {
    lines: [failureOf(cause).message],
    remedy,
    cause,
  })
}

/** What is tried. */
export interface BatchTrial {
  readonly system: AnySystem
  readonly options: ResolvedOptions
  readonly precision?: Precision | undefined
  /** Gives up between trials. */
  readonly signal?: AbortSignal
}

// The second step is the first that has the optimizers' state from its beginning.
const stepsTried = 2

/**
 * The error of a step that had too little memory, with a batch that has enough: the largest of a half, a quarter … of the
 * run's that is allowed and with which two steps were run.
 *
 * To be called when the trainer that failed has been closed.
 *
 * @param commandFor  how options are changed, for the remedy: `ganymede resume 7 --set train.batch=32`
 */
export async function withFittingBatch(
  error: StepMemoryError,
  trial: BatchTrial,
  commandFor: (options: readonly string[]) => string,
): Promise<GanymedeError> {
  const { batch } = trial.options.train
  const found = await fittingBatch(trial).catch(() => undefined)
  const { message, lines, cause } = error
  if (found === undefined) return error
  if (found === null) {
    return new GanymedeError('OUT_OF_MEMORY', message, {
      lines: [...lines, 'no smaller batch fits either: they were tried'],
      remedy: 'Make the images or the networks smaller, close other programs, or use another --device.',
      cause,
    })
  }
  const parts = partsOf(trial, found.batch)
  return new GanymedeError('OUT_OF_MEMORY', message, {
    lines: [
      ...lines,
      `a batch of ${found.batch} was tried and fits, with at most ${bytesText(found.bytes)} of tensors`,
    ],
    remedy: [
      `Go on with it: ${commandFor([`train.batch=${found.batch}`])}`,
      ...(parts === null ? [] : [`Or keep ${batch} images an update, in parts, more slowly: ${commandFor(parts)}`]),
    ].join('\n'),
    cause,
  })
}

async function fittingBatch(trial: BatchTrial): Promise<{ readonly batch: number; readonly bytes: number } | null> {
  for (const batch of smallerBatches(trial)) {
    trial.signal?.throwIfAborted()
    trimMemory()
    try {
      return { batch, bytes: await bytesOf(trial, batch) }
    } catch (error) {
      if (!isOutOfMemory(error)) throw error
    }
  }
  return null
}

/** A half, a quarter … of the batch, as far as the other options allow them. */
function smallerBatches({ system, options: { model, train } }: BatchTrial): number[] {
  const whole = leastCommonMultiple(train.accumD, train.accumG)
  const halvings = Array.from({ length: Math.floor(Math.log2(train.batch)) }, (_, i) => train.batch / 2 ** (i + 1))
  const batches = halvings.map((batch) => Math.floor(batch / whole) * whole)
  return [...new Set(batches)].filter(
    (batch) => batch > 0 && fitProblems(system, { model, train: { ...train, batch } }).length === 0,
  )
}

/** Most bytes of tensors in steps with this batch. */
async function bytesOf({ system, options, precision }: BatchTrial, batch: number): Promise<number> {
  const smaller = { ...options, train: { ...options.train, batch } }
  const dataset = await openTrainingData(system, smaller)
  let trainer: Trainer | undefined
  try {
    resetPeakMemory()
    trainer = new Trainer({ system, options: smaller, dataset, precision })
    for (let step = 0; step < stepsTried; step++) await trainer.runStep()
    return deviceMemory(trainer.device)?.peakAllocated ?? memory().peakBytes
  } finally {
    if (trainer === undefined) await dataset.close()
    else await trainer.close()
  }
}

/** Options with which the same batch is worked through in parts of a size that fits; null where the system has none. */
function partsOf({ system, options: { model, train } }: BatchTrial, fitting: number): string[] | null {
  const { batch, accumD, accumG } = train
  if (accumD !== 1 || accumG !== 1) return null
  const parts = Array.from({ length: batch }, (_, i) => i + 1).find((n) => batch % n === 0 && batch / n <= fitting)
  if (parts === undefined) return null
  const ways = [{ accumD: parts, accumG: parts }, { accumG: parts }]
  const way = ways.find((counts) => fitProblems(system, { model, train: { ...train, ...counts } }).length === 0)
  return way === undefined ? null : Object.entries(way).map(([name, count]) => `train.${name}=${count}`)
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b]
  while (y > 0) [x, y] = [y, x % y]
  return (a / x) * b
}
