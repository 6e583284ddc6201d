/** How different a system's pictures are from one another, beside real ones: what a mode collapse shows in first. */
import { noGrad, scope } from '@ganymede/torch'
import { meanSpread } from '../../metrics/point-sets.js'
import { classCount, hasLatents, labelOfSeed, labelTensor, latentTensor } from '../../pictures/latents.js'
import { toImageTensor } from '../../pictures/real-images.js'
import type { Trainer } from '../trainer.js'

/** Mean distances between pictures, as root mean square differences of their pixels in [-1, 1]. */
export type SampleProbe = {
  /** Between pictures of different seeds. */
  readonly spread: number
  /** Between as many real images. */
  readonly realSpread: number
}

// Seeds far from those of sheets and metrics; few enough to cost less than the sheet that is drawn beside them.
const firstSeed = 3_000_000
const pictures = 32

/** Takes the same latents and the same real images each time. Neutral to training. */
export class SampleProber {
  readonly #trainer: Trainer
  #realSpread: number | null = null

  constructor(trainer: Trainer) {
    this.#trainer = trainer
  }

  /** Null for systems without latents, and for data of a single image. */
  async measure(): Promise<SampleProbe | null> {
    const trainer = this.#trainer
    const { system } = trainer
    if (!hasLatents(system)) return null
    const dim = system.latentDim(trainer.options)
    if (dim < 1 || trainer.data.count < 2) return null
    this.#realSpread ??= await this.#measureReal()
    const spread = scope('sample-probe', () =>
      noGrad(() => {
        const seeds = Array.from({ length: pictures }, (_, i) => firstSeed + i)
        const classes = classCount(system, trainer.options, trainer.data)
        const chosen = seeds.map((seed) => labelOfSeed(seed, classes))
        return trainer.sampling((ctx) => {
          const labels = classes === 0 ? null : labelTensor(chosen, ctx.device)
          return meanSpread(system.decode(ctx, latentTensor(seeds, dim, ctx.device), { labels }))
        })
      }),
    )
    return { spread: short(spread), realSpread: short(this.#realSpread) }
  }

  async #measureReal(): Promise<number> {
    const { pixels, count } = await this.#trainer.realPixels(pictures)
    const { height, width, channels } = this.#trainer.data
    const place = { device: this.#trainer.device, channelsLast: false }
    return scope('sample-probe', () =>
      noGrad(() => meanSpread(toImageTensor(pixels, [count, height, width, channels], place))),
    )
  }
}

function short(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : value
}
