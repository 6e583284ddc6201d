import { afterAll, beforeAll, expect, it } from 'vitest'
import { affordableCount } from '../../src/evaluate/affordable-count.js'
import { type OpenModel, openModel } from '../../src/inference/open-model.js'
import type { FeatureNetwork } from '../../src/metrics/features/feature-network.js'
import { openFeatureNetwork } from '../../src/metrics/features/open-features.js'
import { dcgan, dcganOptions } from '../../src/models/dcgan/dcgan.js'
import { dataSchema, trainSchema } from '../../src/options/train-options.js'
import { startTraining } from '../../src/training/start-training.js'
import { temporaryFolder } from '../data/fixtures.js'

const out = temporaryFolder()
let model: OpenModel
let network: FeatureNetwork
beforeAll(async () => {
  const { run } = await startTraining({
    system: dcgan,
    out,
    options: {
      model: dcganOptions.parse({ size: 16, widthG: 4, widthD: 4, latentDim: 8 }),
      data: dataSchema.parse({ path: 'builtin:glyphs?count=20' }),
      train: trainSchema.parse({ steps: 1, batch: 4, gridSize: 4, threads: 1, quickMetric: 'none' }),
    },
  })
  model = openModel(run, { systemOf: () => dcgan })
  // It prepares its network at the first picture, and keeps it.
  model.sample({ seeds: [0] })
  network = await openFeatureNetwork('random-conv', { device: 'cpu', imageSize: model.data })
})
afterAll(() => {
  model.dispose()
  network.dispose()
})

const batch = 2

/** What is chosen where a picture takes so long, by a clock that says so. */
async function chosen(secondsEach: number) {
  const times = [0, secondsEach * batch * 1000]
  const notes: string[] = []
  const count = await affordableCount(model, network, {
    batch,
    onNote: (note) => notes.push(note),
    now: () => times.shift() ?? Number.NaN,
  })
  return { count, notes }
}

it.each([
  [0.0119, 10_000],
  [0.0121, 5000],
  [0.024, 5000],
  [0.025, 2000],
  [0.06, 2000],
  [0.061, 1000],
  [60, 1000],
])('takes as many pictures as two minutes allow where one takes %d s: %i', async (seconds, count) => {
  expect((await chosen(seconds)).count).toBe(count)
})

it('says what the usual number would take, where it takes fewer', async () => {
  expect((await chosen(0.001)).notes).toEqual([])
  expect((await chosen(0.05)).notes).toEqual([
    '2 000 pictures are made; 10 000, as papers take, would need about 8m 20s: --count 10000',
  ])
})
