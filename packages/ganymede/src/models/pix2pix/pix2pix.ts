/** pix2pix: the definition. Networks are in image-to-image/, the step in step.ts, the loop in train/. */
import { GanymedeError } from '../../errors.js'
import { adam } from '../../nn/optim/adam.js'
import type { TrainOptions } from '../../train/options.js'
import type { DataShape, System } from '../../train/system.js'
import { smallestPatchInput } from '../image-to-image/patch-discriminator.js'
import { translateEach } from '../image-to-image/test-behaviour.js'
import { translationLossAdvice, translationLossProblems } from '../image-to-image/translation-loss.js'
import { nearestMultiple } from '../image-to-image/unet.js'
import { buildNetworks, channelsOf, type Pix2pixNetworks } from './networks.js'
import { downsOf, factorOf, type Pix2pixOptions, pix2pixOptions, sidesOf } from './options.js'
import { pix2pixStep } from './step.js'
import { chosenGenerator, pix2pixViews } from './views.js'

/** @param sides  of the pictures as they come from the data, which may keep sizes of their own */
function sizeProblems(options: Pix2pixOptions, { width, height }: Pick<DataShape, 'width' | 'height'>): string[] {
  const problems: string[] = []
  const factor = factorOf(options)
  const [fitW, fitH] = [nearestMultiple(width, factor), nearestMultiple(height, factor)]
  if (fitW !== width || fitH !== height) {
    const isSquare = width === options.size && options.height === 'auto'
    const asked = isSquare ? `model.size (${width})` : `the size of the pictures (${width} x ${height})`
    const nearest = isSquare ? `${fitW}` : `${fitW} x ${fitH}`
    const why = options.network === 'unet' ? `a U-Net of ${downsOf(options)} halvings` : 'the residual generator'
    problems.push(`${asked} must be a multiple of ${factor} for ${why}: the nearest is ${nearest}`)
  }
  const smallest = smallestPatchInput(options.layersD)
  if (options.discriminator === 'patch' && Math.min(width, height) < smallest) {
    problems.push(`model.layersD (${options.layersD}) needs pictures of at least ${smallest} px a side`)
  }
  return problems
}

function problemsOf(options: Pix2pixOptions, train: TrainOptions, data: DataShape): string[] {
  const problems = [...sizeProblems(options, data), ...translationLossProblems(options, options.normD)]
  const { network, downs, batch } = { ...options, ...train }
  if (network !== 'unet' && downs !== 'auto') problems.push('model.downs is for the U-Net: leave it at auto')
  if (train.accumD !== train.accumG) {
    problems.push(`train.accumD (${train.accumD}) and train.accumG (${train.accumG}) must be the same for pix2pix`)
  }
  if (batch % train.accumG !== 0) {
    problems.push(`train.batch (${batch}) must be divisible by train.accumG (${train.accumG})`)
  }
  if (train.dSteps !== 1 || train.gSteps !== 1) {
    problems.push('train.dSteps and train.gSteps must be 1: in pix2pix both updates learn from the same outputs')
  }
  if (!train.shareFakes) problems.push('train.shareFakes cannot be off: pix2pix runs its generator once a step')
  if (train.gBnInDPhase) problems.push('train.gBnInDPhase has no meaning where both phases share one pass of G')
  return problems
}

/** Paired translation as in the paper and the authors' PyTorch code. */
export const pix2pix: System<Pix2pixOptions, Pix2pixNetworks, null> = {
  name: 'pix2pix',
  version: '1',
  title: 'pix2pix: learns from pairs to turn one picture into another, such as drawings into photographs',
  paper: {
    title: 'Image-to-Image Translation with Conditional Adversarial Networks',
    authors: 'Isola, Zhu, Zhou, Efros',
    year: 2017,
    url: 'https://arxiv.org/abs/1611.07004',
  },
  options: pix2pixOptions,
  trainDefaults: {
    batch: 1,
    steps: 80_000,
    shareFakes: true,
    lrSchedule: 'linear',
    lrDecayFrom: 'half',
    gridSize: 24,
    sampleEvery: 500,
    checkpointEvery: 2000,
  },
  presets: {
    demo: {
      model: { size: 64, widthG: 32, widthD: 32, inference: 'running', testDropout: false },
      train: { steps: 2000, batch: 4, sampleEvery: 200, checkpointEvery: 500 },
    },
    small: { model: { size: 128 }, train: { steps: 40_000 } },
    standard: {},
  },
  shownLosses: [
    { label: 'G_GAN', meaning: "generator's adversarial loss: low when D takes its pictures for real", from: 'g/adv' },
    {
      label: 'G_L1',
      meaning: 'mean difference of output and truth, before its weight; 2 is black for white',
      from: 'g/l1',
    },
    { label: 'D_real', meaning: "discriminator's loss on true pairs", from: 'd/adv_real' },
    { label: 'D_fake', meaning: "discriminator's loss on made ones", from: 'd/adv_fake' },
  ],
  generator: 'generator',
  channelsLast: false,

  needs: (options) => ({
    size: sidesOf(options),
    channels: 'auto',
    targetChannels: 'auto',
    items: 'pairs',
    labels: false,
  }),

  check(options, train, data) {
    const problems = problemsOf(options, train, data)
    if (problems.length > 0) {
      throw new GanymedeError('OPTION_INVALID', 'options that do not fit together', { lines: problems })
    }
  },

  advice(options, train) {
    const { normG, inference, testDropout, dropout } = options
    const differs = normG === 'batch' && inference === 'batch' && train.batch > 1
    return [
      ...translationLossAdvice(options),
      ...(differs
        ? [
            `trained with batches of ${train.batch}, tested on the statistics of single pictures: --inference running may be better`,
          ]
        : []),
      ...(normG === 'batch' && inference === 'running' && testDropout && dropout
        ? [
            '--inference running with dropout on is neither the way of the paper (batch) nor evaluation mode (--no-test-dropout)',
          ]
        : []),
    ]
  },

  build: buildNetworks,

  optimizers({ generator, discriminator }, { lrG, lrD, beta1, beta2 }) {
    const betas = [beta1, beta2] as const
    return { g: adam(generator, { lr: lrG, betas }), d: adam(discriminator, { lr: lrD, betas }) }
  },

  step: pix2pixStep,

  translate(ctx, inputs, { direction = 'a2b', mode, dropout, seed, ema = true }) {
    if (direction !== 'a2b') {
      throw new GanymedeError(
        'OPTION_INVALID',
        'pix2pix translates one way: from the first picture of a pair to the second',
        {
          remedy: 'Train a run of the other direction.',
        },
      )
    }
    const { options } = ctx
    return translateEach(chosenGenerator(ctx, ema), inputs, {
      mode: mode ?? options.inference,
      dropout: options.dropout && (dropout ?? options.testDropout),
      seed,
    })
  },

  translationFactor: factorOf,

  translationDefaults: ({ normG, inference, dropout, testDropout }) => ({
    directions: ['a2b'],
    mode: normG === 'batch' ? inference : null,
    dropout: dropout ? testDropout : null,
  }),

  views: pix2pixViews,

  exports(_, data: DataShape) {
    const { input, output } = channelsOf(data)
    return [
      {
        name: 'generator',
        network: 'generator',
        inputs: [{ name: 'inputs', shape: ['N', input, 'H', 'W'], meaning: 'pictures in [-1, 1]' }],
        outputs: [{ name: 'outputs', shape: ['N', output, 'H', 'W'], meaning: 'pictures in [-1, 1]' }],
      },
    ]
  },
}
