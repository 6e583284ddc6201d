/** Issue 10, A10 and A11: what stands in the way of classes, and what is left out, was not said. */
import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkDataset } from '../../src/data/check/check.js'
import { formatDataReport } from '../../src/data/check/format-report.js'
import { openDataset } from '../../src/data/open-dataset.js'
import { ganymede } from '../cli/commands/command-line.js'
import { encoded, infoOf, pattern, temporaryFolder, writeTree, zip } from '../data/fixtures.js'

const root = temporaryFolder()
let made = 0
const folder = (files: Record<string, Uint8Array | string>): string =>
  writeTree(path.join(root, `set-${made++}`), files)
const zipped = (files: Record<string, Uint8Array | string>): string => {
  const name = `set-${made++}.zip`
  writeTree(root, { [name]: zip(files) })
  return path.join(root, name)
}

describe('files that keep folders from being classes', () => {
  it.each([
    [
      ['a/1.png', 'b/1.png', 'cover.png'],
      'the folders a, b are not taken for classes: cover.png lies beside them; move it elsewhere',
    ],
    [
      ['set/a/1.png', 'set/b/1.png', 'cover.png'],
      'the folders a, b are not taken for classes: cover.png lies beside them; move it elsewhere',
    ],
    [
      ['set/a/1.png', 'set/b/1.png', 'set/x.png', 'y.png'],
      'the folders a, b are not taken for classes: 2 files such as set/x.png lie beside them; move them elsewhere',
    ],
    [
      ['train/1.png', 'test/1.png', 'x.png'],
      'the folders test, train are not taken for parts: x.png lies beside them; move it elsewhere',
    ],
    [
      ['train/a/1.png', 'train/b/1.png', 'test/a/1.png', 'x.png'],
      'the folders a, b are not taken for classes: x.png lies beside them; move it elsewhere',
    ],
    [
      ['a/1.png', 'b/1.png', 'c/1.png', 'd/1.png', 'e/1.png', 'x.png'],
      'the folders a, b, c, d, … are not taken for classes: x.png lies beside them; move it elsewhere',
    ],
  ])('are named: %j', async (names, note) => {
    const png = await encoded('png')
    const path = folder(Object.fromEntries(names.map((name) => [name, png])))
    expect(await infoOf(openDataset(path, { size: 8 }))).toMatchObject({ classes: null, notes: [note] })
    expect(formatDataReport(await checkDataset(path))).toContain(`  note       ${note}`)
  })

  it.each([
    [['1.png', '2.png']],
    [['a/1.png', 'b/1.png']],
    [['a/1.png', '2.png']],
    [['train/a/1.png', 'train/b/1.png', 'test/1.png']],
  ])('are not made up: %j', async (names) => {
    const png = await encoded('png')
    const { notes } = (await openDataset(folder(Object.fromEntries(names.map((name) => [name, png]))), { size: 8 }))
      .info
    expect(notes.filter((note) => note.includes('not taken for'))).toEqual([])
  })

  it('are named by a system that needs classes', async () => {
    const png = await encoded('png')
    const path = folder({ 'a/1.png': png, 'b/1.png': png, 'cover.png': png })
    const { code, stderr } = await ganymede('train', 'cgan', path, '--size', '16', '--dry-run')
    expect(code).toBe(2)
    expect(stderr).toContain('LABELS_MISSING')
    expect(stderr).toContain('cover.png lies beside them')
  })
})

