import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { memory, randn, scope, tensor, zeros } from '@ganymede/torch'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SeededStreams } from '../../src/checkpoint/random-streams.js'
import type { ImageGanSystem } from '../../src/models/image-gan/image-gan.js'
import { imageGanParts } from '../../src/models/image-gan/image-gan.js'
import { lsgan } from '../../src/models/lsgan/lsgan.js'
import { r1 } from '../../src/models/r1/r1.js'
import { wgan } from '../../src/models/wgan/wgan.js'
import { wganGp } from '../../src/models/wgan-gp/wgan-gp.js'
import { resolveOptions } from '../../src/options/resolve-options.js'
import { dataSchema, trainSchema } from '../../src/options/train-options.js'
import { startTraining, type TrainRequest } from '../../src/training/start-training.js'
import { digestRun } from '../fixtures/run-digest.js'

const systems: readonly ImageGanSystem[] = [lsgan, wgan, wganGp, r1]
const dataOf = (size: number, channels = 1) => ({
  channels,
  height: size,
  width: size,
  classes: ['a', 'b', 'c'],
  count: 100,
})

describe('networks', () => {
  const shapes: readonly (readonly [string, number, Record<string, unknown>])[] = [
    ...[16, 32, 64, 128].map((size) => ['dcgan', size, { extraLayers: 1 }] as const),
    ...[16, 28, 64].map((size) => ['upsample', size, {}] as const),
    ...[16, 32, 64].map((size) => ['resnet', size, { widthMax: 4 }] as const),
    ['resnet', 16, { conditional: true, embedDim: 3 }],
    ...[16, 32, 64].map((size) => ['cifar-resnet', size, {}] as const),
    ['cifar-resnet', 32, { conditional: true }],
    ['cifar-resnet', 16, { normG: 'none' }],
    ...[16, 28, 64].map((size) => ['large-kernel', size, {}] as const),
    ...[16, 28].map((size) => ['mlp', size, {}] as const),
  ]
  it.each(shapes)('%s at %i px with %o maps latents to images and images to one score each', (network, size, more) => {
    scope(() => {
      const streams = new SeededStreams(1, 'cpu')
      const options = lsgan.options.parse({ network, size, latentDim: 5, widthG: 2, widthD: 2, ...more })
      const { generator, discriminator } = lsgan.build(options, dataOf(size, 3), streams)
      const labels = tensor([0n, 2n])
      const images = generator.forward(randn([2, 5]), labels)
      expect(images.shape).toEqual([2, 3, size, size])
      if (network !== 'mlp') expect(images.abs().max().item()).toBeLessThanOrEqual(1)
      expect(discriminator.forward(images, labels).shape).toEqual([2])
      expect(() => discriminator.forward(zeros([2, 1, size, size]), labels)).toThrow(/3 channels/)
      expect(() => generator.forward(randn([2, 6]), labels)).toThrow(/\[N, 5\]/)
      for (const one of [generator, discriminator, streams]) one.dispose()
    })
  })

  it.each(['batch', 'layer', 'instance', 'spectral', 'none'])('D can have the normalisation %s', (normD) => {
    scope(() => {
      const streams = new SeededStreams(1, 'cpu')
      for (const network of ['dcgan', 'upsample']) {
        const options = lsgan.options.parse({ network, size: 32, widthD: 2, widthG: 2, normD })
        const { generator, discriminator } = lsgan.build(options, dataOf(32), streams)
        expect(discriminator.forward(randn([3, 1, 32, 32])).shape).toEqual([3])
        const names = [...discriminator.stateDict().keys()]
        expect(names.some((name) => name.endsWith('weight_orig'))).toBe(normD === 'spectral')
        expect(names.some((name) => name.endsWith('running_mean'))).toBe(normD === 'batch')
        for (const one of [generator, discriminator]) one.dispose()
      }
      streams.dispose()
    })
  })
})

describe.each(systems)('$name', (system) => {
  it.each(Object.keys(system.presets))('has a preset %s whose options fit together', (preset) => {
    const { options } = resolveOptions(system, { preset, sets: ['data.path=builtin:glyphs'] })
    const model = options.model as ReturnType<typeof system.options.parse>
    expect(system.problems?.(model, options.train)).toEqual([])
  })
})

