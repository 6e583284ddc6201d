/** What the hardware gives a run: device, threads, precision. */
import { defaultPrecision, getThreads, resolveDevice, setThreads } from '@ganymede/torch'
import type { TrainOptions } from './options.js'

/** Decided once, printed, and stored with the run. */
export interface Placement {
  readonly device: string
  readonly threads: number
  readonly precision: Precision
}

export type Precision = 'float32' | 'bfloat16'

/**
 * Resolves device, threads and precision; loads libtorch.
 *
 * @param pinned  what `precision: auto` meant when the run was started, which it goes on to mean
 */
export function placementOf(train: TrainOptions, pinned?: Precision): Placement {
  const device = resolveDevice(train.device)
  if (train.threads > 0) setThreads(train.threads)
  const precision = train.precision === 'auto' ? (pinned ?? defaultPrecision(device)) : train.precision
  return { device, threads: getThreads(), precision }
}
