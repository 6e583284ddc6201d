/** pix2pix: the definition. Networks are in image-to-image/, the step in step.ts, the loop in train/. */
import { GanymedeError } from '@ganymede/core'
import { adam } from '../../nn/optim/adam.js'
import type { DataShape, System } from '../../systems/contract/system.js'
import { explainTranslationWeights } from '../image-to-image/explain-weights.js'
import { buildNetworks, channelsOf, type Pix2pixNetworks } from './networks.js'
import { factorOf, type Pix2pixOptions, pix2pixOptions, sidesOf } from './options.js'
import { pix2pixAdvice, pix2pixProblems, requireFittingData } from './problems.js'
import { pix2pixStep } from './step.js'
import { translatePix2pix } from './translate.js'
import { pix2pixViews } from './views.js'

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
  dataDefaults: { flip: true },
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
  channelsLast: true,

  needs: (options) => ({
    size: sidesOf(options),
    channels: 'auto',
    targetChannels: options.colours === 'lab' ? 3 : 'auto',
    items: 'pairs',
    labels: false,
  }),

  problems: pix2pixProblems,

  check: (options, _, data) => requireFittingData(options, data),

  advice: pix2pixAdvice,

  build: buildNetworks,

  optimizers({ generator, discriminator }, { lrG, lrD, beta1, beta2 }) {
    const betas = [beta1, beta2] as const
    return { g: adam(generator, { lr: lrG, betas }), d: adam(discriminator, { lr: lrD, betas }) }
  },

  step: pix2pixStep,

  translate(ctx, inputs, request) {
    if ((request.direction ?? 'a2b') !== 'a2b') {
      throw new GanymedeError(
        'OPTION_INVALID',
        'pix2pix translates one way: from the first picture of a pair to the second',
        {
          remedy: 'Train a run of the other direction.',
        },
      )
    }
    return translatePix2pix(ctx, inputs, request)
  },

  translationFactor: factorOf,

  translationDefaults: ({ normG, inference, dropout, testDropout }) => ({
    directions: ['a2b'],
    mode: normG === 'batch' ? inference : null,
    dropout: dropout ? testDropout : null,
  }),

  views: pix2pixViews,

  explainWeights: explainTranslationWeights,

  exports(options, data: DataShape) {
    const { input, output } = channelsOf(options, data)
    const [taken, given] =
      options.colours === 'lab'
        ? ['lightness, L / 50 − 1', 'axes of colour, a / 110 and b / 110']
        : ['pictures in [-1, 1]', 'pictures in [-1, 1]']
    return [
      {
        name: 'generator',
        network: 'generator',
        inputs: [{ name: 'inputs', shape: ['N', input, 'H', 'W'], meaning: taken }],
        outputs: [{ name: 'outputs', shape: ['N', output, 'H', 'W'], meaning: given }],
      },
    ]
  },
}
