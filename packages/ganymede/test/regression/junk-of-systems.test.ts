/** Issue 10, A9: thumbnails of a network drive counted as pictures. */
import { describe, expect, it } from 'vitest'
import { checkDataset } from '../../src/data/check/check.js'
import { listImageFolder } from '../../src/data/formats/image-folder.js'
import { openZip } from '../../src/data/formats/zip-source.js'
import { openDataset } from '../../src/data/open-dataset.js'
import { encoded, idx, infoOf, temporaryFolder, writeTree, zip } from '../data/fixtures.js'

const root = temporaryFolder()

// Each is what one system, drive or program really leaves, with a picture in it where it may hold one.
const junk = [
  '@eaDir/1.png/SYNOPHOTO_THUMB_M.jpg',
  'cat/@eaDir/1.png',
  '#recycle/gone.png',
  '@Recycle/gone.png',
  '.@__thumb/s1001.png',
  '#snapshot/old/1.png',
  '.DS_Store',
  '._1.png',
  'cat/._1.png',
  'Thumbs.db',
  'cat/THUMBS.DB',
  'desktop.ini',
  'Icon\r',
  '__MACOSX/cat/._1.png',
  '__MACOSX/cat/1.png',
  '.Spotlight-V100/1.png',
  '.Trashes/501/1.png',
  '.Trash-1000/files/1.png',
  'lost+found/1.png',
  'System Volume Information/1.png',
  '$RECYCLE.BIN/S-1-5-21/1.png',
  'RECYCLER/S-1-5-21/1.png',
  '.git/1.png',
  '.ipynb_checkpoints/1-checkpoint.png',
  'LOST.DIR/1.png',
]
const own = ['cat/1.png', 'dog/1.png', 'recycler/1.png']

const places = [
  ['folder', (files: Record<string, Uint8Array>) => Promise.resolve(writeTree(`${root}/folder`, files))],
  [
    'zip',
    (files: Record<string, Uint8Array>) => {
      writeTree(root, { 'set.zip': zip(files) })
      return Promise.resolve(`${root}/set.zip`)
    },
  ],
] as const

describe.each(places)('a %s with what systems and drives leave', (kind, make) => {
  it('holds only the pictures of its owner, and the classes that these form', async () => {
    const png = await encoded('png')
    const path = await make(Object.fromEntries([...own, ...junk].map((name) => [name, png])))
    const source = kind === 'zip' ? await openZip(path) : await listImageFolder(path)
    expect(source.names).toEqual(own)
    for (const { reason } of source.ignored) expect(reason).toMatch(/^(hidden|.* (macOS|manager|drive|system))$/)
    await source.close()
    const dataset = await openDataset(path, { size: 8 })
    expect(dataset.info.classes).toEqual(['cat', 'dog', 'recycler'])
    await dataset.close()
    expect((await checkDataset(path)).count).toBe(3)
  })
})

it('takes no hidden copy of an IDX file for a data set', async () => {
  const path = writeTree(`${root}/idx`, {
    '._emnist-train-images-idx3-ubyte': 'Mac OS X        ',
    'emnist-train-images-idx3-ubyte': idx([2, 3, 3]),
  })
  expect((await infoOf(openDataset(path, { size: 8 }))).count).toBe(2)
})
