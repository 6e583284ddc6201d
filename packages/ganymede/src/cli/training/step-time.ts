/** How long a step takes on this machine, by trying a few. */

import type { ResolvedOptions } from '../../options/train-options.js'
import type { AnySystem } from '../../systems/contract/system.js'
import { openTrainingData } from '../../training/feed/open-training-data.js'
import { isOutOfMemory } from '../../training/guards/failure-of-error.js'
import { StepMemoryError } from '../../training/guards/out-of-memory.js'
import { Trainer } from '../../training/trainer.js'

const steps = 3
// One step that takes so long is estimate enough.
const slowSeconds = 20

/** A trainer of a run that writes nothing; the caller closes it, and with it the data. */
export async function trainerOf(system: AnySystem, options: ResolvedOptions): Promise<Trainer> {
  const dataset = await openTrainingData(system, options)
  try {
    return new Trainer({ system, options, dataset })
  } catch (error) {
    await dataset.close()
    throw error
  }
}

/**
 * Seconds of a step: the fastest of those after the first, which pays for choosing kernels and filling caches.
 *
 * @throws StepMemoryError where memory runs out
 */
export async function secondsPerStep(trainer: Trainer): Promise<number> {
  const seconds: number[] = []
  for (let step = 0; step < steps; step += 1) {
    const from = performance.now()
    await stepIn(trainer)
    seconds.push((performance.now() - from) / 1000)
    if (seconds.at(-1)! > slowSeconds) break
  }
  return Math.min(...(seconds.length > 1 ? seconds.slice(1) : seconds))
}

async function stepIn(trainer: Trainer): Promise<void> {
  try {
    await trainer.runStep()
  } catch (error) {
    throw isOutOfMemory(error) ? new StepMemoryError(trainer.step, trainer.train, error) : error
  }
}
