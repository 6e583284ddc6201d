import { crc32, deflateSync } from 'node:zlib'
import type { ImageTransform } from '@ganymede/core/pictures'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { decodeImage, readImageHeader, verifyPixels } from '../../../src/data/formats/decode.js'
import { encoded, pattern, truncated } from '../fixtures.js'

const LOSSY = 12 // levels of 255 for JPEG and WebP at their default quality, smooth content

const at = (width: number, height: number, channels: 1 | 3, more: Partial<ImageTransform> = {}): ImageTransform => ({
  width,
  height,
  channels,
  fit: 'cover',
  background: 'white',
  flip: false,
  ...more,
})

const decode = async (bytes: Uint8Array, transform: ImageTransform): Promise<Uint8Array> =>
  decodeImage(bytes, await readImageHeader(bytes, bytes.subarray(0, 64)), transform)

const farthest = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), a.length === b.length ? 0 : 999)

describe('decodeImage', () => {
  it.each([
    ['png', 0],
    ['tiff', LOSSY],
    ['jpeg', LOSSY],
    ['webp', 24], // chroma at half size
    ['avif', 24],
  ] as const)('reads colour from %s', async (format, tolerance) => {
    const pixels = pattern(48, 40, 3)
    const decoded = await decode(await encoded(format, { width: 48, height: 40, pixels }), at(48, 40, 3))
    expect(farthest(decoded, pixels)).toBeLessThanOrEqual(tolerance)
  })

  it.each(['png', 'jpeg', 'tiff'] as const)('reads grey from %s into one or three channels', async (format) => {
    const pixels = pattern(16, 16, 1)
    const bytes = await encoded(format, { width: 16, height: 16, channels: 1, pixels })
    expect((await readImageHeader(bytes, bytes)).isGrey).toBe(true)
    const one = await decode(bytes, at(16, 16, 1))
    const three = await decode(bytes, at(16, 16, 3))
    expect(farthest(one, pixels)).toBeLessThanOrEqual(LOSSY)
    expect([...three.subarray(0, 9)]).toEqual([one[0], one[0], one[0], one[1], one[1], one[1], one[2], one[2], one[2]])
  })

  it('reads the first page of an animated GIF and a palette PNG', async () => {
    const first = new Uint8Array(8 * 8 * 3).fill(200)
    const second = new Uint8Array(8 * 8 * 3).fill(20)
    const frames = Buffer.concat([first, second])
    const gif = await sharp(frames, { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } })
      .gif()
      .toBuffer()
    expect(farthest(await decode(gif, at(8, 8, 3)), first)).toBeLessThanOrEqual(2)
    const palette = await sharp(first, { raw: { width: 8, height: 8, channels: 3 } })
      .png({ palette: true })
      .toBuffer()
    expect(farthest(await decode(palette, at(8, 8, 3)), first)).toBe(0)
  })

  it.each([
    ['white', [255, 255, 255], [178, 128, 153]],
    ['black', [0, 0, 0], [50, 0, 25]],
  ] as const)('lays transparent pixels on %s', async (background, clear, half) => {
    const pixels = Uint8Array.from([100, 0, 50, 0, 100, 0, 50, 128, 100, 0, 50, 255, 100, 0, 50, 255])
    const png = await encoded('png', { width: 2, height: 2, channels: 4, pixels })
    const decoded = await decode(png, at(2, 2, 3, { background }))
    expect([...decoded.subarray(0, 3)]).toEqual([...clear])
    expect(farthest(decoded.subarray(3, 6), Uint8Array.from(half))).toBeLessThanOrEqual(1)
    expect([...decoded.subarray(6, 9)]).toEqual([100, 0, 50])
  })

  it('lays grey with transparency on the background too', async () => {
    const png = await encoded('png', { width: 2, height: 1, channels: 2, pixels: Uint8Array.from([90, 255, 90, 0]) })
    expect([...(await decode(png, at(2, 1, 1)))]).toEqual([90, 255])
  })

  it('brings 16 bits and CMYK down to 8-bit RGB', async () => {
    const wide = Uint16Array.from({ length: 8 * 8 * 3 }, (_, i) => i * 340)
    const png = await sharp(wide, { raw: { width: 8, height: 8, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer()
    expect((await sharp(png).metadata()).depth).toBe('ushort')
    const expected = Uint8Array.from(wide, (value) => value >> 8)
    expect(farthest(await decode(png, at(8, 8, 3)), expected)).toBeLessThanOrEqual(1)
    const grey = await sharp(pattern(8, 8, 1), { raw: { width: 8, height: 8, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer()
    expect(farthest(await decode(grey, at(8, 8, 1)), pattern(8, 8, 1))).toBeLessThanOrEqual(2)

    const plain = new Uint8Array(16 * 16 * 3).fill(120)
    const cmyk = await sharp(plain, { raw: { width: 16, height: 16, channels: 3 } })
      .toColourspace('cmyk')
      .jpeg({ quality: 100 })
      .toBuffer()
    expect((await readImageHeader(cmyk, cmyk)).space).toBe('cmyk')
    expect(farthest(await decode(cmyk, at(16, 16, 3)), plain)).toBeLessThanOrEqual(16) // there and back through a colour profile
  })

  it('turns images as their EXIF orientation says, small and large', async () => {
    for (const [width, height] of [
      [40, 20],
      [600, 300],
    ] as const) {
      const pixels = new Uint8Array(width * height * 3).fill(30)
      for (let y = 0; y < height; y++) pixels.fill(220, y * width * 3, y * width * 3 + (width * 3) / 2) // left half light
      const jpeg = await sharp(pixels, { raw: { width, height, channels: 3 } })
        .withMetadata({ orientation: 6 }) // to be turned clockwise: the left half comes to the top
        .jpeg({ quality: 95 })
        .toBuffer()
      const header = await readImageHeader(jpeg, jpeg)
      expect([header.width, header.height]).toEqual([height, width])
      const decoded = await decodeImage(jpeg, header, at(10, 20, 3))
      expect(decoded[0]).toBeGreaterThan(200)
      expect(decoded[9 * 3]).toBeGreaterThan(200)
      expect(decoded.at(-1)).toBeLessThan(50)
    }
  })

  it('makes images of any shape fit the frame', async () => {
    for (const [width, height] of [
      [300, 7],
      [5, 400],
      [1, 1],
      [1000, 900],
    ] as const) {
      const jpeg = await encoded('jpeg', { width, height, pixels: new Uint8Array(width * height * 3).fill(77) })
      for (const fit of ['cover', 'contain', 'stretch'] as const) {
        const decoded = await decode(jpeg, at(32, 24, 3, { fit }))
        expect(decoded).toHaveLength(32 * 24 * 3)
        const own = decoded.filter((value) => Math.abs(value - 77) <= 3).length
        expect(own).toBeGreaterThanOrEqual(fit === 'contain' ? 24 * 3 : decoded.length) // the rest is border
      }
    }
  })

  it.each(['png', 'jpeg'] as const)('refuses a truncated %s whose header is whole', async (format) => {
    const bytes = await truncated(format)
    const header = await readImageHeader(bytes, bytes)
    expect([header.width, header.height]).toEqual([96, 96])
    await expect(decodeImage(bytes, header, at(32, 32, 3))).rejects.toThrow(/damaged pixels/)
    await expect(verifyPixels(bytes, { format: 'png' })).rejects.toThrow(/damaged pixels/)
  })

  it('refuses a JPEG that ends in the middle although its end marker is there', async () => {
    const cut = await truncated('jpeg')
    const bytes = Buffer.concat([cut, Buffer.from([0xff, 0xd9])])
    await expect(decode(bytes, at(32, 32, 3))).rejects.toThrow(/premature end/)
  })

  it('refuses a PNG with a wrong checksum, and one with damaged data', async () => {
    const good = await encoded('png', { width: 32, height: 32 })
    const place = good.indexOf('IDAT')
    const length = good.readUInt32BE(place - 4)
    const wrongSum = Buffer.from(good)
    wrongSum[place + 4 + length] = (wrongSum[place + 4 + length] as number) ^ 0xff
    const wrongData = Buffer.from(good)
    wrongData[place + 4 + (length >> 1)] = (wrongData[place + 4 + (length >> 1)] as number) ^ 0xff
    for (const bytes of [wrongSum, wrongData]) {
      await expect(decode(bytes, at(32, 32, 3))).rejects.toThrow(/damaged pixels/)
    }
  })

  it('takes a JPEG with bytes too many at its end, as many cameras write', async () => {
    const bytes = Buffer.concat([await encoded('jpeg'), Buffer.alloc(200, 7)])
    expect(await decode(bytes, at(12, 10, 3))).toHaveLength(360)
    expect(await verifyPixels(bytes, { format: 'jpeg' })).toBeNull()
  })
})

describe('readImageHeader', () => {
  it('refuses what is not an image, or not one that is read, without handing it to the library', async () => {
    for (const [text, reason] of [
      ['', /empty/],
      ['some text', /begins with "some text"/],
      ['<html><body>404</body></html>', /web page/],
      ['<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>', /begins with "<svg/],
      ['%PDF-1.7', /begins with "%PDF-1.7"/],
    ] as const) {
      await expect(readImageHeader(Buffer.from(text), Buffer.from(text))).rejects.toThrow(reason)
    }
  })

  it('refuses a damaged header', async () => {
    const png = Buffer.from(await encoded('png'))
    png[16] = 0xff
    await expect(readImageHeader(png, png)).rejects.toThrow(/damaged png header/)
    const jpeg = (await encoded('jpeg')).subarray(0, 40)
    await expect(readImageHeader(jpeg, jpeg)).rejects.toThrow(/damaged jpeg header/)
  })

  it('refuses a small file that claims a huge image, by its header alone', async () => {
    const bomb = hugePng(60_000, 60_000)
    await expect(readImageHeader(bomb, bomb)).rejects.toThrow('60000×60000 is more than the limit of 134217728 pixels')
    const row = hugePng(1 << 20, 16)
    await expect(readImageHeader(row, row)).rejects.toThrow('1048576×16 has a side of more than 65535 pixels')
    const large = await encoded('png', { width: 100, height: 100 })
    await expect(readImageHeader(large, large, 9_999)).rejects.toThrow('100×100 is more than the limit of 9999 pixels')
  })
})

/** A PNG whose header claims an image that its few bytes of data do not hold. */
function hugePng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  header[9] = 2
  const data = deflateSync(Buffer.alloc(100_000))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}
