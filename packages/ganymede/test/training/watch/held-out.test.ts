import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { memory } from '@ganymede/torch'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { dcgan } from '../../../src/models/dcgan/dcgan.js'
import { pix2pix } from '../../../src/models/pix2pix/pix2pix.js'
import { dataSchema, type ResolvedOptions, trainSchema } from '../../../src/options/train-options.js'
import type { AnySystem } from '../../../src/systems/contract/system.js'
import { openTrainingData } from '../../../src/training/feed/open-training-data.js'
import { startTraining } from '../../../src/training/start-training.js'
import { openHeldOut } from '../../../src/training/watch/held-out.js'
import { writePairs } from '../../models/pix2pix/pair-folder.js'

interface Settings {
  readonly data?: Readonly<Record<string, unknown>>
  readonly train?: Readonly<Record<string, unknown>>
}

function optionsFor(folder: string, { data = {}, train = {} }: Settings = {}): ResolvedOptions {
  return {
    model: pix2pix.options.parse({ size: 32, widthG: 2, widthD: 2, layersD: 2 }) as never,
    data: dataSchema.parse({ path: folder, ...data }),
    train: trainSchema.parse({
      ...{ steps: 4, batch: 2, logEvery: 2, sampleEvery: 10, checkpointEvery: 2, gridSize: 6, shareFakes: true },
      ...{ threads: 1, precision: 'float32', doctorEvery: 0 },
      ...train,
    }),
  }
}

/** Pairs in parts: how many in each. */
async function pairs(parts: Readonly<Record<string, number>>, size = 32): Promise<string> {
  const folder = temporaryFolder()
  for (const [part, count] of Object.entries(parts)) {
    mkdirSync(path.join(folder, part), { recursive: true })
    await writePairs(path.join(folder, part), { count, size })
  }
  return folder
}

async function heldOut(folder: string, settings: Settings = {}, system: AnySystem = pix2pix as AnySystem) {
  const options = optionsFor(folder, settings)
  const dataset = await openTrainingData(pix2pix as AnySystem, options)
  const { dataset: held, note } = await openHeldOut(system, options, dataset)
  const found = held === null ? null : { ...held.info, transform: held.transform, targets: held.targets?.channels }
  await held?.close()
  await dataset.close()
  return { found, note }
}

describe('what measures of a translation compare', () => {
  it.each(['test', 'val'])('is the part %s', async (part) => {
    const { found, note } = await heldOut(await pairs({ train: 4, [part]: 3 }))
    expect(found).toMatchObject({ split: 'test', count: 3 })
    expect(note).toBe('swd compares translations of the test part, 3 pairs that the run does not learn from')
  })

  it('is what the run learns from, where there is nothing else, and it says so', async () => {
    const why = 'swd compares translations of pairs that the run learns from: '
    expect(await heldOut(await pairs({ '': 3 }))).toEqual({
      found: null,
      note: `${why}the data have no test part (a folder test/ or val/)`,
    })
    expect((await heldOut(await pairs({ train: 3 }))).note).toContain('the data have no test part')
    const broken = await pairs({ train: 3, test: 1 })
    await sharp({ create: { width: 20, height: 40, channels: 3, background: 'red' } }).toFile(
      path.join(broken, 'test', 'narrow.png'),
    )
    const { found, note } = await heldOut(broken)
    expect(found).toBeNull()
    expect(note).toContain(`${why}of the test part, `)
    const sizes = await pairs({ train: 3 }, 64)
    mkdirSync(path.join(sizes, 'test'))
    await writePairs(path.join(sizes, 'test'), { count: 2, size: 96 })
    expect((await heldOut(sizes, { data: { preprocess: 'none' } })).note).toContain('come out at 96×96, not 64×64')
  })

  it('has the channels of the training part, however its files are stored', async () => {
    const folder = await pairs({ train: 3, test: 1 })
    await sharp({ create: { width: 64, height: 32, channels: 3, background: 'grey' } })
      .toColourspace('b-w')
      .toFile(path.join(folder, 'test', '00.png'))
    expect((await heldOut(folder)).found).toMatchObject({ channels: 3, targets: 3, count: 1 })
  })

  it('is nothing without a measure, and for systems that make pictures from noise', async () => {
    const folder = await pairs({ train: 3, test: 1 })
    expect(await heldOut(folder, { train: { quickMetric: 'none' } })).toEqual({ found: null, note: null })
    expect(await heldOut(folder, {}, dcgan as AnySystem)).toEqual({ found: null, note: null })
  })
})

it('measures the test part in a run, says so in its log, and leaves no trace in the training', async () => {
  const live = memory().live
  const folder = await pairs({ train: 6, test: 3 })
  const out = temporaryFolder()
  const train = async (settings: Settings) => {
    const { run } = await startTraining({ system: pix2pix as AnySystem, options: optionsFor(folder, settings), out })
    const log = readFileSync(run.metrics, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    const weights = readFileSync(path.join(run.checkpoints, 'step-000004', 'generator.safetensors'))
    return { log, weights }
  }
  const measured = await train({})
  const metrics = measured.log.filter(({ kind }) => kind === 'metric')
  expect(metrics).toEqual([
    expect.objectContaining({ step: 2, metric: 'swd', part: 'test' }),
    expect.objectContaining({ step: 4, metric: 'swd', part: 'test' }),
  ])
  const notes = measured.log.filter(({ kind }) => kind === 'note').map(({ text }) => String(text))
  expect(notes.filter((text) => text.includes('the test part, 3 pairs'))).toHaveLength(1)
  const plain = await train({ train: { quickMetric: 'none' } })
  expect(plain.weights.equals(measured.weights)).toBe(true)
  expect(memory().live).toBe(live)
})
