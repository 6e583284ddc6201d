import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { Loader } from '../../../src/data/loader.js'
import { openPairs } from '../../../src/data/pairs/open-pairs.js'
import type { OpenPairsOptions } from '../../../src/data/pairs/pair-options.js'
import { encoded, pattern, refusal, sharedData, temporaryFolder, writeTree, zip } from '../fixtures.js'

const root = temporaryFolder()
let folders = 0
const folder = (files: Readonly<Record<string, Uint8Array | string>>): string =>
  writeTree(join(root, String(folders++)), files)

/** One colour left, another right. */
async function halves(left: string, right: string, { width = 20, height = 10 } = {}): Promise<Uint8Array> {
  const half = { width: width / 2, height }
  return sharp({ create: { width, height, channels: 3, background: left } })
    .composite([{ input: { create: { ...half, channels: 3, background: right } }, left: width / 2, top: 0 }])
    .png()
    .toBuffer()
}

const plain = (colour: string, width = 10, height = 10): Promise<Uint8Array> =>
  sharp({ create: { width, height, channels: 3, background: colour } })
    .png()
    .toBuffer()

const pairOptions: OpenPairsOptions = { items: 'pairs', size: 8 }

async function withPairs<T>(
  path: string,
  options: Partial<OpenPairsOptions>,
  use: (dataset: Awaited<ReturnType<typeof openPairs>>) => Promise<T>,
): Promise<T> {
  const dataset = await openPairs(path, { ...pairOptions, ...options })
  try {
    return await use(dataset)
  } finally {
    await dataset.close()
  }
}

describe('pairs side by side', () => {
  it('gives the left half as input and the right as target, and the other way with b2a', async () => {
    const path = folder({ 'train/1.png': await halves('red', 'blue'), 'test/2.png': await halves('lime', 'black') })
    await withPairs(path, {}, async (dataset) => {
      expect(dataset.info).toMatchObject({ count: 1, channels: 3, split: 'train', classes: null })
      expect(dataset.info.domains).toMatchObject({
        items: 'pairs',
        direction: 'a2b',
        counts: [1, 1],
        targetChannels: 3,
      })
      const { image, target } = await dataset.targets!.read(0)
      expect([...image.subarray(0, 3)]).toEqual([255, 0, 0])
      expect([...target.subarray(0, 3)]).toEqual([0, 0, 255])
      expect(await dataset.read(0)).toEqual(image)
    })
    await withPairs(path, { direction: 'b2a', split: 'test' }, async (dataset) => {
      const { image, target } = await dataset.targets!.read(0)
      expect([...image.subarray(0, 3)]).toEqual([0, 0, 0])
      expect([...target.subarray(0, 3)]).toEqual([0, 255, 0])
    })
  })

  it('crops and mirrors both halves alike, differently from draw to draw', async () => {
    const half = pattern(40, 40, 3)
    const data = new Uint8Array(80 * 40 * 3)
    for (let y = 0; y < 40; y++) {
      for (const side of [0, 1]) data.set(half.subarray(y * 120, (y + 1) * 120), (2 * y + side) * 120)
    }
    const file = await sharp(data, { raw: { width: 80, height: 40, channels: 3 } })
      .png()
      .toBuffer()
    await withPairs(folder({ '1.png': file }), { size: 16, loadSize: 24 }, async (dataset) => {
      const draws = await Promise.all(
        Array.from({ length: 12 }, (_, position) =>
          dataset.targets!.draw({ index: 0, epoch: 0, position, seed: 3, flip: true }),
        ),
      )
      for (const { image, target } of draws) expect(target).toEqual(image)
      expect(new Set(draws.map(({ image }) => Buffer.from(image).toString('hex'))).size).toBeGreaterThan(8)
    })
  })

  it('draws the same again for the same place, and shows the test part whole', async () => {
    const path = folder({
      'train/1.png': await encoded('png', { width: 40, height: 20 }),
      'test/1.png': await encoded('png', { width: 40, height: 20 }),
    })
    const request = { index: 0, epoch: 2, position: 0, seed: 5, flip: true }
    const first = await withPairs(path, {}, (dataset) => dataset.targets!.draw(request))
    const again = await withPairs(path, {}, (dataset) => dataset.targets!.draw(request))
    expect(again).toEqual(first)
    await withPairs(path, { split: 'test' }, async (dataset) => {
      expect(await dataset.targets!.draw(request)).toEqual(await dataset.targets!.read(0))
    })
  })

  it('says what it expects when images are too narrow for two halves', async () => {
    const path = folder({ '1.png': await plain('red'), '2.png': await plain('blue') })
    const error = await refusal(openPairs(path, pairOptions), 'DATA_LAYOUT')
    expect(error.lines.join('\n')).toContain('two folders with equal file names')
    expect(error.lines.join('\n')).toContain('Found: 2 single images, too narrow for two halves')
  })

  it('wonders about photographs that are taken for two halves', async () => {
    const path = folder({ '1.png': await plain('red', 15, 10), '2.png': await plain('blue', 15, 10) })
    await withPairs(path, {}, async ({ info }) => {
      expect(info.notes.join()).toContain('--pairs edges')
    })
  })

  it('reads zip files as folders', async () => {
    const path = join(folder({ 'pairs.zip': zip({ 'train/1.png': await halves('red', 'blue') }) }), 'pairs.zip')
    await withPairs(path, {}, async (dataset) => {
      expect(dataset.info).toMatchObject({ kind: 'zip', count: 1 })
      expect((await dataset.targets!.read(0)).target[2]).toBe(255)
    })
  })
})

