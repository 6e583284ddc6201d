/**
 * Reads the directory and single entries of a zip file without unpacking it (PKWARE APPNOTE 6.3, with the 64-bit
 * fields). Every length is checked against the file before anything is allocated.
 */

import type { FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import { constants, crc32, inflateRaw, inflateRawSync } from 'node:zlib'

export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly isEncrypted: boolean
  readonly crc: number
  readonly storedBytes: number
  readonly bytes: number
  readonly headerAt: number
}

const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const MAX_COMMENT = 0xffff
const MAX_DIRECTORY_BYTES = 2 ** 30
const DEFLATE_LIMIT = 1032 // no deflate stream expands further than this

const inflate = promisify(inflateRaw)

/**
 * The entries of the central directory, in its order; folders included.
 *
 * @throws Error whose message says for people what is wrong with the file
 */
export async function readZipDirectory(file: FileHandle): Promise<ZipEntry[]> {
  const { size } = await file.stat()
  const { at, length, count } = await findDirectory(file, size)
  if (at + length > size) throw new Error(`its directory lies beyond the end of the file (${size} bytes)`)
  if (length > MAX_DIRECTORY_BYTES) throw new Error(`its directory of ${length} bytes is too large`)
  if (count * 46 > length) throw new Error(`its directory of ${length} bytes cannot hold ${count} entries`)
  const bytes = await readAt(file, at, length)
  const entries: ZipEntry[] = []
  for (let offset = 0; entries.length < count; ) {
    if (offset + 46 > bytes.length || bytes.readUInt32LE(offset) !== CENTRAL) {
      throw new Error(`its directory is damaged at entry ${entries.length + 1} of ${count}`)
    }
    const nameLength = bytes.readUInt16LE(offset + 28)
    const extraLength = bytes.readUInt16LE(offset + 30)
    const next = offset + 46 + nameLength + extraLength + bytes.readUInt16LE(offset + 32)
    if (next > bytes.length) throw new Error(`its directory is damaged at entry ${entries.length + 1} of ${count}`)
    const extra = bytes.subarray(offset + 46 + nameLength, offset + 46 + nameLength + extraLength)
    entries.push(parseEntry(bytes, offset, nameLength, extra))
    offset = next
  }
  return entries
}

/** The first bytes of an entry's content, for looking at its signature. */
export async function readZipHead(file: FileHandle, entry: ZipEntry): Promise<Buffer> {
  const stored = await readStored(file, entry, Math.min(entry.storedBytes, 4096))
  if (entry.method === 0) return stored
  try {
    return inflateRawSync(stored, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 4096 * (DEFLATE_LIMIT + 1) })
  } catch (error) {
    throw new Error(`its compressed data are damaged: ${(error as Error).message}`)
  }
}

/**
 * The content of an entry, its length and checksum verified.
 *
 * @throws Error whose message says for people what is wrong with the entry
 */
export async function readZipEntry(file: FileHandle, entry: ZipEntry, limitBytes: number): Promise<Uint8Array> {
  const { method, bytes, storedBytes } = entry
  if (bytes > limitBytes) throw new Error(`unpacks to ${bytes} bytes, more than the limit of ${limitBytes}`)
  if (method === 8 && bytes > (storedBytes + 8) * DEFLATE_LIMIT) {
    throw new Error(`claims ${bytes} bytes from ${storedBytes}, which no deflate stream gives`)
  }
  const stored = await readStored(file, entry, storedBytes)
  let content: Uint8Array = stored
  if (method === 8) {
    content = await inflate(stored, { maxOutputLength: Math.max(1, bytes) }).catch((error: Error) => {
      throw new Error(`its compressed data are damaged: ${error.message}`)
    })
  }
  if (content.length !== bytes) throw new Error(`expected ${bytes} bytes, found ${content.length}`)
  if (crc32(content) !== entry.crc) throw new Error('its checksum (CRC-32) does not agree with its content')
  return content
}

