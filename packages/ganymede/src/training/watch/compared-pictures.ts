/**
 * What the measures of a running training compare: images made of fixed seeds with real ones, or, for a system that makes
 * pictures from pictures, translations of fixed inputs with their targets, which the run does not learn from where the data
 * have a test part.
 */
import { cat, noGrad, scope, type Tensor } from '@ganymede/torch'
import type { RealPixels } from '../../pictures/fixed-reals.js'
import { hasLatents } from '../../pictures/latents.js'
import { pixelsToBatch } from '../../pictures/real-images.js'
import { withoutAlpha } from '../../pictures/viewable-images.js'
import type { AnySystem } from '../../systems/contract/system.js'
import { type SampledTraining, sampleSeeds } from './sample-seeds.js'

/** Whether a system makes anything that could be compared. */
export function makesPictures(system: AnySystem): boolean {
  return hasLatents(system) || system.translate !== undefined
}

/** A training whose pictures are compared with real ones. */
export interface ComparedTraining extends SampledTraining {
  readonly device: string
  /** Real images for measures: of the test part where there is one to translate. */
  measuredPixels(count: number): Promise<RealPixels>
}

/** Made and real pictures of one size. */
export interface ComparedPictures {
  /** `[N, C, H, W]` in [-1, 1], grey or colour; made in the caller's scope. */
  made(): Tensor
  /** As `made`; the same at every step. */
  real(): Tensor
  readonly count: number
}

// Bounds the memory of a translation.
const chunk = 16

/** @param count  at most; fewer come when there is less data */
export async function comparedPictures(training: ComparedTraining, count: number): Promise<ComparedPictures> {
  const { system, data, device } = training
  const reals = await training.measuredPixels(count)
  const batch = () => pixelsToBatch(reals, reals.count, data, { device, channelsLast: false })
  if (hasLatents(system)) {
    return { count: reals.count, made: () => sampleSeeds(training, reals.count), real: () => batch().images }
  }
  const shown = (fn: () => Tensor) => scope('compared', () => noGrad(() => withoutAlpha(fn())))
  return {
    count: reals.count,
    made: () =>
      shown(() =>
        training.sampling((ctx) => {
          const { images } = batch()
          const parts = images.split(chunk).map((part) => system.translate!(ctx, part, {}))
          return parts.length === 1 ? parts[0]! : cat(parts)
        }),
      ),
    real: () => shown(() => batch().targets ?? batch().images),
  }
}
