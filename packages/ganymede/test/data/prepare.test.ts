import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ZipFile } from '@ganymede/torch'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { openDataset } from '../../src/data/open-dataset.js'
import { prepareDataset } from '../../src/data/prepare.js'
import { encoded, idx, infoOf, refusal, temporaryFolder, truncated, writeTree, zip } from './fixtures.js'

const root = temporaryFolder()
let made = 0
const folder = (files: Record<string, Uint8Array | string>): string => writeTree(join(root, `set-${made++}`), files)
const target = (ending = ''): string => join(root, `out-${made++}${ending}`)
const filesOf = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort()

const source = async () =>
  folder({
    'cat/1.jpg': await encoded('jpeg', { width: 40, height: 30 }),
    'cat/1.png': await encoded('png', { width: 30, height: 40 }),
    'dog/x.y.webp': await encoded('webp', { width: 50, height: 50 }),
  })

describe('prepareDataset', () => {
  it('keeps two outputs apart that are written at once and whose names begin alike', async () => {
    const start = target('a'.repeat(40))
    const sources = [folder({ 'one.png': await encoded('png') }), folder({ 'two.png': await encoded('png') })]
    await Promise.all(sources.map((src, i) => prepareDataset(src, `${start}-${i}`, { size: 8 })))
    expect([0, 1].map((i) => filesOf(`${start}-${i}`))).toEqual([
      ['ganymede-data.json', 'one.png'],
      ['ganymede-data.json', 'two.png'],
    ])
  })

  it('writes a folder at the new size that opens to the same images', async () => {
    const src = await source()
    const dst = target()
    const result = await prepareDataset(src, dst, { size: 16 })
    expect(result).toMatchObject({ path: dst, count: 3, skipped: [] })
    expect(filesOf(dst)).toEqual(['cat/1-2.png', 'cat/1.png', 'dog/x.y.png', 'ganymede-data.json'])
    const [before, after] = [await openDataset(src, { size: 16 }), await openDataset(dst, { size: 16 })]
    expect(after.info.classes).toEqual(before.info.classes)
    expect(await after.read(1)).toEqual(await before.read(0)) // 1.png was 1.jpg, which comes first
    expect(await after.read(2)).toEqual(await before.read(2))
    expect(filesOf(root).filter((name) => /partial|\.old/.test(name))).toEqual([])
  })

  it('writes a zip file that opens to the same images, byte for byte the same each time', async () => {
    const src = await source()
    const [one, two] = [target('.zip'), target('.zip')]
    await prepareDataset(src, one, { size: 16 })
    await prepareDataset(src, two, { size: 16 })
    expect(readFileSync(one)).toEqual(readFileSync(two))
    const archive = new ZipFile(one)
    expect([...archive.entries.keys()]).toEqual(['cat/1.png', 'cat/1-2.png', 'dog/x.y.png', 'ganymede-data.json'])
    for (const entry of archive.entries.values()) archive.read(entry, { verify: true })
    archive.close()
    const dataset = await openDataset(one, { size: 16 })
    expect(dataset.info).toMatchObject({ kind: 'zip', count: 3, classes: ['cat', 'dog'] })
    expect(await dataset.read(0)).toHaveLength(768)
    await dataset.close()
  })

  it.each(['png', 'webp', 'jpeg'] as const)('writes %s, grey where the source is grey', async (format) => {
    const src = folder({ '1.png': await encoded('png', { channels: 1, width: 20, height: 20 }) })
    const dst = target()
    await prepareDataset(src, dst, { size: 12, format, fit: 'contain' })
    const name = `1.${format === 'jpeg' ? 'jpg' : format}`
    const meta = await sharp(join(dst, name)).metadata()
    expect(meta).toMatchObject({ width: 12, height: 12, format })
    if (format !== 'webp') expect(meta.space).toBe('b-w') // WebP has no grey
  })

  it('turns numbered data sets into folders per part and class', async () => {
    const src = folder({
      'train-images-idx3-ubyte': idx([2, 4, 4]),
      'train-labels-idx1-ubyte': idx([2], Uint8Array.of(1, 0)),
      't10k-images-idx3-ubyte': idx([1, 4, 4]),
      't10k-labels-idx1-ubyte': idx([1], Uint8Array.of(1)),
    })
    const dst = target()
    await prepareDataset(src, dst, { size: 4 })
    expect(filesOf(dst)).toEqual([
      'ganymede-data.json',
      'test/1/000000.png',
      'train/0/000001.png',
      'train/1/000000.png',
    ])
    const prepared = await openDataset(dst, { size: 4 })
    expect(prepared.info).toMatchObject({ count: 2, channels: 1, split: 'train', classes: ['0', '1'] })
    expect([...(await prepared.read(1))]).toEqual(Array.from({ length: 16 }, (_, i) => i))
  })

  it('keeps train and test of a folder, or takes one part when told to', async () => {
    const src = folder({ 'train/1.png': await encoded('png'), 'test/2.png': await encoded('png') })
    const both = target()
    await prepareDataset(src, both, { size: 8 })
    expect(filesOf(both)).toEqual(['ganymede-data.json', 'test/2.png', 'train/1.png'])
    const one = target()
    await prepareDataset(src, one, { size: 8, split: 'test' })
    expect(filesOf(one)).toEqual(['ganymede-data.json', 'test/2.png'])
  })

  it('draws glyphs into files', async () => {
    const dst = target()
    await prepareDataset('builtin:glyphs?count=20', dst, { size: 16 })
    expect(await infoOf(openDataset(dst, { size: 16 }))).toMatchObject({ count: 20, channels: 1 })
  })

  it('fails on damaged files and leaves nothing behind, or leaves them out when told to', async () => {
    const src = folder({ '1.png': await encoded('png'), '2.jpg': await truncated('jpeg'), '3.png': 'text' })
    const dst = target()
    await refusal(prepareDataset(src, dst, { size: 8 }), 'DATA_UNREADABLE')
    expect(existsSync(dst)).toBe(false)
    const result = await prepareDataset(src, dst, { size: 8, skipBad: true })
    expect(result.count).toBe(1)
    expect(result.skipped.map(({ name }) => name).sort()).toEqual(['2.jpg', '3.png'])
    expect(filesOf(dst)).toEqual(['1.png', 'ganymede-data.json'])
    expect(readdirSync(root).filter((name) => name.includes('partial'))).toEqual([])
  })

  it('replaces nothing without force, and with force only what it made itself', async () => {
    const src = await source()
    const dst = target()
    await prepareDataset(src, dst, { size: 8 })
    const error = await refusal(prepareDataset(src, dst, { size: 16 }), 'OUTPUT_EXISTS')
    expect(error.text).toContain('--force')
    await prepareDataset(src, dst, { size: 16, force: true })
    expect((await sharp(join(dst, 'cat/1.png')).metadata()).width).toBe(16)
    const precious = folder({ 'thesis.txt': 'years of work' })
    await refusal(prepareDataset(src, precious, { size: 8, force: true }), 'OUTPUT_EXISTS')
    expect(readFileSync(join(precious, 'thesis.txt'), 'utf8')).toBe('years of work')
    const archive = join(folder({ 'a.zip': 'old' }), 'a.zip')
    await refusal(prepareDataset(src, archive, { size: 8 }), 'OUTPUT_EXISTS')
    expect((await prepareDataset(src, archive, { size: 8, force: true })).count).toBe(3)
  })

  it('refuses source and destination that lie in one another', async () => {
    const src = await source()
    for (const dst of [src, join(src, 'small'), root]) {
      await refusal(prepareDataset(src, dst, { size: 8, force: true }), 'OPTION_INVALID')
    }
    expect(filesOf(src)).toHaveLength(3)
    expect((await prepareDataset(src, `${src}-small`, { size: 8 })).count).toBe(3)
  })

  it('names images whose names no folder can hold, and writes the others; a zip file holds all', async () => {
    const image = await encoded('png', { width: 20, height: 20 })
    const [fits, tooLong] = [`${'x'.repeat(251)}.png`, `${'y'.repeat(252)}.png`]
    const src = join(root, `long-${made++}.zip`)
    writeFileSync(src, zip({ 'a.png': image, [fits]: image, [tooLong]: image }))
    const dst = join(root, `${'d'.repeat(250)}${String(made++).padStart(5, '0')}`)
    const result = await prepareDataset(src, dst, { size: 16 })
    const reason = `${tooLong} could not be written: the name is too long (ENAMETOOLONG)`
    expect(result).toMatchObject({ count: 2, unwritten: [{ name: tooLong, reason }] })
    expect(filesOf(dst)).toEqual(['a.png', 'ganymede-data.json', fits])
    expect(await prepareDataset(src, target('.zip'), { size: 16 })).toMatchObject({ count: 3, unwritten: [] })

    const alone = join(root, `long-${made++}.zip`)
    writeFileSync(alone, zip({ [tooLong]: image }))
    await expect(prepareDataset(alone, target(), { size: 16 })).rejects.toThrow(reason)
  })

  it('reports a destination that cannot be written', async () => {
    const path = folder({ file: 'x' })
    await refusal(prepareDataset(await source(), join(path, 'file', 'below'), { size: 8 }), 'WRITE_FAILED')
  })

  it('tells about progress and stops at an abort', async () => {
    const src = await source()
    const seen: number[] = []
    await prepareDataset(src, target(), {
      size: 8,
      onProgress: ({ phase, done }) => phase === 'write' && seen.push(done),
    })
    expect(seen).toEqual([3])
    const dst = target()
    await expect(prepareDataset(src, dst, { size: 8, signal: AbortSignal.abort() })).rejects.toThrow()
    expect(existsSync(dst)).toBe(false)
  })

  it('prepares a zip of images from a zip of images', async () => {
    const src = join(
      folder({ 'a.zip': zip({ 'x/1.png': await encoded('png'), 'y/2.png': await encoded('png') }) }),
      'a.zip',
    )
    const dst = target('.zip')
    expect((await prepareDataset(src, dst, { size: 8 })).count).toBe(2)
  })
})
