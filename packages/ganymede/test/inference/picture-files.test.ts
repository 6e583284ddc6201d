import sharp from 'sharp'
import { describe, expect, it } from 'vitest'

import { readPicture, resized } from '../../src/inference/picture-files.js'

/** One colour, as an image of the library. */
function plain(width: number, height: number, background: { r: number; g: number; b: number; alpha?: number }) {
  const channels = background.alpha === undefined ? 3 : 4
  return sharp({ create: { width, height, channels, background } })
}

describe('a picture of any kind', () => {
  it.each([
    [1, 1],
    [3, 2000],
    [2001, 3],
  ])('of %d × %d is read at its own size', async (width, height) => {
    const file = await plain(width, height, { r: 200, g: 100, b: 50 }).png().toBuffer()
    const picture = await readPicture(file, 3)
    expect([picture.width, picture.height, picture.channels, picture.data.length]).toEqual([
      width,
      height,
      3,
      width * height * 3,
    ])
    expect([...picture.data.slice(0, 3)]).toEqual([200, 100, 50])
  })

  it('of 16 bits keeps the upper eight', async () => {
    const file = await plain(5, 4, { r: 200, g: 100, b: 50 }).toColourspace('rgb16').png().toBuffer()
    expect((await sharp(file).metadata()).depth).toBe('ushort')
    expect([...(await readPicture(file, 3)).data.slice(0, 3)]).toEqual([200, 100, 50])
  })

  it('shows white where it is transparent, or keeps its opacity for a network that takes it', async () => {
    const file = await plain(4, 4, { r: 0, g: 0, b: 0, alpha: 0 }).png().toBuffer()
    expect([...(await readPicture(file, 3)).data.slice(0, 3)]).toEqual([255, 255, 255])
    expect((await readPicture(file, 4)).data[3]).toBe(0)
  })

  it('is grey for a network of one channel, and grey pictures have three equal channels for the others', async () => {
    const grey = await plain(4, 4, { r: 90, g: 90, b: 90 }).greyscale().png().toBuffer()
    expect([...(await readPicture(grey, 3)).data.slice(0, 3)]).toEqual([90, 90, 90])
    const red = await plain(4, 4, { r: 255, g: 0, b: 0 }).png().toBuffer()
    // Luma: 0.299 of 255.
    expect((await readPicture(red, 1)).data[0]).toBe(76)
  })

  it('of print colours becomes sRGB', async () => {
    const file = await plain(16, 16, { r: 200, g: 100, b: 50 }).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer()
    expect((await sharp(file).metadata()).space).toBe('cmyk')
    const [red = 0, green = 0, blue = 0] = (await readPicture(file, 3)).data
    for (const [found, wanted] of [
      [red, 200],
      [green, 100],
      [blue, 50],
    ] as const) {
      expect(Math.abs(found - wanted)).toBeLessThan(30)
    }
  })

  it('lies as the camera says', async () => {
    const file = await plain(20, 10, { r: 10, g: 20, b: 30 }).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const { width, height } = await readPicture(file, 3)
    expect([width, height]).toEqual([10, 20])
  })

  it('may be given as pixels, whose number must fit', async () => {
    const picture = { width: 2, height: 2, channels: 3, data: new Uint8Array(12) } as const
    expect(await readPicture(picture, 3)).toEqual(picture)
    await expect(readPicture({ ...picture, width: 3 }, 3)).rejects.toMatchObject({ code: 'DATA_UNREADABLE' })
  })

  it('is brought to no size that is not one, or too large', () => {
    const picture = { width: 2, height: 2, channels: 3, data: new Uint8Array(12) } as const
    for (const size of [
      [0, 4],
      [1.5, 4],
      [Number.NaN, 4],
      [65_537, 1],
      [20_000, 20_000],
    ] as const) {
      expect(() => resized(picture, { width: size[0], height: size[1] })).toThrow('cannot be brought to a size of')
    }
  })

  it('of twelve megapixels is brought to another size in less than a few seconds of the processor', async () => {
    const picture = { width: 4000, height: 3000, channels: 3, data: new Uint8Array(36_000_000).fill(77) } as const
    const from = process.cpuUsage()
    const small = resized(picture, { width: 1024, height: 768 })
    const { user, system } = process.cpuUsage(from)
    // Microseconds; it takes a third of a second. The clock would count what others do on a busy machine.
    expect(user + system).toBeLessThan(5_000_000)
    expect([small.data.length, small.data.every((value) => value === 77)]).toEqual([1024 * 768 * 3, true])
  })
})
