import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { patience } from '../../../../../test/setup/patience.js'
import { checkDataset } from '../../../src/data/check/check.js'
import { formatDataReport } from '../../../src/data/check/format-report.js'
import { encoded, idx, refusal, sharedData, temporaryFolder, truncated, writeTree, zip } from '../fixtures.js'

const root = temporaryFolder()
let made = 0
const folder = (files: Record<string, Uint8Array | string>): string => writeTree(join(root, `set-${made++}`), files)

async function troubled(): Promise<Record<string, Uint8Array | string>> {
  const twin = await encoded('png', { seed: 7 })
  const files: Record<string, Uint8Array | string> = {
    'cat/0-twin.png': twin,
    'dog/9-twin.png': twin,
    'cat/broken.jpg': await truncated('jpeg'),
    'cat/text.jpg': 'not an image',
    'dog/empty.png': '',
    'dog/wide.png': await encoded('png', { width: 100, height: 12 }),
    'dog/tiny.png': await encoded('png', { width: 3, height: 3 }),
    'dog/grey.png': await encoded('png', { channels: 1 }),
    'dog/clear.png': await encoded('png', { channels: 4 }),
    'dog/really-a-jpeg.png': await encoded('jpeg'),
    'dog/notes.txt': 'x',
    '.hidden/1.png': twin,
  }
  for (let i = 1; i < 6; i++) files[`cat/${i}.png`] = await encoded('png', { seed: i })
  return files
}