describe('pairs in two folders', () => {
  it('matches by name, whatever the ending', async () => {
    const path = folder({
      'trainA/1.png': await plain('red'),
      'trainB/1.jpg': await encoded('jpeg', { width: 10, height: 10 }),
    })
    await withPairs(path, {}, async (dataset) => {
      expect(dataset.info.domains?.layout).toBe('1 pair of trainA/ (A) and trainB/ (B), by their names')
      expect([dataset.nameOf(0), dataset.targets!.nameOf(0)]).toEqual(['trainA/1.png', 'trainB/1.jpg'])
    })
  })

  it('takes the second folder from an option', async () => {
    const a = folder({ '1.png': await plain('red') })
    const b = folder({ '1.png': await plain('blue') })
    await withPairs(a, { targets: b }, async (dataset) => {
      const { image, target } = await dataset.targets!.read(0)
      expect([image[0], target[2]]).toEqual([255, 255])
    })
  })

  it('calls two folders what they were called by whoever named them', async () => {
    const a = folder({ '1.png': await plain('red'), '2.png': await plain('red') })
    const b = folder({ 'train/1.png': await plain('blue'), 'test/2.png': await plain('blue'), 'train/3.png': 'torn' })
    const broken = await refusal(openPairs(a, { ...pairOptions, targets: `${b}/` }), 'DATA_UNREADABLE')
    expect(broken.lines.join()).toContain(`${b}/train/3.png: `)
    expect(broken.message).toContain(`in ${a} and ${b} cannot be read`)
    expect(broken.remedy).toContain(`ganymede data check ${a} --targets ${b}`)
    await withPairs(a, { targets: b, skipBad: true }, async ({ info }) => {
      expect(info.domains?.layout).toBe(`1 pair of ${a}/ (A) and ${b}/train/ (B), by their names`)
    })
    const other = folder({ '1.png': await plain('blue'), '9.png': await plain('blue') })
    const lonely = await refusal(openPairs(a, { ...pairOptions, targets: other }), 'PAIRS_BROKEN')
    expect(lonely.remedy).toContain(`ganymede data check ${a} --targets ${other}`)
    expect(lonely.lines).toEqual([`${a}/2.png: has no partner in ${other}/`, `${other}/9.png: has no partner in ${a}/`])
    const none = folder({ '8.png': await plain('blue') })
    const strangers = await refusal(openPairs(a, { ...pairOptions, targets: none }), 'DATA_LAYOUT')
    expect(strangers.lines.at(-1)).toBe(`${a}/1.png, but no such name in ${none}/`)
    await withPairs(a, { targets: none, items: 'unpaired' }, async ({ info }) => {
      expect(info.domains?.layout).toBe(`two domains, 2 images in ${a}/ (A) and 1 in ${none}/ (B)`)
    })
  })

  it('quotes folders with spaces in the command that it names', async () => {
    const a = folder({ 'two words/1.png': await plain('red') })
    const b = folder({ 'their partners/1.png': 'torn' })
    const given = [join(a, 'two words'), join(b, 'their partners')] as const
    const broken = await refusal(openPairs(given[0], { ...pairOptions, targets: given[1] }), 'DATA_UNREADABLE')
    expect(broken.remedy).toContain(`ganymede data check "${given[0]}" --targets "${given[1]}"`)
    const unpaired = { ...pairOptions, items: 'unpaired' as const, targets: given[1] }
    expect((await refusal(openPairs(given[0], unpaired), 'DATA_UNREADABLE')).remedy).toContain('" --unpaired')
  })

  it('names every missing half, and goes on without them when told to', async () => {
    const path = folder({
      'A/1.png': await plain('red'),
      'A/2.png': await plain('red'),
      'B/1.png': await plain('blue'),
      'B/3.png': await plain('blue'),
    })
    const error = await refusal(openPairs(path, pairOptions), 'PAIRS_BROKEN')
    expect(error.lines).toEqual(['A/2.png: has no partner in B/', 'B/3.png: has no partner in A/'])
    await withPairs(path, { skipBad: true }, async ({ info }) => {
      expect(info.count).toBe(1)
      expect(info.notes.join()).toContain('2 files without a fitting partner are left out')
    })
  })

  it('names both of a pair that differ in size', async () => {
    const path = folder({ 'A/1.png': await plain('red'), 'B/1.png': await plain('blue', 10, 12) })
    const error = await refusal(openPairs(path, pairOptions), 'PAIRS_BROKEN')
    expect(error.lines).toEqual(['A/1.png: 10×10, its partner B/1.png is 10×12'])
  })

  it('says that folders without a common name are no pairs', async () => {
    const path = folder({ 'A/1.png': await plain('red'), 'B/2.png': await plain('blue') })
    const error = await refusal(openPairs(path, pairOptions), 'DATA_LAYOUT')
    expect(error.lines.at(-1)).toBe('A/1.png, but no such name in B/')
  })

  it('says which folder is missing, and which part', async () => {
    const path = folder({ 'trainA/1.png': await plain('red') })
    const error = await refusal(openPairs(path, pairOptions), 'DATA_LAYOUT')
    expect(error.lines.at(-1)).toBe('Found: 1 image in trainA/ (A), none of B')
    await refusal(openPairs(path, { ...pairOptions, split: 'test' }), 'DATA_NOT_FOUND')
  })

  it('names damaged files, at opening and while reading', async () => {
    const good = await plain('red', 64, 64)
    const path = folder({ 'A/1.png': 'nothing', 'A/2.png': good, 'B/1.png': good, 'B/2.png': good })
    const error = await refusal(openPairs(path, pairOptions), 'DATA_UNREADABLE')
    expect(error.lines[0]).toContain('A/1.png')
    const noise = await encoded('png', { width: 64, height: 64 })
    const cut = folder({
      'A/1.png': noise,
      'A/2.png': noise,
      // Its end is there, its middle is not: that shows when pixels are decoded.
      'B/1.png': Buffer.concat([noise.subarray(0, noise.length >> 1), noise.subarray(-12)]),
      'B/2.png': noise,
    })
    await withPairs(cut, {}, async (dataset) => {
      const failed = await refusal(dataset.targets!.read(0), 'DATA_UNREADABLE')
      expect(failed.lines[0]).toContain('B/1.png')
    })
    await withPairs(cut, { skipBad: true }, async (dataset) => {
      await dataset.targets!.read(0)
      expect(dataset.nameOf(0)).toBe('A/2.png')
      expect(dataset.skipped.map(({ name }) => name)).toEqual(['B/1.png'])
    })
  })
})

