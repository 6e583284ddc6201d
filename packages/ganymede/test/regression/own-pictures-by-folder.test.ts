/** Review of issue 10, A1: pictures of our own were judged over the whole tree, and not at all in zip files. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { encodePng } from '@ganymede/runs/sheets'
import { describe, expect, it } from 'vitest'
import { picture } from '../../../../test/setup/pictures.js'
import { checkDataset } from '../../src/data/check/check.js'
import { listImageFolder } from '../../src/data/formats/image-folder.js'
import { openDataset } from '../../src/data/open-dataset.js'
import { openPairs } from '../../src/data/pairs/open-pairs.js'
import { writePicture } from '../../src/inference/picture-files.js'
import { encoded, infoOf, temporaryFolder, writeTree, zip } from '../data/fixtures.js'

const root = temporaryFolder()
let made = 0
const photo = await encoded('png')
const own = await encodePng(picture(12, 10, 3, 1))
type Files = Readonly<Record<string, Uint8Array | string>>

const folder = (files: Files): string => writeTree(path.join(root, `set-${made++}`), files)
const zipped = (files: Files): string => {
  const name = `set-${made++}.zip`
  writeTree(root, { [name]: zip(files) })
  return path.join(root, name)
}
const numbered = (place: string, content: Uint8Array, count = 3): Files =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${place}${i}.png`, content]))

describe.each([
  ['folder', folder],
  ['zip file', zipped],
] as const)('a %s', (_, make) => {
  it('keeps a domain that holds only pictures of our own, and says so', async () => {
    const ref = make({ ...numbered('trainA/', photo), ...numbered('trainB/', own) })
    const info = await infoOf(openPairs(ref, { size: 8, items: 'unpaired' }))
    expect(info.domains?.counts).toEqual([3, 3])
    expect(info.notes).toContain('takes 3 pictures that Ganymede wrote, beside which no others lie: in trainB')
  })

  it('keeps a class that holds only pictures of our own', async () => {
    const ref = make({ ...numbered('real/', photo), ...numbered('fake/', own) })
    const { classes, count } = await infoOf(openDataset(ref, { size: 8 }))
    expect([classes, count]).toEqual([['fake', 'real'], 6])
  })

  it('keeps pictures of our own beside which nothing else can be read', async () => {
    const ref = make({ ...numbered('', own, 6), 'x.png': 'no picture', 'y.png': photo.subarray(0, 20) })
    const { count, unreadable } = await checkDataset(ref)
    expect([count, unreadable.map(({ name }) => name)]).toEqual([6, ['x.png', 'y.png']])
  })

  it('leaves them out where others lie in the same folder, or below it', async () => {
    const ref = make({ 'sheet.png': own, ...numbered('cat/', photo), ...numbered('dog/', photo), 'dog/own.png': own })
    const { classes, count, notes } = await infoOf(openDataset(ref, { size: 8 }))
    expect([classes, count]).toEqual([['cat', 'dog'], 6])
    expect(notes).toEqual([expect.stringMatching(/^leaves out what Ganymede wrote: 2 pictures/)])
  })

  it('leaves out a folder of them in a folder of others', async () => {
    const ref = make({ ...numbered('', photo), ...numbered('out/', own) })
    expect((await infoOf(openDataset(ref, { size: 8 }))).count).toBe(3)
  })

  it('numbers the classes of both parts alike where one has a sheet of ours', async () => {
    const ref = make({
      ...numbered('train/a/', photo),
      ...numbered('train/c/', photo),
      ...numbered('test/a/', photo),
      ...numbered('test/b/', photo),
      'test/sheet.png': own,
    })
    const classes = async (split: 'train' | 'test') => (await infoOf(openDataset(ref, { size: 8, split }))).classes
    expect(await classes('train')).toEqual(['a', 'c'])
    // Behind them what only the test part has.
    expect(await classes('test')).toEqual(['a', 'c', 'b'])
  })

  it('finds the program in all formats', async () => {
    const files: Record<string, Uint8Array> = { 'photo.png': photo, 'own.png': own }
    const raster = { width: 8, height: 8, channels: 3 as const, data: new Uint8Array(192) }
    for (const [name, quality] of [
      ['a.jpg', 90],
      ['b.webp', 90],
      ['c.webp', 100],
    ] as const) {
      const file = path.join(root, name)
      await writePicture(file, raster, { quality, about: 'x' })
      files[name] = readFileSync(file)
    }
    expect((await infoOf(openDataset(make(files), { size: 8 }))).count).toBe(1)
  })
})

describe('opening one part', () => {
  it('looks into no files of the others', async () => {
    const ref = folder({ ...numbered('train/', photo, 40), ...numbered('test/', photo, 2) })
    const looked: number[] = []
    const onProgress = ({ total }: { readonly total: number }) => looked.push(total)
    await infoOf(openDataset(ref, { size: 8, split: 'test', onProgress }))
    expect(Math.max(...looked)).toBe(2)
  })
})

it('lists a folder for other uses by the same rule', async () => {
  const ref = folder({ ...numbered('in/', photo), 'in/own.png': own, ...numbered('out/', own) })
  const { names } = await listImageFolder(ref)
  expect(names.filter((name) => name.startsWith('in/'))).toHaveLength(3)
  expect(names.filter((name) => name.startsWith('out/'))).toHaveLength(3)
})