describe.each([
  ['folder', folder],
  ['zip', zipped],
] as const)('a %s with files of other formats', (_, make) => {
  it('says once how many of which endings are left out', async () => {
    const png = await encoded('png')
    const path = make({
      '1.png': png,
      'a.heic': 'x',
      'b.heic': 'x',
      'c.XML': 'x',
      README: 'x',
      '.hidden': 'x',
      'Thumbs.db': 'x',
    })
    const note = 'leaves out 4 files of other formats: 2 .heic, 1 .xml, 1 without an ending'
    const dataset = await openDataset(path, { size: 8 })
    expect(dataset.info.notes).toEqual([note, expect.stringMatching(/^to use \.heic: /)])
    await dataset.close()
  })

  it('reads bitmaps and portable maps among the others, to the pixel', async () => {
    const [width, height] = [9, 4]
    const grey = pattern(width, height, 1, 1)
    const colour = pattern(width, height, 3, 2)
    const path = make({
      'a.pgm': Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), grey]),
      'b.ppm': Buffer.concat([Buffer.from(`P6 ${width} ${height} 255\n`), colour]),
      'c.bmp': bitmap(colour, width, height),
      'd.png': await encoded('png', { width, height, pixels: colour }),
    })
    const dataset = await openDataset(path, { size: { width, height } })
    expect(dataset.info).toMatchObject({ count: 4, channels: 3, sizes: { min: [9, 4], max: [9, 4] } })
    expect(await dataset.read(0)).toEqual(
      Uint8Array.from({ length: 3 * grey.length }, (_, i) => grey[Math.floor(i / 3)] ?? 0),
    )
    for (const index of [1, 2, 3]) expect(await dataset.read(index)).toEqual(colour)
    const asGrey = await openDataset(path, { size: { width, height }, channels: 1 })
    expect(await asGrey.read(0)).toEqual(grey)
    expect(await asGrey.read(2)).toEqual(await asGrey.read(3))
    // Both ways of resizing see the same image.
    const small = await openDataset(path, { size: 3 })
    expect(await small.read(1)).toEqual(await small.read(3))
    expect(await small.read(2)).toEqual(await small.read(3))
    for (const one of [dataset, asGrey, small]) await one.close()
    expect(await checkDataset(path)).toMatchObject({
      count: 4,
      formats: { pnm: 2, bmp: 1, png: 1 },
      unreadable: [],
      misnamed: [],
    })
  })

  it('names those that are damaged', async () => {
    const path = make({
      'a.ppm': 'P6 2 2 255\nabc',
      'b.bmp': 'BM',
      'c.pgm': 'P5 1 x',
      'd.png': await encoded('png'),
      'e.pgm': 'P5 99999 99999 255 ',
    })
    const { unreadable, count } = await checkDataset(path)
    expect(count).toBe(1)
    expect(Object.fromEntries(unreadable.map(({ name, reason }) => [name, reason]))).toEqual({
      'a.ppm': 'damaged pixels: truncated: 2×2 need at least 12 bytes, found 3',
      'b.bmp': 'not an image: the file begins with "BM"',
      'c.pgm': 'damaged pnm header: no height at byte 5',
      'e.pgm': '99999×99999 is more than the limit of 134217728 pixels',
    })
  })
})

it('gives large bitmaps the pixels that the same image has in PNG', async () => {
  const [width, height] = [300, 290]
  const colour = pattern(width, height, 3, 5)
  const path = folder({
    'a.bmp': bitmap(colour, width, height),
    'b.png': await encoded('png', { width, height, pixels: colour }),
  })
  const dataset = await openDataset(path, { size: 64 })
  expect(await dataset.read(0)).toEqual(await dataset.read(1))
})

/** A BMP file of 24 bits, as its documentation says. */
function bitmap(pixels: Uint8Array, width: number, height: number): Buffer {
  const row = 4 * Math.ceil((3 * width) / 4)
  const file = Buffer.alloc(54 + row * height)
  file.write('BM')
  file.writeUInt32LE(54, 10)
  file.writeUInt32LE(40, 14)
  file.writeInt32LE(width, 18)
  file.writeInt32LE(height, 22)
  file.writeUInt16LE(1, 26)
  file.writeUInt16LE(24, 28)
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < 3 * width; i++)
      file[54 + (height - 1 - y) * row + i - (i % 3) + (2 - (i % 3))] = pixels[3 * width * y + i] ?? 0
  }
  return file
}

it('counts files of other formats apart from links to nothing, pipes and what ganymede data prepare wrote', async () => {
  const ref = folder({ '1.png': await encoded('png'), 'a.heic': 'x', 'ganymede-data.json': '{}' })
  symlinkSync('nowhere', path.join(ref, 'link'))
  execFileSync('mkfifo', [path.join(ref, 'pipe')])
  expect((await infoOf(openDataset(ref, { size: 8 }))).notes).toEqual([
    'leaves out 1 file of another format: 1 .heic',
    expect.stringMatching(/^to use \.heic: /),
    'leaves out 2 names: 1 (a link to nothing), 1 (neither file nor folder)',
  ])
})

it('counts second files of one name in a zip file apart', async () => {
  const png = await encoded('png')
  const ref = zipped({ '1.png': png, './1.png': png, 'a.heic': 'x' })
  const dataset = await openDataset(ref, { size: 8 })
  expect(dataset.info.notes).toEqual([
    'leaves out 1 file of another format: 1 .heic',
    expect.stringMatching(/^to use \.heic: /),
    'leaves out 1 name: 1 (a second file with this name)',
  ])
  await dataset.close()
})
