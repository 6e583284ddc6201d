import path from 'node:path'

import sharp from 'sharp'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { longRunLines } from '../../../src/cli/training/long-run.js'
import { findSystem } from '../../../src/models/registry.js'
import { resolveOptions } from '../../../src/options/resolve-options.js'

const system = findSystem('dcgan')
const data = { path: 'data.path', value: 'builtin:glyphs?count=64', source: 'flag', origin: '[data]' } as const

function options(flags: Readonly<Record<string, unknown>>, preset?: string) {
  return resolveOptions(system, {
    preset,
    flags: [
      data,
      ...Object.entries(flags).map(([path, value]) => ({ path, value, source: 'flag' as const, origin: path })),
    ],
  }).options
}

const small = { 'model.size': 16, 'model.widthG': 4, 'model.widthD': 4, 'train.batch': 4 }
const withPreset = async (preset: string) => options({ ...small, 'train.steps': 1000 }, preset)

it('tells how long a long run takes, and presets that take an evening at most', async () => {
  const [line, ...more] = await longRunLines({
    system,
    options: options({ ...small, 'train.steps': 100_000_000 }),
    withPreset,
  })
  expect(more).toEqual([])
  expect(line).toMatch(/^100 000 000 steps take about \d+d \d\dh on this machine/)
  expect(line).toMatch(/In an evening: .*--preset demo \(about [\dms ]+\).*, or --max-time 3h\.$/)
})

it('proposes the preset for pictures of one’s own first where the data are such', async () => {
  const folder = temporaryFolder()
  for (let i = 0; i < 16; i++) {
    const create = { width: 16, height: 16, channels: 3 as const, background: { r: 16 * i, g: 90, b: 10 } }
    await sharp({ create })
      .png()
      .toFile(path.join(folder, `${i}.png`))
  }
  const own = { ...small, 'data.path': folder }
  const lines = await longRunLines({
    system,
    options: options({ ...own, 'train.steps': 100_000_000 }),
    withPreset: async (preset) => options({ ...own, 'train.steps': 1000 }, preset),
  })
  expect(lines).toEqual([expect.stringMatching(/In an evening: --preset photos \(about [\dms ]+\), --preset /)])
})

it('names the option that ends a run where no preset fits an evening', async () => {
  const lines = await longRunLines({
    system,
    options: options({ ...small, 'train.steps': 100_000_000 }),
    withPreset: async () => options({ ...small, 'train.steps': 100_000_000 }),
  })
  expect(lines).toEqual([expect.stringMatching(/\. --max-time 3h stops and saves after an evening\.$/)])
})

it.each([
  ['few steps', { 'train.steps': 100 }],
  ['steps that take less than an hour', { 'train.steps': 1500 }],
  ['a time that ends it', { 'train.steps': 100_000_000, 'train.maxTime': '5m' }],
])('is silent about a run of %s', async (_, flags) => {
  expect(await longRunLines({ system, options: options({ ...small, ...flags }), withPreset })).toEqual([])
})
