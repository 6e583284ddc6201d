/** A GAN of your own in one file: its generator enlarges by resizing before each convolution, which leaves no checkerboard. */

import {
  adam,
  adversarialStep,
  BatchNorm,
  Conv2d,
  type DataShape,
  Flatten,
  hinge,
  LeakyReLU,
  Linear,
  type Module,
  Sequential,
  type System,
  spectralNorm,
  Tanh,
  Unflatten,
  Upsample,
} from '@ganymede/toolkit'
import { randn, type Tensor } from '@ganymede/torch'
import { z } from 'zod'

// Each option becomes a flag, a line of help, a row of the options table.
const options = z.strictObject({
  size: z.number().int().min(16).max(128).multipleOf(4).default(28).describe('Side of the images in pixels.'),
  latentDim: z.number().int().min(1).max(512).default(32).describe('Length of the noise vector.'),
  width: z.number().int().min(4).max(1024).default(24).describe('Channels next to the image. More: finer, slower.'),
  lr: z.number().positive().max(1).default(1e-3).describe('Learning rate of both Adams. Lower it when losses jump.'),
})
type Options = z.output<typeof options>
type Nets = { readonly generator: Sequential; readonly discriminator: Sequential }

/** Maps latents `[N, Z]` to images `[N, C, size, size]` in [-1, 1]. */
export function generator({ size, latentDim, width }: Omit<Options, 'lr'>, { channels }: DataShape): Sequential {
  const [side, wide] = [size / 4, 2 * width]
  return new Sequential([
    new Linear(latentDim, wide * side * side),
    new Unflatten(1, [wide, side, side]),
    new BatchNorm(wide),
    new LeakyReLU(0.2),
    new Upsample({ scaleFactor: 2 }),
    new Conv2d(wide, width, { kernelSize: 3, padding: 1 }),
    new BatchNorm(width),
    new LeakyReLU(0.2),
    new Upsample({ scaleFactor: 2 }),
    new Conv2d(width, channels, { kernelSize: 3, padding: 1 }),
    new Tanh(),
  ])
}

/** Maps images to one logit each; spectral norm keeps its slope below one. */
function discriminator({ size, width }: Options, { channels }: DataShape): Sequential {
  const halve = { kernelSize: 4, stride: 2, padding: 1 }
  return new Sequential([
    spectralNorm(new Conv2d(channels, width, halve)),
    new LeakyReLU(0.2),
    spectralNorm(new Conv2d(width, 2 * width, halve)),
    new LeakyReLU(0.2),
    new Flatten(),
    spectralNorm(new Linear(2 * width * (size / 4) ** 2, 1)),
  ])
}

/** What is particular to this GAN. Loop, logs, checkpoints, pictures and commands are those of every system. */
export const resizeGan: System<Options, Nets> = {
  name: 'resize-gan',
  version: '1',
  title: 'Resize GAN: resizing and convolution in place of transposed convolution',
  paper: {
    title: 'Deconvolution and Checkerboard Artifacts',
    authors: 'Odena, Dumoulin, Olah',
    year: 2016,
    url: 'https://distill.pub/2016/deconv-checkerboard/',
  },
  options,
  presets: { demo: { train: { steps: 600 } }, small: {}, standard: { model: { width: 64 } } },
  generator: 'generator',
  channelsLast: true,
  needs: ({ size }) => ({ size, channels: 'auto', labels: false }),
  build: (model, data) => ({ generator: generator(model, data), discriminator: discriminator(model, data) }),
  optimizers: ({ generator: G, discriminator: D }, { lr }) => ({
    g: adam(G, { lr, betas: [0.5, 0.99] }),
    d: adam(D, { lr, betas: [0.5, 0.99] }),
  }),
  latentDim: ({ latentDim }) => latentDim,
  step: (ctx) =>
    adversarialStep(ctx, {
      ...ctx.networks,
      optimizerG: ctx.optimizers.g!,
      optimizerD: ctx.optimizers.d!,
      loss: hinge(),
      latents: (n, random, stream) => ({
        z: randn([n, ctx.options.latentDim], { generator: random.stream(stream), device: ctx.device }),
        label: null,
      }),
      generate: ({ z }) => ctx.networks.generator.forward(z),
      discriminate: (images) => ctx.networks.discriminator.forward(images),
    }),
  decode({ networks, ema }, latents, { ema: useEma = true }): Tensor {
    const average: Module | null = useEma ? ema : null
    return ((average as Sequential | null) ?? networks.generator).forward(latents)
  },
  views: ['fixed', 'fresh'],
  exports: ({ latentDim, size }, { channels }) => [
    {
      name: 'generator',
      network: 'generator',
      inputs: [{ name: 'z', shape: ['N', latentDim], meaning: 'latent vectors, standard normal' }],
      outputs: [{ name: 'images', shape: ['N', channels, size, size], meaning: 'images in [-1, 1]' }],
    },
  ],
}
