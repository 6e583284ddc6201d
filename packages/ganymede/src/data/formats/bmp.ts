/**
 * Windows bitmaps, which the image library does not read: 1, 4, 8, 16, 24 and 32 bits, bottom-up and top-down, bit fields,
 * RLE4 and RLE8, the header of OS/2. https://learn.microsoft.com/windows/win32/gdi/bitmap-structures
 */

import type { ChannelCount, Raster } from '@ganymede/core/pictures'
import { readRuns } from './bmp-runs.js'

/** What the header says; pixels are not looked at. */
export interface BmpHeader {
  readonly width: number
  readonly height: number
  readonly channels: ChannelCount
  readonly bits: number
  readonly isTopDown: boolean
  /** Whether the pixels are runs, RLE4 or RLE8 by `bits`. */
  readonly isRunLength: boolean
  /** Place of the pixels in the file. */
  readonly pixelsAt: number
  /** Colours `[n, 3]` as red, green, blue; null where pixels hold their colours. */
  readonly palette: Uint8Array | null
  /** Masks of red, green, blue and alpha (0: none) for 16 and 32 bits. */
  readonly masks: readonly [number, number, number, number]
}

/** Bytes of a file that hold every header and palette that is read. */
export const bmpHeaderBytes = 14 + 124 + 16 + 256 * 4

const CORE = 12
// BITMAPINFOHEADER, its two undocumented relatives with masks, OS/2 2.x, V4 and V5.
const INFO_SIZES = [40, 52, 56, 64, 108, 124]
const compressions: Readonly<Record<number, string>> = {
  4: 'JPEG',
  5: 'PNG',
  11: 'CMYK',
  12: 'CMYK RLE8',
  13: 'CMYK RLE4',
}
const os2Compressions: Readonly<Record<number, string>> = { 3: 'Huffman 1D', 4: 'RLE24' }

// Of those that are read: bits per pixel.
const runLengthBits: Readonly<Record<number, number>> = { 1: 8, 2: 4 }

/** 8,192 × 8,192: a few bytes can make a picture of any size, whose colours fill memory. */
const mostRunLengthPixels = 2 ** 26

/** Whether the first bytes are those of a bitmap: the two letters alone begin many a text. */
export function looksLikeBmp(head: Uint8Array): boolean {
  if (head[0] !== 0x42 || head[1] !== 0x4d || head.length < 18) return false
  const size = viewOf(head).getUint32(14, true)
  return size === CORE || INFO_SIZES.includes(size)
}

/**
 * @param head  the first {@link bmpHeaderBytes} bytes, or the whole file where it is shorter
 * @throws Error whose message says for people what is wrong, or what is not read
 */
export function readBmpHeader(head: Uint8Array): BmpHeader {
  const view = viewOf(head)
  if (head.length < 26) throw new Error('truncated')
  const headerBytes = view.getUint32(14, true)
  const isCore = headerBytes === CORE
  if (head.length < 14 + headerBytes) throw new Error('truncated')
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true)
  const signedHeight = isCore ? view.getUint16(20, true) : view.getInt32(22, true)
  const bits = view.getUint16(isCore ? 24 : 28, true)
  const compression = isCore ? 0 : view.getUint32(30, true)
  if (width <= 0 || signedHeight === 0) throw new Error(`a size of ${width}×${signedHeight}`)
  // 3 is Huffman in OS/2 and bit fields elsewhere, 6 bit fields with alpha.
  const isOs2 = headerBytes === 64
  const hasFields = (compression === 3 && !isOs2) || compression === 6
  const isRunLength = Object.hasOwn(runLengthBits, compression)
  if (compression !== 0 && !hasFields && !isRunLength) {
    const name = (isOs2 ? os2Compressions : compressions)[compression] ?? compression
    throw new Error(`compression ${name} is not read`)
  }
  if (isRunLength && bits !== runLengthBits[compression]) {
    throw new Error(`compression RLE${runLengthBits[compression]} with ${bits} bits per pixel`)
  }
  if (![1, 4, 8, 16, 24, 32].includes(bits) || (hasFields && bits !== 16 && bits !== 32)) {
    throw new Error(`${bits} bits per pixel${hasFields ? ' with bit fields' : ''} are not read`)
  }
  const masksAfter = hasFields && headerBytes === 40 ? (compression === 6 ? 16 : 12) : 0
  const palette = bits > 8 ? null : readPalette(head, { at: 14 + headerBytes, isCore, bits })
  const masks = readMasks(view, { bits, hasFields, masksBytes: headerBytes === 40 ? masksAfter : headerBytes - 40 })
  const isGrey = palette?.every((value, i) => value === palette[i - (i % 3)]) === true
  const header = {
    width,
    height: Math.abs(signedHeight),
    channels: isGrey ? 1 : masks[3] === 0 ? 3 : 4,
    bits,
    isTopDown: signedHeight < 0,
    isRunLength,
    pixelsAt: view.getUint32(10, true),
    palette,
    masks,
  } as const
  if (isRunLength) requireRunLength(header)
  return header
}

function requireRunLength({ width, height, bits, isTopDown }: BmpHeader): void {
  if (isTopDown) throw new Error(`compression RLE${bits} from top to bottom, which the format does not allow`)
  if (width * height <= mostRunLengthPixels) return
  throw new Error(`${width}×${height} are more than the ${mostRunLengthPixels} pixels that RLE${bits} may have`)
}

/**
 * The pixels in 8 bits; colours of fewer bits are spread over 0 to 255.
 *
 * @throws Error whose message says for people what is wrong with the pixels
 */
