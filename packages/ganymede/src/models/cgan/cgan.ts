/** Conditional GAN: the definition. Networks in mlp-networks.ts and conv-networks.ts, the loop in train/. */

import { GanymedeError } from '@ganymede/core'
import { multinomial, randint, type Tensor, tensor } from '@ganymede/torch'
import { adam } from '../../nn/optim/adam.js'
import { batchNormProblems, checkUpdateCounts } from '../../options/update-counts.js'
import type { DataShape, StepContext, System } from '../../systems/contract/system.js'
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
import { CganConvDiscriminator, CganConvGenerator, doublings, sidesOfConv } from './conv-networks.js'
import { CganMlpDiscriminator, CganMlpGenerator } from './mlp-networks.js'
import { type CganOptions, cganOptions } from './options.js'

type CganNetworks = {
  readonly generator: CganMlpGenerator | CganConvGenerator
  readonly discriminator: CganMlpDiscriminator | CganConvDiscriminator
}
type Context = StepContext<CganNetworks, CganOptions, ObjectiveState>

function classesOf({ classes }: DataShape): number {
  if (classes === null) throw new GanymedeError('LABELS_MISSING', 'cgan learns classes, and this data set has none')
  return classes.length
}

const surroundings = ({ network, beta1 }: CganOptions): ObjectiveSurroundings => ({
  normD: network === 'conv' ? 'batch' : 'none',
  optimizerD: 'adam',
  momentumD: beta1,
  withoutBatchNorm: 'use --network mlp, whose D has none',
})

/** Classes for `n` fakes, `[n]`, int64: all equally often, or as often as in the data. */
function drawLabels(n: number, { options, data, device, random }: Context, stream: string): Tensor {
  const generator = random.stream(stream)
  const counts = data.classCounts ?? null
  if (options.labels === 'uniform' || counts === null) {
    return randint(classesOf(data), [n], { generator, dtype: 'int64', device })
  }
  return multinomial(tensor(Float32Array.from(counts), { device }), n, { replacement: true, generator })
}

/** What the conditional GAN gives to the shared step: its networks, its loss, its noise and classes. */
export function cganParts(ctx: Context): AdversarialParts {
  const { networks, options } = ctx
  return {
    ...latentParts(ctx, {
      latentDim: options.latentDim,
      labels: (n, _, stream) => drawLabels(n, ctx, stream),
    }),
    ...objectiveParts(options, ctx, networks.discriminator, ctx.state),
  }
}

/** Conditional GAN: the class of a picture can be asked for. */
export const cgan: System<CganOptions, CganNetworks, ObjectiveState> = {
  name: 'cgan',
  version: '1',
  title: 'CGAN: conditional GAN, pictures of a class that you ask for',
  paper: {
    title: 'Conditional Generative Adversarial Nets',
    authors: 'Mirza, Osindero',
    year: 2014,
    url: 'https://arxiv.org/abs/1411.1784',
  },
  options: cganOptions,
  trainDefaults: { batch: 32, dSteps: 5, steps: 18_750 },
  // Five updates of a convolutional D to one of G leave G nothing to learn from.
  variantDefaults: {
    network: {
      conv: {
        model: { lrG: 4e-4, lrD: 2e-4, beta1: 0.5 },
        train: { batch: 64, dSteps: 1, steps: 10_000, ema: 0.999 },
      },
    },
  },
  presets: {
    demo: {
      model: { network: 'conv', size: 32, lrG: 8e-4, lrD: 4e-4, beta1: 0.5 },
      train: { batch: 64, dSteps: 1, steps: 2500, ema: 0.99, sampleEvery: 250, checkpointEvery: 500 },
    },
    small: {
      model: { network: 'conv', size: 32, lrG: 4e-4, lrD: 2e-4, beta1: 0.5 },
      train: { batch: 64, dSteps: 1, steps: 10_000, ema: 0.999 },
    },
    standard: {
      model: { network: 'conv', size: 64, widthG: 64, widthD: 64, lrG: 2e-4, lrD: 2e-4, beta1: 0.5 },
      train: { batch: 64, dSteps: 1, steps: 40_000, ema: 0.999 },
    },
    mlp: {
      model: { network: 'mlp', lrG: 2e-4, lrD: 2e-4, beta1: 0.5 },
      train: { batch: 100, dSteps: 1, steps: 6000 },
    },
  },
  generator: 'generator',
  channelsLast: true,

  needs: ({ size }) => ({ size, channels: 'auto', labels: true }),

  problems(options, train) {
    const isConv = options.network === 'conv'
    const sizes = sidesOfConv(16, 256).join(', ')
    return [
      ...(isConv && doublings(options.size) === null
        ? [`model.size must be one of ${sizes} with model.network conv, got ${options.size}`]
        : []),
      ...checkUpdateCounts(train),
      ...objectiveProblems(options, surroundings(options)),
      ...(isConv ? batchNormProblems(train) : []),
    ]
  },

  check: (_options, _train, data) => void classesOf(data),

  advice: (options) => objectiveAdvice(options, surroundings(options)),

  build(options, data, random) {
    const { network, latentDim, embedDim, hidden, dropout, widthG, widthD } = options
    const { channels, height, width } = data
    const shape = { channels, height, width, latentDim, embedDim, classes: classesOf(data) }
    const [forG, forD] = [random.stream('init-generator'), random.stream('init-discriminator')]
    return network === 'mlp'
      ? {
          generator: new CganMlpGenerator(shape, hidden, forG),
          discriminator: new CganMlpDiscriminator(shape, hidden, dropout, forD),
        }
      : {
          generator: new CganConvGenerator(shape, widthG, forG),
          discriminator: new CganConvDiscriminator(shape, widthD, forD),
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

  step: (ctx) => adversarialStep(ctx, cganParts(ctx)),

  decode({ networks, ema }, latents, { labels, ema: useEma = true }): Tensor {
    if (labels === null || labels === undefined) {
      throw new GanymedeError('OPTION_INVALID', 'cgan needs the class of every picture')
    }
    const generator = useEma && ema !== null ? (ema as CganNetworks['generator']) : networks.generator
    return generator.forward(latents, labels)
  },

  views: ['classes', 'fixed', 'fresh'],

  exports: ({ latentDim }, data) => {
    const { channels, height, width } = data
    const labels = `classes, 0 to ${classesOf(data) - 1}`
    return exportedGenerator({ latentDim, channels, height, width, labels })
  },
}
