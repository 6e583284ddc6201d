/** The measures that decide which checkpoint is the best while a run goes on. */
import { noGrad, scope, type Tensor } from '@ganymede/torch'
import { slicedWasserstein } from '../metrics/swd.js'
import { comparedPictures, makesPictures } from './compared-pictures.js'
import { FeatureMetric } from './feature-metric.js'
import { hasLatents } from './latents.js'
import type { Trainer } from './trainer.js'

// Enough for a ranking of checkpoints, little enough for a second or two of work.
const pictures = 256
// Large pictures that are made one by one.
const translations = 64
const effort = { patchesPerImage: 64, repeats: 1 }

/** A measure of the present networks; lower is better. Neutral to training. */
export interface CheckpointMetric {
  readonly name: string
  /** @param onActivity  told what takes long at present */
  measure(onActivity?: (text: string) => void): Promise<number>
  dispose(): void
}

/**
 * The measure that the train options ask for, or null; also null for a system that makes no pictures.
 *
 * @throws GanymedeError `LABELS_MISSING` for features of a classifier of data without classes
 */
export function checkpointMetric(trainer: Trainer): CheckpointMetric | null {
  const { quickMetric } = trainer.train
  if (quickMetric === 'none' || !makesPictures(trainer.system)) return null
  return quickMetric === 'swd' ? new QuickMetric(trainer) : new FeatureMetric(trainer, quickMetric)
}

/**
 * Sliced Wasserstein distance between real images and images of fixed seeds, or between translations and their targets;
 * lower is better. Neutral to training.
 *
 * @see Karras et al. 2018, "Progressive Growing of GANs", section 5
 */
class QuickMetric implements CheckpointMetric {
  readonly name = 'swd'
  readonly #trainer: Trainer

  constructor(trainer: Trainer) {
    this.#trainer = trainer
  }

  async measure(): Promise<number> {
    const trainer = this.#trainer
    const compared = await comparedPictures(trainer, hasLatents(trainer.system) ? pictures : translations)
    return scope('quick-metric', () =>
      noGrad(() => {
        const [real, fake] = [compared.real(), compared.made()]
        return slicedWasserstein(toBytes(real), toBytes(fake), { seed: 0, ...effort }).mean
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
