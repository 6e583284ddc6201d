// @ts-check
/** Pictures: small valid ones by sharp, and PNG, JPEG, GIF, TIFF, WebP, BMP and PNM whose headers lie. */
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'

/** @typedef {import('../draws.mjs').Draws} Draws */

const side = 16

/** @param {'avif' | 'gif' | 'jpeg' | 'png' | 'tiff' | 'webp'} format */
export async function validPictures(format) {
  const pictures = [3, 1, 4].map((channels) => {
    const pixels = Buffer.alloc(side * side * channels)
    for (let i = 0; i < side * side * channels; i++) pixels[i] = (i * 7) & 255
    const raw = { width: side, height: side, channels: /** @type {1 | 3 | 4} */ (channels) }
    return sharp(pixels, { raw }).toFormat(format).toBuffer()
  })
  return Promise.all(pictures)
}

/** @param {string} type @param {Uint8Array} data @param {number} [length] */
function pngChunk(type, data, length = data.length) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [head, tail] = [Buffer.alloc(4), Buffer.alloc(4)]
  head.writeUInt32BE(length >>> 0)
  tail.writeUInt32BE(crc32(body))
  return Buffer.concat([head, body, tail])
}

/** @param {Draws} draws */
export function hostilePng(draws) {
  const header = Buffer.alloc(13)
  const size = () => draws.pick([1, 16, 1000, 16_384, 65_535, 2 ** 20, 2 ** 31 - 1, 2 ** 32 - 1])
  header.writeUInt32BE(size(), 0)
  header.writeUInt32BE(size(), 4)
  header.set([draws.pick([1, 8, 8, 16, 3]), draws.pick([0, 2, 3, 4, 6, 5]), 0, 0, draws.int(2)], 8)
  const zeros = deflateSync(Buffer.alloc(2 ** (8 + draws.int(17))))
  const extra = () => {
    const text = Buffer.from('ganymede\0\0\0\0\0')
    switch (draws.int(6)) {
      case 0:
        return pngChunk('zTXt', Buffer.concat([Buffer.from('ganymede\0\0'), zeros]))
      case 1:
        return pngChunk('iCCP', Buffer.concat([Buffer.from('p\0\0'), zeros]))
      case 2:
        return pngChunk('iTXt', Buffer.concat([text, Buffer.from('['.repeat(draws.large(1 << 20)))]))
      case 3:
        return pngChunk('acTL', Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]))
      case 4:
        return pngChunk('PLTE', draws.bytes(draws.pick([0, 1, 3, 768, 3000])))
      default:
        return pngChunk(
          draws.pick(['tEXt', 'abCd', 'IHDR', 'eXIf', 'tRNS']),
          draws.bytes(draws.large(4096)),
          draws.chance(0.2) ? draws.lie(32) : undefined,
        )
    }
  }
  const extras = Array.from({ length: draws.large(4) }, extra)
  const flood = draws.chance(0.2)
    ? Buffer.concat(Array.from({ length: draws.large(200_000) }, () => pngChunk('tEXt', Buffer.from('a\0b'))))
    : Buffer.alloc(0)
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    start,
    pngChunk('IHDR', header),
    ...extras,
    flood,
    pngChunk('IDAT', zeros),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** A valid JPEG with sizes and segments changed: scans repeated, tables doubled. @param {Draws} draws @param {readonly Uint8Array[]} samples */
export function hostileJpeg(draws, samples) {
  const bytes = Buffer.from(draws.pick(samples))
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]))
  if (frame > 0) {
    bytes.writeUInt16BE(draws.pick([1, 16, 1000, 16_384, 65_535]), frame + 5)
    bytes.writeUInt16BE(draws.pick([1, 16, 1000, 16_384, 65_535]), frame + 7)
    if (draws.chance(0.5)) bytes[frame + 1] = draws.pick([0xc1, 0xc2, 0xc3, 0xc9])
  }
  const scan = bytes.indexOf(Buffer.from([0xff, 0xda]))
  const scans = Array.from({ length: draws.large(20_000) }, () => bytes.subarray(scan, -2))
  const segment = Buffer.concat([
    Buffer.from([0xff, draws.pick([0xe1, 0xe2, 0xed, 0xfe]), 0xff, 0xff]),
    Buffer.alloc(65_533),
  ])
  const segments = Array.from({ length: draws.int(2) * draws.large(100) }, () => segment)
  return Buffer.concat([bytes.subarray(0, 2), ...segments, bytes.subarray(2, scan), ...scans, bytes.subarray(-2)])
}

