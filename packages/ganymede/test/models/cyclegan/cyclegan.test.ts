import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { GanymedeError } from '@ganymede/core'
import { findCheckpoint } from '@ganymede/runs/checkpoints'
import { readSheet } from '@ganymede/runs/sheets'
import { memory, rand, scope, writeTorchFile } from '@ganymede/torch'
import sharp from 'sharp'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openModel } from '../../../src/inference/open-model.js'
import { cyclegan } from '../../../src/models/cyclegan/cyclegan.js'
import type { GeneratorPair } from '../../../src/models/cyclegan/networks.js'
import { cycleganOptions, cycleganProblems, downsOf } from '../../../src/models/cyclegan/options.js'
import { findSystem } from '../../../src/models/registry.js'
import { resolveOptions } from '../../../src/options/resolve-options.js'
import { dataSchema, trainSchema } from '../../../src/options/train-options.js'
import { startTraining, type TrainRequest, type TrainResult } from '../../../src/training/start-training.js'
import { digestRun } from '../../fixtures/run-digest.js'

let root: string
let out: string
beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'ganymede-cyclegan-data-'))
  for (const [domain, count, colour] of [
    ['A', 5, 'orange'],
    ['B', 4, 'navy'],
  ] as const) {
    const folder = path.join(root, `train${domain}`)
    mkdirSync(folder)
    for (let i = 0; i < count; i++) {
      const spot = { create: { width: 6, height: 6, channels: 3, background: 'white' } } as const
      const input = await sharp(spot).png().toBuffer()
      await sharp({ create: { width: 20, height: 20, channels: 3, background: colour } })
        .composite([{ input, left: 3 * i, top: 2 * i }])
        .png()
        .toFile(path.join(folder, `${i}.png`))
    }
  }
  return () => rmSync(root, { recursive: true, force: true })
})
beforeEach(() => {
  out = mkdtempSync(path.join(tmpdir(), 'ganymede-cyclegan-'))
})
afterEach(() => rmSync(out, { recursive: true, force: true }))

const small = { size: 16, network: 'resnet-6', widthG: 2, widthD: 2, layersD: 1, poolSize: 4 }

interface Settings {
  readonly model?: Readonly<Record<string, unknown>>
  readonly data?: Readonly<Record<string, unknown>>
  readonly train?: Readonly<Record<string, unknown>>
}

function run(
  steps: number,
  { model = {}, data = {}, train = {} }: Settings = {},
  rest: Partial<TrainRequest> = {},
): Promise<TrainResult> {
  const options = {
    model: cycleganOptions.parse({ ...small, ...model }) as Record<string, unknown>,
    data: dataSchema.parse({ path: root, ...data }),
    train: trainSchema.parse({
      ...{ batch: 1, dFirst: false, shareFakes: true, threads: 1, precision: 'float32', quickMetric: 'none' },
      ...{ steps, logEvery: 3, sampleEvery: 10, checkpointEvery: 10, gridSize: 12 },
      ...train,
    }),
  }
  return startTraining({ system: cyclegan, options, out, ...rest })
}

const imagesInPool = (folder: string): number => {
  const text = readFileSync(path.join(folder, 'state.json'), 'utf8')
  return new Set(text.match(/[ab]\/images\/\d+/g)).size
}