async function readStored(file: FileHandle, entry: ZipEntry, length: number): Promise<Buffer> {
  if (entry.isEncrypted) throw new Error('encrypted')
  if (entry.method !== 0 && entry.method !== 8) throw new Error(`compression method ${entry.method} is not read`)
  const header = await readAt(file, entry.headerAt, 30)
  if (header.readUInt32LE(0) !== LOCAL) throw new Error('its place in the file is not where the directory says')
  const at = entry.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const { size } = await file.stat()
  if (at + length > size) throw new Error('lies beyond the end of the file')
  return readAt(file, at, length)
}

interface DirectoryPlace {
  readonly at: number
  readonly length: number
  readonly count: number
}

async function findDirectory(file: FileHandle, size: number): Promise<DirectoryPlace> {
  const tailLength = Math.min(size, MAX_COMMENT + 22)
  const tail = await readAt(file, size - tailLength, tailLength)
  for (let end = tailLength - 22; end >= 0; end--) {
    if (tail.readUInt32LE(end) !== END || end + 22 + tail.readUInt16LE(end + 20) > tailLength) continue
    if (tail.readUInt16LE(end + 4) !== 0) throw new Error('it is one part of a divided archive')
    const place = {
      at: tail.readUInt32LE(end + 16),
      length: tail.readUInt32LE(end + 12),
      count: tail.readUInt16LE(end + 10),
    }
    const is64 = place.at === 0xffffffff || place.length === 0xffffffff || place.count === 0xffff
    return (is64 ? await findDirectory64(file, size - tailLength + end) : null) ?? place
  }
  throw new Error('it has no directory at its end: truncated, or not a zip file')
}

/** The 64-bit record that stands before the end record, or null when there is none. */
async function findDirectory64(file: FileHandle, endAt: number): Promise<DirectoryPlace | null> {
  if (endAt < 20) return null
  const locator = await readAt(file, endAt - 20, 20)
  if (locator.readUInt32LE(0) !== LOCATOR_64) return null
  const record = await readAt(file, toNumber(locator.readBigUInt64LE(8)), 56)
  if (record.readUInt32LE(0) !== END_64) throw new Error('its 64-bit directory record is damaged')
  return {
    at: toNumber(record.readBigUInt64LE(48)),
    length: toNumber(record.readBigUInt64LE(40)),
    count: toNumber(record.readBigUInt64LE(32)),
  }
}

function parseEntry(bytes: Buffer, offset: number, nameLength: number, extra: Buffer): ZipEntry {
  const flags = bytes.readUInt16LE(offset + 8)
  const name = bytes.subarray(offset + 46, offset + 46 + nameLength)
  const wide = extraField64(extra)
  // The 64-bit field holds only those values that did not fit, in this order.
  const field = (at: number): number => {
    const value = bytes.readUInt32LE(at)
    if (value !== 0xffffffff || wide === null || wide.offset + 8 > wide.bytes.length) return value
    const result = toNumber(wide.bytes.readBigUInt64LE(wide.offset))
    wide.offset += 8
    return result
  }
  const size = field(offset + 24)
  const storedBytes = field(offset + 20)
  const headerAt = field(offset + 42)
  return {
    name: decodeName(name, (flags & 0x800) !== 0),
    method: bytes.readUInt16LE(offset + 10),
    isEncrypted: (flags & 1) !== 0,
    crc: bytes.readUInt32LE(offset + 16),
    storedBytes,
    bytes: size,
    headerAt,
  }
}

function extraField64(extra: Buffer): { bytes: Buffer; offset: number } | null {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) return { bytes: extra.subarray(at + 4, at + 4 + length), offset: 0 }
    at += 4 + length
  }
  return null
}

/** UTF-8 where the flag says so or the bytes are valid; else one character per byte, so that names stay distinct. */
function decodeName(bytes: Buffer, isUtf8: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: !isUtf8 }).decode(bytes)
  } catch {
    return bytes.toString('latin1')
  }
}

function toNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error('it names a place beyond any file')
  return Number(value)
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done)
    if (bytesRead === 0) throw new Error('it ends too early')
    done += bytesRead
  }
  return bytes
}
