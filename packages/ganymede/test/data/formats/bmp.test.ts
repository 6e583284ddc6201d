import { describe, expect, it } from 'vitest'
import { decodeBmp, looksLikeBmp, readBmpHeader } from '../../../src/data/formats/bmp.js'

interface Parts {
  width?: number
  height?: number
  bits: number
  /** Bytes of the header behind its length; default a BITMAPINFOHEADER. */
  headerBytes?: 12 | 40 | 52 | 56 | 64 | 108 | 124
  compression?: number
  masks?: readonly number[]
  palette?: readonly (readonly [number, number, number])[]
  colours?: number
  pixels: readonly number[]
  pixelsAt?: number
}

/** A file as the documentation of its structures says, field by field. */
function bmp({
  width = 2,
  height = 2,
  bits,
  headerBytes = 40,
  compression = 0,
  masks = [],
  palette = [],
  ...parts
}: Parts): Buffer {
  const { pixels, colours = palette.length } = parts
  const isCore = headerBytes === 12
  const head = Buffer.alloc(14 + headerBytes)
  head.write('BM')
  head.writeUInt32LE(headerBytes, 14)
  if (isCore) {
    head.writeUInt16LE(width, 18)
    head.writeUInt16LE(height, 20)
    head.writeUInt16LE(1, 22)
    head.writeUInt16LE(bits, 24)
  } else {
    head.writeInt32LE(width, 18)
    head.writeInt32LE(height, 22)
    head.writeUInt16LE(1, 26)
    head.writeUInt16LE(bits, 28)
    head.writeUInt32LE(compression, 30)
    head.writeUInt32LE(colours, 46)
  }
  const masksBytes = Buffer.alloc(4 * masks.length)
  for (const [i, mask] of masks.entries()) masksBytes.writeUInt32LE(mask >>> 0, 4 * i)
  if (headerBytes > 40) masksBytes.copy(head, 54)
  const table = Buffer.from(palette.flatMap(([r, g, b]) => (isCore ? [b, g, r] : [b, g, r, 0])))
  const before = Buffer.concat([head, ...(headerBytes === 40 ? [masksBytes] : []), table])
  before.writeUInt32LE(parts.pixelsAt ?? before.length, 10)
  return Buffer.concat([before, Buffer.from(pixels)])
}

const decode = (file: Uint8Array) => decodeBmp(file, readBmpHeader(file))
const red = [255, 0, 0] as const
const blue = [0, 0, 255] as const
const [black, white] = [[0, 0, 0] as const, [255, 255, 255] as const]
const little = (...words: number[]): number[] => words.flatMap((word) => [word & 255, word >> 8])
const opacity = {
  bits: 32,
  width: 1,
  height: 1,
  compression: 3,
  masks: [0xff0000, 0xff00, 0xff, 0xff000000],
} as const

