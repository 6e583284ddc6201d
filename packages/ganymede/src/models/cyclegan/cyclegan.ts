/** CycleGAN: the definition. Networks in networks.ts, the step in step.ts, the pool in image-pool.ts, sheets in views.ts. */
import { adam } from '../../nn/optim/adam.js'
import type { ExportedFunction, System } from '../../systems/contract/system.js'
import { joinStates } from '../../systems/contract/system-state.js'
import { explainTranslationWeights } from '../image-to-image/explain-weights.js'
import { ImagePool } from './image-pool.js'
import { buildCyclegan, type CycleganNetworks, type Domain } from './networks.js'
import {
  type CycleganOptions,
  cycleganAdvice,
  cycleganOptions,
  cycleganProblems,
  requireFittingData,
  sideFactor,
  sidesOf,
} from './options.js'
import { type CycleganState, cycleganStep } from './step.js'
import { translateCyclegan, translationDefaultsOf } from './translate.js'
import { cycleganViews } from './views.js'

/** Unpaired image-to-image translation: two generators and two discriminators, tied by the way back. */
export const cyclegan: System<CycleganOptions, CycleganNetworks, CycleganState> = {
  name: 'cyclegan',
  version: '1',
  title: 'CycleGAN: turns pictures of one kind into another and back, learned from two folders without pairs',
  paper: {
    title: 'Unpaired Image-to-Image Translation using Cycle-Consistent Adversarial Networks',
    authors: 'Zhu, Park, Isola, Efros',
    year: 2017,
    url: 'https://arxiv.org/abs/1703.10593',
  },
  options: cycleganOptions,
  dataDefaults: { flip: true },
  trainDefaults: {
    batch: 1,
    steps: 200_000,
    lrSchedule: 'linear',
    lrDecayFrom: 'half',
    dFirst: false,
    shareFakes: true,
    gridSize: 24,
    sampleEvery: 1000,
    checkpointEvery: 2500,
  },
  presets: {
    demo: {
      model: { size: 64, network: 'resnet-6', widthG: 32, widthD: 32, layersD: 2 },
      train: { steps: 1000, gridSize: 36, sampleEvery: 200, checkpointEvery: 500 },
    },
    small: {
      model: { size: 128, network: 'resnet-6', widthG: 32 },
      train: { steps: 60_000, gridSize: 36 },
    },
    standard: {},
  },
  shownLosses: [
    { label: 'G', meaning: 'how well D sees through translations; both directions added', from: 'g/adv' },
    { label: 'cycle', meaning: 'difference from the input after the way back, 0 to 2', from: 'g/cycle' },
    { label: 'D', meaning: 'both discriminators', from: 'd/total' },
  ],
  generator: 'generator',
  channelsLast: true,

  needs: (options) => ({
    size: sidesOf(options),
    channels: 'auto',
    items: 'unpaired',
    targetChannels: 'auto',
    labels: false,
  }),

  problems: (options, train) => cycleganProblems(options, train),

  check: (options, _, data) => requireFittingData(options, data),

  advice: (options, train) => cycleganAdvice(options, train),

  build: buildCyclegan,

  optimizers: ({ generator, discriminator }, { lrG, lrD, beta1, beta2 }) => ({
    g: adam(generator, { lr: lrG, betas: [beta1, beta2] }),
    d: adam(discriminator, { lr: lrD, betas: [beta1, beta2] }),
  }),

  state({ options, train }) {
    const pool = (domain: Domain) => new ImagePool(options.poolSize, { seed: train.seed, stream: `pool-${domain}` })
    return joinStates({ a: pool('a'), b: pool('b') })
  },

  step: cycleganStep,

  translate: translateCyclegan,

  translationFactor: sideFactor,

  translationDefaults: translationDefaultsOf,

  views: cycleganViews,

  explainWeights: explainTranslationWeights,

  exports: (_, { channels, targetChannels = channels }): ExportedFunction[] => [
    exported('a2b', ['A', channels], ['B', targetChannels]),
    exported('b2a', ['B', targetChannels], ['A', channels]),
  ],
}

function exported(
  name: 'a2b' | 'b2a',
  [from, inputs]: readonly [string, number],
  [to, outputs]: readonly [string, number],
): ExportedFunction {
  return {
    name,
    network: `generator.${name}`,
    inputs: [{ name: 'images', shape: ['N', inputs, 'H', 'W'], meaning: `images of ${from} in [-1, 1]` }],
    outputs: [{ name: 'translated', shape: ['N', outputs, 'H', 'W'], meaning: `the same as ${to}, in [-1, 1]` }],
  }
}
