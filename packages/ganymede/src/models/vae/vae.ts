/** VAE: the definition. Networks in networks.ts, the loss in objective.ts, the sheets in views.ts. */
import { GanymedeError } from '@ganymede/core'
import { adam } from '../../nn/optim/adam.js'
import { valueShown } from '../../options/option-difference.js'
import { type TrainOptions, trainSchema } from '../../options/train-options.js'
import { withoutEffect } from '../../options/unused-options.js'
import { checkMicroBatches } from '../../options/update-counts.js'
import type { DataShape, System } from '../../systems/contract/system.js'
import { ConvVae, MlpVae } from './networks.js'
import { type VaeOptions, vaeOptions } from './options.js'
import { type VaeNetworks, vaeStep } from './step.js'
import { VaeTestMeter } from './test-loss.js'
import { chosenNetwork, decodeImages, encodeImages, vaeViews } from './views.js'

// What the train section has for adversaries only: D's updates, fakes, and the augmentation of what D sees.
const adversarialOption = /^(d[A-Z]|gSteps|accumD|clipD|shareFakes|concatForward|gBnInDPhase|augment|ada[A-Z])/

/** Classes that the networks are told; 0 when they are told none. */
function classesOf({ conditional }: Pick<VaeOptions, 'conditional'>, { classes }: DataShape): number {
  return conditional ? (classes?.length ?? 0) : 0
}

function problemsOf(options: VaeOptions, train: TrainOptions): string[] {
  const { conditional, latentDim, planeX, planeY, planeClass } = options
  const problems = checkMicroBatches(train, ['accumG'])
  for (const [name, neutral] of Object.entries(trainSchema.parse({}))) {
    const value = train[name as keyof TrainOptions]
    if (!adversarialOption.test(name) || JSON.stringify(value) === JSON.stringify(neutral)) continue
    problems.push(
      `train.${name} is for adversarial training, got ${valueShown(value)}: a VAE has no discriminator; leave it out`,
    )
  }
  const highest = latentDim - 1
  for (const [name, plane] of Object.entries({ planeX, planeY })) {
    if (latentDim > 1 && plane !== 'auto' && plane > highest) {
      problems.push(`model.${name} must be below model.latentDim (${latentDim}), got ${plane}; use 0 to ${highest}`)
    }
  }
  if (!conditional && planeClass !== 0) {
    problems.push(
      `model.planeClass has no effect without model.conditional, got ${planeClass}; add --conditional, or leave it out`,
    )
  }
  if (latentDim === 1 && planeX !== 'auto' && planeX !== 0) {
    problems.push(`model.planeX must be 0 while model.latentDim is 1, got ${planeX}; leave it out`)
  }
  if (latentDim > 1 && planeX !== 'auto' && planeX === planeY) {
    const other = planeX === 0 ? 1 : 0
    problems.push(`model.planeY must differ from model.planeX, both are ${planeX}; use --plane-y ${other}`)
  }
  return [
    ...problems,
    ...withoutEffect('model', options, vaeOptions.parse({}), [
      { names: ['width'], when: options.network === 'mlp', need: '--network conv' },
      { names: ['hidden'], when: options.network === 'conv', need: '--network mlp' },
      {
        names: ['sigma'],
        when: options.likelihood === 'bernoulli',
        need: 'a likelihood that has a width (--likelihood gaussian or laplace)',
      },
    ]),
  ]
}

const labelInput = { name: 'labels', shape: ['N'], meaning: 'class of each image, from 0, int64' } as const

