// @ts-check
/**
 * The reference step mlp-gan: G 64-256-256-784, D 784-256-256-1, on 28 x 28 images. Small enough that what surrounds the
 * arithmetic shows: call overhead, allocation, leaks.
 */
import { randn } from '@ganymede/torch'
import { z } from 'zod'
import { LeakyReLU, Tanh } from '../../packages/ganymede/dist/nn/activations.js'
import { Linear } from '../../packages/ganymede/dist/nn/linear.js'
import { Module } from '../../packages/ganymede/dist/nn/module.js'
import { adam } from '../../packages/ganymede/dist/nn/optim/adam.js'
import { Sequential } from '../../packages/ganymede/dist/nn/sequential.js'
import { adversarialStep } from '../../packages/ganymede/dist/train/adversarial-step.js'
import { nonSaturating } from '../../packages/ganymede/dist/train/losses/adversarial.js'

/** @typedef {import('../../packages/ganymede/dist/nn/optim/optimizer.js').Optimizer} Optimizer */

export const mlpShape = { width: 28, height: 28, channels: /** @type {1} */ (1) }
const latentDim = 64

/** Layers of the given sizes with LeakyReLU 0.2 between them. */
class Perceptron extends Module {
  /** @type {Sequential} */
  main

  /**
   * @param {readonly number[]} sizes
   * @param {readonly (import('../../packages/ganymede/dist/nn/module.js').Layer)[]} end
   * @param {import('@ganymede/torch').Generator} rng
   */
  constructor(sizes, end, rng) {
    super()
    const layers = sizes.slice(1).flatMap((size, i) => {
      const linear = new Linear(/** @type {number} */ (sizes[i]), size, { rng })
      return i + 2 < sizes.length ? [linear, new LeakyReLU(0.2)] : [linear, ...end]
    })
    this.main = this.child('main', new Sequential(layers))
  }

  /** @override @param {import('@ganymede/torch').Tensor} x */
  forward(x) {
    return this.main.forward(x)
  }
}

/** @type {import('../../packages/ganymede/dist/train/system.js').AnySystem} */
export const mlpGan = {
  name: 'mlp-gan',
  version: '1',
  title: 'GAN of two perceptrons',
  paper: { title: 'Generative Adversarial Nets', authors: 'Goodfellow et al.', year: 2014, url: '' },
  options: z.strictObject({}),
  trainDefaults: { shareFakes: true, batch: 100, precision: 'float32' },
  presets: { demo: {}, small: {}, standard: {} },
  generator: 'generator',
  channelsLast: false,
  needs: () => ({ size: 28, channels: 1, labels: false }),
  build: (_, __, random) => ({
    generator: new Perceptron([latentDim, 256, 256, 784], [new Tanh()], random.stream('init-generator')),
    discriminator: new Perceptron([784, 256, 256, 1], [], random.stream('init-discriminator')),
  }),
  optimizers: ({ generator, discriminator }) => ({
    g: adam(generator, { lr: 2e-4, betas: [0.5, 0.999] }),
    d: adam(discriminator, { lr: 2e-4, betas: [0.5, 0.999] }),
  }),
  latentDim: () => latentDim,
  step: (ctx) =>
    adversarialStep(ctx, {
      generator: ctx.networks.generator,
      discriminator: ctx.networks.discriminator,
      optimizerG: /** @type {Optimizer} */ (ctx.optimizers.g),
      optimizerD: /** @type {Optimizer} */ (ctx.optimizers.d),
      loss: nonSaturating(),
      latents: (n, random, stream) => ({ z: randn([n, latentDim], { generator: random.stream(stream) }), label: null }),
      generate: ({ z }) => ctx.networks.generator.forward(z).view([z.shape[0], 1, 28, 28]),
      discriminate: (images) => ctx.networks.discriminator.forward(images.flatten(1)).flatten(),
    }),
  decode: ({ networks }, latents) => networks.generator.forward(latents).view([latents.shape[0], 1, 28, 28]),
  views: [],
  exports: () => [],
}