describe('checkDataset', () => {
  it('finds and names everything that is wrong or odd in a folder', async () => {
    const path = folder(await troubled())
    const report = await checkDataset(path)
    expect(report).toMatchObject({
      kind: 'folder',
      count: 12,
      formats: { png: 11, jpeg: 1 },
      channels: { rgb: 10, grey: 1, 'rgb+alpha': 1 },
      sizes: { min: [3, 3], median: [12, 10], max: [100, 12] },
      classes: [
        { name: 'cat', count: 6 },
        { name: 'dog', count: 6 },
      ],
      parts: [],
      suspicious: [],
      misnamed: [{ name: 'dog/really-a-jpeg.png', reason: 'jpeg inside' }],
      duplicates: [['cat/0-twin.png', 'dog/9-twin.png']],
      ignored: [
        { name: '.hidden', reason: 'hidden' },
        { name: 'dog/notes.txt', reason: '.txt is not an image format that is read' },
      ],
    })
    expect(report.unreadable.map(({ name }) => name).sort()).toEqual([
      'cat/broken.jpg',
      'cat/text.jpg',
      'dog/empty.png',
    ])
    expect(report.unreadable.find(({ name }) => name === 'cat/broken.jpg')?.reason).toMatch(/damaged pixels/)
    expect(report.oddSized).toEqual([
      { name: 'dog/tiny.png', reason: '3×3: much smaller than the others' },
      { name: 'dog/wide.png', reason: '100×12: 8.3:1 is far from square' },
    ])
    expect(report.oddChannelled).toEqual([
      { name: 'dog/clear.png', reason: 'rgb+alpha, where 10 of 12 are rgb' },
      { name: 'dog/grey.png', reason: 'grey, where 10 of 12 are rgb' },
    ])
    expect(report.sizes?.histogram).toEqual([
      { from: 2, to: 4, count: 1 },
      { from: 8, to: 16, count: 11 },
    ])
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })

  it('finds the same in a zip file', async () => {
    const files = await troubled()
    const inFolder = await checkDataset(folder(files))
    const path = join(folder({ 'set.zip': zip(files) }), 'set.zip')
    const { ref, kind, ignored, ...inZip } = await checkDataset(path)
    expect(kind).toBe('zip')
    const sorted = <T extends { name: string }>(list: readonly T[]) =>
      [...list].sort((a, b) => (a.name < b.name ? -1 : 1))
    expect({ ...inZip, unreadable: sorted(inZip.unreadable) }).toEqual({
      ...inZip,
      count: inFolder.count,
      channels: inFolder.channels,
      unreadable: sorted(inFolder.unreadable),
      duplicates: inFolder.duplicates,
      oddSized: inFolder.oddSized,
    })
    expect(ignored).toHaveLength(2)
    expect(ref).toBe(path)
  })

  it('lists images below the size of training when told it', async () => {
    const path = folder({ '1.png': await encoded('png'), '2.png': await encoded('png', { width: 64, height: 64 }) })
    expect((await checkDataset(path, { size: 32 })).oddSized).toEqual([
      { name: '1.png', reason: '12×10: smaller than 32 px' },
    ])
  })

  it('counts the parts of a divided folder', async () => {
    const png = (seed: number) => encoded('png', { seed })
    const path = folder({ 'train/a/1.png': await png(1), 'train/b/2.png': await png(2), 'test/a/3.png': await png(3) })
    const report = await checkDataset(path)
    expect(report.parts).toEqual([
      { name: 'test', count: 1 },
      { name: 'train', count: 2 },
    ])
    expect(report.classes).toEqual([
      { name: 'a', count: 1 },
      { name: 'b', count: 1 },
    ])
  })

  it('opens every part of an IDX folder and counts classes and equal images', async () => {
    const path = folder({
      'train-images-idx3-ubyte': idx([3, 1, 2], Uint8Array.of(1, 2, 3, 4, 1, 2)),
      'train-labels-idx1-ubyte': idx([3], Uint8Array.of(1, 0, 1)),
      't10k-images-idx3-ubyte': idx([1, 1, 2], Uint8Array.of(9, 9)),
    })
    expect(await checkDataset(path)).toMatchObject({
      kind: 'idx',
      count: 4,
      channels: { grey: 4 },
      sizes: { min: [2, 1], max: [2, 1] },
      classes: [
        { name: '0', count: 1 },
        { name: '1', count: 2 },
      ],
      parts: [
        { name: 'train', count: 3 },
        { name: 'test', count: 1 },
      ],
      duplicates: [['train #0', 'train #2']],
      unreadable: [],
    })
  })

  it('reports a damaged part of an IDX folder and goes on with the other', async () => {
    const path = folder({
      'train-images-idx3-ubyte': idx([3, 1, 2]).subarray(0, 18),
      't10k-images-idx3-ubyte': idx([1, 1, 2]),
    })
    const report = await checkDataset(path)
    expect(report.count).toBe(1)
    expect(report.unreadable).toHaveLength(1)
    expect(report.unreadable[0]?.reason).toMatch(/truncated; expected 22 bytes for 3 × 1 × 2, found 18/)
  })

  it('checks built-in glyphs', async () => {
    const report = await checkDataset('builtin:glyphs?count=30')
    expect(report).toMatchObject({ kind: 'glyphs', count: 30, duplicates: [] })
    expect(report.classes).toHaveLength(10)
  })

  it('says that an empty folder holds nothing, without failing', async () => {
    const report = await checkDataset(folder({ 'a.txt': 'x' }))
    expect(report).toMatchObject({ count: 0, sizes: null, classes: null })
    expect(formatDataReport(report)[0]).toMatch(/0 usable images/)
  })

  it('refuses a path where nothing is', async () => {
    await refusal(checkDataset(join(root, 'nowhere')), 'DATA_NOT_FOUND')
  })

  it('stops at an abort', async () => {
    const path = folder({ '1.png': await encoded('png') })
    await expect(checkDataset(path, { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop')
  })

  const emoji = sharedData('emoji')
  it.skipIf(emoji === null)(
    'finds the pairs of the emoji test set',
    async () => {
      const report = await checkDataset(emoji ?? '', { pairs: true })
      expect(report).toMatchObject({
        count: 920,
        formats: { png: 920 },
        unreadable: [],
        pairs: { mode: 'folders', count: 60 },
      })
    },
    patience(30_000),
  )

  const facades = sharedData('facades')
  it.skipIf(facades === null)(
    'finds the halves of the facades',
    async () => {
      const report = await checkDataset(facades ?? '', { pairs: true })
      expect(report).toMatchObject({
        count: 150,
        unreadable: [],
        pairs: { mode: 'side-by-side', count: 150, problems: [] },
      })
    },
    patience(30_000),
  )
})

describe('checkDataset with pairs', () => {
  it('matches two folders by name and tells what has no partner or another size', async () => {
    const png = (seed: number, width = 12) => encoded('png', { seed, width })
    const path = folder({
      'trainA/1.png': await png(1),
      'trainB/1.jpg': await encoded('jpeg'),
      'trainA/2.png': await png(2),
      'trainB/3.png': await png(3),
      'testA/4.png': await png(4),
      'testB/4.png': await png(5, 20),
    })
    const { pairs } = await checkDataset(path, { pairs: true })
    expect(pairs).toEqual({
      mode: 'folders',
      count: 1,
      problems: [
        { name: 'testA/4.png', reason: '12×10, its partner testB/4.png is 20×10' },
        { name: 'trainA/2.png', reason: 'has no partner in trainB/' },
        { name: 'trainB/3.png', reason: 'has no partner in trainA/' },
      ],
    })
  })

  it('takes other folders for images with two halves', async () => {
    const path = folder({
      '1.png': await encoded('png', { width: 20, height: 10 }),
      '2.png': await encoded('png', { width: 20, height: 10, seed: 2 }),
      '3.png': await encoded('png', { width: 21, height: 10 }),
      '4.png': await encoded('png', { width: 10, height: 10 }),
      '5.png': await encoded('png', { width: 30, height: 10 }),
    })
    const { pairs } = await checkDataset(path, { pairs: true })
    expect(pairs?.count).toBe(2)
    expect(pairs?.problems).toEqual([
      { name: '3.png', reason: '21×10: an odd width has no two halves' },
      { name: '4.png', reason: '10×10: too narrow for two halves side by side' },
      { name: '5.png', reason: '30×10: another shape than most' },
    ])
  })

  it('checks two folders as one data set, and calls files as they were given', async () => {
    const a = folder({ '1.png': await encoded('png', { seed: 1 }), '2.png': await encoded('png', { seed: 2 }) })
    const b = folder({ 'x/1.png': await encoded('png', { seed: 3 }), 'x/3.png': 'torn', 'x/1-notes.txt': 'hello' })
    const report = await checkDataset(a, { targets: `${b}/x` })
    expect(report).toMatchObject({ ref: `${a} and ${b}/x`, count: 3, classes: null, parts: [] })
    expect(report.pairs).toEqual({
      mode: 'folders',
      count: 1,
      problems: [{ name: `${a}/2.png`, reason: `has no partner in ${b}/x/` }],
    })
    expect(report.unreadable.map(({ name }) => name)).toEqual([`${b}/x/3.png`])
    expect(report.ignored.map(({ name }) => name)).toEqual([`${b}/x/1-notes.txt`])
    const domains = await checkDataset(a, { targets: `${b}/x`, unpaired: true })
    expect(domains.pairs).toEqual({ mode: 'unpaired', count: 2, domains: [2, 1], problems: [] })
  })

  it('finds two domains in folders or in halves, and says what is of neither', async () => {
    const png = (seed: number, width = 12) => encoded('png', { seed, width, height: 10 })
    const path = folder({ 'trainA/1.png': await png(1), 'trainB/8.png': await png(2), 'testA/4.png': await png(3) })
    expect((await checkDataset(path, { unpaired: true })).pairs).toEqual({
      mode: 'unpaired',
      count: 2,
      domains: [2, 1],
      problems: [{ name: 'testA/', reason: 'there is no folder B beside it' }],
    })
    const halves = folder({ '1.png': await png(1, 20), '2.png': await png(2) })
    expect((await checkDataset(halves, { unpaired: true })).pairs).toMatchObject({
      domains: [1, 1],
      problems: [{ name: '2.png', reason: '12×10: in no folder of a domain, and not twice as wide as high' }],
    })
    const glyphs = await checkDataset('builtin:glyphs?count=10', { unpaired: true })
    expect(glyphs.pairs).toMatchObject({ mode: 'unpaired', domains: [10, 10], problems: [] })
  })

  it('counts single photographs of which pairs will be made', async () => {
    const path = folder({ 'a/1.png': await encoded('png'), 'a/2.png': 'torn' })
    const report = await checkDataset(path, { pairs: 'edges' })
    expect(report.pairs).toEqual({ mode: 'made', count: 1, problems: [] })
    expect(report.unreadable).toHaveLength(1)
    expect((await checkDataset('builtin:glyphs?count=10', { pairs: 'small' })).pairs?.count).toBe(10)
  })

  it('refuses pairs that are made and found at once, and second images of no files', async () => {
    const path = folder({ '1.png': await encoded('png') })
    await refusal(checkDataset(path, { pairs: 'edges', targets: path }), 'OPTION_INVALID')
    await refusal(checkDataset(path, { pairs: true, unpaired: true }), 'OPTION_INVALID')
    await refusal(checkDataset(path, { targets: 'builtin:glyphs?count=10' }), 'OPTION_INVALID')
    await refusal(checkDataset('builtin:glyphs?count=10', { targets: path }), 'OPTION_INVALID')
    await refusal(checkDataset(path, { targets: '/nowhere/else' }), 'DATA_NOT_FOUND')
  })

  it('refuses data sets that are not made of files', async () => {
    await refusal(checkDataset('builtin:glyphs?count=10', { pairs: true }), 'OPTION_INVALID')
  })
})

describe('formatDataReport', () => {
  it('tells facts first and then what is wrong, by name', async () => {
    const path = folder(await troubled())
    const lines = formatDataReport(await checkDataset(path, { pairs: false }))
    const text = lines.join('\n')
    expect(lines[0]).toBe(`${path}: 12 usable images (folder)`)
    expect(text).toContain('formats    png 11, jpeg 1')
    expect(text).toContain('sizes      3 to 100 px wide (median 12), 3 to 12 px high (median 10)')
    expect(text).toContain('classes    2: cat 6, dog 6')
    expect(text).toContain('3 unreadable (mend or remove them, or train with --skip-bad)')
    expect(text).toContain('  dog/empty.png: the file is empty (0 bytes)')
    expect(text).toContain('  cat/0-twin.png: same as dog/9-twin.png')
  })

  it('names twenty of many and says how to see the rest', async () => {
    const files: Record<string, Uint8Array | string> = { 'good.png': await encoded('png') }
    for (let i = 0; i < 23; i++) files[`${i}.jpg`] = 'x'
    expect(formatDataReport(await checkDataset(folder(files)))).toContain('  … and 3 more (--json lists all)')
  })

  it('says so when nothing is wrong', async () => {
    const path = folder({ '1.png': await encoded('png', { seed: 1 }), '2.png': await encoded('png', { seed: 2 }) })
    expect(formatDataReport(await checkDataset(path)).at(-1)).toBe('  nothing wrong found')
  })
})
