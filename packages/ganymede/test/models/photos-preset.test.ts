import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { dcgan } from '../../src/models/dcgan/dcgan.js'
import { resolveOptions } from '../../src/options/resolve-options.js'
import { startTraining } from '../../src/training/start-training.js'
import { encoded, temporaryFolder } from '../data/fixtures.js'

/** A folder of pictures of changing sizes. */
async function photos(count: number, channels: 1 | 3): Promise<string> {
  const folder = temporaryFolder()
  for (let i = 0; i < count; i += 1) {
    const [width, height] = [70 + 9 * (i % 5), 90 - 7 * (i % 4)]
    fs.writeFileSync(path.join(folder, `${i}.png`), await encoded('png', { width, height, channels, seed: i }))
  }
  return folder
}

// The preset as it is but for the width of its networks, which costs time alone.
const narrow = { 'model.widthG': 2, 'model.widthD': 2 }

async function started(folder: string, given: Readonly<Record<string, unknown>> = {}) {
  const flags = Object.entries({ ...narrow, 'data.path': folder, 'train.steps': 2, ...given }).map(([name, value]) => ({
    path: name,
    value,
    source: 'flag' as const,
    origin: name,
  }))
  const { options, sources } = resolveOptions(dcgan, { preset: 'photos', flags })
  return startTraining({ system: dcgan, options, sources, out: temporaryFolder() })
}

describe('the preset for photographs of one’s own', () => {
  it('augments, mirrors and averages, and its options fit together', () => {
    const { options } = resolveOptions(dcgan, { preset: 'photos', sets: ['data.path=builtin:glyphs'] })
    expect(options.data.flip).toBe(true)
    expect(options.train.augment).toBe('diffaugment')
    expect(options.train.emaKimg).toBeGreaterThan(0)
    expect(dcgan.problems?.(dcgan.options.parse(options.model), options.train)).toEqual([])
    const data = { width: 64, height: 64, channels: 3, classes: null, count: 200 } as const
    expect(dcgan.advice?.(dcgan.options.parse(options.model), options.train, data) ?? []).toEqual([])
  })

  it.each([
    ['fewer colour pictures than a batch', 5, 3],
    ['grey pictures', 40, 1],
    ['more colour pictures than a batch', 40, 3],
  ] as const)('trains on %s', async (_, count, channels) => {
    const { run } = await started(await photos(count, channels))
    const records = fs.readFileSync(path.join(run.dir, 'run.json'), 'utf8')
    expect(JSON.parse(records).data).toMatchObject({ images: count, channels })
  })

  it.each([32, 128])('takes a size of %i px', async (size) => {
    const { run } = await started(await photos(4, 3), { 'model.size': size })
    expect(fs.existsSync(path.join(run.dir, 'checkpoints'))).toBe(true)
  })
})
