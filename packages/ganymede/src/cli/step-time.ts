/** How long a step takes on this machine, by trying a few. */

import { isOutOfMemory } from '../train/failure.js'
import { StepMemoryError } from '../train/out-of-memory.js'
import type { Trainer } from '../train/trainer.js'

const steps = 3

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
  }
  return Math.min(...seconds.slice(1))
}

async function stepIn(trainer: Trainer): Promise<void> {
  try {
    await trainer.runStep()
  } catch (error) {
    throw isOutOfMemory(error) ? new StepMemoryError(trainer.step, trainer.train, error) : error
  }
}