describe('decodeBmp', () => {
  it.each([
    // Rows are padded to four bytes and begin at the bottom.
    [
      '24 bits',
      bmp({ bits: 24, pixels: [3, 2, 1, 6, 5, 4, 0, 0, 9, 8, 7, 12, 11, 10, 0, 0] }),
      3,
      [7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6],
    ],
    [
      '24 bits from top to bottom',
      bmp({ bits: 24, height: -2, pixels: [3, 2, 1, 6, 5, 4, 0, 0, 9, 8, 7, 12, 11, 10] }),
      3,
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    ],
    [
      '32 bits, whose last byte says nothing',
      bmp({ bits: 32, height: 1, pixels: [3, 2, 1, 0, 6, 5, 4, 99] }),
      3,
      [1, 2, 3, 4, 5, 6],
    ],
    ['8 bits', bmp({ bits: 8, height: 1, palette: [red, blue], pixels: [1, 0, 0, 0] }), 3, [...blue, ...red]],
    [
      '8 bits with grey colours',
      bmp({ bits: 8, height: 1, palette: [black, [7, 7, 7]], pixels: [1, 0, 0, 0] }),
      1,
      [7, 0],
    ],
    [
      '4 bits',
      bmp({ bits: 4, width: 3, height: 1, palette: [red, blue], pixels: [0x10, 0x10, 0, 0] }),
      3,
      [...blue, ...red, ...blue],
    ],
    [
      '1 bit',
      bmp({ bits: 1, width: 9, height: 1, palette: [black, white], pixels: [0xaa, 0x80, 0, 0] }),
      1,
      [255, 0, 255, 0, 255, 0, 255, 0, 255],
    ],
    [
      '1 bit, first colour white',
      bmp({ bits: 1, width: 2, height: 1, palette: [white, black], pixels: [0x40, 0, 0, 0] }),
      1,
      [255, 0],
    ],
    [
      '8 bits of OS/2',
      bmp({
        bits: 8,
        headerBytes: 12,
        height: 1,
        palette: [red, blue, ...Array(254).fill(black)],
        pixels: [1, 0, 0, 0],
      }),
      3,
      [...blue, ...red],
    ],
    [
      '24 bits of OS/2',
      bmp({ bits: 24, headerBytes: 12, height: 1, pixels: [3, 2, 1, 6, 5, 4, 0, 0] }),
      3,
      [1, 2, 3, 4, 5, 6],
    ],
    // 5 bits: round(v · 255 / 31); 6 bits: round(v · 255 / 63).
    [
      '16 bits',
      bmp({ bits: 16, height: 1, pixels: little(0x7c00 | (16 << 5) | 1, 0x8000) }),
      3,
      [255, 132, 8, 0, 0, 0],
    ],
    [
      '16 bits as 5, 6, 5',
      bmp({
        bits: 16,
        height: 1,
        compression: 3,
        masks: [0xf800, 0x7e0, 0x1f],
        pixels: little(0xf800 | (32 << 5) | 31, 0),
      }),
      3,
      [255, 130, 255, 0, 0, 0],
    ],
    [
      '32 bits with fields in another order',
      bmp({ bits: 32, height: 1, compression: 3, masks: [0xff, 0xff00, 0xff0000], pixels: [1, 2, 3, 0, 4, 5, 6, 0] }),
      3,
      [1, 2, 3, 4, 5, 6],
    ],
    [
      '10 bits a colour',
      bmp({
        bits: 32,
        width: 1,
        height: 1,
        compression: 3,
        masks: [0x3ff00000, 0xffc00, 0x3ff],
        pixels: [0xff, 0x03, 0, 0x20],
      }),
      3,
      [128, 0, 255],
    ],
    ['opacity of V5', bmp({ ...opacity, headerBytes: 124, pixels: [3, 2, 1, 128] }), 4, [1, 2, 3, 128]],
    ['opacity behind a short header', bmp({ ...opacity, compression: 6, pixels: [3, 2, 1, 9] }), 4, [1, 2, 3, 9]],
    ['opacity that was left at zero', bmp({ ...opacity, headerBytes: 108, pixels: [3, 2, 1, 0] }), 4, [1, 2, 3, 255]],
    [
      'a gap in front of its pixels',
      bmp({ bits: 24, width: 1, height: 1, pixelsAt: 57, pixels: [0, 0, 0, 3, 2, 1] }),
      3,
      [1, 2, 3],
    ],
  ])('reads %s', (_, file, channels, expected) => {
    expect(looksLikeBmp(file)).toBe(true)
    const image = decode(file)
    expect(image.channels).toBe(channels)
    expect([...image.data]).toEqual(expected)
  })

  it.each([
    ['a PNG inside', bmp({ bits: 0, compression: 5, pixels: [] }), 'compression PNG is not read'],
    [
      'Huffman of OS/2',
      bmp({ bits: 1, headerBytes: 64, compression: 3, pixels: [] }),
      'compression Huffman 1D is not read',
    ],
    ['RLE24 of OS/2', bmp({ bits: 24, headerBytes: 64, compression: 4, pixels: [] }), 'compression RLE24 is not read'],
    ['2 bits', bmp({ bits: 2, pixels: [] }), '2 bits per pixel are not read'],
    ['no width', bmp({ bits: 24, width: 0, pixels: [] }), 'a size of 0×2'],
    ['a negative width', bmp({ bits: 24, width: -2, pixels: [] }), 'a size of -2×2'],
    ['too few pixels', bmp({ bits: 24, pixels: [1, 2, 3] }), 'truncated: 2×2 at 24 bits need 14 bytes, found 3'],
    [
      'a size that the file cannot hold',
      bmp({ bits: 1, width: 2 ** 30, height: 2 ** 30, palette: [black, white], pixels: [] }),
      'truncated',
    ],
    ['pixels beyond the end', bmp({ bits: 24, pixelsAt: 4_000_000_000, pixels: [] }), 'truncated'],
    [
      'a palette of a billion',
      bmp({ bits: 8, colours: 1e9, pixels: [] }),
      'a palette of 1000000000 colours for 8 bits',
    ],
    ['a palette that is cut off', bmp({ bits: 8, colours: 200, pixels: [] }), 'truncated in its palette'],
    [
      'a colour outside of its palette',
      bmp({ bits: 8, width: 1, height: 1, palette: [red], pixels: [7, 0, 0, 0] }),
      'a pixel has colour 7 of 1',
    ],
    [
      'fields without red',
      bmp({ bits: 16, compression: 3, masks: [0, 0x7e0, 0x1f], pixels: [] }),
      'bit fields without a colour',
    ],
    [
      'fields with gaps',
      bmp({ bits: 16, compression: 3, masks: [0xa800, 0x7e0, 0x1f], pixels: [] }),
      'bit field 0xa800 has gaps',
    ],
    ['a header that is cut off', bmp({ bits: 24, pixels: [] }).subarray(0, 40), 'truncated'],
  ])('refuses %s', (_, file, problem) => {
    expect(() => decode(file)).toThrow(problem)
  })

  /** Grey values equal to the index, of which 4 bits have 16. */
  const shades = (count: number) => Array.from({ length: count }, (_, i) => [i, i, i] as const)
  const rle8 = (width: number, height: number, pixels: number[], palette = shades(256)) =>
    bmp({ bits: 8, compression: 1, width, height, palette, pixels })
  const rle4 = (width: number, height: number, pixels: number[]) =>
    bmp({ bits: 4, compression: 2, width, height, palette: shades(16), pixels })

  it.each([
    ['runs of 8 bits from the bottom up', rle8(3, 2, [3, 9, 0, 0, 1, 4, 2, 5, 0, 1]), [4, 5, 5, 9, 9, 9]],
    // Three bytes as they are, and one to fill the word.
    ['pixels as they are', rle8(4, 1, [0, 3, 7, 8, 9, 0, 1, 6, 0, 1]), [7, 8, 9, 6]],
    ['colours of a palette', rle8(2, 1, [1, 1, 1, 0, 0, 1], [red, blue] as never), [...blue, ...red]],
    // The example of the documentation, its three bytes filled up to words.
    [
      'the documented example of RLE8',
      rle8(20, 3, [3, 4, 5, 6, 0, 3, 0x45, 0x56, 0x67, 0, 2, 0x78, 0, 2, 5, 1, 2, 0x78, 0, 0, 9, 0x1e, 0, 1]),
      [
        ...[...Array(9).fill(0x1e), ...Array(11).fill(0)],
        ...[...Array(18).fill(0), 0x78, 0x78],
        ...[4, 4, 4, 6, 6, 6, 6, 6, 0x45, 0x56, 0x67, 0x78, 0x78, ...Array(7).fill(0)],
      ],
    ],
    [
      'the documented example of RLE4',
      rle4(25, 3, [3, 4, 5, 6, 0, 6, 0x45, 0x56, 0x67, 0, 4, 0x78, 0, 2, 5, 1, 4, 0x78, 0, 0, 9, 0x1e, 0, 1]),
      [
        ...[1, 14, 1, 14, 1, 14, 1, 14, 1, ...Array(16).fill(0)],
        ...[...Array(23).fill(0), 7, 8],
        ...[0, 4, 0, 0, 6, 0, 6, 0, 4, 5, 5, 6, 6, 7, 7, 8, 7, 8, ...Array(7).fill(0)],
      ],
    ],
    // Five pixels in three bytes, and one to fill the word.
    ['halves of a byte as they are', rle4(6, 1, [0, 5, 0x12, 0x34, 0x50, 0, 1, 0x60, 0, 1]), [1, 2, 3, 4, 5, 6]],
    ['colour 0 for what rows leave out', rle8(3, 2, [1, 9, 0, 0, 2, 8, 0, 0, 0, 1]), [8, 8, 0, 9, 0, 0]],
    ['colour 0 for what a jump passes over', rle8(3, 3, [1, 9, 0, 2, 1, 2, 1, 8, 0, 1]), [0, 0, 8, 0, 0, 0, 9, 0, 0]],
    ['colour 0 behind an early end', rle8(2, 2, [1, 9, 0, 1]), [0, 0, 9, 0]],
    ['rows that their writer padded', rle8(1, 2, [1, 4, 3, 0, 0, 0, 0, 4, 5, 1, 2, 3, 0, 0, 0, 1]), [5, 4]],
    ['a last row without a mark behind it', rle4(3, 2, [3, 0x12, 0, 0, 3, 0x34]), [3, 4, 3, 1, 2, 1]],
    ['nothing behind the last row', rle8(2, 1, [2, 9, 0, 0, 2, 7]), [9, 9]],
  ])('reads RLE: %s', (_, file, expected) => {
    expect([...decode(file).data]).toEqual(expected)
  })

  it.each([
    ['that end early', rle8(2, 2, [2, 9, 0, 0]), 'truncated: its runs end in row 2 of 2 from the bottom'],
    ['of which half is there', rle8(2, 2, [2]), 'truncated: its runs end in row 1 of 2'],
    ['that promise more bytes than there are', rle8(9, 1, [0, 9, 1, 2, 3]), 'truncated'],
    ['with half a jump', rle8(9, 1, [0, 2, 1]), 'truncated'],
    [
      'that begin behind the file',
      bmp({ bits: 8, compression: 1, colours: 1, palette: [red], pixelsAt: 1e9, pixels: [] }),
      'truncated',
    ],
    ['that jump out to the right', rle8(2, 2, [0, 2, 3, 0]), 'a jump to column 3 of row 0, out of the picture'],
    ['that jump out at the top', rle8(2, 2, [0, 2, 0, 2]), 'a jump to column 0 of row 2, out of the picture'],
    ['with a colour that is not there', rle8(1, 1, [1, 3], shades(3)), 'a pixel has colour 3 of 3'],
    [
      'from top to bottom',
      bmp({ bits: 8, compression: 1, height: -2, palette: [red], pixels: [] }),
      'compression RLE8 from top to bottom',
    ],
    ['of other pixels', bmp({ bits: 4, compression: 1, palette: [red], pixels: [] }), 'compression RLE8 with 4 bits'],
    ['of a picture that fills memory', rle8(8192, 8193, [0, 1]), '8192×8193 are more than the 67108864 pixels'],
  ])('refuses runs %s', (_, file, problem) => {
    expect(() => decode(file)).toThrow(problem)
  })

  it('does not take words that begin with the letters for an image', () => {
    expect(looksLikeBmp(Buffer.from('BM'))).toBe(false)
    expect(looksLikeBmp(Buffer.from('BMW is a maker of cars and motorcycles'))).toBe(false)
  })
})