export function decodeBmp(file: Uint8Array, header: BmpHeader): Raster {
  const { width, height, channels, bits, isTopDown, isRunLength, pixelsAt } = header
  if (isRunLength) return decodeRuns(file.subarray(pixelsAt), header)
  const rowBytes = 4 * Math.ceil((width * bits) / 32)
  // Some writers leave out the padding of the last row.
  const expected = rowBytes * (height - 1) + Math.ceil((width * bits) / 8)
  if (pixelsAt + expected > file.length) {
    throw new Error(
      `truncated: ${width}×${height} at ${bits} bits need ${expected} bytes, found ${Math.max(0, file.length - pixelsAt)}`,
    )
  }
  const data = new Uint8Array(width * height * channels)
  const reader = bits <= 8 ? indexedRow : bits === 24 ? trueColourRow : fieldsRow
  const readRow = reader(file, header, data)
  for (let y = 0; y < height; y++) {
    readRow(pixelsAt + (isTopDown ? y : height - 1 - y) * rowBytes, y * width * channels)
  }
  if (channels === 4) requireSomethingVisible(data)
  return { width, height, channels, data }
}

function decodeRuns(stream: Uint8Array, header: BmpHeader): Raster {
  const { width, height, channels } = header
  const data = new Uint8Array(width * height * channels)
  const write = colourWriter(header, data)
  readRuns(stream, header, (x, y, count, first, second) => {
    const from = ((height - 1 - y) * width + x) * channels
    if (count > 0) write(first, from)
    if (count > 1) write(second, from + channels)
    // Few bytes make many pixels: copies are faster than their loop.
    for (let done = 2; done < count; done *= 2) {
      data.copyWithin(from + done * channels, from, from + Math.min(done, count - done) * channels)
    }
  })
  return { width, height, channels, data }
}

// Writers that declare opacity and then leave it at zero mean no picture that cannot be seen.
function requireSomethingVisible(data: Uint8Array): void {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 0) return
  for (let i = 3; i < data.length; i += 4) data[i] = 255
}

type RowReader = (from: number, to: number) => void

/** Puts the colour of an index into its place. */
function colourWriter({ palette, channels }: BmpHeader, data: Uint8Array): (index: number, to: number) => void {
  const colours = palette ?? new Uint8Array()
  return (index, to) => {
    if (3 * index >= colours.length) throw new Error(`a pixel has colour ${index} of ${colours.length / 3}`)
    for (let c = 0; c < channels; c++) data[to + c] = colours[3 * index + c] as number
  }
}

function indexedRow(file: Uint8Array, header: BmpHeader, data: Uint8Array): RowReader {
  const { width, bits, channels } = header
  const write = colourWriter(header, data)
  const perByte = 8 / bits
  const mask = (1 << bits) - 1
  return (from, to) => {
    for (let x = 0; x < width; x++) {
      const byte = file[from + Math.floor(x / perByte)] as number
      write((byte >> (8 - bits * ((x % perByte) + 1))) & mask, to + x * channels)
    }
  }
}

function trueColourRow(file: Uint8Array, { width }: BmpHeader, data: Uint8Array): RowReader {
  return (from, to) => {
    for (let x = 0; x < 3 * width; x += 3) {
      for (let c = 0; c < 3; c++) data[to + x + c] = file[from + x + 2 - c] as number
    }
  }
}

function fieldsRow(file: Uint8Array, { width, bits, masks, channels }: BmpHeader, data: Uint8Array): RowReader {
  const view = viewOf(file)
  const fields = masks.slice(0, channels).map((mask) => {
    const shift = lowestBit(mask)
    return { mask, shift, most: mask >>> shift }
  })
  return (from, to) => {
    for (let x = 0; x < width; x++) {
      const pixel = bits === 16 ? view.getUint16(from + 2 * x, true) : view.getUint32(from + 4 * x, true)
      let place = to + x * channels
      for (const { mask, shift, most } of fields) data[place++] = Math.round((((pixel & mask) >>> shift) * 255) / most)
    }
  }
}

function readPalette(
  head: Uint8Array,
  { at, isCore, bits }: { at: number; isCore: boolean; bits: number },
): Uint8Array {
  const asked = isCore ? 0 : viewOf(head).getUint32(46, true)
  const most = 2 ** bits
  const count = asked === 0 ? most : asked
  if (count > most) throw new Error(`a palette of ${count} colours for ${bits} bits`)
  const entry = isCore ? 3 : 4
  if (at + count * entry > head.length) throw new Error('truncated in its palette')
  const palette = new Uint8Array(3 * count)
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) palette[3 * i + c] = head[at + i * entry + 2 - c] as number
  }
  return palette
}

function readMasks(
  view: DataView,
  { bits, hasFields, masksBytes }: { bits: number; hasFields: boolean; masksBytes: number },
): BmpHeader['masks'] {
  // Without fields the upper bits have no meaning, whatever some writers put there.
  if (!hasFields) return bits === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0]
  if (view.byteLength < 54 + masksBytes) throw new Error('truncated')
  const at = (index: number): number => view.getUint32(54 + 4 * index, true)
  const masks = [at(0), at(1), at(2), masksBytes >= 16 ? at(3) : 0] as const
  if (masks.slice(0, 3).some((mask) => mask === 0)) throw new Error('bit fields without a colour')
  for (const mask of masks) {
    const low = mask >>> lowestBit(mask)
    if ((low & (low + 1)) !== 0) throw new Error(`bit field 0x${mask.toString(16)} has gaps`)
  }
  return masks
}

function lowestBit(mask: number): number {
  return mask === 0 ? 0 : 31 - Math.clz32(mask & -mask)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
