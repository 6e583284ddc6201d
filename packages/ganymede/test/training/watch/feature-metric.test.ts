import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { memory } from '@ganymede/torch'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { dcgan, dcganOptions } from '../../../src/models/dcgan/dcgan.js'
import { dataSchema, trainSchema } from '../../../src/options/train-options.js'
import { startTraining, type TrainResult } from '../../../src/training/start-training.js'
import type { RunEvent } from '../../../src/training/watch/run-event.js'

let out: string
const usualCache = process.env.GANYMEDE_CACHE
beforeEach(() => {
  out = mkdtempSync(path.join(tmpdir(), 'ganymede-metric-'))
  process.env.GANYMEDE_CACHE = path.join(out, 'cache')
})
afterEach(() => {
  if (usualCache === undefined) delete process.env.GANYMEDE_CACHE
  else process.env.GANYMEDE_CACHE = usualCache
  rmSync(out, { recursive: true, force: true })
})

function run(
  train: Record<string, unknown>,
  { data = 'builtin:glyphs?count=60', onEvent }: { data?: string; onEvent?: (event: RunEvent) => void } = {},
): Promise<TrainResult> {
  return startTraining({
    system: dcgan,
    out: path.join(out, 'runs'),
    options: {
      model: dcganOptions.parse({ size: 16, widthG: 4, widthD: 4, latentDim: 8 }),
      data: dataSchema.parse({ path: data }),
      train: trainSchema.parse({ steps: 4, batch: 8, gridSize: 4, checkpointEvery: 2, threads: 1, ...train }),
    },
    ...(onEvent === undefined ? {} : { onEvent }),
  })
}

const generatorOf = ({ run: { checkpoints } }: TrainResult) =>
  readFileSync(path.join(checkpoints, 'step-000004', 'generator.safetensors'))

describe('quickMetric fid and kid', () => {
  it('measure every checkpoint with the features of a file or of random weights, and leave training as it is', async () => {
    const live = memory().live
    const without = await run({ quickMetric: 'none' })
    const values: Record<string, number[]> = { fid: [], kid: [] }
    for (const quickMetric of ['fid', 'kid'] as const) {
      const result = await run(
        { quickMetric, metricFeatures: 'random-conv', metricImages: 40 },
        {
          onEvent: (event) => {
            if (event.kind === 'metric') values[quickMetric]?.push(Number(event.value))
          },
        },
      )
      expect(generatorOf(result)).toEqual(generatorOf(without))
      const best = readdirSync(result.run.checkpoints).filter((name) => name.startsWith('best'))
      expect(best.length).toBeGreaterThan(0)
    }
    expect(values.fid).toHaveLength(2)
    expect(values.fid?.every((value) => value > 0)).toBe(true)
    expect(values.kid).toHaveLength(2)
    expect(memory().live).toBe(live)
  })

  it('train a judge on the classes of the data', async () => {
    const values: number[] = []
    await run(
      { quickMetric: 'fid', metricImages: 60, steps: 2 },
      {
        onEvent: (event) => {
          if (event.kind === 'metric') values.push(Number(event.value))
        },
      },
    )
    expect(values).toHaveLength(1)
    expect(readdirSync(path.join(out, 'cache', 'classifiers'))).toHaveLength(1)
  })

  it('refuse data without classes before the first step', async () => {
    const { default: sharp } = await import('sharp')
    const folder = temporaryFolder()
    for (const name of ['a', 'b']) {
      await sharp({ create: { width: 16, height: 16, channels: 3, background: 'red' } })
        .png()
        .toFile(path.join(folder, `${name}.png`))
    }
    await expect(
      run({ quickMetric: 'fid', metricFeatures: 'classifier', batch: 2 }, { data: folder }),
    ).rejects.toMatchObject({
      code: 'LABELS_MISSING',
    })
  })
})
