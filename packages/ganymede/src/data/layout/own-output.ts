/**
 * What Ganymede itself wrote, so that nobody trains on it by mistake: run folders, known by their `run.json`, and pictures,
 * known by the name of the program in their metadata (PNG text, EXIF, GIF comment).
 */

import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeText, parseJson } from '@ganymede/runs/files'
import { afterGifColours, toolkitName } from '@ganymede/runs/sheets'
import { sniffFormat } from '../formats/image-format.js'

export const ownRunReason = 'a run of Ganymede'
export const ownPictureReason = 'a picture that Ganymede wrote'
export const preparedReason = 'says how Ganymede prepared the images'

/** Says that a folder was prepared and may be replaced. */
export const preparedMarker = 'ganymede-data.json'

const MAX_RECORD_BYTES = 2 ** 24

/** Whether a folder is that of a run. */
export async function isRunFolder(folder: string): Promise<boolean> {
  const file = join(folder, 'run.json')
  try {
    const found = await stat(file)
    if (!found.isFile() || found.size > MAX_RECORD_BYTES) return false
    const record: unknown = parseJson(decodeText(await readFile(file)))
    return typeof record === 'object' && record !== null && 'format' in record && 'definition' in record
  } catch {
    return false
  }
}

/** Reads bytes of a file; fewer where it ends. */
export type ReadBytes = (at: number, length: number) => Promise<Uint8Array>

/**
 * Whether a picture was written by Ganymede.
 *
 * @param head  the first bytes; metadata of PNG, JPEG and GIF are looked for in these alone
 */
export async function isOwnPicture(head: Uint8Array, read: ReadBytes): Promise<boolean> {
  try {
    switch (sniffFormat(head)) {
      case 'png':
        return isOwnPng(head)
      case 'gif':
        return isOwnGif(head)
      case 'jpeg':
        return isOwnJpeg(head)
      case 'webp':
        return await isOwnWebp(head, read)
      default:
        return false
    }
  } catch (error) {
    // Damaged, or its metadata lie behind the first bytes: whatever it is, the decoder will say so.
    if (error instanceof RangeError) return false
    throw error
  }
}

function isOwnPng(head: Uint8Array): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length)
  for (let at = 8; ; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (type === 'IDAT' || type === 'IEND') return false
    const data = bytes.toString('latin1', at + 8, at + 8 + bytes.readUInt32BE(at))
    // tEXt: keyword, 0, text. iTXt, not compressed: keyword, five times 0, text.
    if (type === 'tEXt' && data === `Software\0${toolkitName}`) return true
    if (type === 'iTXt' && data === `Software\0\0\0\0\0${toolkitName}`) return true
  }
}

function isOwnGif(head: Uint8Array): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length)
  for (let at = afterGifColours(head); bytes.readUInt8(at) === 0x21; ) {
    const kind = bytes.readUInt8(at + 1)
    let text = ''
    for (at += 2; bytes.readUInt8(at) !== 0; at += 1 + bytes.readUInt8(at)) {
      text += bytes.toString('latin1', at + 1, at + 1 + bytes.readUInt8(at))
    }
    if (kind === 0xfe && text === toolkitName) return true
    at += 1
  }
  return false
}

function isOwnJpeg(head: Uint8Array): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length)
  for (let at = 2; bytes.readUInt8(at) === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt8(at + 1)
    if (marker === 0xda || marker === 0xd9) return false
    const isExif = marker === 0xe1 && bytes.toString('latin1', at + 4, at + 10) === 'Exif\0\0'
    if (isExif && softwareOf(bytes.subarray(at + 10, at + 2 + bytes.readUInt16BE(at + 2))) === toolkitName) return true
  }
  return false
}

const MAX_CHUNKS = 10_000 // frames of an animation
const MAX_EXIF_BYTES = 2 ** 16

/** EXIF stands behind the pixels there; a flag in front says that there is some. */
async function isOwnWebp(head: Uint8Array, read: ReadBytes): Promise<boolean> {
  const first = Buffer.from(head.buffer, head.byteOffset, head.length)
  if (first.toString('latin1', 12, 16) !== 'VP8X' || (first.readUInt8(20) & 8) === 0) return false
  for (let at = 12, chunks = 0; chunks < MAX_CHUNKS; chunks++) {
    const chunk = Buffer.from(await read(at, 8))
    const length = chunk.readUInt32LE(4)
    if (chunk.toString('latin1', 0, 4) === 'EXIF') {
      const exif = Buffer.from(await read(at + 8, Math.min(length, MAX_EXIF_BYTES)))
      const isPrefixed = exif.toString('latin1', 0, 6) === 'Exif\0\0'
      return softwareOf(isPrefixed ? exif.subarray(6) : exif) === toolkitName
    }
    at += 8 + length + (length & 1)
  }
  return false
}

const SOFTWARE = 0x0131

/** The program that wrote a picture, by the first directory of its EXIF data (TIFF 6.0, section 2); null without one. */
function softwareOf(exif: Buffer): string | null {
  const isLittle = exif.toString('latin1', 0, 2) === 'II'
  const short = (at: number): number => (isLittle ? exif.readUInt16LE(at) : exif.readUInt16BE(at))
  const long = (at: number): number => (isLittle ? exif.readUInt32LE(at) : exif.readUInt32BE(at))
  const directory = long(4)
  for (let entry = 0; entry < short(directory); entry++) {
    const at = directory + 2 + 12 * entry
    if (short(at) !== SOFTWARE) continue
    const length = long(at + 4)
    const place = length <= 4 ? at + 8 : long(at + 8)
    return exif.toString('latin1', place, place + length).replace(/\0+$/, '')
  }
  return null
}