describe('two domains', () => {
  const domains = async () =>
    folder({
      'trainA/1.png': await plain('#100000'),
      'trainA/2.png': await plain('#200000'),
      'trainB/a.png': await plain('#000010'),
      'trainB/b.png': await plain('#000020'),
      'trainB/c.png': await plain('#000030'),
      'trainB/d.png': await plain('#000040'),
      'trainB/e.png': await plain('#000050'),
    })

  it('has as many items as the larger domain, goes round the smaller, and draws partners at random', async () => {
    await withPairs(await domains(), { items: 'unpaired' }, async (dataset) => {
      expect(dataset.info).toMatchObject({ count: 5, domains: { counts: [2, 5] } })
      expect(dataset.nameOf(3)).toBe('trainA/2.png')
      const draws = await Promise.all(
        Array.from({ length: 40 }, (_, position) =>
          dataset.targets!.draw({ index: 3, epoch: 0, position, seed: 1, flip: false }),
        ),
      )
      expect(new Set(draws.map(({ image }) => image[0]))).toEqual(new Set([0x20]))
      expect(new Set(draws.map(({ target }) => target[2])).size).toBe(5)
    })
  })

  it('swaps the domains with b2a', async () => {
    await withPairs(await domains(), { items: 'unpaired', direction: 'b2a' }, async (dataset) => {
      expect(dataset.info.domains?.counts).toEqual([5, 2])
      const { image, target } = await dataset.targets!.read(4)
      expect([image[2], target[0]]).toEqual([0x50, 0x10])
    })
  })

  it('crops and mirrors each image by itself', async () => {
    const image = await encoded('png', { width: 40, height: 40 })
    await withPairs(
      folder({ 'A/1.png': image, 'B/1.png': image }),
      { items: 'unpaired', size: 16, loadSize: 24 },
      async (dataset) => {
        const draw = await dataset.targets!.draw({ index: 0, epoch: 0, position: 0, seed: 1, flip: true })
        expect(draw.image).not.toEqual(draw.target)
      },
    )
  })

  it('refuses images in no two folders', async () => {
    const path = folder({ '1.png': await plain('red') })
    const error = await refusal(openPairs(path, { ...pairOptions, items: 'unpaired' }), 'DATA_LAYOUT')
    expect(error.message).toContain('images of two domains')
    expect(error.lines).toContain('Found: 1 image in no two folders, and too narrow for two kinds side by side')
    const wide = folder({ '1.jpg': await plain('red', 32, 18), '2.jpg': await plain('red', 30, 20) })
    const photographs = await refusal(openPairs(wide, { ...pairOptions, items: 'unpaired' }), 'DATA_LAYOUT')
    expect(photographs.lines.join()).toContain('1.jpg is 32×18')
  })

  it('cuts files of two halves: A are the left ones, B the right, in orders of their own', async () => {
    const path = folder({
      'train/1.png': await halves('#100000', '#000010'),
      'train/2.png': await halves('#200000', '#000020'),
      'train/3.png': await halves('#300000', '#000030'),
      'test/4.png': await halves('#400000', '#000040'),
    })
    await withPairs(path, { items: 'unpaired' }, async (dataset) => {
      expect(dataset.info).toMatchObject({ count: 3, split: 'train', domains: { items: 'unpaired', counts: [3, 3] } })
      expect(dataset.info.domains?.layout).toBe('two domains out of 3 files: A are the left halves, B the right')
      expect(dataset.info.notes.join()).toContain('taken for no pair')
      const draws = await Promise.all(
        Array.from({ length: 30 }, (_, position) =>
          dataset.targets!.draw({ index: 1, epoch: 0, position, seed: 1, flip: false }),
        ),
      )
      for (const { image } of draws) expect([...image.subarray(0, 3)]).toEqual([0x20, 0, 0])
      expect(new Set(draws.map(({ target }) => target[2]))).toEqual(new Set([0x10, 0x20, 0x30]))
    })
    await withPairs(path, { items: 'unpaired', direction: 'b2a', split: 'test' }, async (dataset) => {
      const { image, target } = await dataset.targets!.read(0)
      expect([image[2], target[0]]).toEqual([0x40, 0x40])
    })
  })

  it('leaves out files that are no two halves only when asked', async () => {
    const path = folder({
      '1.png': await halves('red', 'blue'),
      '2.png': await halves('red', 'blue'),
      '3.png': await plain('red', 8, 20),
    })
    const error = await refusal(openPairs(path, { ...pairOptions, items: 'unpaired' }), 'PAIRS_BROKEN')
    expect(error.lines).toEqual(['3.png: 8×20: too narrow for two halves side by side'])
    await withPairs(path, { items: 'unpaired', skipBad: true }, async ({ info }) => expect(info.count).toBe(2))
  })

  it('makes two domains of built-in data: chalk and ink, no glyph written the same', async () => {
    const path = 'builtin:glyphs?count=20&seed=5'
    const options = { items: 'unpaired', size: 32, preprocess: 'fit' } as const
    await withPairs(path, options, async (dataset) => {
      expect(dataset.info).toMatchObject({ count: 20, channels: 3, kind: 'glyphs', domains: { counts: [20, 20] } })
      const { image, target } = await dataset.targets!.read(7)
      // Corners show the ground: a green board, and paper.
      expect([...image.subarray(0, 3)]).toEqual([38, 66, 54])
      expect([...target.subarray(0, 3)]).toEqual([250, 243, 224])
      const covered = (pixels: Uint8Array, ground: number) =>
        pixels.map((value, i) => (i % 3 === 0 && value !== ground ? 1 : 0))
      expect(covered(image, 38)).not.toEqual(covered(target, 250))
      expect(await dataset.targets!.read(7)).toEqual({ image, target })
      const other = await openPairs('builtin:glyphs?count=20&seed=6', { ...pairOptions, ...options })
      expect(other.info.fingerprint).not.toBe(dataset.info.fingerprint)
      await other.close()
    })
    const grey = { ...options, channels: 1, targetChannels: 4, direction: 'b2a' } as const
    await withPairs(path, { ...grey, split: 'test' }, async (dataset) => {
      expect(dataset.info).toMatchObject({ split: 'test', channels: 1, domains: { targetChannels: 4 } })
      const { image, target } = await dataset.targets!.read(0)
      expect([image.length, target.length]).toEqual([32 * 32, 32 * 32 * 4])
      expect(image[0]).toBeGreaterThan(200)
    })
    await refusal(openPairs('builtin:photos', { ...pairOptions, items: 'unpaired' }), 'DATA_NOT_FOUND')
  })

  it('goes on exactly after a restore, partners and crops included', async () => {
    const path = await domains()
    const options = { items: 'unpaired', flip: true, loadSize: 12 } as const
    const loaderOptions = { batch: 3, seed: 9 }
    const { state, rest } = await withPairs(path, options, async (dataset) => {
      const loader = new Loader(dataset, loaderOptions)
      for (let i = 0; i < 3; i++) await loader.next()
      const state = loader.state()
      const rest = [await loader.next(), await loader.next()]
      await loader.close()
      return { state, rest }
    })
    await withPairs(path, { ...options, cacheBytes: 0 }, async (dataset) => {
      const loader = new Loader(dataset, loaderOptions)
      loader.restore(JSON.parse(JSON.stringify(state)))
      for (const batch of rest) expect(await loader.next()).toEqual(batch)
      await loader.close()
    })
  })
})

