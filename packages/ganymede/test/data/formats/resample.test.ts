import { createHash } from 'node:crypto'
import { resampleImage } from '@ganymede/core/pictures'
import { describe, expect, it } from 'vitest'
import { decodeImage, readImageHeader } from '../../../src/data/formats/decode.js'
import { encoded, pattern } from '../fixtures.js'

// Printed by PyTorch 2.13: floor(0.5 + interpolate(x, size, mode='bilinear', antialias=True)) in float64, where
// x[i] = (31 i² + 17 i) mod 256 in the order [H, W, C].
const golden = [
  {
    from: { width: 5, height: 4, channels: 1 },
    to: { width: 8, height: 6 },
    pixels: [
      0, 21, 55, 124, 132, 79, 62, 52, 46, 79, 122, 127, 112, 77, 76, 78, 110, 140, 173, 121, 88, 75, 97, 115, 180, 151,
      111, 82, 72, 81, 125, 159, 130, 98, 56, 49, 62, 94, 161, 210, 62, 42, 17, 27, 56, 105, 189, 250,
    ],
  },
  {
    from: { width: 7, height: 5, channels: 3 },
    to: { width: 3, height: 2 },
    pixels: [94, 80, 131, 111, 128, 108, 112, 107, 115, 119, 89, 103, 111, 111, 65, 154, 164, 139],
  },
] as const
const goldenHashes = [
  [{ width: 28, height: 28, channels: 1 }, 32, 'a44e7c44282f19fb3b9292eb7c16798f2b6371fad8593a6bdbcd9344cb48f40d'],
  [{ width: 100, height: 60, channels: 3 }, 24, '505a2512f4255a04f6e666badff9e18259aa776cfea5ecf15321c99f521c7d9f'],
  [{ width: 33, height: 17, channels: 1 }, 64, 'd0bc708722e1bf7ff22abfd1e4748802124ecd762160cb4fa40aeb5eec299c0b'],
] as const

const ramp = ({ width, height, channels }: { width: number; height: number; channels: number }): Uint8Array =>
  Uint8Array.from({ length: width * height * channels }, (_, i) => (i * i * 31 + i * 17) % 256)

const stretch = { fit: 'stretch', background: 'white' } as const

describe('resampleImage', () => {
  it.each(golden)('gives the pixels of PyTorch for $from.width×$from.height → $to.width×$to.height', (example) => {
    const { from, to, pixels } = example
    expect([...resampleImage(ramp(from), from, { ...to, ...stretch })]).toEqual([...pixels])
  })

  it.each(goldenHashes)('gives the bytes of PyTorch for %o → %i px', (from, side, sha256) => {
    const resized = resampleImage(ramp(from), from, { width: side, height: side, ...stretch })
    expect(createHash('sha256').update(resized).digest('hex')).toBe(sha256)
  })

  it('gives the same bytes back when nothing is to be done', () => {
    const pixels = ramp({ width: 4, height: 4, channels: 1 })
    expect(resampleImage(pixels, { width: 4, height: 4, channels: 1 }, { width: 4, height: 4, ...stretch })).toBe(
      pixels,
    )
  })

  it.each([1, 3, 16, 100])('keeps a plain image plain at %i px', (side) => {
    const plain = new Uint8Array(13 * 9 * 3).fill(255)
    const resized = resampleImage(
      plain,
      { width: 13, height: 9, channels: 3 },
      { width: side, height: side, ...stretch },
    )
    expect(resized).toEqual(new Uint8Array(side * side * 3).fill(255))
  })

  it('cuts the middle out of a wide image when it covers', () => {
    // 6×2: dark, light, dark thirds; the middle third is what stays
    const pixels = Uint8Array.from([0, 0, 200, 200, 0, 0, 0, 0, 200, 200, 0, 0])
    const resized = resampleImage(
      pixels,
      { width: 6, height: 2, channels: 1 },
      { width: 2, height: 2, fit: 'cover', background: 'white' },
    )
    expect([...resized]).toEqual([200, 200, 200, 200])
  })

  it.each([
    ['white', 255],
    ['black', 0],
  ] as const)('leaves a %s border when it contains', (background, value) => {
    const pixels = new Uint8Array(4 * 2 * 3).fill(90)
    const resized = resampleImage(
      pixels,
      { width: 4, height: 2, channels: 3 },
      { width: 4, height: 4, fit: 'contain', background },
    )
    const rows = [0, 1, 2, 3].map((y) => [...new Set(resized.subarray(y * 12, y * 12 + 12))])
    expect(rows).toEqual([[value], [90], [90], [value]])
  })

  it.each(['cover', 'contain', 'stretch'] as const)('agrees with the image library when the fit is %s', async (fit) => {
    // Large images are scaled by libvips, small ones here: both must be the same filter at the same place.
    const width = 300
    const height = 240
    const pixels = pattern(width, height, 3, 5)
    const png = await encoded('png', { width, height, pixels })
    const transform = { width: 40, height: 44, channels: 3, fit, background: 'black', flip: false } as const
    const ours = resampleImage(pixels, { width, height, channels: 3 }, transform)
    const theirs = await decodeImage(png, await readImageHeader(png, png), transform)
    const differences = ours.map((value, i) => Math.abs(value - (theirs[i] as number)))
    expect(differences.reduce((a, b) => a + b, 0) / ours.length).toBeLessThan(0.6) // rounding between its two passes
    expect(Math.max(...differences)).toBeLessThanOrEqual(4)
  })
})
