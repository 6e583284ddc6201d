/** How many pictures an evaluation makes when nobody says: as many as papers take, or what a person will wait for. */

import { duration, grouped } from '@ganymede/core/text'
import type { OpenModel } from '../inference/open-model.js'
import type { FeatureNetwork } from '../metrics/features/feature-network.js'
import { generateImages } from './collect.js'

/** From few numbers, so that evaluations of different machines and days can be compared. */
const counts = [10_000, 5000, 2000, 1000] as const
/** As many as papers take at least. */
export const usualCount = counts[0]
const mostSeconds = 120

export interface AffordableCountOptions {
  readonly batch: number
  readonly signal?: AbortSignal | undefined
  readonly onNote?: ((note: string) => void) | undefined
  /** A clock in milliseconds that never goes back. */
  readonly now?: () => number
}

/**
 * The largest of 10,000, 5,000, 2,000 and 1,000 pictures that are made, and looked at by the network, in about two minutes;
 * at least 1,000.
 */
export async function affordableCount(
  model: OpenModel,
  network: FeatureNetwork,
  { batch, signal, onNote, now = () => performance.now() }: AffordableCountOptions,
): Promise<number> {
  const make = () =>
    generateImages(model, network, { count: batch, seed: 0, keepPixels: 0, isRaw: false, batch, signal })
  // The first pays for choosing kernels and filling caches.
  await make()
  const from = now()
  await make()
  const secondsEach = (now() - from) / 1000 / batch
  const count = counts.find((many) => many * secondsEach <= mostSeconds) ?? counts[counts.length - 1]!
  if (count !== usualCount) {
    onNote?.(
      `${grouped(count)} pictures are made; ${grouped(usualCount)}, as papers take, would need about ${duration(usualCount * secondsEach)}: --count ${usualCount}`,
    )
  }
  return count
}
