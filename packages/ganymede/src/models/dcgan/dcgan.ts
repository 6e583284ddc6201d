/** DCGAN: the definition. Networks in networks.ts, the loop in train/. */
import type { Tensor } from '@ganymede/torch'
import { z } from 'zod'
import { normalisationNames } from '../../nn/layers/normalisation.js'
import { adam } from '../../nn/optim/adam.js'
import { batchNormProblems, checkUpdateCounts } from '../../options/update-counts.js'
import type { StepContext, System } from '../../systems/contract/system.js'
import { objectiveOptions } from '../../systems/losses/objective-options.js'
import {
  discriminatorAdam,
  type ObjectiveState,
  objectiveParts,
  objectiveState,
} from '../../systems/losses/objective-parts.js'
import { objectiveAdvice, objectiveProblems } from '../../systems/losses/objective-problems.js'
import type { AdversarialParts } from '../../systems/steps/adversarial-parts.js'
import { adversarialStep } from '../../systems/steps/adversarial-step.js'
import { exportedGenerator, latentParts } from '../../systems/steps/latent-parts.js'
import { DcganDiscriminator, DcganGenerator } from './networks.js'

export const dcganSizes = [16, 32, 64, 128] as const

export const dcganOptions = z.strictObject({
  size: z
    .union(dcganSizes.map((size) => z.literal(size)))
    .default(64)
    .describe('Side of the images in pixels: 16, 32, 64 or 128. Each doubling costs about four times the time.'),
  latentDim: z.number().int().min(1).max(4096).default(100).describe('Length of the noise vector z.'),
  widthG: z
    .number()
    .int()
    .min(1)
    .max(1024)
    .default(64)
    .describe('Channels of the last generator layer; doubled towards 4 x 4. More: finer pictures, slower.'),
  widthD: z
    .number()
    .int()
    .min(1)
    .max(1024)
    .default(64)
    .describe('Channels of the first discriminator layer; doubled towards 4 x 4.'),
  lrG: z
    .number()
    .positive()
    .max(1)
    .default(2e-4)
    .describe("Generator's learning rate (Adam). Too high: NaN or collapse; too low: slow."),
  lrD: z
    .number()
    .positive()
    .max(1)
    .default(2e-4)
    .describe("Discriminator's learning rate (Adam). Lower it when D wins."),
  beta1: z.number().min(0).lt(1).default(0.5).describe("Adam's first decay. 0.9 makes adversarial training oscillate."),
  beta2: z.number().min(0).lt(1).default(0.999).describe("Adam's second decay."),
  normD: z
    .enum(normalisationNames)
    .default('batch')
    .describe(
      'Normalisation in D. Gradient penalties need layer, instance or none; spectral bounds the slope of D by itself.',
    ),
  ...objectiveOptions,
})

export type DcganOptions = z.output<typeof dcganOptions>

type DcganNetworks = { readonly generator: DcganGenerator; readonly discriminator: DcganDiscriminator }

/** What DCGAN gives to the shared step: its networks, its loss, its noise. */
export function dcganParts(
  ctx: Pick<
    StepContext<DcganNetworks, DcganOptions, ObjectiveState>,
    'networks' | 'optimizers' | 'options' | 'device' | 'step' | 'random' | 'state'
  >,
): AdversarialParts {
  const { networks, options } = ctx
  return {
    ...latentParts(ctx, options),
    ...objectiveParts(options, ctx, networks.discriminator, ctx.state),
  }
}

/** DCGAN as in the paper and PyTorch's official example. */
export const dcgan: System<DcganOptions, DcganNetworks, ObjectiveState> = {
  name: 'dcgan',
  version: '1',
  title: 'DCGAN: convolutional GAN for small pictures, 16 to 128 px',
  paper: {
    title: 'Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks',
    authors: 'Radford, Metz, Chintala',
    year: 2016,
    url: 'https://arxiv.org/abs/1511.06434',
  },
  options: dcganOptions,
  // The official script generates once per step: D and G learn from the same fakes.
  trainDefaults: { shareFakes: true },
  presets: {
    // High rates that forget fast, and an average over the last hundred steps that takes the shaking out: FID 50 to 60 over
    // five seeds by the classifier of the glyphs, from a sixth of the images with which the paper's rates reach 81.
    demo: {
      model: { size: 32, widthG: 32, widthD: 32, lrG: 2e-3, lrD: 1e-3, beta2: 0.9 },
      train: { steps: 800, batch: 32, ema: 0.99, sampleEvery: 200, checkpointEvery: 200 },
    },
    // One's own pictures on two cores: half of the demo's rates, which drew stripes of emoji; augmentation and mirroring, as a
    // few hundred pictures are soon known by heart; and an average that grows in, so that the first sheets do not show the
    // first weights.
    photos: {
      model: { size: 64, widthG: 32, widthD: 32, lrG: 1e-3, lrD: 5e-4, beta2: 0.9 },
      data: { flip: true },
      train: { steps: 5000, batch: 32, augment: 'diffaugment', emaKimg: 5, checkpointEvery: 1000 },
    },
    small: { model: { size: 32, widthG: 32, widthD: 32 }, train: { steps: 5000, ema: 0.999 } },
    standard: { model: { size: 64 }, train: { steps: 20_000, ema: 0.999 } },
  },
  generator: 'generator',
  channelsLast: true,

  needs: ({ size }) => ({ size, channels: 'auto', labels: false }),

  problems: (options, train) => [
    ...checkUpdateCounts(train),
    ...objectiveProblems(options, { normD: options.normD, optimizerD: 'adam', momentumD: options.beta1 }),
    ...batchNormProblems(train),
  ],

  advice: (options) => objectiveAdvice(options, { normD: options.normD, optimizerD: 'adam', momentumD: options.beta1 }),

  build(options, data, random) {
    const shape = { ...options, channels: data.channels }
    return {
      generator: new DcganGenerator(shape, random.stream('init-generator')),
      discriminator: new DcganDiscriminator(shape, random.stream('init-discriminator')),
    }
  },

  optimizers({ generator, discriminator }, options) {
    const betas = [options.beta1, options.beta2] as const
    return {
      g: adam(generator, { lr: options.lrG, betas }),
      d: adam(discriminator, discriminatorAdam({ lr: options.lrD, betas }, options)),
    }
  },

  latentDim: ({ latentDim }) => latentDim,

  state: () => objectiveState(),

  step: (ctx) => adversarialStep(ctx, dcganParts(ctx)),

  decode({ networks, ema }, latents, { ema: useEma = true }): Tensor {
    const generator = useEma && ema !== null ? (ema as DcganGenerator) : networks.generator
    return generator.forward(latents)
  },

  views: ['fixed', 'fresh'],

  exports: ({ latentDim, size }, { channels }) => exportedGenerator({ latentDim, channels, height: size, width: size }),
}
