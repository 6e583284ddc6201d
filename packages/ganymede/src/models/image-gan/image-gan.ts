/**
 * What LSGAN, WGAN, WGAN-GP and R1 have in common: everything but their defaults. Each is a definition of its own under
 * its own name, with the numbers of its paper; a run of one can be told to do what another does.
 */
import { rand, randint, scope, type Tensor } from '@ganymede/torch'
import { adam } from '../../nn/optim/adam.js'
import { rmsprop } from '../../nn/optim/rmsprop.js'
import { sgd } from '../../nn/optim/sgd.js'
import { batchNormProblems, checkUpdateCounts } from '../../options/update-counts.js'
import type { StepContext, System } from '../../systems/contract/system.js'
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
import { buildNetworks, networkProblems, normsOf } from './build.js'
import { withClassifier } from './classifier-loss.js'
import type { ImageDiscriminator, ImageGenerator } from './networks.js'
import { type ImageGanDefaults, type ImageGanOptions, imageGanOptions } from './options.js'

export type ImageGanNetworks = { readonly generator: ImageGenerator; readonly discriminator: ImageDiscriminator }
export type ImageGanSystem = System<ImageGanOptions, ImageGanNetworks, ObjectiveState>
type Context = StepContext<ImageGanNetworks, ImageGanOptions, ObjectiveState>

// The code of WGAN trains its critic for longer in these steps.
const boostedFirst = 25
const boostedEvery = 500

/** What such a system gives to the shared step: its networks, its objective, its noise and classes. */
export function imageGanParts(ctx: Context): AdversarialParts {
  const { options, networks, device, data, step } = ctx
  const { latentDim, conditional } = options
  const classes = data.classes?.length ?? 1
  const objective = objectiveParts(options, ctx, networks.discriminator, ctx.state)
  const isBoosted = options.criticBoost > 0 && (step < boostedFirst || step % boostedEvery === 0)
  return {
    ...latentParts(ctx, {
      latentDim,
      ...(conditional && {
        labels: (n, random, stream) =>
          randint(classes, [n], { generator: random.stream(stream), device, dtype: 'int64' }),
      }),
    }),
    ...objective,
    ...(conditional &&
      options.network === 'cifar-resnet' &&
      withClassifier(networks.discriminator, options, objective)),
    ...(options.dequantise && { prepareReal: (images: Tensor) => dequantised(images, ctx) }),
    ...(isBoosted && { dSteps: options.criticBoost }),
  }
}

// Below the distance of two grey levels, as in the code of WGAN-GP and of GAN stability.
const dequantisation = 1 / 128

/** Uniform noise in [0, 1/128) on every pixel. */
function dequantised(images: Tensor, { device, random }: Pick<Context, 'device' | 'random'>): Tensor {
  return scope('dequantise', () => {
    const noise = rand(images.shape, { generator: random.stream('dequantise'), device })
    return images.add(noise.mul(dequantisation))
  })
}

/** What a system of this family says of itself. */
export interface ImageGanDefinition
  extends Pick<ImageGanSystem, 'name' | 'title' | 'paper' | 'presets'>,
    Required<Pick<ImageGanSystem, 'trainDefaults'>> {
  readonly defaults: ImageGanDefaults
}

/** A system of this family. */
export function imageGanSystem({ defaults, ...about }: ImageGanDefinition): ImageGanSystem {
  return {
    ...about,
    version: '1',
    options: imageGanOptions(defaults),
    generator: 'generator',
    channelsLast: true,

    needs: ({ size, conditional }) => ({ size, channels: 'auto', labels: conditional }),

    problems(options, train) {
      const { normG, normD } = normsOf(options, defaults)
      const { criticBoost } = options
      return [
        ...checkUpdateCounts(train),
        ...networkProblems(options, defaults),
        ...objectiveProblems(options, { ...surroundings(options, normD), defaults: defaults.objective }),
        ...(train.shareFakes && criticBoost > 0
          ? [
              `model.criticBoost must be 0 while train.shareFakes is on, got ${criticBoost}: shared fakes serve one update of D; add --no-share-fakes`,
            ]
          : []),
        ...([normG, normD].includes('batch') ? batchNormProblems(train) : []),
      ]
    },

    advice: (options) => objectiveAdvice(options, surroundings(options, normsOf(options, defaults).normD)),

    build: (options, data, random) =>
      buildNetworks(options, defaults, data, {
        generator: random.stream('init-generator'),
        discriminator: random.stream('init-discriminator'),
      }),

    optimizers({ generator, discriminator }, options) {
      const { lrG, lrD, beta1, beta2 } = options
      switch (options.optimizer) {
        case 'adam':
          return {
            g: adam(generator, { lr: lrG, betas: [beta1, beta2] }),
            d: adam(discriminator, discriminatorAdam({ lr: lrD, betas: [beta1, beta2] }, options)),
          }
        case 'rmsprop':
          return { g: rmsprop(generator, { lr: lrG }), d: rmsprop(discriminator, { lr: lrD }) }
        case 'sgd':
          return { g: sgd(generator, { lr: lrG }), d: sgd(discriminator, { lr: lrD }) }
      }
    },

    latentDim: ({ latentDim }) => latentDim,

    state: () => objectiveState(),

    step: (ctx) => adversarialStep(ctx, imageGanParts(ctx)),

    decode({ networks, ema, options }, latents, { labels = null, ema: useEma = true }): Tensor {
      const generator = useEma && ema !== null ? (ema as ImageGenerator) : networks.generator
      const images = generator.forward(latents, labels)
      // The perceptron has no tanh.
      return options.network === 'mlp' ? images.clamp({ min: -1, max: 1 }) : images
    },

    views: ['classes', 'fixed', 'fresh'],

    exports: ({ latentDim, size, conditional, network }, { channels }) =>
      exportedGenerator({
        ...{ latentDim, channels, height: size, width: size },
        ...(conditional && { labels: 'class of each image, from 0, int64' }),
        ...(network === 'mlp' && { images: 'images, to be clamped to [-1, 1]' }),
      }),
  }
}

function surroundings({ optimizer, beta1 }: ImageGanOptions, normD: string) {
  return { normD, optimizerD: optimizer, momentumD: optimizer === 'adam' ? beta1 : 0 }
}
