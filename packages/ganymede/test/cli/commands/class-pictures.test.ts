import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { readSheet } from '@ganymede/runs/sheets'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { findSystem } from '../../../src/models/registry.js'
import { resolveOptions } from '../../../src/options/resolve-options.js'
import { startTraining } from '../../../src/training/start-training.js'
import { ganymede } from './command-line.js'

// Runs with classes (digits: names 0 to 9), without, and a VAE with, of two steps each.
const runs = fs.mkdtempSync(path.join(os.tmpdir(), 'ganymede-classes-'))
afterAll(() => fs.rmSync(runs, { recursive: true, force: true }))

beforeAll(async () => {
  for (const [name, model] of [
    ['cgan', ['hidden=4', 'lrG=0.01']],
    ['vae', ['hidden=4', 'latentDim=2', 'manifoldSize=2']],
    ['vae', ['hidden=4', 'latentDim=2', 'manifoldSize=2', 'conditional=true']],
  ] as const) {
    const system = findSystem(name)
    const train = ['steps=2', 'batch=4', 'gridSize=12', 'threads=1', 'quickMetric=none']
    const { options } = resolveOptions(system, {
      sets: [
        'data.path=builtin:glyphs?set=digits&count=40',
        ...['size=16', ...model].map((one) => `model.${one}`),
        ...train.map((one) => `train.${one}`),
      ],
    })
    await startTraining({ system, options, out: runs })
  }
})

it('samples the class that is named, and tells it in the sheet', async () => {
  const folder = temporaryFolder()
  const [eights, all] = [path.join(folder, 'eights.png'), path.join(folder, 'all.png')]
  const sample = (...rest: string[]) =>
    ganymede('sample', '1', '--runs', runs, '--scale', '1', '--seeds', '0,8,18', ...rest)
  expect((await sample('--label', '8', '--out', eights)).code).toBe(0)
  await sample('--out', all)
  const cell = (file: string, column: number) =>
    sharp(file)
      .extract({ left: 2 + 18 * column, top: 2, width: 16, height: 16 })
      .raw()
      .toBuffer()
  // Without a label classes come in turn by seed: 8 and 18 are eights, 0 is a zero.
  expect(await cell(eights, 1)).toEqual(await cell(all, 1))
  expect(await cell(eights, 2)).toEqual(await cell(all, 2))
  expect(fs.readFileSync(eights).toString('latin1')).toContain('"labels":["8","8","8"]')
  expect(fs.readFileSync(all).toString('latin1')).toContain('"labels":["0","8","8"]')
  const { stdout } = await ganymede('sample', '1', '--runs', runs, '--label', '3')
  expect(path.basename(stdout.trim())).toBe('step-000002-seeds-0-31-class-3.png')
})

it('has as many columns as there are classes, each of one class', async () => {
  const layoutOf = async (...words: string[]) => {
    const { stdout } = await ganymede('sample', '1', '--runs', runs, ...words)
    return readSheet(fs.readFileSync(stdout.trim())).metadata.layout
  }
  const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
  expect(await layoutOf()).toMatchObject({ columns: 10, rows: 4, count: 40, labels: Array(4).fill(digits).flat() })
  expect(await layoutOf('--seeds', '0-99')).toMatchObject({ columns: 10, rows: 10 })
  // Not 36 rows of 10, but two columns a class.
  expect(await layoutOf('--seeds', '0-359')).toMatchObject({ columns: 20, rows: 18 })
  expect(await layoutOf('--label', '3')).toMatchObject({ columns: 8, rows: 4 })
  expect(await layoutOf('--grid', '5x2')).toMatchObject({ columns: 5, rows: 2 })
  const samples = path.join(runs, fs.readdirSync(runs).find((name) => name.startsWith('0001')) ?? '', 'samples')
  const layout = (file: string) => readSheet(fs.readFileSync(path.join(samples, file))).metadata.layout
  const byClass = { columns: 10, columnTitles: digits }
  const seeds = Array.from({ length: 100 }, (_, i) => Math.floor(i / 10))
  expect(layout('step-000002-classes.png')).toMatchObject({ ...byClass, labels: Array(10).fill(digits).flat(), seeds })
  expect(layout('step-000002.png')).toMatchObject({ ...byClass, count: 12, rows: 2 })
})