describe('channels', () => {
  const withAlpha = async () => {
    const left = Buffer.from(pattern(10, 10, 4))
    return sharp(left, { raw: { width: 10, height: 10, channels: 4 } })
      .png()
      .toBuffer()
  }

  it.each([1, 2, 3, 4] as const)('decodes to %i channels on either side', async (channels) => {
    const path = folder({ 'A/1.png': await withAlpha(), 'B/1.png': await withAlpha() })
    for (const [one, other] of [[channels, 3] as const, [3, channels] as const]) {
      await withPairs(path, { channels: one, targetChannels: other }, async (dataset) => {
        const { image, target } = await dataset.targets!.read(0)
        expect([image.length, target.length]).toEqual([64 * one, 64 * other])
        expect([dataset.info.channels, dataset.targets!.channels]).toEqual([one, other])
      })
    }
  })

  it('finds out by itself which domain is grey', async () => {
    const grey = await sharp(Buffer.from(pattern(10, 10, 1)), { raw: { width: 10, height: 10, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer()
    const path = folder({ 'A/1.png': grey, 'B/1.png': await plain('red') })
    await withPairs(path, {}, async (dataset) => {
      expect([dataset.info.channels, dataset.targets!.channels]).toEqual([1, 3])
    })
    await withPairs(path, { direction: 'b2a' }, async (dataset) => {
      expect([dataset.info.channels, dataset.targets!.channels]).toEqual([3, 1])
    })
  })
})

describe('policies of size', () => {
  it('refuses a load size below the crop, and one that has no effect', async () => {
    const path = folder({ '1.png': await halves('red', 'blue') })
    await refusal(openPairs(path, { ...pairOptions, loadSize: 7 }), 'OPTION_INVALID')
    await refusal(openPairs(path, { ...pairOptions, preprocess: 'none', loadSize: 9 }), 'OPTION_INVALID')
  })

  it('names images that are smaller than a crop', async () => {
    const path = folder({ '1.png': await halves('red', 'blue', { width: 12, height: 6 }) })
    const error = await refusal(openPairs(path, { ...pairOptions, preprocess: 'crop' }), 'OPTION_INVALID')
    expect(error.lines).toEqual(['1.png: 6×6'])
  })

  it('keeps the size of images with none, and says which sizes a network takes', async () => {
    const path = folder({ '1.png': await halves('red', 'blue', { width: 40, height: 14 }) })
    await withPairs(path, { preprocess: 'none' }, async ({ transform }) => {
      expect([transform.width, transform.height]).toEqual([20, 16]) // 14 / 4 = 3.5, half to even
    })
    const error = await refusal(
      openPairs(path, { ...pairOptions, preprocess: 'none', multipleOf: 16 }),
      'SIZE_UNSUPPORTED',
    )
    expect(error.lines).toContain('Nearest widths: 16 or 32; nearest heights: 16.')
  })

  it('refuses several sizes where images keep theirs', async () => {
    const path = folder({ '1.png': await halves('red', 'blue'), '2.png': await halves('red', 'blue', { width: 40 }) })
    const error = await refusal(openPairs(path, { ...pairOptions, preprocess: 'none' }), 'OPTION_INVALID')
    expect(error.lines).toEqual(['1.png: 8×8', '2.png: 20×8'])
  })

  it('fits as other data sets do when asked for, with a border that is white or black', async () => {
    const path = folder({ '1.png': await halves('red', 'blue', { width: 40, height: 10 }) })
    await withPairs(path, { preprocess: 'fit', fit: 'contain' }, async (dataset) => {
      const { image } = await dataset.targets!.read(0)
      expect([...image.subarray(0, 3)]).toEqual([255, 255, 255])
      expect([...image.subarray(4 * 24, 4 * 24 + 3)]).toEqual([255, 0, 0])
    })
  })
})

describe('real data', () => {
  const facades = sharedData('facades')
  it.skipIf(facades === null)('reads the facades, both parts', async () => {
    await withPairs(facades ?? '', { size: 64 }, async ({ info }) => expect(info.count).toBe(120))
    await withPairs(facades ?? '', { size: 64, split: 'test' }, async ({ info }) => expect(info.count).toBe(30))
  })

  const emoji = sharedData('emoji')
  it.skipIf(emoji === null)('reads the emoji as two domains, and their test part as pairs', async () => {
    await withPairs(emoji ?? '', { size: 32, items: 'unpaired' }, async ({ info }) => {
      expect(info.domains?.counts).toEqual([400, 400])
    })
    await withPairs(emoji ?? '', { size: 32, split: 'test' }, async ({ info }) => expect(info.count).toBe(60))
    await refusal(openPairs(emoji ?? '', pairOptions), 'DATA_LAYOUT')
  })
})
