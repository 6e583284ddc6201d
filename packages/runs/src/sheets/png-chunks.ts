/** Reading and adding text in PNG files, chunk by chunk (PNG specification, third edition, sections 5 and 11). */
import { crc32 } from 'node:zlib'

/** Facts of a PNG's header. */
export interface PngHeader {
  readonly width: number
  readonly height: number
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
  readonly channels: 1 | 2 | 3 | 4
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

// Colour type of the header → channels; 3 is a palette, whose colours are RGB.
const channelsOf: Readonly<Record<number, PngHeader['channels']>> = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 }

/**
 * Width, height and channels.
 *
 * @throws Error when the bytes are no PNG
 */
export function readPngHeader(png: Uint8Array): PngHeader {
  const header = chunksBeforePixels(png).next().value
  if (header?.type !== 'IHDR' || header.data.byteLength !== 13) throw new Error('not a PNG file: no header')
  const channels = channelsOf[header.data[9] as number]
  if (channels === undefined) throw new Error(`not a PNG file: colour type ${header.data[9]}`)
  return { width: header.data.readUInt32BE(0), height: header.data.readUInt32BE(4), channels }
}

/**
 * Adds texts to a PNG, before its pixels, so that a reader finds them without reading those.
 *
 * @param texts  by keyword (1 to 79 Latin letters); values may be any text
 * @throws Error when the bytes are no PNG or a keyword is not allowed
 */
export function addPngText(png: Uint8Array, texts: Readonly<Record<string, string>>): Uint8Array {
  readPngHeader(png)
  const afterHeader = signature.byteLength + 12 + 13
  const added = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text))
  return Buffer.concat([png.subarray(0, afterHeader), ...added, png.subarray(afterHeader)])
}

/**
 * The texts of a PNG by keyword; compressed ones are left out, since nobody's metadata may unpack to gigabytes.
 *
 * @throws Error when the bytes are no PNG or are damaged before the pixels begin
 */
export function readPngText(png: Uint8Array): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  readPngHeader(png)
  for (const { type, data } of chunksBeforePixels(png)) {
    if (type !== 'tEXt' && type !== 'iTXt') continue
    const end = data.indexOf(0)
    if (end < 1) continue
    const keyword = data.toString('latin1', 0, end)
    const text = type === 'tEXt' ? data.toString('latin1', end + 1) : internationalText(data, end)
    if (text !== undefined) texts.set(keyword, text)
  }
  return texts
}

interface Chunk {
  readonly type: string
  readonly data: Buffer
}

function* chunksBeforePixels(png: Uint8Array): Generator<Chunk, undefined> {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength)
  if (!bytes.subarray(0, 8).equals(signature)) throw new Error('not a PNG file: wrong first bytes')
  let position = 8
  while (position + 12 <= bytes.byteLength) {
    const type = bytes.toString('latin1', position + 4, position + 8)
    if (type === 'IDAT' || type === 'IEND') return
    const end = position + 8 + bytes.readUInt32BE(position)
    if (end + 4 > bytes.byteLength) throw new Error('the PNG file is cut off')
    if (crc32(bytes.subarray(position + 4, end)) !== bytes.readUInt32BE(end)) {
      throw new Error(`the PNG file is damaged: wrong checksum of ${JSON.stringify(type)}`)
    }
    yield { type, data: bytes.subarray(position + 8, end) }
    position = end + 4
  }
  throw new Error('the PNG file is cut off')
}

function textChunk(keyword: string, text: string): Buffer {
  if (!/^[!-~](?:[ -~]{0,77}[!-~])?$/.test(keyword)) throw new Error(`${JSON.stringify(keyword)} is no PNG keyword`)
  // iTXt: keyword, 0, not compressed, method 0, empty language, empty translated keyword, UTF-8 text.
  const data = Buffer.concat([Buffer.from(keyword, 'latin1'), Buffer.from([0, 0, 0, 0, 0]), Buffer.from(text)])
  const chunk = Buffer.alloc(data.byteLength + 12)
  chunk.writeUInt32BE(data.byteLength, 0)
  chunk.write('iTXt', 4, 'latin1')
  chunk.set(data, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.byteLength)), 8 + data.byteLength)
  return chunk
}

function internationalText(data: Buffer, keywordEnd: number): string | undefined {
  const isCompressed = data[keywordEnd + 1] !== 0
  const languageEnd = data.indexOf(0, keywordEnd + 3)
  const translatedEnd = languageEnd < 0 ? -1 : data.indexOf(0, languageEnd + 1)
  return isCompressed || translatedEnd < 0 ? undefined : data.toString('utf8', translatedEnd + 1)
}
