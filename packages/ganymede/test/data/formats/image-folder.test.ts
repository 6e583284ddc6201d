import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { OpenDatasetOptions } from '../../../src/data/dataset.js'
import { listImageFolder } from '../../../src/data/formats/image-folder.js'
import { openDataset } from '../../../src/data/open-dataset.js'
import { encoded, infoOf, pattern, refusal, temporaryFolder, torn, writeTree } from '../fixtures.js'

const root = temporaryFolder()
let made = 0
const folder = (files: Record<string, Uint8Array | string>): string => writeTree(join(root, `set-${made++}`), files)
const small = { size: 8 } satisfies OpenDatasetOptions

describe('listImageFolder', () => {
  it('lists nested images bytewise and says why it ignores the rest', async () => {
    const png = await encoded('png')
    const path = folder({
      'b.png': png,
      'a/z.PNG': png,
      'B.png': png,
      'é.png': png,
      'a/.DS_Store': 'x',
      '.cache/c.png': png,
      '__MACOSX/d.png': png,
      'Thumbs.db': 'x',
      'notes.txt': 'x',
      'x.heic': 'BM',
    })
    const source = await listImageFolder(path)
    expect(source.names).toEqual(['B.png', 'a/z.PNG', 'b.png', 'é.png'])
    expect(Object.fromEntries(source.ignored.map(({ name, reason }) => [name, reason]))).toEqual({
      '.cache': 'hidden',
      __MACOSX: 'archive leftovers of macOS',
      'Thumbs.db': 'thumbnails or settings of the file manager',
      'a/.DS_Store': 'hidden',
      'notes.txt': '.txt is not an image format that is read',
      'x.heic': '.heic is not an image format that is read',
    })
  })

  it('follows links, ends at loops and names links to nothing', async () => {
    const png = await encoded('png')
    const path = folder({ 'real/1.png': png })
    const elsewhere = folder({ '2.png': png })
    symlinkSync(path, join(path, 'real', 'loop'))
    symlinkSync(elsewhere, join(path, 'linked'))
    symlinkSync(join(elsewhere, '2.png'), join(path, '3.png'))
    symlinkSync('/nowhere/at/all.png', join(path, 'broken.png'))
    const source = await listImageFolder(path)
    expect(source.names).toEqual(['3.png', 'linked/2.png', 'real/1.png'])
    expect(source.refused).toEqual([{ name: 'broken.png', reason: 'a link to nothing' }])
  })
})

