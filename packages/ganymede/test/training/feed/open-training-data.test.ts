import { describe, expect, it } from 'vitest'
import { findSystem } from '../../../src/models/registry.js'
import { dataSchema, type ResolvedOptions, trainSchema } from '../../../src/options/train-options.js'
import { openTrainingData } from '../../../src/training/feed/open-training-data.js'

const glyphs = 'builtin:glyphs?count=8'

function options(system: string, data: Readonly<Record<string, unknown>>): ResolvedOptions {
  const model = findSystem(system).options.parse({ size: 64 }) as ResolvedOptions['model']
  return { model, data: dataSchema.parse({ path: glyphs, ...data }), train: trainSchema.parse({}) }
}

describe('openTrainingData', () => {
  it('opens pairs for a system of pairs, in the direction asked for', async () => {
    const pix2pix = findSystem('pix2pix')
    const dataset = await openTrainingData(pix2pix, options('pix2pix', { pairs: 'edges', direction: 'b2a' }))
    expect(dataset.info).toMatchObject({ count: 8, domains: { items: 'pairs', direction: 'b2a' } })
    expect(dataset.transform).toMatchObject({ width: 64, height: 64 })
    await dataset.close()
  })

  it.each([
    ['direction', { direction: 'b2a' }],
    ['targets', { targets: '/elsewhere' }],
    ['targetChannels', { targetChannels: 3 }],
    ['preprocess', { preprocess: 'crop' }],
    ['loadSize', { loadSize: 72 }],
    ['pairs', { pairs: 'grey' }],
    ['channels', { channels: 4 }],
  ])('refuses %s for a system of single images', async (name, data) => {
    await expect(openTrainingData(findSystem('dcgan'), options('dcgan', data))).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      lines: [expect.stringContaining(`data.${name}:`)],
    })
  })

  it('takes options of older runs, which lack newer ones', async () => {
    const old = { ...options('dcgan', {}), data: { path: glyphs, fit: 'cover', flip: false } as never }
    const dataset = await openTrainingData(findSystem('dcgan'), old)
    expect(dataset.targets).toBeUndefined()
    await dataset.close()
  })
})