describe('a run of CycleGAN', () => {
  // Epochs have five steps: step 10 lies between two of them, step 7 within one. Each way down of the rates comes with others
  // of what a checkpoint must bring back.
  it.each([
    [
      'a full pool, an average, dropout and rates down a line',
      10,
      { model: { dropout: true }, train: { ema: 0.9, lrSchedule: 'linear', lrDecayFrom: 'half', lrEvery: 5 } },
    ],
    [
      'micro-batches, D alone at first, augmentation and rates down a wave',
      7,
      {
        train: {
          ...{ batch: 2, accumD: 2, accumG: 2, dWarmupSteps: 3, augment: 'diffaugment' },
          ...{ lrSchedule: 'cosine', lrDecayFrom: 4, lrWarmup: 3 },
        },
      },
    ],
    [
      'bfloat16, a U-Net and rates down in steps',
      10,
      {
        model: { network: 'unet', size: 32 },
        train: { precision: 'bfloat16', lrSchedule: 'steps', lrEvery: 5, lrGamma: 0.5 },
      },
    ],
  ] as const)(
    'resumes byte for byte with %s: stopped on its way at step %i of 14',
    async (_, at, { train, ...model }) => {
      const live = memory().live
      const settings = { ...model, train: { ...train, checkpointEvery: at } }
      const whole = await run(14, settings)
      const controller = new AbortController()
      const stopped = await run(14, settings, {
        signal: controller.signal,
        onEvent: ({ kind, step }) => kind === 'checkpoint' && step === at && controller.abort(),
      })
      expect(stopped).toMatchObject({ status: 'stopped', step: at })
      expect(imagesInPool(findCheckpoint(stopped.run.checkpoints, 'latest').dir)).toBe(8)
      const resumed = await run(14, settings, { resume: stopped.run })
      expect(digestRun(resumed.run.dir, 14)).toEqual(digestRun(whole.run.dir, 14))
      expect(memory().live).toBe(live)
    },
  )

  it('draws both cycles, and identity only where it is learned', async () => {
    const sheets = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('step-000001'))
    const { run: both } = await run(1, { train: { sampleEvery: 1 } })
    expect(sheets(both.samples).sort()).toEqual(['step-000001-identity.png', 'step-000001.png'])
    const { metadata } = readSheet(readFileSync(path.join(both.samples, 'step-000001.png')))
    expect(metadata.layout).toMatchObject({ rows: 2, columns: 6 })
    expect(metadata.layout.columnTitles).toEqual([
      ...['A input', 'A translated', 'A back'],
      ...['B input', 'B translated', 'B back'],
    ])
    const reals = readSheet(readFileSync(both.reals)).metadata.layout.columnTitles
    expect(reals).toEqual(['A', 'B', 'A', 'B'])
    const { run: plain } = await run(1, { model: { identity: 0 }, train: { sampleEvery: 1 } })
    expect(sheets(plain.samples)).toEqual(['step-000001.png'])
  })

  it('logs its losses under the names of the specification', async () => {
    const { run: folder } = await run(3)
    const line = readFileSync(folder.metrics, 'utf8')
      .split('\n')
      .find((text) => text.includes('"kind":"scalars"'))!
    const names = ['adv', 'adv_a2b', 'adv_b2a', 'cycle', 'cycle_a', 'cycle_b', 'identity', 'identity_a', 'identity_b']
    for (const key of [...names, 'total', 'grad_norm']) expect(line).toContain(`"g/${key}":`)
    for (const key of ['total', 'total_a', 'total_b', 'adv_real', 'adv_fake', 'acc_real', 'acc_fake', 'grad_norm'])
      expect(line).toContain(`"d/${key}":`)
  })

  it('translates both ways with the averaged generators or the plain ones', async () => {
    const { run: folder } = await run(3, { train: { ema: 0.5 } })
    const model = openModel(folder, { systemOf: findSystem })
    scope(() => {
      const image = rand([2, 3, 24, 32]).mul(2).sub(1)
      const made = (request: object) => cyclegan.translate!(model.context as never, image, request)
      const { generator } = model.context.networks as unknown as Record<
        string,
        { a2b: { forward(x: unknown): unknown } }
      >
      const [there, back, plain] = [made({}), made({ direction: 'b2a' }), made({ ema: false })]
      expect(there.shape).toEqual([2, 3, 24, 32])
      expect(there.equal(back)).toBe(false)
      expect(there.equal(plain)).toBe(false)
      expect(plain.equal(generator!.a2b.forward(image) as never)).toBe(true)
      expect(made({ direction: 'a2b' }).equal(there)).toBe(true)
    })
    expect(() => model.sample({ seeds: [1] })).toThrow(expect.objectContaining({ code: 'LATENTS_MISSING' }))
    model.dispose()
  })

  it('starts one direction from a file of the authors, the other from random weights', async () => {
    const file = path.join(out, 'latest_net_G_A.pth')
    const model = openModel((await run(1)).run, { systemOf: findSystem })
    const { generator } = model.context.networks as unknown as { generator: GeneratorPair }
    writeTorchFile(file, generator.a2b.stateDict())
    const from = (reference: string) => run(1, { train: { seed: 5, ema: 0.5 } }, { from: [reference] })
    const notes: string[] = []
    const { run: started } = await run(
      1,
      { train: { seed: 5, ema: 0.5, sampleEvery: 1 }, model: { lrG: 1e-12 } },
      {
        from: [`generator.a2b=${file}`],
        onEvent: (event) => event.kind === 'note' && notes.push(String(event.text)),
      },
    )
    expect(notes.join('\n')).toMatch(/weights of generator\.a2b from .*: 36 of 36 tensors/)
    expect(notes.join('\n')).toContain('generator.b2a, discriminator start from random weights')
    const other = openModel(started, { systemOf: findSystem })
    scope(() => {
      const image = rand([1, 3, 16, 16])
      const made = (context: unknown, direction: string) =>
        cyclegan.translate!(context as never, image, { direction } as never)
      const difference = (direction: string) =>
        made(model.context, direction).sub(made(other.context, direction)).abs().max().item()
      expect(difference('a2b')).toBeLessThan(1e-4)
      expect(difference('b2a')).toBeGreaterThan(1e-3)
    })
    await expect(from(`generator.c2d=${file}`)).rejects.toThrow(/no network called generator\.c2d/)
    await expect(from(`generator.a2b=${started.dir}`)).rejects.toThrow(/a part of a network comes from a file/)
    model.dispose()
    other.dispose()
  })

  it('learns between grey and coloured images without identity, and refuses it with', async () => {
    const data = { channels: 1, targetChannels: 3 }
    const { run: folder } = await run(2, { model: { identity: 0 }, data, train: { sampleEvery: 1 } })
    expect(readdirSync(folder.samples)).toContain('step-000002.png')
    await expect(run(2, { data })).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      message: expect.stringContaining('A has 1, B has 3') as string,
    })
  })
})

