import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { memory, noGrad, rand, randn, scope } from '@ganymede/torch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openModel } from '../../../src/inference/open-model.js'
import { lightnessOfImages } from '../../../src/models/image-to-image/lab.js'
import { downsOf, pix2pixOptions } from '../../../src/models/pix2pix/options.js'
import { pix2pix } from '../../../src/models/pix2pix/pix2pix.js'
import { BatchNorm } from '../../../src/nn/layers/batch-norm.js'
import { Conv2d } from '../../../src/nn/layers/conv2d.js'
import { Sequential } from '../../../src/nn/sequential.js'
import { fitProblems } from '../../../src/options/option-fit.js'
import { resolveOptions } from '../../../src/options/resolve-options.js'
import { dataSchema, trainSchema } from '../../../src/options/train-options.js'
import { withParts } from '../../../src/systems/contract/replaced-parts.js'
import type { AnySystem, DataShape } from '../../../src/systems/contract/system.js'
import { startTraining, type TrainRequest, type TrainResult } from '../../../src/training/start-training.js'
import { digestRun } from '../../fixtures/run-digest.js'
import { failureOf } from '../../training/fixtures/small-run.js'
import { writePairs } from './pair-folder.js'

let out: string
let pairs: string
beforeAll(async () => {
  out = mkdtempSync(path.join(tmpdir(), 'ganymede-pix2pix-'))
  pairs = path.join(out, 'pairs')
  mkdirSync(pairs)
  await writePairs(pairs, { count: 12, size: 40 })
})
afterAll(() => rmSync(out, { recursive: true, force: true }))

interface Variant {
  readonly model?: Readonly<Record<string, unknown>>
  readonly train?: Readonly<Record<string, unknown>>
  readonly data?: Readonly<Record<string, unknown>>
}

function run({ model, train, data }: Variant, steps: number, rest: Partial<TrainRequest> = {}): Promise<TrainResult> {
  const options = {
    model: pix2pixOptions.parse({ size: 32, widthG: 2, widthD: 2, layersD: 2, ...model }) as Record<string, unknown>,
    data: dataSchema.parse({ path: pairs, ...data }),
    train: trainSchema.parse({
      ...{ steps, batch: 2, logEvery: 3, sampleEvery: 10, checkpointEvery: 10, gridSize: 9, shareFakes: true },
      ...{ quickMetric: 'none', threads: 1, precision: 'float32' },
      ...train,
    }),
  }
  return startTraining({ system: pix2pix as AnySystem, options, out: path.join(out, 'runs'), ...rest })
}

describe.each([
  [
    'with dropout, an average and augmented pairs',
    { model: { network: 'resnet-6' }, train: { ema: 0.9, augment: 'diffaugment' } },
  ],
  [
    'in parts, from right to left, in grey',
    { train: { accumD: 2, accumG: 2 }, data: { direction: 'b2a', channels: 1, targetChannels: 1 } },
  ],
] as const)('a run %s', (_, variant) => {
  it('resumes byte for byte and leaves no tensor behind: 20 steps are 10 and 10 more', async () => {
    const live = memory().live
    const whole = await run(variant, 20)
    const half = await run(variant, 10)
    const resumed = await run(variant, 20, { resume: half.run })
    expect(digestRun(resumed.run.dir, 20)).toEqual(digestRun(whole.run.dir, 20))
    expect(memory().live).toBe(live)
  })
})

// Epochs have six steps: all stops but that of stairs of six lie within one.
describe('a run whose learning rates go down', () => {
  it.each([
    ['linear', { lrSchedule: 'linear', lrDecayFrom: 'half', lrEvery: 5 }, 10],
    ['cosine', { lrSchedule: 'cosine', lrDecayFrom: 4, lrWarmup: 3 }, 7],
    ['steps', { lrSchedule: 'steps', lrEvery: 6, lrGamma: 0.5 }, 12],
  ] as const)('resumes byte for byte where rates go down, %s: stopped on its way', async (_, schedule, at) => {
    const train = { ...schedule, checkpointEvery: at, augment: 'diffaugment', accumD: 2, accumG: 2 }
    const whole = await run({ train }, 20)
    const controller = new AbortController()
    const stopped = await run({ train }, 20, {
      signal: controller.signal,
      onEvent: ({ kind, step }) => kind === 'checkpoint' && step === at && controller.abort(),
    })
    expect(stopped).toMatchObject({ status: 'stopped', step: at })
    const resumed = await run({ train }, 20, { resume: stopped.run })
    expect(digestRun(resumed.run.dir, 20)).toEqual(digestRun(whole.run.dir, 20))
  })
})

