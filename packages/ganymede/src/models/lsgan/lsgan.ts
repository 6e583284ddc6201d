/** LSGAN: least squares instead of cross-entropy. Networks and step in ../image-gan. */
import { imageGanSystem } from '../image-gan/image-gan.js'

/** Least Squares GAN as PyTorch-GAN trains it: G first, D on the same fakes, Adam 2e-4. */
export const lsgan = imageGanSystem({
  name: 'lsgan',
  title: 'LSGAN: a discriminator that measures distances instead of classifying',
  paper: {
    title: 'Least Squares Generative Adversarial Networks',
    authors: 'Mao, Li, Xie, Lau, Wang, Smolley',
    year: 2017,
    url: 'https://arxiv.org/abs/1611.04076',
  },
  defaults: {
    network: 'dcgan',
    normD: 'batch',
    optimizer: 'adam',
    lr: 2e-4,
    beta1: 0.5,
    beta2: 0.999,
    criticBoost: 0,
    objective: { objective: 'lsgan', lsganScale: 0.5 },
  },
  trainDefaults: { shareFakes: true, dFirst: false },
  presets: {
    demo: {
      model: { size: 32, widthG: 32, widthD: 32 },
      train: { steps: 2400, sampleEvery: 200, checkpointEvery: 600 },
    },
    small: { model: { size: 32, widthG: 32, widthD: 32 }, train: { steps: 5000 } },
    standard: { model: { size: 64 }, train: { steps: 20_000 } },
  },
})