it('walks from picture to picture of one class', async () => {
  const out = path.join(temporaryFolder(), 'walk.webp')
  const words = ['--seeds', '1,2', '--seconds', '0.2', '--label', '4', '--out', out]
  expect(await ganymede('interpolate', '1', '--runs', runs, ...words)).toMatchObject({ code: 0, stderr: '' })
  expect(fs.existsSync(out)).toBe(true)
})

it('walks through the latent space of a VAE', async () => {
  const out = path.join(temporaryFolder(), 'walk.webp')
  const words = ['--seeds', '1,2', '--seconds', '0.2', '--out', out]
  expect(await ganymede('interpolate', '2', '--runs', runs, ...words)).toMatchObject({ code: 0, stderr: '' })
  expect(fs.existsSync(out)).toBe(true)
})

it('makes pictures of a class with a conditional VAE, and measures its test loss', async () => {
  const out = path.join(temporaryFolder(), 'fours.png')
  const words = ['--runs', runs, '--seeds', '0,1', '--label', '4', '--out', out]
  expect(await ganymede('sample', '3', ...words)).toMatchObject({ code: 0 })
  expect(fs.readFileSync(out).toString('latin1')).toContain('"labels":["4","4"]')
  const folder = fs.readdirSync(runs).find((name) => name.startsWith('0003')) ?? ''
  const sheets = fs.readdirSync(path.join(runs, folder, 'samples'))
  expect(sheets).toContain('step-000002-classes.png')
  const measured = await ganymede(
    'evaluate',
    '3',
    '--runs',
    runs,
    '--metrics',
    'loss',
    '--iwae',
    '3',
    '--device',
    'cpu',
  )
  expect(measured.code).toBe(0)
  expect(measured.stdout).toMatch(/test-loss +\d+/)
})

it.each(['2', '3'])('draws where images lie in the latent space of run %s', async (run) => {
  const out = path.join(temporaryFolder(), 'map.png')
  const words = ['latents', run, '--runs', runs, '--size', '128', '--count', '30', '--out', out]
  const { code, stdout } = await ganymede(...words)
  expect(code).toBe(0)
  expect(stdout).toMatch(/30 images \(test\) over z0 .* and z1/)
  expect(stdout).toMatch(/8 +#9e9800 +3 /)
  expect(await sharp(out).metadata()).toMatchObject({ height: 128, channels: 3 })
  const json = JSON.parse((await ganymede(...words, '--force', '--axes', 'pca', '--json')).stdout)
  expect(json).toMatchObject({ axes: ['PC 1', 'PC 2'], images: 30, split: 'test' })
  expect((await ganymede(...words)).stderr).toMatch(/exists already/)
})

it('refuses to draw latents that there are not', async () => {
  const none = await ganymede('latents', '1', '--runs', runs)
  expect(none).toMatchObject({ code: 2 })
  expect(none.stderr).toMatch(/cgan has no encoder/)
  expect((await ganymede('latents', '2', '--runs', runs, '--axes', '0,2')).stderr).toMatch(/no dimension 2/)
  expect((await ganymede('latents', '2', '--runs', runs, '--axes', '1,1')).stderr).toMatch(/two dimensions such as/)
})

it('refuses classes that do not exist, and any where there are none', async () => {
  const unknown = await ganymede('sample', '1', '--runs', runs, '--label', 'eight')
  expect(unknown.code).toBe(2)
  expect(unknown.stderr).toMatch(/no such class[\s\S]*8 {2}8/)
  expect((await ganymede('sample', '1', '--runs', runs, '--label', '10')).stderr).toMatch(/no such class/)
  expect((await ganymede('sample', '2', '--runs', runs, '--label', '1')).stderr).toMatch(/has not learned classes/)
})
