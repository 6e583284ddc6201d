/** What the hardware gives a run: device, threads, precision. */
import { defaultPrecision, getThreads, resolveDevice, setThreads } from '@ganymede/torch'
import type { TrainOptions } from '../options/train-options.js'

/** Decided once, printed, and stored with the run. */
export interface Placement {
  readonly device: string
  readonly threads: number
  readonly precision: Precision
}

export type Precision = 'float32' | 'bfloat16'

/** How people ask for a precision: `auto` is the machine's fastest, bfloat16 where it has native units for it. */
export type AskedPrecision = Precision | 'auto'

/** What `auto` means on a device. */
export function chosenPrecision(asked: AskedPrecision, device: string): Precision {
  return asked === 'auto' ? defaultPrecision(device) : asked
}

/**
 * Resolves device, threads and precision; loads libtorch.
 *
 * @param pinned  what `precision: auto` meant when the run was started, which it goes on to mean
 */
export function placementOf(train: TrainOptions, pinned?: Precision): Placement {
  const device = resolveDevice(train.device)
  if (train.threads > 0) setThreads(train.threads)
  const precision = chosenPrecision(train.precision === 'auto' ? (pinned ?? 'auto') : train.precision, device)
  return { device, threads: getThreads(), precision }
}