describe('openDataset of a folder', () => {
  it('infers count, channels, classes and sizes, and reads at the size asked for', async () => {
    const path = folder({
      'cat/1.png': await encoded('png', { width: 20, height: 10 }),
      'cat/2.jpg': await encoded('jpeg', { width: 9, height: 30 }),
      'dog/1.webp': await encoded('webp'),
    })
    const dataset = await openDataset(path, small)
    expect(dataset.info).toMatchObject({
      kind: 'folder',
      path,
      count: 3,
      channels: 3,
      classes: ['cat', 'dog'],
      sizes: { min: [9, 10], max: [20, 30] },
      notes: [],
    })
    expect([0, 1, 2].map((index) => [dataset.nameOf(index), dataset.label(index)])).toEqual([
      ['cat/1.png', 0],
      ['cat/2.jpg', 0],
      ['dog/1.webp', 1],
    ])
    for (const index of [0, 1, 2]) expect(await dataset.read(index)).toHaveLength(8 * 8 * 3)
    await dataset.close()
  })

  it('reads grey sets with one channel, and with three when asked', async () => {
    const path = folder({
      '1.png': await encoded('png', { channels: 1 }),
      '2.jpg': await encoded('jpeg', { channels: 1 }),
    })
    expect((await infoOf(openDataset(path, small))).channels).toBe(1)
    const rgb = await openDataset(path, { ...small, channels: 3 })
    expect(rgb.info.channels).toBe(3)
    expect(await rgb.read(0)).toHaveLength(8 * 8 * 3)
  })

  it('reads a mixture of grey and colour as RGB and says so', async () => {
    const path = folder({ '1.png': await encoded('png', { channels: 1 }), '2.png': await encoded('png') })
    const info = await infoOf(openDataset(path, small))
    expect(info.channels).toBe(3)
    expect(info.notes).toEqual(['1 of 2 images is grey; it is read as RGB like the others'])
    const grey = await openDataset(path, { ...small, channels: 1 })
    expect(await grey.read(1)).toHaveLength(64)
    expect(grey.info.notes).toEqual([])
  })

  it('opens a folder of one image, and a single image file', async () => {
    const pixels = pattern(8, 8, 3, 4)
    const path = folder({ 'only.png': await encoded('png', { width: 8, height: 8, pixels }) })
    for (const ref of [path, join(path, 'only.png')]) {
      const dataset = await openDataset(ref, small)
      expect(dataset.info).toMatchObject({ count: 1, classes: null })
      expect(await dataset.read(0)).toEqual(pixels)
    }
    expect((await infoOf(openDataset(join(path, 'only.png'), small))).name).toBe('only.png')
  })

  it('refuses a missing folder and shows what is there instead', async () => {
    const path = folder({ 'photos/1.png': await encoded('png') })
    const error = await refusal(openDataset(join(path, 'fotos'), small), 'DATA_NOT_FOUND')
    expect(error.text).toContain(join(path, 'fotos'))
    expect(error.text).toContain('Found there: photos')
    expect(error.exitCode).toBe(2)
    await refusal(openDataset(join(path, 'a', 'b', 'c'), small), 'DATA_NOT_FOUND')
  })

  it('refuses an empty folder and one without images, saying what was looked for and found', async () => {
    const empty = join(root, 'empty')
    mkdirSync(empty)
    expect((await refusal(openDataset(empty, small), 'DATA_EMPTY')).text).toContain('Found: nothing')
    const other = folder({ 'a.heic': 'x', 'b.heic': 'x', 'c.txt': 'x' })
    const { text } = await refusal(openDataset(other, small), 'DATA_EMPTY')
    expect(text).toContain('Found: 2 .heic, 1 .txt')
    expect(text).toContain('.jpg .jpeg .png')
  })

  it('names every file with a damaged header, the first twenty and the count', async () => {
    const files: Record<string, Uint8Array | string> = { 'good.png': await encoded('png') }
    for (let i = 0; i < 25; i++) files[`bad-${String(i).padStart(2, '0')}.jpg`] = i % 2 === 0 ? 'just text' : ''
    const error = await refusal(openDataset(folder(files), small), 'DATA_UNREADABLE')
    expect(error.message).toContain('25 files of 26')
    expect(error.lines).toHaveLength(21)
    expect(error.lines[0]).toBe('bad-00.jpg: not an image: the file begins with "just text"')
    expect(error.lines[1]).toBe('bad-01.jpg: the file is empty (0 bytes)')
    expect(error.lines[20]).toBe('… and 5 more')
    expect(error.remedy).toContain('--skip-bad')
  })

  it('goes on without files with a damaged header when told to, and counts them', async () => {
    const path = folder({ '1.png': await encoded('png'), '2.jpg': 'text', '3.png': await encoded('png') })
    const dataset = await openDataset(path, { ...small, skipBad: true })
    expect(dataset.info.count).toBe(2)
    expect([dataset.nameOf(0), dataset.nameOf(1)]).toEqual(['1.png', '3.png'])
    expect(dataset.skipped.map(({ name }) => name)).toEqual(['2.jpg'])
    expect(dataset.info.notes).toEqual(['1 of 3 files cannot be read and is left out'])
  })

  it('refuses a folder in which nothing is readable, even when told to skip', async () => {
    const path = folder({ '1.png': 'text', '2.jpg': '' })
    await refusal(openDataset(path, { ...small, skipBad: true }), 'DATA_UNREADABLE')
  })

  it.each(['png', 'jpeg'] as const)('names a %s with a gap when it is read', async (format) => {
    const path = folder({ '1.png': await encoded('png'), [`2.${format}`]: await torn(format) })
    const dataset = await openDataset(path, small)
    await dataset.read(0)
    const error = await refusal(dataset.read(1), 'DATA_UNREADABLE')
    expect(error.text).toContain(`2.${format}: damaged pixels`)
  })

  it('puts the next good image in place of a damaged one when told to, with its label, and tells once', async () => {
    const path = folder({
      'a/1.png': await encoded('png', { seed: 1 }),
      'a/2.png': await torn('png', 2),
      'b/3.jpg': await torn('jpeg', 3),
      'b/4.png': await encoded('png', { seed: 4 }),
      'b/5.png': await torn('png', 5),
    })
    const told: string[] = []
    const dataset = await openDataset(path, { ...small, skipBad: true, onSkip: ({ name }) => told.push(name) })
    expect(dataset.info.count).toBe(5)
    const images = await Promise.all([0, 1, 2, 3, 4].map((index) => dataset.read(index)))
    expect(images[1]).toEqual(images[3])
    expect(images[2]).toEqual(images[3])
    expect(images[4]).toEqual(images[0]) // after the last comes the first
    expect([0, 1, 2, 3, 4].map((index) => dataset.label(index))).toEqual([0, 1, 1, 1, 0])
    expect(dataset.nameOf(1)).toBe('b/4.png')
    await Promise.all([1, 2, 4].map((index) => dataset.read(index)))
    expect([...told].sort()).toEqual(['a/2.png', 'b/3.jpg', 'b/5.png'])
    expect(dataset.skipped).toHaveLength(3)
  })

  it('refuses at last when every image turns out to be damaged', async () => {
    const path = folder({ '1.png': await torn('png', 1), '2.png': await torn('png', 2) })
    const dataset = await openDataset(path, { ...small, skipBad: true })
    expect((await refusal(dataset.read(1), 'DATA_UNREADABLE')).lines).toHaveLength(2)
  })

  it('decodes each image once when the cache is on, and gives the same bytes from it', async () => {
    const path = folder({ '1.png': await encoded('png', { width: 30, height: 30 }) })
    const cached = await openDataset(path, small)
    const uncached = await openDataset(path, { ...small, cacheBytes: 0 })
    const first = await cached.read(0)
    expect(await cached.read(0)).toEqual(first)
    writeTree(path, { '1.png': 'gone' })
    expect(await cached.read(0)).toEqual(first)
    await refusal(uncached.read(0), 'DATA_UNREADABLE')
  })

  it('has a fingerprint that follows names and content, not place or size asked for', async () => {
    const one = await encoded('png', { seed: 1 })
    const two = await encoded('png', { seed: 2 })
    const fingerprint = async (files: Record<string, Uint8Array>, size = 8) =>
      (await infoOf(openDataset(folder(files), { size }))).fingerprint
    const base = await fingerprint({ 'a.png': one, 'b.png': two })
    expect(base).toMatch(/^[0-9a-f]{64}$/)
    expect(await fingerprint({ 'a.png': one, 'b.png': two }, 16)).toBe(base)
    expect(await fingerprint({ 'a.png': two, 'b.png': one })).not.toBe(base)
    expect(await fingerprint({ 'a.png': one, 'c.png': two })).not.toBe(base)
    expect(await fingerprint({ 'a.png': one })).not.toBe(base)
  })

  it('notices a change in the first or last bytes of a large file', async () => {
    const large = Buffer.concat([await encoded('jpeg'), Buffer.alloc(100_000)])
    const changed = Buffer.from(large)
    changed[changed.length - 3] = 1
    const a = await openDataset(folder({ 'a.jpg': large }), small)
    const b = await openDataset(folder({ 'a.jpg': changed }), small)
    expect(a.info.fingerprint).not.toBe(b.info.fingerprint)
  })

  it('takes train/ by default, test/ when asked, and refuses a test part that is not there', async () => {
    const png = await encoded('png')
    const path = folder({ 'train/x/1.png': png, 'train/y/2.png': png, 'test/x/3.png': png })
    expect(await infoOf(openDataset(path, small))).toMatchObject({ count: 2, split: 'train', classes: ['x', 'y'] })
    expect(await infoOf(openDataset(path, { ...small, split: 'test' }))).toMatchObject({ count: 1, split: 'test' })
    const flat = folder({ '1.png': png })
    expect((await infoOf(openDataset(flat, { ...small, split: 'train' }))).count).toBe(1)
    const error = await refusal(openDataset(flat, { ...small, split: 'test' }), 'DATA_NOT_FOUND')
    expect(error.text).toContain('no test part')
  })

  it('tells about progress and stops at an abort', async () => {
    const png = await encoded('png')
    const path = folder({ '1.png': png, '2.png': png, '3.png': png })
    const seen: number[] = []
    await openDataset(path, { ...small, onProgress: ({ phase, done }) => phase === 'headers' && seen.push(done) })
    expect(seen).toEqual([1, 2, 3])
    await expect(openDataset(path, { ...small, signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop')
    const dataset = await openDataset(path, small)
    await expect(dataset.read(0, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop')
    expect(await dataset.read(0)).toHaveLength(192)
  })

  it('refuses images with more pixels than the limit, by name', async () => {
    const path = folder({ 'big.png': await encoded('png', { width: 50, height: 40 }) })
    const error = await refusal(openDataset(path, { ...small, limitPixels: 1999 }), 'DATA_UNREADABLE')
    expect(error.lines).toEqual(['big.png: 50×40 is more than the limit of 1999 pixels'])
  })

  it('refuses sizes that make no sense', async () => {
    const path = folder({ '1.png': await encoded('png') })
    await refusal(openDataset(path, { size: 0 }), 'OPTION_INVALID')
  })
})