/** A little-endian TIFF of one or many directories. @param {Draws} draws */
export function hostileTiff(draws) {
  const entries = Array.from({ length: draws.large(draws.pick([12, 60_000])) }, () => {
    const entry = Buffer.alloc(12)
    entry.writeUInt16LE(
      draws.pick([254, 256, 257, 258, 259, 262, 273, 277, 278, 279, 284, 320, 322, 323, 324, 339, 700, 34_675]),
      0,
    )
    entry.writeUInt16LE(draws.pick([1, 2, 3, 4, 5, 12, 16]), 2)
    entry.writeUInt32LE(draws.pick([0, 1, 1, 1, 3, 65_536, 2 ** 32 - 1]), 4)
    entry.writeUInt32LE(draws.pick([0, 1, 2, 8, 16, 32, 65_535, 2 ** 31, draws.int(1 << 16)]), 8)
    return entry
  })
  const count = Buffer.alloc(2)
  count.writeUInt16LE(draws.chance(0.8) ? entries.length & 0xffff : draws.lie(16))
  const next = Buffer.alloc(4)
  // A directory that follows itself never ends.
  next.writeUInt32LE(draws.pick([0, 8, draws.lie(32)]))
  return Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), count, ...entries, next, draws.bytes(256)])
}

/** @param {Draws} draws */
export function hostileGif(draws) {
  const screen = Buffer.alloc(7)
  screen.writeUInt16LE(draws.pick([1, 16, 16_384, 65_535]), 0)
  screen.writeUInt16LE(draws.pick([1, 16, 16_384, 65_535]), 2)
  screen[4] = 0x80
  const frame = Buffer.from([
    0x2c,
    0,
    0,
    0,
    0,
    screen[0] ?? 1,
    screen[1] ?? 0,
    screen[2] ?? 1,
    screen[3] ?? 0,
    0,
    2,
    2,
    0x4c,
    1,
    0,
  ])
  const comment = Buffer.from([0x21, 0xfe, 1, 65, 0])
  const frames = Array.from({ length: draws.large(50_000) }, () => (draws.chance(0.5) ? frame : comment))
  return Buffer.concat([Buffer.from('GIF89a'), screen, Buffer.alloc(6, 0x55), ...frames, Buffer.from([0x3b])])
}

/** @param {Draws} draws @param {readonly Uint8Array[]} samples */
export function hostileWebp(draws, samples) {
  const bytes = Buffer.from(draws.pick(samples))
  for (let times = draws.large(4); times > 0; times--) bytes.writeUInt16LE(draws.lie(16), 20 + draws.int(16))
  const body = Buffer.concat([bytes.subarray(12), draws.bytes(draws.large(1000))])
  const extended = Buffer.from('VP8X\x0a\0\0\0', 'latin1')
  const canvas = Buffer.concat([
    extended,
    Buffer.from([draws.int(256), 0, 0, 0]),
    Buffer.alloc(6, draws.pick([0, 0x3f, 0xff])),
  ])
  const frames = Array.from({ length: draws.int(2) * draws.large(2000) }, () =>
    Buffer.concat([Buffer.from('ANMF\x10\0\0\0', 'latin1'), Buffer.alloc(16, draws.int(256))]),
  )
  return Buffer.concat([bytes.subarray(0, 12), draws.chance(0.5) ? canvas : Buffer.alloc(0), ...frames, body])
}

