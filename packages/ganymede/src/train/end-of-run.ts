/** When a run is over. */
import type { TrainOptions } from './options.js'

/** Steps after which a run is over: its `steps`, or as many as `images` allow. An estimate where a system's steps vary. */
export function plannedSteps({ steps, images, batch, dSteps }: TrainOptions): number {
  return images === undefined ? steps : Math.min(steps, Math.ceil(images / (batch * dSteps)))
}

/** Whether a run has all the steps or images that its options ask for. */
export function isComplete(train: TrainOptions, done: { readonly step: number; readonly imagesSeen: number }): boolean {
  return done.step >= train.steps || (train.images !== undefined && done.imagesSeen >= train.images)
}
