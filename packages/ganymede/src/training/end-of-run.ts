/** When a run is over. */

import type { RunFolder } from '@ganymede/runs/folder'
import { readLastMetrics } from '@ganymede/runs/logs'
import type { TrainOptions } from '../options/train-options.js'

/** How far a run has come. */
export interface RunExtent {
  readonly step: number
  readonly imagesSeen: number
}

/** Steps after which a run is over: its `steps`, or as many as `images` allow. An estimate where a system's steps vary. */
export function plannedSteps({ steps, images, batch, dSteps }: TrainOptions): number {
  return images === undefined ? steps : Math.min(steps, Math.ceil(images / (batch * dSteps)))
}

/** Whether a run has all the steps or images that its options ask for. */
export function isComplete(train: TrainOptions, done: RunExtent): boolean {
  return done.step >= train.steps || hasAllImages(train, done)
}

/** Whether a run has all the images that its options ask for; false where they set no such limit. */
export function hasAllImages({ images }: TrainOptions, { imagesSeen }: RunExtent): boolean {
  return images !== undefined && imagesSeen >= images
}

/**
 * How far the run of a folder has come. Its images are those of its log, and without one as many as its steps take at
 * least.
 *
 * @param step  the run's step, from its record
 */
export function extentOf({ metrics }: Pick<RunFolder, 'metrics'>, step: number, train: TrainOptions): RunExtent {
  const least = step * train.batch * train.dSteps
  // Only where it matters: the end of the log has to be read for it.
  if (train.images === undefined) return { step, imagesSeen: least }
  const logged = readLastMetrics(metrics)
    .filter((record) => record.step <= step)
    .map(({ imagesSeen }) => imagesSeen)
    .filter((seen) => typeof seen === 'number')
  return { step, imagesSeen: Math.max(least, ...logged.slice(-1)) }
}
