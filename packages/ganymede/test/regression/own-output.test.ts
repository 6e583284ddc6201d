/** Issue 10, A1: runs and pictures that Ganymede wrote were taken for data. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { composeSheet, encodePng, writeAnimation } from '@ganymede/runs/sheets'
import { describe, expect, it } from 'vitest'
import { picture } from '../../../../test/setup/pictures.js'
import { checkDataset } from '../../src/data/check/check.js'
import { listImageFolder } from '../../src/data/formats/image-folder.js'
import { openZip } from '../../src/data/formats/zip-source.js'
import { openDataset } from '../../src/data/open-dataset.js'
import { openPairs } from '../../src/data/pairs/open-pairs.js'
import { writePicture } from '../../src/inference/picture-files.js'
import { addRun } from '../cli/commands/example-run.js'
import { encoded, infoOf, temporaryFolder, writeTree, zip } from '../data/fixtures.js'

const root = temporaryFolder()
let made = 0
const photos = async (names: readonly string[]): Promise<string> => {
  const png = await encoded('png')
  return writeTree(path.join(root, `set-${made++}`), Object.fromEntries(names.map((name) => [name, png])))
}
const six = ['1.png', '2.png', '3.png', '4.png', '5.png', '6.png']

/** A run below a folder, with a sheet and something else that people put there. */
async function addRunWithSheets(folder: string): Promise<string> {
  const run = addRun(path.join(folder, 'runs'))
  writeFileSync(path.join(run.samples, 'step-000100.png'), await encoded('png'))
  writeFileSync(run.reals, await encoded('png'))
  return path.relative(folder, run.dir).replaceAll(path.sep, '/')
}

describe('a run inside of the data', () => {
  it('changes neither the images nor the fingerprint, and is named once', async () => {
    const folder = await photos(six)
    const before = await infoOf(openDataset(folder, { size: 8 }))
    const run = await addRunWithSheets(folder)
    const after = await infoOf(openDataset(folder, { size: 8 }))
    expect(after).toEqual({
      ...before,
      notes: [`leaves out what Ganymede wrote: the run ${run}; to take a run's pictures, name its folder`],
    })
    expect(await checkDataset(folder)).toMatchObject({
      count: 6,
      ignored: [{ name: run, reason: 'a run of Ganymede' }],
    })
  })

  it('makes no pairs', async () => {
    const folder = await photos(six)
    await addRunWithSheets(folder)
    const dataset = await openPairs(folder, { size: 8, items: 'pairs', making: { kind: 'grey' } })
    expect(dataset.info).toMatchObject({ count: 6, notes: [expect.stringContaining('leaves out what Ganymede wrote')] })
    await dataset.close()
  })

  it('hides no classes', async () => {
    const folder = await photos(['cat/1.png', 'dog/1.png'])
    await addRunWithSheets(folder)
    expect((await infoOf(openDataset(folder, { size: 8 }))).classes).toEqual(['cat', 'dog'])
  })

  it('is left out of a zip file too', async () => {
    const folder = await photos(six)
    const run = await addRunWithSheets(folder)
    const entries = Object.fromEntries(
      [...six, `${run}/run.json`, `${run}/metrics.jsonl`, `${run}/reals.png`, `${run}/samples/step-000100.png`].map(
        (name) => [name, readFileSync(path.join(folder, name))],
      ),
    )
    writeTree(root, { 'with-run.zip': zip(entries) })
    const source = await openZip(path.join(root, 'with-run.zip'))
    expect(source.names).toEqual(six)
    expect(source.notes).toEqual([expect.stringContaining(`the run ${run}`)])
    await source.close()
  })

  it('is what to name where nothing but runs lies in a folder', async () => {
    const folder = await photos([])
    mkdirSync(folder, { recursive: true })
    await addRunWithSheets(folder)
    const { count, notes } = await checkDataset(path.join(folder, 'runs'))
    expect([count, notes]).toEqual([0, [expect.stringContaining("to take a run's pictures, name its folder")]])
  })

  it('is data when somebody names it', async () => {
    const folder = await photos([])
    mkdirSync(folder, { recursive: true })
    const run = await addRunWithSheets(folder)
    expect((await infoOf(openDataset(path.join(folder, run, 'samples'), { size: 8 }))).count).toBe(1)
    expect((await infoOf(openDataset(path.join(folder, run), { size: 8 }))).count).toBe(2)
  })

  it('is not every folder with a run.json', async () => {
    const folder = await photos(['a/1.png', 'b/1.png'])
    writeTree(folder, { 'a/run.json': '{"scripts": {}}', 'b/run.json': 'no JSON' })
    expect((await infoOf(openDataset(folder, { size: 8 }))).classes).toEqual(['a', 'b'])
  })
})

const frames = [0, 1, 2].map((seed) => picture(8, 8, 3, seed))
const [one = picture(8, 8, 3, 0)] = frames
const raster = { ...one, data: new Uint8Array(one.data) }
const writing = { quality: 90, about: JSON.stringify({ model: 'pix2pix', input: 'photo.jpg' }) }
const sheet = { run: 'r', step: 1, view: 'fixed' } as const

/** Every kind of picture that commands write. */
const writers: Readonly<Record<string, (file: string) => Promise<void>>> = {
  'a sheet': async (file) => writeFileSync(`${file}.png`, await composeSheet(frames, sheet)),
  'a single picture': async (file) => writeFileSync(`${file}.png`, await encodePng(one)),
  'a translation in PNG': (file) => writePicture(`${file}.png`, raster, writing),
  'a translation in JPEG': (file) => writePicture(`${file}.jpg`, raster, writing),
  'a translation in WebP': (file) => writePicture(`${file}.webp`, raster, writing),
  'a lossless translation in WebP': (file) => writePicture(`${file}.webp`, raster, { ...writing, quality: 100 }),
  'an animation in GIF': (file) => writeAnimation(`${file}.gif`, frames, { fps: 10 }),
  'an animation in WebP': (file) => writeAnimation(`${file}.webp`, frames, { fps: 10, about: 'x'.repeat(20_000) }),
  'frames of an animation': (file) => writeAnimation(`${file}-frames`, frames, { fps: 10 }),
}

describe.each(Object.entries(writers))('%s', (_, write) => {
  it('is left out where it lies among others, and said so once', async () => {
    const folder = await photos(six)
    await write(path.join(folder, 'own'))
    const source = await listImageFolder(folder)
    expect(source.names).toEqual(six)
    expect(source.notes).toEqual([
      expect.stringMatching(/^leaves out what Ganymede wrote: (the picture own\.\w+|3 pictures);/),
    ])
  })

  it('is data where nothing else is', async () => {
    const folder = await photos([])
    mkdirSync(folder, { recursive: true })
    await write(path.join(folder, 'own'))
    const { count, notes } = await infoOf(openDataset(folder, { size: 8 }))
    expect([count > 0, notes]).toEqual([true, []])
  })
})

it('takes pictures of other programs, and of a camera that bears the name', async () => {
  const folder = await photos(['1.png'])
  const { default: sharp } = await import('sharp')
  const plain = () => sharp(Buffer.alloc(192), { raw: { width: 8, height: 8, channels: 3 } })
  await plain()
    .withExif({ IFD0: { Software: 'GIMP', Model: 'Ganymede' } })
    .jpeg()
    .toFile(path.join(folder, '2.jpg'))
  await plain()
    .withExif({ IFD0: { Software: 'Ganymede 2' } })
    .webp()
    .toFile(path.join(folder, '3.webp'))
  await plain().gif().toFile(path.join(folder, '4.gif'))
  expect((await listImageFolder(folder)).names).toHaveLength(4)
})
