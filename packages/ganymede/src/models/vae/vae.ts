/** VAE: the definition. Networks in networks.ts, the loss in objective.ts, the sheets in views.ts. */
import { GanymedeError } from '../../errors.js'
import { adam } from '../../nn/optim/adam.js'
import { type TrainOptions, trainSchema } from '../../train/options.js'
import type { DataShape, System } from '../../train/system.js'
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

function problemsOf(options: VaeOptions, train: TrainOptions, data: DataShape): string[] {
  const { latentDim, planeX, planeY, planeClass } = options
  const problems: string[] = []
  if (train.batch % train.accumG !== 0) {
    problems.push(`train.batch (${train.batch}) must be divisible by train.accumG (${train.accumG})`)
  }
  for (const [name, neutral] of Object.entries(trainSchema.parse({}))) {
    const isNeutral = JSON.stringify(train[name as keyof TrainOptions]) === JSON.stringify(neutral)
    if (!adversarialOption.test(name) || isNeutral) continue
    problems.push(`train.${name} is for adversarial training: a VAE has no discriminator`)
  }
  for (const [name, plane] of Object.entries({ planeX, planeY })) {
    if (latentDim > 1 && plane >= latentDim) {
      problems.push(`model.${name} (${plane}) must be below model.latentDim (${latentDim})`)
    }
  }
  const classes = classesOf(options, data)
  if (!options.conditional && planeClass !== 0)
    problems.push('model.planeClass has no effect without model.conditional')
  if (options.conditional && planeClass >= Math.max(1, classes)) {
    problems.push(`model.planeClass (${planeClass}) must be below the number of classes (${classes})`)
  }
  if (latentDim === 1 && planeX !== 0) problems.push('model.planeX must be 0 with one latent dimension')
  if (latentDim > 1 && planeX === planeY) problems.push(`model.planeX and model.planeY are both ${planeX}`)
  return problems
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

  check(options, train, data) {
    if (options.conditional && data.classes === null) {
      throw new GanymedeError('LABELS_MISSING', 'model.conditional learns classes, and this data set has none')
    }
    const problems = problemsOf(options, train, data)
    if (problems.length > 0) {
      throw new GanymedeError('OPTION_INVALID', 'options that do not fit together', { lines: problems })
    }
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
