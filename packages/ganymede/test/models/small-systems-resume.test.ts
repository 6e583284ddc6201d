import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { memory } from '@ganymede/torch'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openModel } from '../../src/inference/open-model.js'
import { cgan } from '../../src/models/cgan/cgan.js'
import { gan } from '../../src/models/gan/gan.js'
import { findSystem } from '../../src/models/registry.js'
import { vae } from '../../src/models/vae/vae.js'
import { resolveOptions } from '../../src/options/resolve-options.js'
import { dataSchema, trainSchema } from '../../src/options/train-options.js'
import type { AnySystem } from '../../src/systems/contract/system.js'
import { startTraining, type TrainRequest, type TrainResult } from '../../src/training/start-training.js'
import { digestRun } from '../fixtures/run-digest.js'

let out: string
beforeEach(() => {
  out = mkdtempSync(path.join(tmpdir(), 'ganymede-small-'))
})
afterEach(() => rmSync(out, { recursive: true, force: true }))

interface Variant {
  readonly title: string
  readonly system: AnySystem
  readonly model: Readonly<Record<string, unknown>>
  readonly train: Readonly<Record<string, unknown>>
}

const variants: readonly Variant[] = [
  {
    title: 'vae with warm-up, free bits and an average',
    system: vae,
    model: { hidden: 8, latentDim: 3, klWarmup: 15, freeBits: 0.05, manifoldSize: 2 },
    train: { ema: 0.9 },
  },
  {
    title: 'convolutional vae',
    system: vae,
    model: { network: 'conv', width: 2, manifoldSize: 2 },
    train: { accumG: 2 },
  },
  { title: 'gan', system: gan, model: { hidden: 8, latentDim: 4, lecam: 0.3, instanceNoise: 0.1 }, train: {} },
  {
    title: 'deep gan on shared fakes, G first',
    system: gan,
    model: { network: 'deep', hidden: 8 },
    train: { shareFakes: true, dFirst: false },
  },
  { title: 'cgan with dropout and five D updates', system: cgan, model: { hidden: 8 }, train: { dSteps: 5 } },
  {
    title: 'convolutional cgan with labels as in the data',
    system: cgan,
    model: { network: 'conv', widthG: 2, widthD: 2, labels: 'data' },
    train: { ema: 0.9 },
  },
]

function run({ system, model, train }: Variant, steps: number, rest: Partial<TrainRequest> = {}): Promise<TrainResult> {
  const options = {
    model: system.options.parse({ size: 16, ...model }) as Record<string, unknown>,
    data: dataSchema.parse({ path: 'builtin:glyphs?count=200' }),
    train: trainSchema.parse({
      ...{ steps, batch: 8, logEvery: 3, sampleEvery: 10, checkpointEvery: 10, gridSize: 4 },
      ...{ quickMetric: 'none', threads: 1, precision: 'float32' },
      ...train,
    }),
  }
  return startTraining({ system, options, out, ...rest })
}

describe.each(variants)('$title', (variant) => {
  it('resumes byte for byte and leaves no tensor behind: 20 steps are 10 and 10 more', async () => {
    const live = memory().live
    const whole = await run(variant, 20)
    const half = await run(variant, 10)
    const resumed = await run(variant, 20, { resume: half.run })
    expect(digestRun(resumed.run.dir, 20)).toEqual(digestRun(whole.run.dir, 20))
    expect(memory().live).toBe(live)
  })
})

it.each([vae, gan, cgan].flatMap((system) => Object.keys(system.presets).map((preset) => [system.name, preset])))(
  '%s has a preset %s whose options fit together',
  (name, preset) => {
    const system: AnySystem = findSystem(name)
    const { options } = resolveOptions(system, { preset, sets: ['data.path=builtin:glyphs'] })
    const { size } = options.model as { size: number }
    const data = { channels: 1, height: size, width: size, classes: ['a', 'b'], count: 10 }
    expect(system.problems?.(options.model, options.train) ?? []).toEqual([])
    expect(() => system.check?.(options.model, options.train, data)).not.toThrow()
    expect(system.advice?.(options.model, options.train, data) ?? []).toEqual([])
  },
)

it('draws the sheets of a VAE and logs its terms', async () => {
  const { run: folder } = await run(variants[0]!, 10)
  expect(
    readdirSync(folder.samples)
      .filter((name) => name.startsWith('step-000010'))
      .sort(),
  ).toEqual(
    ['-fresh', '-interpolation', '-manifold', '-reconstructions', '-scatter', '-traversal', ''].map(
      (view) => `step-000010${view}.png`,
    ),
  )
  const scalars = readFileSync(folder.metrics, 'utf8')
    .split('\n')
    .find((line) => line.includes('"kind":"scalars"'))!
  for (const key of ['loss', 'rec', 'kl', 'elbo', 'nelbo', 'beta', 'active_units', 'kl/0', 'kl/2', 'grad_norm'])
    expect(scalars).toContain(`"${key}":`)
})

it('makes pictures of the class that is asked for, the same for a seed', async () => {
  const { run: folder } = await run(variants[4]!, 3)
  const model = openModel(folder, { systemOf: () => cgan })
  expect(model.classes).toContain('8')
  const eight = model.classes!.indexOf('8')
  const [alone] = model.sample({ seeds: [7], label: eight })
  const [first, second] = model.sample({ seeds: [7, 7], labels: [eight, 0] })
  const difference = (a: Uint8Array, b: Uint8Array) => Math.max(...a.map((v, i) => Math.abs(v - b[i]!)))
  expect(difference(alone!.data, first!.data)).toBeLessThanOrEqual(1) // summation order may round a pixel
  expect(first!.data).not.toEqual(second!.data)
  model.dispose()
})

it('refuses data without labels', async () => {
  const folder = mkdtempSync(path.join(out, 'flat-'))
  const { default: sharp } = await import('sharp')
  for (const name of ['a', 'b']) {
    await sharp({ create: { width: 16, height: 16, channels: 3, background: 'red' } }).toFile(
      path.join(folder, `${name}.png`),
    )
  }
  const options = {
    model: cgan.options.parse({ size: 16 }),
    data: dataSchema.parse({ path: folder }),
    train: trainSchema.parse({ steps: 1 }),
  }
  await expect(startTraining({ system: cgan, options, out })).rejects.toMatchObject({ code: 'LABELS_MISSING' })
})