describe('a run that colours in L*a*b*', () => {
  const grey = { data: { channels: 1 }, model: { colours: 'lab', network: 'resnet-6' } } as const

  it('learns axes of colour and puts them on the lightness of its inputs', async () => {
    const live = memory().live
    const { run: folder } = await run({ ...grey, train: { augment: 'diffaugment' } }, 4)
    const model = openModel(folder, { systemOf: () => pix2pix })
    scope(() =>
      noGrad(() => {
        const shapes = new Map([...model.context.networks.generator!.stateDict()].map(([k, v]) => [k, v.shape]))
        expect(shapes.get('model.1.weight')![1]).toBe(1)
        expect(shapes.get('model.23.weight')![0]).toBe(2)
        const inputs = rand([2, 1, 32, 40]).sub(0.5)
        const outputs = pix2pix.translate!(model.context as never, inputs, {})
        expect(outputs.shape).toEqual([2, 3, 32, 40])
        const lightness = lightnessOfImages(outputs)
        expect(lightness.sub(lightnessOfImages(inputs)).abs().mean().item()).toBeLessThan(0.02)
        expect(outputs.narrow(1, 0, 1).equal(outputs.narrow(1, 2, 1))).toBe(false)
        expect(pix2pix.exports!(model.context.options as never, model.data)[0]).toMatchObject({
          inputs: [{ shape: ['N', 1, 'H', 'W'] }],
          outputs: [{ shape: ['N', 2, 'H', 'W'] }],
        })
      }),
    )
    model.dispose()
    expect(memory().live).toBe(live)
    expect(readdirSync(folder.samples)).toContain('step-000004.png')
  })

  it('refuses truths without colours', async () => {
    const error = await failureOf(run({ ...grey, data: { channels: 1, targetChannels: 1 } }, 1))
    expect(error.code).toBe('OPTION_INVALID')
    const options = pix2pixOptions.parse({ size: 32, layersD: 1, colours: 'lab' })
    const data = { channels: 2, targetChannels: 3, height: 32, width: 32, classes: null, count: 2 }
    expect(() => pix2pix.check!(options, trainSchema.parse({}), data)).toThrow(/lab needs grey or coloured inputs/)
  })
})

describe('a trained run', () => {
  let trained: TrainResult
  beforeAll(async () => {
    trained = await run({ model: { dropout: true, downs: 5 } }, 10)
  })

  it('has sheets of inputs, outputs and truth, the same and other pairs', () => {
    const names = readdirSync(trained.run.samples).filter((name) => name.startsWith('step-000010'))
    expect(names.sort()).toEqual(['step-000010-fresh.png', 'step-000010.png'])
    const logged = readFileSync(trained.run.metrics, 'utf8')
    for (const key of ['g/adv', 'g/l1', 'd/adv_real', 'd/adv_fake']) expect(logged).toContain(`"${key}":`)
  })

  it('refuses to make pictures from seeds, and says what it does instead', async () => {
    const model = openModel(trained.run, { systemOf: () => pix2pix })
    expect(model.latentDim).toBe(0)
    const error = await failureOf(Promise.resolve().then(() => model.sample({ seeds: [1] })))
    expect(error).toMatchObject({ code: 'LATENTS_MISSING' })
    expect(error.remedy ?? '').toContain('ganymede translate')
    model.dispose()
  })

  it('translates pictures of any size that fits, the same again, as its options say or as asked', () => {
    const live = memory().live
    const model = openModel(trained.run, { systemOf: () => pix2pix })
    expect(pix2pix.translationFactor!(model.options.model as never)).toBe(32)
    expect(pix2pix.translationDefaults!(model.options.model as never)).toEqual({
      directions: ['a2b'],
      mode: 'batch',
      dropout: true,
    })
    scope(() =>
      noGrad(() => {
        const inputs = randn([2, 3, 64, 96]).clamp({ min: -1, max: 1 })
        const translate = (request: Parameters<NonNullable<typeof pix2pix.translate>>[2]) =>
          pix2pix.translate!(model.context as never, inputs, request)
        const usual = translate({})
        expect(usual.shape).toEqual([2, 3, 64, 96])
        expect(
          usual
            .sub(translate({ mode: 'batch', dropout: true, seed: 0 }))
            .abs()
            .max()
            .item(),
        ).toBe(0)
        expect(
          usual
            .sub(translate({ mode: 'running' }))
            .abs()
            .max()
            .item(),
        ).toBeGreaterThan(0)
        expect(() => translate({ direction: 'b2a' })).toThrow(/one way/)
      }),
    )
    model.dispose()
    expect(memory().live).toBe(live)
  })
})

