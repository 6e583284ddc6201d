/** WGAN with weight clipping. Networks and step in ../image-gan. */
import { imageGanSystem } from '../image-gan/image-gan.js'

/** Wasserstein GAN: a clipped critic without sigmoid, no logarithm, five critic updates a step, RMSprop 5e-5. */
export const wgan = imageGanSystem({
  name: 'wgan',
  title: 'WGAN: a critic with clipped weights, whose loss follows the quality of the pictures',
  paper: {
    title: 'Wasserstein GAN',
    authors: 'Arjovsky, Chintala, Bottou',
    year: 2017,
    url: 'https://arxiv.org/abs/1701.07875',
  },
  defaults: {
    network: 'dcgan',
    normD: 'batch',
    optimizer: 'rmsprop',
    lr: 5e-5,
    beta1: 0.5,
    beta2: 0.999,
    criticBoost: 0,
    objective: { objective: 'wgan', clip: 0.01 },
  },
  // The fakes of the critic's updates move G's batch-norm statistics, as in the authors' code.
  trainDefaults: { dSteps: 5, gBnInDPhase: true },
  presets: {
    demo: {
      model: { size: 32, widthG: 32, widthD: 32, lrG: 2e-4, lrD: 2e-4 },
      train: { steps: 700, sampleEvery: 100, checkpointEvery: 175 },
    },
    small: { model: { size: 32, widthG: 32, widthD: 32 }, train: { steps: 10_000 } },
    standard: { model: { size: 64, criticBoost: 100 }, train: { steps: 50_000 } },
  },
})
