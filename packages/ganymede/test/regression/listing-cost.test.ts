/** Review of issue 10, A1: a look into every file for who wrote it made a listing thirty times as long. */
import path from 'node:path'
import { encodePng } from '@ganymede/runs/sheets'
import { describe, expect, it } from 'vitest'
import { picture } from '../../../../test/setup/pictures.js'
import { listImageFolder } from '../../src/data/formats/image-folder.js'
import { openZip } from '../../src/data/formats/zip-source.js'
import type { ListOptions } from '../../src/data/layout/own-pictures.js'
import { openDataset } from '../../src/data/open-dataset.js'
import { encoded, infoOf, temporaryFolder, writeTree, zip } from '../data/fixtures.js'

const MANY = 600
const MOST_LOOKS = 128

const root = temporaryFolder()
let made = 0
const photo = await encoded('png')
const own = await encodePng(picture(12, 10, 3, 1))
type Files = Readonly<Record<string, Uint8Array>>
const numbered = (start: string, content: Uint8Array, count = MANY): Files =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${start}${String(i).padStart(6, '0')}.png`, content]))

const listed = {
  folder: async (files: Files, options?: ListOptions) =>
    listImageFolder(writeTree(path.join(root, `set-${made++}`), files), options),
  'zip file': async (files: Files, options?: ListOptions) => {
    const name = `set-${made++}.zip`
    writeTree(root, { [name]: zip(files) })
    const source = await openZip(path.join(root, name), options)
    await source.close()
    return source
  },
}

describe.each(Object.entries(listed))('listing a large %s', (_, list) => {
  it.each([
    ['names of others', numbered('img', photo)],
    ['names like ours', numbered('step-', photo)],
    ['nothing but pictures of ours', numbered('step-', own)],
  ])('looks into few files of %s', async (_, files) => {
    let looks = 0
    const source = await list(files, { onProgress: ({ total }) => (looks = Math.max(looks, total)) })
    expect(looks).toBeGreaterThan(0)
    expect(looks).toBeLessThanOrEqual(MOST_LOOKS)
    expect([source.names.length, source.notes]).toEqual([MANY, []])
  })

  it.each([
    ['a sheet', { 'step-000100.png': own }],
    ['a picture whose name is like no other', { 'own.png': own }],
    ['a folder of pictures with the names of their inputs', numbered('out/img', own, 40)],
    ['sheets between pictures', { ...numbered('img000300-', own, 3), ...numbered('zoo', photo) }],
  ])('finds %s among others', async (_, files) => {
    const source = await list({ ...numbered('img', photo), ...files })
    const others = Object.values(files).filter((content) => content !== own).length
    expect(source.names).toHaveLength(MANY + others)
    expect(source.notes).toEqual([expect.stringMatching(/^leaves out what Ganymede wrote: /)])
  })

  it('finds every picture of ours where files are read anyway, whatever its name', async () => {
    const files = { ...numbered('img', photo), 'img000333.png': own }
    const source = await list(files, { choose: (names) => names.map((_, at) => at) })
    expect(source.names).not.toContain('img000333.png')
    expect(source.names).toHaveLength(MANY - 1)
  })
})

it('trains on no picture of ours that has the name of an input', async () => {
  const folder = writeTree(path.join(root, `set-${made++}`), { ...numbered('img', photo), 'img000333.png': own })
  const { count } = await infoOf(openDataset(folder, { size: 8 }))
  expect(count).toBe(MANY - 1)
})