it.each([
  [wganGp, { normD: 'batch' }, {}, /without batch norm/],
  [r1, { network: 'dcgan', normD: 'batch' }, {}, /without batch norm/],
  [wgan, { size: 28 }, {}, /model.size must be a power of two .* got 28; use --size 32/],
  [r1, { normD: 'layer' }, {}, /dcgan and upsample only/],
  [wgan, { beta1: 0.1 }, {}, /beta1 0.1 changes Adam only, not rmsprop/],
  [lsgan, { conditional: true }, {}, /resnet only/],
  [lsgan, { widthMax: 3 }, {}, /resnet only/],
  [lsgan, { extraLayers: 1, network: 'mlp' }, {}, /dcgan only/],
  [r1, { embedDim: 3 }, {}, /without model.conditional/],
  [lsgan, { network: 'upsample', size: 16, normD: 'instance' }, {}, /single pixels/],
  [wgan, { criticBoost: 100 }, { shareFakes: true, dSteps: 1 }, /--no-share-fakes/],
  [wgan, {}, { batch: 8, accumD: 8 }, /at least 16 with batch/],
] as const)('%# refuses what does not fit together', (system, model, train, reason) => {
  const options = system.options.parse(model)
  const resolved = trainSchema.parse({ ...system.trainDefaults, ...train })
  expect(system.problems?.(options, resolved).join('\n')).toMatch(reason)
})

it('warns of clipping under Adam with momentum', () => {
  const train = trainSchema.parse(wgan.trainDefaults)
  expect(wgan.advice?.(wgan.options.parse({}), train, dataOf(32))).toEqual([])
  const options = wgan.options.parse({ optimizer: 'adam' })
  expect(wgan.advice?.(options, train, dataOf(32))).toEqual([expect.stringMatching(/unstable/)])
})

it('boosts the critic in the first 25 steps and in every 500th, where asked', () => {
  const streams = new SeededStreams(1, 'cpu')
  const updates = (step: number, criticBoost: number) => {
    const options = wgan.options.parse({ size: 16, widthD: 2, widthG: 2, criticBoost })
    const networks = wgan.build(options, dataOf(16), streams)
    const ctx = {
      options,
      networks,
      optimizers: {},
      device: 'cpu',
      data: dataOf(16),
      step,
      random: streams,
      state: null,
    }
    const { dSteps } = imageGanParts(ctx as never)
    for (const one of Object.values(networks)) one.dispose()
    return dSteps
  }
  expect([0, 24, 25, 499, 500].map((step) => updates(step, 100))).toEqual([100, 100, undefined, undefined, 100])
  expect(updates(0, 0)).toBeUndefined()
  streams.dispose()
})

describe('resumes byte for byte: 20 steps are 10 and 10 more', () => {
  let out: string
  beforeEach(() => {
    out = mkdtempSync(path.join(tmpdir(), 'ganymede-image-gan-'))
  })
  afterEach(() => rmSync(out, { recursive: true, force: true }))

  it.each([
    ['wgan-gp with dropout', wganGp, { network: 'upsample', normD: 'layer' }, { dSteps: 2 }],
    ['wgan with a boosted critic', wgan, { criticBoost: 2 }, { dSteps: 1 }],
    ['lsgan with LeCam, consistency and noise', lsgan, { lecam: 0.3, consistency: 1, instanceNoise: 0.1 }, {}],
    [
      'wgan-gp with a classifier',
      wganGp,
      { network: 'cifar-resnet', conditional: true, dequantise: true },
      { dSteps: 2 },
    ],
    ['r1, lazy and conditional', r1, { penaltyInterval: 4, conditional: true, widthMax: 4, embedDim: 3 }, {}],
  ] as const)('%s', async (_, system, model, train) => {
    const run = (steps: number, rest: Partial<TrainRequest> = {}) =>
      startTraining({
        system,
        options: {
          model: system.options.parse({ size: 16, latentDim: 4, widthG: 2, widthD: 2, ...model }),
          data: dataSchema.parse({ path: 'builtin:glyphs?count=200' }),
          train: trainSchema.parse({
            ...system.trainDefaults,
            ...{ steps, batch: 4, logEvery: 3, sampleEvery: 10, checkpointEvery: 10, gridSize: 4 },
            ...{ quickMetric: 'none', threads: 1, precision: 'float32' },
            ...train,
          }),
        },
        out,
        ...rest,
      })
    const live = memory().live
    const whole = await run(20)
    const half = await run(10)
    const resumed = await run(20, { resume: half.run })
    expect(digestRun(resumed.run.dir, 20)).toEqual(digestRun(whole.run.dir, 20))
    expect(memory().live).toBe(live)
  })
})
