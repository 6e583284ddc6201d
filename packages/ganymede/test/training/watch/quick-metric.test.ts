import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { dcgan, dcganOptions } from '../../../src/models/dcgan/dcgan.js'
import { dataSchema, trainSchema } from '../../../src/options/train-options.js'
import { openTrainingData } from '../../../src/training/feed/open-training-data.js'
import { Trainer } from '../../../src/training/trainer.js'
import { checkpointMetric } from '../../../src/training/watch/quick-metric.js'

const usualCache = process.env.GANYMEDE_CACHE
let photos: string
beforeEach(async () => {
  process.env.GANYMEDE_CACHE = path.join(temporaryFolder(), 'cache')
  photos = path.join(temporaryFolder(), 'photos')
  mkdirSync(photos)
  for (let i = 0; i < 20; i += 1) {
    const background = { r: 12 * i, g: 250 - 12 * i, b: 128 }
    const image = sharp({ create: { width: 16, height: 16, channels: 3, background } })
    writeFileSync(path.join(photos, `${i}.png`), await image.png().toBuffer())
  }
})
afterEach(() => {
  if (usualCache === undefined) delete process.env.GANYMEDE_CACHE
  else process.env.GANYMEDE_CACHE = usualCache
})

async function trainerOf(): Promise<Trainer> {
  const options = {
    model: dcganOptions.parse({ size: 16, widthG: 4, widthD: 4, latentDim: 8 }),
    data: dataSchema.parse({ path: photos }),
    train: trainSchema.parse({ steps: 4, batch: 4, gridSize: 4, threads: 1, metricImages: 16 }),
  }
  return new Trainer({ system: dcgan, options, dataset: await openTrainingData(dcgan, options) })
}

describe('the measure of checkpoints that nobody chose', () => {
  it('is FID from a quarter of an hour on, and nothing before', async () => {
    const trainer = await trainerOf()
    const metric = checkpointMetric(trainer)
    try {
      const told: string[] = []
      const telling = { onActivity: (text: string | undefined) => told.push(String(text)) }
      expect(await metric?.measure(telling)).toBeNull()
      expect(await metric?.measure({ ...telling, secondsTrained: 899 })).toBeNull()
      expect(told).toEqual([])
      const measured = await metric?.measure({ ...telling, secondsTrained: 900 })
      expect(measured).toMatchObject({ metric: 'fid', value: expect.any(Number), features: expect.any(String) })
      expect(told[0]).toMatch(/^training the feature network, \d+ %$/)
    } finally {
      metric?.dispose()
      await trainer.close()
    }
  })

  it('ends no run when it fails: it says so once, and is not tried again', async () => {
    const trainer = await trainerOf()
    const metric = checkpointMetric(trainer)
    try {
      rmSync(photos, { recursive: true })
      const notes: string[] = []
      const telling = { secondsTrained: 900, onNote: (note: string) => notes.push(note) }
      expect(await metric?.measure(telling)).toBeNull()
      expect(notes).toEqual([expect.stringMatching(/^no checkpoint is chosen as the best: /)])
      expect(await metric?.measure(telling)).toBeNull()
      expect(notes).toHaveLength(1)
    } finally {
      metric?.dispose()
      await trainer.close()
    }
  })
})
