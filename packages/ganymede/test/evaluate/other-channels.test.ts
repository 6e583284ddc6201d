/** Translations measured on files that have other channels than those that the networks were made for. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { evaluateRun } from '../../src/evaluate/evaluate-run.js'
import { pix2pix } from '../../src/models/pix2pix/pix2pix.js'
import { dataSchema, trainSchema } from '../../src/options/train-options.js'
import type { AnySystem } from '../../src/systems/contract/system.js'
import { startTraining } from '../../src/training/start-training.js'

/** Two squares side by side, of two colours or greys. */
async function pair(folder: string, left: string, right: string, isGrey = false): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const half = await sharp({ create: { width: 32, height: 32, channels: 3, background: right } })
    .png()
    .toBuffer()
  const both = await sharp({ create: { width: 64, height: 32, channels: 3, background: left } })
    .composite([{ input: half, left: 32, top: 0 }])
    .png()
    .toBuffer()
  await (isGrey ? sharp(both).greyscale().toColourspace('b-w') : sharp(both)).png().toFile(path.join(folder, '1.png'))
}

it('measures a run of colours on a grey test part and on other grey pairs', async () => {
  const root = temporaryFolder()
  const [data, other] = [path.join(root, 'pairs'), path.join(root, 'other')]
  await pair(path.join(data, 'train'), 'orange', 'navy')
  await pair(path.join(data, 'test'), 'orange', 'navy', true)
  await pair(other, 'grey', 'white', true)
  const options = {
    model: pix2pix.options.parse({ size: 32, widthG: 2, widthD: 2, layersD: 2 }) as never,
    data: dataSchema.parse({ path: data }),
    train: trainSchema.parse({
      ...{ steps: 1, batch: 1, shareFakes: true, threads: 1, precision: 'float32', quickMetric: 'none' },
      ...{ gridSize: 2, doctorEvery: 0 },
    }),
  }
  const { run } = await startTraining({ system: pix2pix as AnySystem, options, out: path.join(root, 'runs') })
  for (const against of [undefined, other]) {
    const notes: string[] = []
    const { cards } = await evaluateRun(run, {
      ...{ against, bootstrap: 0, write: false, device: 'cpu' },
      onNote: (note: string) => notes.push(note),
    })
    expect(cards[0]).toMatchObject({ metric: 'l1', split: against === undefined ? 'test' : 'all' })
    expect(notes.join('\n')).not.toContain('learned from')
  }
})
