import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../../src/data/dataset.js'
import { glyphsOf } from '../../../src/data/glyphs/glyph-skeletons.js'
import { drawGlyph, parseGlyphReference } from '../../../src/data/glyphs/synthetic-glyphs.js'
import { openDataset } from '../../../src/data/open-dataset.js'
import { infoOf, refusal } from '../fixtures.js'

async function meanImages(dataset: Dataset, from: number, to: number): Promise<Float64Array[]> {
  const { width, height } = dataset.transform
  const classes = dataset.info.classes?.length ?? 1
  const means = Array.from({ length: classes }, () => new Float64Array(width * height))
  for (let index = from; index < to; index++) {
    const mean = means[dataset.label(index) ?? 0] as Float64Array
    const image = await dataset.read(index)
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] as number) + ((image[i] as number) * classes) / (to - from)
  }
  return means
}

describe('builtin:glyphs', () => {
  it('is ten digits, 20,000 of them, grey, at the size asked for', async () => {
    const dataset = await openDataset('builtin:glyphs', { size: 32 })
    expect(dataset.info).toMatchObject({
      kind: 'glyphs',
      name: 'glyphs',
      count: 20_000,
      channels: 1,
      classes: [...'0123456789'],
      sizes: { min: [32, 32], max: [32, 32] },
    })
    expect([0, 1, 13].map((index) => dataset.label(index))).toEqual([0, 1, 3])
    expect(await dataset.read(0)).toHaveLength(1024)
  })

  it.each([
    ['builtin:glyphs?set=letters', 26, 'Z'],
    ['builtin:glyphs?set=all', 47, 't'],
  ])('%s has %i classes', async (ref, classes, last) => {
    const info = await infoOf(openDataset(ref, { size: 16 }))
    expect(info.classes).toHaveLength(classes)
    expect(info.classes?.at(-1)).toBe(last)
  })

  it('draws the golden images: the same on every machine', () => {
    const hash = createHash('sha256')
    const glyphs = glyphsOf('all')
    for (const size of [16, 28, 64]) {
      for (const [index, glyph] of glyphs.entries()) hash.update(drawGlyph(glyph, { seed: 5, index, size }))
    }
    // Only operations that IEEE 754 fixes to the last bit are used. A change here must raise DRAWING_VERSION.
    expect(hash.digest('hex')).toMatchInlineSnapshot(
      `"456d4c350a41eab6cd34c2e3c59735171e77b111acc2eb0d332dd0dfb0c3e39e"`,
    )
  })

  it('depends on seed and index, and on nothing else', async () => {
    const first = await openDataset('builtin:glyphs?seed=3', { size: 28 })
    const again = await openDataset('builtin:glyphs?seed=3', { size: 28, cacheBytes: 0 })
    const other = await openDataset('builtin:glyphs?seed=4', { size: 28 })
    const images = await Promise.all([5, 900, 7].map((index) => first.read(index)))
    expect(await again.read(7)).toEqual(images[2])
    expect(await again.read(5)).toEqual(images[0])
    expect(await other.read(5)).not.toEqual(images[0])
    expect(first.info.fingerprint).toBe(again.info.fingerprint)
    expect(first.info.fingerprint).not.toBe(other.info.fingerprint)
  })

  it('never draws the same image twice in ten thousand', async () => {
    const dataset = await openDataset('builtin:glyphs?set=all', { size: 16, cacheBytes: 0 })
    const seen = new Set<string>()
    for (let index = 0; index < 10_000; index++) {
      seen.add(
        createHash('sha1')
          .update(await dataset.read(index))
          .digest('base64'),
      )
    }
    expect(seen.size).toBe(10_000)
  })

  it.each([16, 28, 64, 128])('leaves ink of sensible amount at %i px, and none at the border', async (size) => {
    const dataset = await openDataset('builtin:glyphs?set=all', { size, cacheBytes: 0 })
    let outside = 0
    for (let index = 0; index < 188; index++) {
      const image = await dataset.read(index)
      expect(Math.max(...image)).toBeGreaterThan(150)
      const ink = image.reduce((sum, value) => sum + value, 0) / 255 / image.length
      expect(ink).toBeGreaterThan(0.02)
      expect(ink).toBeLessThan(0.4)
      for (let i = 0; i < size; i++) {
        const border = [image[i], image[size * (size - 1) + i], image[i * size], image[i * size + size - 1]]
        outside += border.filter((value) => (value ?? 0) > 40).length
      }
    }
    expect(outside / (188 * size * 4)).toBeLessThan(0.001)
  })

  it('is plain to read: more than eight in ten digits are told by the nearest mean image of other writing', async () => {
    const dataset = await openDataset('builtin:glyphs', { size: 16 })
    const means = await meanImages(dataset, 0, 2000)
    let right = 0
    for (let index = 2000; index < 3000; index++) {
      const image = await dataset.read(index)
      const distances = means.map((mean) =>
        mean.reduce((sum, value, i) => sum + (value - (image[i] as number)) ** 2, 0),
      )
      if (distances.indexOf(Math.min(...distances)) === dataset.label(index)) right += 1
    }
    expect(right / 1000).toBeGreaterThan(0.8) // this simple judge reaches 0.82 on MNIST
  })

  it('has a test part of other writing', async () => {
    const train = await openDataset('builtin:glyphs', { size: 16 })
    const test = await openDataset('builtin:glyphs', { size: 16, split: 'test' })
    expect(await test.read(0)).not.toEqual(await train.read(0))
    expect(test.label(3)).toBe(3)
    expect(test.info.fingerprint).not.toBe(train.info.fingerprint)
  })

  it('draws at its own size when told to, and is resized then', async () => {
    const dataset = await openDataset('builtin:glyphs?size=64', { size: 32 })
    expect(dataset.info.sizes.max).toEqual([64, 64])
    expect(await dataset.read(0)).toHaveLength(1024)
    const rgb = await openDataset('builtin:glyphs', { size: { width: 48, height: 32 }, channels: 3 })
    expect(await rgb.read(0)).toHaveLength(48 * 32 * 3)
  })

  it('takes all its options from the reference', () => {
    expect(parseGlyphReference('builtin:glyphs?set=letters&count=500&seed=9&size=48')).toEqual({
      set: 'letters',
      count: 500,
      seed: 9,
      size: 48,
    })
  })

  it.each([
    ['builtin:faces', 'DATA_NOT_FOUND'],
    ['builtin:glyphs?font=serif', 'OPTION_UNKNOWN'],
    ['builtin:glyphs?set=greek', 'OPTION_INVALID'],
    ['builtin:glyphs?count=0', 'OPTION_INVALID'],
    ['builtin:glyphs?count=1e9', 'OPTION_INVALID'],
    ['builtin:glyphs?seed=-1', 'OPTION_INVALID'],
    ['builtin:glyphs?size=8', 'OPTION_INVALID'],
  ] as const)('refuses %s', async (ref, code) => {
    await refusal(openDataset(ref, { size: 32 }), code)
  })
})
