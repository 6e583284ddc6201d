import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDataset } from '../../src/data/open-dataset.js'
import { findSystem } from '../../src/models/registry.js'
import { resolveOptions } from '../../src/options/resolve-options.js'
import { startTraining } from '../../src/training/start-training.js'
import { ganymede } from '../cli/commands/command-line.js'
import { encoded, writeTree } from '../data/fixtures.js'

// Three classes that differ in brightness alone; the test part lacks the middle one.
const grey: Readonly<Record<string, number>> = { a: 20, b: 120, c: 230 }
const folder = mkdtempSync(path.join(os.tmpdir(), 'ganymede-classes-'))
const [data, runs] = ['data', 'runs'].map((name) => path.join(folder, name)) as [string, string]
const usualCache = process.env.GANYMEDE_CACHE

async function writeClass(part: string, name: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const pixels = new Uint8Array(256).fill((grey[name] ?? 0) + i)
    const content = await encoded('png', { width: 16, height: 16, channels: 1, pixels })
    writeTree(data, { [`${part}/${name}/${i}.png`]: content })
  }
}

beforeAll(async () => {
  process.env.GANYMEDE_CACHE = path.join(folder, 'cache')
  for (const name of ['a', 'b', 'c']) await writeClass('train', name, 12)
  for (const name of ['a', 'c']) await writeClass('test', name, 12)
  const system = findSystem('vae')
  const { options } = resolveOptions(system, {
    sets: [
      `data.path=${data}`,
      ...['size=16', 'hidden=4', 'latentDim=2', 'manifoldSize=2', 'conditional=true'].map((one) => `model.${one}`),
      ...['steps=1', 'batch=4', 'gridSize=4', 'threads=1', 'seed=1'].map((one) => `train.${one}`),
    ],
  })
  await startTraining({ system, options, out: runs })
})

afterAll(() => {
  if (usualCache === undefined) delete process.env.GANYMEDE_CACHE
  else process.env.GANYMEDE_CACHE = usualCache
  rmSync(folder, { recursive: true, force: true })
})

it('gives a class of the test part the label that it has in the training part', async () => {
  const part = async (split: 'train' | 'test') => {
    const dataset = await openDataset(data, { size: 16, split })
    const labels = Array.from({ length: dataset.info.count }, (_, index) => dataset.label(index))
    await dataset.close()
    return { ...dataset.info, labels: [...new Set(labels)] }
  }
  expect(await part('train')).toMatchObject({ classes: ['a', 'b', 'c'], labels: [0, 1, 2] })
  expect(await part('test')).toMatchObject({ classes: ['a', 'b', 'c'], labels: [0, 2] })
  expect((await part('train')).notes).toContain('only train has images of the class b')
})

it('judges the classifier by the names of classes', async () => {
  const { stdout, stderr } = await ganymede('evaluate', '1', '--runs', runs, '--count', '24', '--metrics', 'fid')
  expect(stderr).not.toMatch(/a weak judge/)
  expect(stdout).toMatch(/fid/i)
})

it('measures the loss of a test part that lacks a class', async () => {
  const { code, stdout } = await ganymede('evaluate', '1', '--runs', runs, '--metrics', 'loss', '--split', 'test')
  expect(code).toBe(0)
  expect(stdout).toMatch(/loss/)
})

it('places images of a test part that lacks a class among latents', async () => {
  const out = path.join(folder, 'latents.png')
  const words = ['latents', '1', '--runs', runs, '--split', 'test', '--count', '24', '--out', out]
  const { code, stdout } = await ganymede(...words)
  expect(code).toBe(0)
  expect(stdout).toMatch(/c +12/)
})

it('goes on with a run when the test part gets a class that training does not know', async () => {
  await writeClass('test', 'aa', 2)
  const { code, stderr } = await ganymede('resume', '1', '--runs', runs, '--steps', '2')
  rmSync(path.join(data, 'test', 'aa'), { recursive: true })
  expect(stderr).not.toMatch(/DATA_CHANGED/)
  expect(code).toBe(0)
})

it('goes on with no run whose classes are others now, and names what changed', async () => {
  const record = path.join(runs, readdirSync(runs).find((name) => name.startsWith('0001')) ?? '', 'run.json')
  const original = readFileSync(record, 'utf8')
  const { data: stored, ...rest } = JSON.parse(original) as { data: object }
  const resumed = async (classes: readonly string[]) => {
    writeFileSync(record, JSON.stringify({ ...rest, data: { ...stored, classes } }))
    return (await ganymede('resume', '1', '--runs', runs, '--steps', '3')).stderr
  }
  expect(await resumed(['b', 'a', 'c'])).toMatch(/DATA_CHANGED[\s\S]*classes with other numbers: a, b/)
  expect(await resumed(['00000', 'a', 'b'])).toMatch(/classes that are gone: 00000\s+classes that are new: c/)
  writeFileSync(record, original)
})

it('takes classes of other data by their names, and names those that the run has not learned', async () => {
  const loss = (against: string) =>
    ganymede('evaluate', '1', '--runs', runs, '--metrics', 'loss', '--against', path.join(data, against))
  expect((await loss('test')).code).toBe(0)
  await writeClass('more', 'a', 2)
  await writeClass('more', 'z', 2)
  expect((await loss('more')).stderr).toMatch(/classes that the run has learned, and there are others: z/)
})