/** @param {{ width?: number, height?: number, bits?: number, compression?: number, colours?: number, offset?: number }} [fields] @param {Uint8Array} [pixels] */
export function bmp(
  { width = 4, height = 4, bits = 24, compression = 0, colours = 0, offset = 54 } = {},
  pixels = Buffer.alloc(48, 90),
) {
  const header = Buffer.alloc(54)
  header.write('BM', 'latin1')
  header.writeUInt32LE(54 + pixels.length, 2)
  header.writeUInt32LE(offset >>> 0, 10)
  header.writeUInt32LE(40, 14)
  header.writeInt32LE(width | 0, 18)
  header.writeInt32LE(height | 0, 22)
  header.writeUInt16LE(1, 26)
  header.writeUInt16LE(bits, 28)
  header.writeUInt32LE(compression, 30)
  header.writeUInt32LE(colours >>> 0, 46)
  return Buffer.concat([header, pixels])
}

/** A picture of RLE8 in 16 colours. */
export function runLengthBmp() {
  const palette = Buffer.from(Array.from({ length: 64 }, (_, i) => (i % 4 === 3 ? 0 : i * 4)))
  const runs = Buffer.from([4, 9, 0, 0, 0, 3, 1, 2, 3, 0, 1, 5, 0, 0, 0, 2, 1, 1, 3, 7, 0, 1])
  return bmp({ bits: 8, compression: 1, colours: 16, offset: 54 + palette.length }, Buffer.concat([palette, runs]))
}

/** Runs, marks, jumps and pixels as they are, in any order, some of them cut off. @param {Draws} draws */
function hostileRunLengthBmp(draws) {
  const bits = draws.pick([4, 8])
  const palette = Buffer.alloc(4 * 2 ** bits, draws.int(256))
  const run = () =>
    draws.pick([
      [draws.int(256), draws.int(256)],
      [255, 1],
      [0, 0],
      [0, 2, draws.pick([0, 1, 255]), draws.pick([0, 1, 255])],
      [0, 3 + draws.int(253), ...Buffer.alloc(draws.int(256))],
    ])
  const some = Array.from({ length: draws.large(64) }, run).flat()
  const repeated = Array.from({ length: draws.large(4096) }, () => some).flat()
  const end = draws.pick([[0, 1], [], [0], [0, 2], [0, 255]])
  const size = () => draws.pick([1, 3, 4, 100, 8192, 16_384, 2 ** 31 - 1])
  const fields = { width: size(), height: draws.pick([size(), size(), -4]), bits, compression: bits === 8 ? 1 : 2 }
  return bmp({ ...fields, offset: 54 + palette.length }, Buffer.concat([palette, Buffer.from([...repeated, ...end])]))
}

/** @param {Draws} draws */
export function hostileBmp(draws) {
  if (draws.chance(0.4)) return hostileRunLengthBmp(draws)
  const size = () => draws.pick([0, 1, 4, -4, 16_384, 65_535, 2 ** 31 - 1, -(2 ** 31)])
  const fields = {
    width: size(),
    height: size(),
    bits: draws.pick([1, 4, 8, 16, 24, 32, 2, 0, 64]),
    compression: draws.pick([0, 0, 1, 2, 3, 4, 5, 6]),
  }
  return bmp(
    { ...fields, colours: draws.pick([0, 2, 256, 2 ** 32 - 1]), offset: draws.pick([54, 0, 14, 1078, 2 ** 32 - 1]) },
    draws.bytes(draws.large(1 << 16)),
  )
}

/** @param {Draws} draws */
export function hostilePnm(draws) {
  const size = () => draws.pick(['0', '1', '4', '-1', '16384', '65535', '4294967296', '9'.repeat(draws.large(100_000))])
  const space = () =>
    draws.pick([
      ' ',
      '\n',
      '\t',
      ' '.repeat(draws.large(1 << 20)),
      `#${'c'.repeat(draws.large(1 << 20))}\n`,
      '#\n'.repeat(draws.large(200_000)),
    ])
  const head = `P${draws.pick([1, 2, 3, 4, 5, 6, 7, 9])}${space()}${size()}${space()}${size()}${space()}${draws.pick(['255', '1', '65535', '0', '65536', '9'.repeat(draws.large(1000))])}\n`
  const body = draws.chance(0.5)
    ? draws.bytes(draws.large(1 << 16))
    : Buffer.from(draws.pick(['0 ', '255 ', '# \n', '1', '9'.repeat(400)]).repeat(draws.large(100_000)))
  return Buffer.concat([Buffer.from(head), body])
}