it('keeps the checkpoint whose translations look most like the truth, without a trace in the training', async () => {
  const live = memory().live
  const measured = await run({ model: { dropout: true }, train: { quickMetric: 'swd' } }, 20)
  const plain = await run({ model: { dropout: true } }, 20)
  expect(measured.bestCheckpoint).toMatch(/swd/)
  const weights = (result: TrainResult) => digestRun(result.run.dir, 20).get('checkpoint/generator.safetensors')
  expect(weights(measured)).toBe(weights(plain))
  expect(memory().live).toBe(live)
  const runs = readdirSync(path.join(out, 'runs'))
  const refused = await failureOf(run({ train: { quickMetric: 'fid' } }, 1))
  expect(refused.code).toBe('LABELS_MISSING')
  expect(refused.message).toContain('pictures of two domains have no classes')
  expect(refused.remedy).toContain('--metric-features')
  // Before a run is made.
  expect(readdirSync(path.join(out, 'runs'))).toEqual(runs)
})

it('refuses a penalty on a discriminator from code with batch norm, in its first step', async () => {
  const live = memory().live
  const system = withParts(pix2pix as AnySystem, {
    networks: {
      discriminator: (_, { channels, targetChannels = channels }, rng) =>
        new Sequential([new Conv2d(channels + targetChannels, 2, { kernelSize: 4, rng }), new BatchNorm(2)]),
    },
  })
  const refused = await failureOf(run({ model: { ganMode: 'wgangp', normD: 'instance' } }, 1, { system }))
  expect(refused).toMatchObject({ code: 'OPTION_INVALID' })
  expect(refused.message).toBe('the gradient penalty of model.ganMode wgangp needs a discriminator without batch norm')
  expect(refused.lines[0]).toBe('batch norm: discriminator.1')
  expect(memory().live).toBe(live)
})