describe('options of CycleGAN', () => {
  it.each(Object.keys(cyclegan.presets))('fit together in the preset %s, and ask for no advice', (preset) => {
    const { options } = resolveOptions(cyclegan, { preset, sets: ['data.path=photos'] })
    const model = cycleganOptions.parse(options.model)
    expect(cycleganProblems(model, options.train)).toEqual([])
    expect(cyclegan.advice!(model, options.train, {} as never)).toEqual([])
    expect(options.train).toMatchObject({ lrSchedule: 'linear', lrDecayFrom: 'half', batch: 1, dFirst: false })
  })

  it.each([
    [{ size: 30 }, {}, /^model\.size must be a multiple of 4 .* got 30; the nearest is 32$/],
    [{ size: 256, height: 250 }, {}, /^model\.height must be a multiple of 4 .* got 250; the nearest is 252$/],
    [{ size: 80, network: 'unet' }, {}, /^model\.size must be a multiple of 32 .* got 80; the nearest is 96$/],
    [{ size: 64, network: 'unet', downs: 7 }, {}, /^model\.size must be a multiple of 128 .* the nearest is 128$/],
    [{ size: 64, downs: 6 }, {}, /^model\.downs has no effect without --network unet, got 6/],
    [{ size: 16 }, {}, /^model\.layersD must be smaller .* got 3, which needs 24 px a side; use --layers-d 2$/],
    [{ ganMode: 'wgangp', normD: 'batch' }, {}, /batch norm/],
    [{ cycleA: 0, cycleB: 0 }, {}, /^model\.cycleA must be above 0/],
    [{}, { dFirst: true }, /^train\.dFirst must be false/],
    [{}, { shareFakes: false }, /^train\.shareFakes must be true/],
    [{}, { dSteps: 2 }, /^train\.dSteps must be 1/],
    [{}, { gSteps: 2 }, /^train\.gSteps must be 1/],
    [{}, { gBnInDPhase: true }, /^train\.gBnInDPhase must be false/],
    [{}, { batch: 3, accumD: 2, accumG: 2 }, /^train\.batch must be divisible by train\.accumG \(2\), got 3/],
    [{}, { batch: 2, accumG: 2 }, /^train\.accumD must be train\.accumG \(2\)/],
  ])('are refused with %j and %j', (model, train, expected) => {
    const settings = trainSchema.parse({ batch: 1, dFirst: false, shareFakes: true, ...train })
    const problems = cycleganProblems(cycleganOptions.parse(model), settings)
    expect(problems).toEqual([expect.stringMatching(expected)])
  })

  it('halve as often as both sides allow, as published at 128 and 256 px', () => {
    const downs = (size: number, height: number | 'auto' = 'auto') => downsOf({ size, height, downs: 'auto' })
    expect([32, 96, 128, 256, 512, 300].map((size) => downs(size))).toEqual([5, 5, 7, 8, 8, 5])
    expect(downs(256, 64)).toBe(6)
    expect(downsOf({ size: 256, height: 'auto', downs: 6 })).toBe(6)
  })

  it('refuse a folder with one kind of images', async () => {
    const error = (await run(1, { data: { path: path.join(root, 'trainA') } }).catch(
      (e: unknown) => e,
    )) as GanymedeError
    expect(error.code).toBe('DATA_LAYOUT')
  })
})
