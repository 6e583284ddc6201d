/** WGAN with gradient penalty. Networks and step in ../image-gan. */
import { imageGanSystem } from '../image-gan/image-gan.js'

/** Wasserstein GAN whose critic is held to slope 1 by a penalty: Adam 1e-4 (0, 0.9), lambda 10, five critic updates. */
export const wganGp = imageGanSystem({
  name: 'wgan-gp',
  title: 'WGAN-GP: a critic held to slope 1 by a gradient penalty; steadier than clipping, more work',
  paper: {
    title: 'Improved Training of Wasserstein GANs',
    authors: 'Gulrajani, Ahmed, Arjovsky, Dumoulin, Courville',
    year: 2017,
    url: 'https://arxiv.org/abs/1704.00028',
  },
  defaults: {
    network: 'dcgan',
    normD: 'none',
    optimizer: 'adam',
    lr: 1e-4,
    beta1: 0,
    beta2: 0.9,
    criticBoost: 0,
    objective: { objective: 'wgan', penalty: 'gp' },
  },
  trainDefaults: { dSteps: 5 },
  presets: {
    demo: {
      model: { size: 32, widthG: 32, widthD: 32, lrG: 2e-4, lrD: 2e-4 },
      train: { steps: 480, sampleEvery: 60, checkpointEvery: 120 },
    },
    small: { model: { size: 32, widthG: 32, widthD: 32 }, train: { steps: 5000 } },
    standard: { model: { size: 64 }, train: { steps: 50_000 } },
    mnist: {
      model: { size: 28, network: 'large-kernel', latentDim: 128, beta1: 0.5 },
      train: { steps: 20_000, batch: 50 },
    },
    cifar: {
      model: { size: 32, network: 'cifar-resnet', latentDim: 128, lrG: 2e-4, lrD: 2e-4, dequantise: true },
      train: { steps: 100_000, batch: 64, lrSchedule: 'linear' },
    },
  },
})