it('learns a simple translation: the difference to the truth falls by more than half', async () => {
  const { run: folder } = await run(
    {
      model: { widthG: 4, widthD: 4, lrG: 2e-3, dropout: false },
      train: { batch: 4, logEvery: 10 },
      data: { preprocess: 'fit' },
    },
    60,
  )
  const l1 = readFileSync(folder.metrics, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"kind":"scalars"'))
    .map((line) => (JSON.parse(line) as Record<string, number>)['g/l1']!)
  expect(l1.at(-1)! / l1[0]!).toBeLessThan(0.5)
})

const shape = (size: number): DataShape => ({
  channels: 3,
  targetChannels: 3,
  height: size,
  width: size,
  classes: null,
  count: 9,
})

describe('options', () => {
  it.each(Object.keys(pix2pix.presets))('preset %s fits together', (preset) => {
    const { options } = resolveOptions(pix2pix as AnySystem, { preset, sets: ['data.path=pairs'] })
    const { size } = options.model as { size: number }
    expect(fitProblems(pix2pix as AnySystem, options)).toEqual([])
    expect(() => pix2pix.check!(options.model as never, options.train, shape(size))).not.toThrow()
    expect(pix2pix.advice!(options.model as never, options.train, shape(size))).toEqual([])
  })

  it.each([
    [64, 6],
    [96, 5],
    [128, 7],
    [256, 8],
    [384, 7],
    [512, 9],
    [1024, 9],
  ])('a side of %i px is halved %i times', (size, downs) => {
    expect(downsOf(pix2pixOptions.parse({ size }))).toBe(downs)
  })

  it('counts halvings by the side that allows fewer', () => {
    expect(downsOf(pix2pixOptions.parse({ size: 512, height: 192 }))).toBe(6)
    expect(pix2pix.needs(pix2pixOptions.parse({ size: 512, height: 192 })).size).toEqual({ width: 512, height: 192 })
  })

  it.each([
    [
      { size: 100 },
      {},
      'model.size must be a multiple of 32 for a U-Net of 5 halvings, got 100; the nearest is --size 96',
    ],
    [
      { size: 64, downs: 7 },
      {},
      'model.size must be a multiple of 128 for a U-Net of 7 halvings, got 64; the nearest is --size 128',
    ],
    [
      { size: 256, height: 100 },
      {},
      'model.height must be a multiple of 32 for a U-Net of 5 halvings, got 100; the nearest is --height 96',
    ],
    [
      { size: 50, network: 'resnet-9' },
      {},
      'model.size must be a multiple of 4 for the residual generator, got 50; the nearest is --size 52',
    ],
    [{ network: 'resnet-6', downs: 6 }, {}, expect.stringMatching(/^model.downs has no effect/)],
    [
      { size: 32, layersD: 5 },
      {},
      'model.layersD must be at most 3 for pictures of 32 x 32 px, got 5; use --layers-d 3',
    ],
    [{ ganMode: 'wgangp' }, {}, expect.stringMatching(/^model.normD must be instance or none/)],
    [{}, { dSteps: 5 }, expect.stringMatching(/^train.dSteps must be 1 for pix2pix, got 5/)],
    [{}, { shareFakes: false }, expect.stringMatching(/^train.shareFakes must be true/)],
    [{}, { batch: 4, accumG: 2 }, expect.stringMatching(/^train.accumD must be train.accumG \(2\)/)],
    [{}, { batch: 3, accumG: 2, accumD: 2 }, expect.stringMatching(/^train.batch must be divisible/)],
    [{}, { gBnInDPhase: true }, expect.stringMatching(/^train.gBnInDPhase must be false/)],
  ] as const)('%j with %j are refused', (model, train, problem) => {
    const options = trainSchema.parse({ batch: 1, shareFakes: true, ...train })
    expect(pix2pix.problems!(pix2pixOptions.parse(model), options)).toEqual([problem])
  })

  it('refuse adaptive augmentation for a critic, before a run is made', () => {
    const model = { ...pix2pixOptions.parse({ ganMode: 'wgangp', normD: 'instance' }) }
    const problems = (train: Record<string, unknown>) =>
      fitProblems(pix2pix as AnySystem, {
        model,
        train: trainSchema.parse({ batch: 1, shareFakes: true, augment: 'ada', ...train }),
      })
    expect(problems({})).toEqual([expect.stringMatching(/^train\.augment ada needs .* \(model\.ganMode wgangp\)/)])
    expect(problems({ adaKimg: 0, augmentStrength: 0.3 })).toEqual([])
  })

  it('refuses data of sizes that do not fit, and takes those that do', () => {
    const options = pix2pixOptions.parse({ size: 64 })
    const check = (width: number, height: number) => () =>
      pix2pix.check!(options, trainSchema.parse({}), { ...shape(64), width, height })
    expect(check(128, 64)).not.toThrow()
    expect(check(100, 64)).toThrow(/multiples of 64 .* 100 x 64/)
    expect(() =>
      pix2pix.check!(pix2pixOptions.parse({ size: 64, network: 'resnet-6', layersD: 4 }), trainSchema.parse({}), {
        ...shape(32),
      }),
    ).toThrow(/needs 48 px a side/)
  })

  it('advises running statistics for larger batches', () => {
    const train = trainSchema.parse({ batch: 8, shareFakes: true })
    expect(pix2pix.advice!(pix2pixOptions.parse({}), train, shape(256))).toEqual([
      expect.stringContaining('--inference running'),
    ])
    expect(pix2pix.advice!(pix2pixOptions.parse({ normG: 'instance' }), train, shape(256))).toEqual([])
  })
})
