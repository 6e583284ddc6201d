/** GAN of two perceptrons: the definition. Networks in networks.ts, the loop in train/. */
import type { Tensor } from '@ganymede/torch'
import { z } from 'zod'
import type { Module } from '../../nn/module.js'
import { adam } from '../../nn/optim/adam.js'
import type { Sequential } from '../../nn/sequential.js'
import { withoutEffect } from '../../options/unused-options.js'
import { batchNormProblems, checkUpdateCounts } from '../../options/update-counts.js'
import type { StepContext, System } from '../../systems/contract/system.js'
import type { AdversarialLoss } from '../../systems/losses/adversarial.js'
import { objectiveOptions } from '../../systems/losses/objective-options.js'
import {
  discriminatorAdam,
  type ObjectiveState,
  objectiveParts,
  objectiveState,
} from '../../systems/losses/objective-parts.js'
import {
  type ObjectiveSurroundings,
  objectiveAdvice,
  objectiveProblems,
} from '../../systems/losses/objective-problems.js'
import type { AdversarialParts } from '../../systems/steps/adversarial-parts.js'
import { adversarialStep } from '../../systems/steps/adversarial-step.js'
import { exportedGenerator, latentParts } from '../../systems/steps/latent-parts.js'
import { deepDiscriminator, deepGenerator, plainDiscriminator, plainGenerator } from './networks.js'

export const ganOptions = z.strictObject({
  size: z.number().int().min(16).max(256).default(28).describe('Side of the images in pixels, 16 to 256.'),
  network: z
    .enum(['plain', 'deep'])
    .default('plain')
    .describe(
      "'plain': two hidden layers in G and D; 'deep': four in G with batch norm, two in D, as in PyTorch-GAN (sharper, slower).",
    ),
  latentDim: z.number().int().min(1).max(4096).default(64).describe('Length of the noise vector z.'),
  hidden: z
    .number()
    .int()
    .min(1)
    .max(4096)
    .default(256)
    .describe("Units of a hidden layer; those of 'deep' have half to four times as many. More: finer, slower."),
  normEps: z
    .number()
    .positive()
    .max(1)
    .default(1e-5)
    .describe(
      "Added to variances by the batch norm of 'deep'. 0.8 only for weights of PyTorch-GAN, where it stands in the place of the momentum.",
    ),
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
  beta1: z
    .number()
    .min(0)
    .lt(1)
    .default(0.9)
    .describe("Adam's first decay. 0.5 learns faster here and is the usual choice for GANs."),
  beta2: z.number().min(0).lt(1).default(0.999).describe("Adam's second decay."),
  lossScaleD: z
    .union([z.literal(1), z.literal(0.5)])
    .default(1)
    .describe(
      "Factor of D's adversarial loss; 0.5 takes the mean of both terms instead of their sum. With Adam it matters only beside a penalty.",
    ),
  ...objectiveOptions,
})

export type GanOptions = z.output<typeof ganOptions>
type GanNetworks = { readonly generator: Sequential; readonly discriminator: Sequential }
type Context = StepContext<GanNetworks, GanOptions, ObjectiveState>

// Objectives under which the sigmoid of a logit is the probability of being real.
const probabilistic: readonly string[] = ['vanilla', 'logistic', 'minimax']

/** The loss with D's probabilities in the log, D(x) and D(G(z)), and its factor. */
function loggedLoss(
  loss: AdversarialLoss,
  { options, log }: { readonly options: GanOptions; log(key: string, value: Tensor): void },
): AdversarialLoss {
  const { lossScaleD, objective } = options
  return {
    ...loss,
    discriminator(real, fake) {
      if (probabilistic.includes(objective)) {
        log('d/prob_real', real.detach().sigmoid().mean(null, { dtype: 'float32' }))
        log('d/prob_fake', fake.detach().sigmoid().mean(null, { dtype: 'float32' }))
      }
      const terms = loss.discriminator(real, fake)
      return lossScaleD === 1 ? terms : { real: terms.real.mul(lossScaleD), fake: terms.fake.mul(lossScaleD) }
    },
  }
}

const surroundings = ({ beta1 }: GanOptions): ObjectiveSurroundings => ({
  normD: 'none',
  optimizerD: 'adam',
  momentumD: beta1,
})

/** What the GAN gives to the shared step: its networks, its loss, its noise. */
export function ganParts(ctx: Context): AdversarialParts {
  const { networks, options } = ctx
  const objective = objectiveParts(options, ctx, networks.discriminator, ctx.state)
  return {
    ...latentParts(ctx, options),
    ...objective,
    loss: loggedLoss(objective.loss, { options, log: (key, value) => ctx.log(key, value) }),
  }
}

/** The original GAN of fully connected layers. */
export const gan: System<GanOptions, GanNetworks, ObjectiveState> = {
  name: 'gan',
  version: '1',
  title: 'GAN of fully connected layers: the original, small and fast',
  paper: {
    title: 'Generative Adversarial Nets',
    authors: 'Goodfellow, Pouget-Abadie, Mirza, Xu, Warde-Farley, Ozair, Courville, Bengio',
    year: 2014,
    url: 'https://arxiv.org/abs/1406.2661',
  },
  options: ganOptions,
  // No layer of D depends on its batch: one pass for real images and fakes is the same and faster.
  trainDefaults: { batch: 100, steps: 120_000, concatForward: true },
  presets: {
    demo: {
      model: { network: 'deep', latentDim: 100, beta1: 0.5 },
      train: { steps: 6000, batch: 64, sampleEvery: 500, checkpointEvery: 1000 },
    },
    small: { model: { beta1: 0.5 }, train: { steps: 30_000 } },
    standard: {},
    'pytorch-gan': {
      model: { network: 'deep', latentDim: 100, beta1: 0.5, lossScaleD: 0.5 },
      train: { batch: 64, steps: 187_600, dFirst: false, shareFakes: true },
    },
  },
  generator: 'generator',
  channelsLast: false,

  needs: ({ size }) => ({ size, channels: 'auto', labels: false }),

  problems: (options, train) => [
    ...checkUpdateCounts(train),
    ...objectiveProblems(options, surroundings(options)),
    ...(options.network === 'deep' ? batchNormProblems(train) : []),
    ...withoutEffect('model', options, ganOptions.parse({}), [
      { names: ['normEps'], when: options.network === 'plain', need: 'batch norm (--network deep)' },
    ]),
  ],

  advice: (options) => objectiveAdvice(options, surroundings(options)),

  build({ network, latentDim, hidden, normEps }, { channels, height, width }, random) {
    const shape = { channels, height, width, latentDim, hidden }
    const [forG, forD] = [random.stream('init-generator'), random.stream('init-discriminator')]
    return network === 'plain'
      ? { generator: plainGenerator(shape, forG), discriminator: plainDiscriminator(shape, forD) }
      : { generator: deepGenerator(shape, normEps, forG), discriminator: deepDiscriminator(shape, forD) }
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

  step: (ctx) => adversarialStep(ctx, ganParts(ctx)),

  decode({ networks, ema }, latents, { ema: useEma = true }): Tensor {
    const generator: Module = useEma && ema !== null ? ema : networks.generator
    return (generator as Sequential).forward(latents)
  },

  views: ['fixed', 'fresh'],

  exports: ({ latentDim }, { channels, height, width }) => exportedGenerator({ latentDim, channels, height, width }),
}