/** Variational autoencoder with a perceptron or a convolutional network on both sides. */
export const vae: System<VaeOptions, VaeNetworks> = {
  name: 'vae',
  version: '1',
  title: 'VAE: variational autoencoder; smooth latent space, reconstructions, blurred samples',
  paper: {
    title: 'Auto-Encoding Variational Bayes',
    authors: 'Kingma, Welling',
    year: 2013,
    url: 'https://arxiv.org/abs/1312.6114',
  },
  options: vaeOptions,
  // Likelihoods are compared in nats, and the default network is too small to gain from half precision.
  trainDefaults: { batch: 128, steps: 14_000, precision: 'float32' },
  presets: {
    demo: { train: { steps: 1500, sampleEvery: 250, checkpointEvery: 500 } },
    small: { train: { steps: 4700 } },
    standard: {},
  },
  shownLosses: [
    { label: 'rec', meaning: 'reconstruction, nats an image', from: 'rec' },
    { label: 'KL', meaning: 'divergence from the prior, nats an image', from: 'kl' },
  ],
  generator: 'vae',
  channelsLast: false,

  needs: ({ size, conditional }) => ({ size, channels: 'auto', labels: conditional }),

  problems: problemsOf,
  readsTrainOption: (name) => !adversarialOption.test(name),

  check(options, _, data) {
    if (!options.conditional) return
    if (data.classes === null) {
      throw new GanymedeError('LABELS_MISSING', 'model.conditional learns classes, and this data set has none')
    }
    const classes = classesOf(options, data)
    if (options.planeClass < Math.max(1, classes)) return
    throw new GanymedeError(
      'OPTION_INVALID',
      `model.planeClass must be below the number of classes (${classes}), got ${options.planeClass}`,
      { remedy: `Choose --plane-class 0 to ${classes - 1}: ${data.classes.join(', ')}.` },
    )
  },

  build(options, data, random) {
    const { network, latentDim, hidden, width } = options
    const { channels, height, width: across } = data
    const shape = { channels, height, width: across, latentDim, classes: classesOf(options, data) }
    const rng = random.stream('init-vae')
    return { vae: network === 'mlp' ? new MlpVae(shape, hidden, rng) : new ConvVae(shape, width, rng) }
  },

  optimizers: (networks, { lr, beta1, beta2 }) => ({ vae: adam(networks.vae, { lr, betas: [beta1, beta2] }) }),

  latentDim: ({ latentDim }) => latentDim,

  step: vaeStep,

  decode: (ctx, latents, { ema, labels }) => decodeImages(chosenNetwork(ctx, ema), latents, labels),

  encode: (ctx, images, { ema, labels }) => encodeImages(chosenNetwork(ctx, ema), images, labels),

  testLoss(ctx, { seed, ema, importanceSamples }) {
    const { options, device } = ctx
    const meter = new VaeTestMeter({ network: chosenNetwork(ctx, ema), options, device, seed, importanceSamples })
    return {
      add: (images, labels) => meter.add(images, labels),
      result() {
        const { nelbo, rec, kl, activeUnits, iwae } = meter.result()
        return { value: nelbo, details: { rec, kl, activeUnits }, ...(iwae === null ? {} : { importanceBound: iwae }) }
      },
      dispose: () => meter.dispose(),
    }
  },

  views: ['classes', 'fixed', 'fresh', ...vaeViews],

  exports: ({ latentDim, conditional }, { channels, height, width }) => [
    {
      name: 'decoder',
      network: 'vae',
      inputs: [
        { name: 'z', shape: ['N', latentDim], meaning: 'latent vectors, standard normal' },
        ...(conditional ? [labelInput] : []),
      ],
      outputs: [{ name: 'images', shape: ['N', channels, height, width], meaning: 'images in [-1, 1]' }],
    },
    {
      name: 'encoder',
      network: 'vae',
      inputs: [
        { name: 'images', shape: ['N', channels, height, width], meaning: 'images in [-1, 1]' },
        ...(conditional ? [labelInput] : []),
      ],
      outputs: [
        { name: 'mu', shape: ['N', latentDim], meaning: 'mean of the posterior' },
        { name: 'log_var', shape: ['N', latentDim], meaning: 'logarithm of its variance' },
      ],
    },
  ],
}
