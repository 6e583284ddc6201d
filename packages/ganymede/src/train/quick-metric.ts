/** The cheap measure that decides which checkpoint is the best while a run goes on. */
import { cat, noGrad, scope, type Tensor } from '@ganymede/torch'
import { slicedWasserstein } from '../metrics/swd.js'
import { classCount, labelOfSeed, labelTensor, latentTensor } from './latents.js'
import { toImageTensor } from './real-images.js'
import type { Trainer } from './trainer.js'

// Enough for a ranking of checkpoints, little enough for a second or two of work.
const pictures = 256
const effort = { patchesPerImage: 64, repeats: 1 }
const seedOfFirst = 2_000_000

/**
 * Sliced Wasserstein distance between real images and images of fixed seeds; lower is better. Neutral to training.
 *
 * @see Karras et al. 2018, "Progressive Growing of GANs", section 5
 */
export class QuickMetric {
  readonly name = 'swd'
  readonly #trainer: Trainer

  constructor(trainer: Trainer) {
    this.#trainer = trainer
  }

  async measure(): Promise<number> {
    const trainer = this.#trainer
    const { pixels, count } = await trainer.realPixels(pictures)
    const { height, width, channels } = trainer.data
    const { system } = trainer
    const classes = classCount(system, trainer.options, trainer.data)
    return scope('quick-metric', () =>
      noGrad(() => {
        const real = toImageTensor(pixels, [count, height, width, channels], {
          device: trainer.device,
          channelsLast: false,
        })
        const fake = trainer.sampling((ctx) => {
          const parts: Tensor[] = []
          for (let from = 0; from < count; from += 64) {
            const seeds = Array.from({ length: Math.min(64, count - from) }, (_, i) => seedOfFirst + from + i)
            const latents = latentTensor(seeds, system.latentDim(ctx.options), ctx.device)
            const chosen = seeds.map((seed) => labelOfSeed(seed, classes))
            const labels = classes === 0 ? null : labelTensor(chosen, ctx.device)
            parts.push(system.decode(ctx, latents, { labels }))
          }
          return cat(parts)
        })
        return slicedWasserstein(toBytes(real), toBytes(fake), { seed: 0, ...effort }).mean
      }),
    )
  }
}

/** The metric is defined on values 0…255, whole numbers, as float32. */
function toBytes(images: Tensor): Tensor {
  return images.to({ dtype: 'float32' }).add(1).mul(127.5).round().clamp({ min: 0, max: 255 })
}
