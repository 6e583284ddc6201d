/** The measures that decide which checkpoint is the best while a run goes on. */
import { noGrad, scope, type Tensor } from '@ganymede/torch'
import { slicedWasserstein } from '../../metrics/swd.js'
import { hasLatents } from '../../pictures/latents.js'
import type { Trainer } from '../trainer.js'
import { comparedPictures, makesPictures } from './compared-pictures.js'
import { canTrainJudge, FeatureMetric, isTrainedJudge } from './feature-metric.js'
import { type Measured, type MeasureTelling, spreadOf } from './measure-spread.js'

// Enough for a ranking of checkpoints, little enough for a second or two of work.
const pictures = 256
// Large pictures that are made one by one.
const translations = 64
const effort = { patchesPerImage: 64, repeats: 1 }
const earnedSeconds = 900

/** A measure of the present networks. Neutral to training. */
export interface CheckpointMetric {
  /** @returns null where the measure is not worth its time yet, or cannot be taken */
  measure(telling?: MeasureTelling & { readonly secondsTrained?: number }): Promise<Measured | null>
  dispose(): void
}

/**
 * The measure that the train options ask for, or null; also null for a system that makes no pictures.
 *
 * @throws GanymedeError `LABELS_MISSING` for features of a classifier of data without classes
 */
export function checkpointMetric(trainer: Trainer): CheckpointMetric | null {
  const { quickMetric, metricFeatures } = trainer.train
  if (quickMetric === 'none' || !makesPictures(trainer.system)) return null
  if (quickMetric === 'fid' || quickMetric === 'kid') return new FeatureMetric(trainer, quickMetric)
  if (quickMetric === 'swd') return new QuickMetric(trainer)
  if (!isTrainedJudge(metricFeatures)) return new FeatureMetric(trainer, 'fid')
  if (!hasLatents(trainer.system)) return new QuickMetric(trainer)
  return canTrainJudge(trainer) ? new EarnedMetric(trainer) : null
}

/**
 * FID once the run has gone on for so long that the network behind it, which takes a minute to train, does not hold it up.
 * Patches of pixels would be at hand at once, and order checkpoints against what people see.
 */
class EarnedMetric implements CheckpointMetric {
  readonly #metric: FeatureMetric
  #isGivenUp = false

  constructor(trainer: Trainer) {
    this.#metric = new FeatureMetric(trainer, 'fid')
  }

  async measure({
    secondsTrained = 0,
    onActivity,
    onNote,
  }: Parameters<CheckpointMetric['measure']>[0] = {}): Promise<Measured | null> {
    if (this.#isGivenUp || secondsTrained < earnedSeconds) return null
    try {
      return await this.#metric.measure({ onActivity })
    } catch (error) {
      // Nobody asked for it: that it fails must not end the run, whatever fails.
      this.#isGivenUp = true
      onNote?.(`no checkpoint is chosen as the best: ${error instanceof Error ? error.message : String(error)}`)
      return null
    }
  }

  dispose(): void {
    this.#metric.dispose()
  }
}

/**
 * Sliced Wasserstein distance between real images and images of fixed seeds, or between translations and their targets;
 * lower is better. Neutral to training.
 *
 * @see Karras et al. 2018, "Progressive Growing of GANs", section 5
 */
class QuickMetric implements CheckpointMetric {
  readonly #trainer: Trainer

  constructor(trainer: Trainer) {
    this.#trainer = trainer
  }

  async measure(): Promise<Measured> {
    const trainer = this.#trainer
    const compared = await comparedPictures(trainer, hasLatents(trainer.system) ? pictures : translations)
    return scope('quick-metric', () =>
      noGrad(() => {
        const [real, fake] = [toBytes(compared.real()), toBytes(compared.made())]
        const distance = (a: Tensor, b: Tensor) => slicedWasserstein(a, b, { seed: 0, ...effort }).mean
        const spread = spreadOf(compared.count, (from, n) => distance(real.narrow(0, from, n), fake.narrow(0, from, n)))
        return { metric: 'swd', value: distance(real, fake), spread }
      }),
    )
  }

  dispose(): void {
    // It holds nothing.
  }
}

/** The metric is defined on values 0…255, whole numbers, as float32. */
function toBytes(images: Tensor): Tensor {
  return images.to({ dtype: 'float32' }).add(1).mul(127.5).round().clamp({ min: 0, max: 255 })
}
