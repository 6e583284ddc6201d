/** Reads single entries of a zip file without unpacking the others. */

import { readSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import { constants, crc32, inflateRaw, inflateRawSync } from 'node:zlib'
import { requirePlausible } from './unpacked-size.js'
import { readAt, type ZipEntry } from './zip-directory.js'

const LOCAL = 0x04034b50
const HEADER_BYTES = 30
/** Of name and further fields behind the header; longer ones take a second call. */
const USUAL_NAME_BYTES = 256
const HEAD_STORED_BYTES = 512 // deflated or not, more than a signature needs

const inflate = promisify(inflateRaw)

/**
 * The first bytes of an entry's content, by one call that waits: a tenth of the time of calls that do not.
 *
 * @param limits  bytes that are read of what is stored (default: what a signature needs), and what they may unpack to
 * @throws Error when they unpack to more, or cannot be unpacked
 */
export function readZipHead(
  file: FileHandle,
  entry: ZipEntry,
  limits: { readonly stored: number; readonly unpacked?: number } = { stored: HEAD_STORED_BYTES },
): Buffer {
  requireReadable(entry)
  const length = Math.min(entry.storedBytes, limits.stored)
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + USUAL_NAME_BYTES + length)
  const start = bytes.subarray(0, readSync(file.fd, bytes, 0, bytes.length, entry.headerAt))
  const at = contentAt(start, entry)
  const inFile = entry.headerAt + at
  let stored = start.subarray(at, at + length)
  if (stored.length < length) {
    const rest = Buffer.allocUnsafe(length)
    stored = rest.subarray(0, readSync(file.fd, rest, 0, length, inFile))
  }
  if (stored.length < length) throw new Error('it ends too early')
  if (entry.method === 0) return stored
  try {
    return inflateRawSync(stored, {
      finishFlush: constants.Z_SYNC_FLUSH,
      ...(limits.unpacked === undefined ? {} : { maxOutputLength: limits.unpacked }),
    })
  } catch (error) {
    throw damaged(error as Error)
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
  if (method === 0 && bytes !== storedBytes) throw new Error(`expected ${bytes} bytes, found ${storedBytes}`)
  if (method === 8) requirePlausible(bytes, storedBytes)
  const stored = await readStored(file, entry, storedBytes)
  let content: Uint8Array = stored
  if (method === 8) {
    // In one piece: joining pieces would take the memory twice.
    content = await inflate(stored, { maxOutputLength: Math.max(1, bytes), chunkSize: Math.max(64, bytes + 1) }).catch(
      (error: Error) => {
        throw damaged(error)
      },
    )
  }
  if (content.length !== bytes) throw new Error(`expected ${bytes} bytes, found ${content.length}`)
  if (crc32(content) !== entry.crc) throw new Error('its checksum (CRC-32) does not agree with its content')
  return content
}

async function readStored(file: FileHandle, entry: ZipEntry, length: number): Promise<Buffer> {
  requireReadable(entry)
  const at = contentAt(await readAt(file, entry.headerAt, HEADER_BYTES), entry)
  return readAt(file, entry.headerAt + at, length)
}

function requireReadable({ isEncrypted, method }: ZipEntry): void {
  if (isEncrypted) throw new Error('encrypted')
  if (method !== 0 && method !== 8) throw new Error(`compression method ${method} is not read`)
}

/** Where the content begins, behind the header of the entry that `start` begins with. */
function contentAt(start: Buffer, { headerAt, storedBytes, endAt }: ZipEntry): number {
  if (start.length < HEADER_BYTES) throw new Error('it ends too early')
  if (start.readUInt32LE(0) !== LOCAL) throw new Error('its place in the file is not where the directory says')
  const at = HEADER_BYTES + start.readUInt16LE(26) + start.readUInt16LE(28)
  if (headerAt + at + storedBytes > endAt) throw new Error('lies over the bytes of what follows it')
  return at
}

function damaged({ message }: Error): Error {
  return new Error(`its compressed data are damaged: ${message}`)
}
