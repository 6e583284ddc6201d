/** The logistic GAN with R1. Networks and step in ../image-gan. */
import { imageGanSystem } from '../image-gan/image-gan.js'

/** The logistic GAN with a zero-centred gradient penalty on real images, on residual networks without batch norm. */
export const r1 = imageGanSystem({
  name: 'r1',
  title: 'R1: the logistic GAN with a gradient penalty on real images; converges where others circle',
  paper: {
    title: 'Which Training Methods for GANs do actually Converge?',
    authors: 'Mescheder, Geiger, Nowozin',
    year: 2018,
    url: 'https://arxiv.org/abs/1801.04406',
  },
  defaults: {
    network: 'resnet',
    normD: 'none',
    optimizer: 'rmsprop',
    lr: 1e-4,
    beta1: 0,
    beta2: 0.99,
    criticBoost: 0,
    dequantise: true,
    objective: { objective: 'logistic', penalty: 'r1' },
  },
  trainDefaults: { ema: 0.999 },
  presets: {
    demo: {
      model: { size: 32, network: 'dcgan', widthG: 32, widthD: 32, optimizer: 'adam', lrG: 2e-4, lrD: 2e-4 },
      train: { steps: 1500, ema: 0.99, sampleEvery: 150, checkpointEvery: 500 },
    },
    small: { model: { size: 32, widthG: 32, widthD: 32, widthMax: 256 }, train: { steps: 10_000 } },
    standard: { model: { size: 64, latentDim: 256 }, train: { steps: 50_000 } },
  },
})
