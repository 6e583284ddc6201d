// @ts-check
/**
 * Unpacks chosen entries of a zip file, one at a time as streams, with checksums. Node.js has no unzip of its own, and
 * set-up must work without Python. Format: PKWARE APPNOTE 6.3.10, sections 4.3.7 to 4.3.16 (no zip64, no encryption:
 * neither occurs in the archives of libtorch).
 */
import { createWriteStream } from 'node:fs'
import { mkdir, open, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'
import { SetupError } from './errors.mjs'

const endSignature = 0x06054b50
const locatorSignature = 0x07064b50
const entrySignature = 0x02014b50
const localSignature = 0x04034b50
const smallBytes = 1 << 20

/**
 * @typedef {object} ZipEntry
 * @property {string} name
 * @property {number} method          0 stored, 8 deflated
 * @property {number} crc
 * @property {number} packedBytes
 * @property {number} bytes
 * @property {number} headerOffset
 */

/**
 * Writes the entries that `target` gives a place.
 *
 * @param {string} path
 * @param {string} folder
 * @param {object} options
 * @param {(name: string) => string | null} options.target  place below the folder, or null to leave the entry out
 * @param {(doneBytes: number, totalBytes: number) => void} [options.onProgress]
 * @returns {Promise<number>} number of files written
 * @throws SetupError `DOWNLOAD_FAILED` when the file is not a whole zip file or an entry is not what its checksum says
 */
export async function unzip(path, folder, { target, onProgress }) {
  const file = await open(path, 'r')
  try {
    const chosen = (await readDirectory(path, file))
      .map((entry) => ({ entry, place: entry.name.endsWith('/') ? null : target(entry.name) }))
      .filter(({ place }) => place !== null)
    const total = chosen.reduce((sum, { entry }) => sum + entry.bytes, 0)
    const made = new Set()
    let written = 0
    for (const { entry, place } of chosen) {
      const destination = join(folder, /** @type {string} */ (place))
      if (!destination.startsWith(folder + sep)) throw damaged(path, `entry ${entry.name} points out of its folder`)
      if (!made.has(dirname(destination))) await mkdir(dirname(destination), { recursive: true })
      made.add(dirname(destination))
      await writeEntry(path, file, entry, destination, (bytes) => onProgress?.(written + bytes, total))
      written += entry.bytes
      onProgress?.(written, total)
    }
    return chosen.length
  } finally {
    await file.close()
  }
}

/**
 * @param {string} path
 * @param {import('node:fs/promises').FileHandle} file
 * @returns {Promise<ZipEntry[]>}
 */
async function readDirectory(path, file) {
  const { size } = await file.stat()
  const tail = Buffer.alloc(Math.min(size, 65_557)) // end record of 22 bytes and a comment of up to 65,535
  await file.read(tail, 0, tail.length, size - tail.length)
  let end = tail.length - 22
  while (end >= 0 && tail.readUInt32LE(end) !== endSignature) end--
  if (end < 0) throw damaged(path, 'it has no zip directory')
  const count = tail.readUInt16LE(end + 10)
  const directoryBytes = tail.readUInt32LE(end + 12)
  const directoryOffset = tail.readUInt32LE(end + 16)
  // Python writes 64-bit records from 2 GiB on; the fields of 32 bits still hold below 4.
  const has64 = end >= 20 && tail.readUInt32LE(end - 20) === locatorSignature
  const directoryEnd = has64 ? Number(tail.readBigUInt64LE(end - 12)) : size - tail.length + end
  if (directoryOffset + directoryBytes !== directoryEnd || directoryEnd > size) {
    throw damaged(path, 'its directory does not end where the record behind it begins')
  }
  const directory = Buffer.alloc(directoryBytes)
  await file.read(directory, 0, directoryBytes, directoryOffset)
  return readEntries(path, directory, count, directoryOffset)
}

/**
 * @param {string} path
 * @param {Buffer} directory
 * @param {number} count
 * @param {number} limit  where the directory begins, and no entry reaches
 */
function readEntries(path, directory, count, limit) {
  /** @type {ZipEntry[]} */
  const entries = []
  let at = 0
  for (let index = 0; at < directory.length; index++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== entrySignature) {
      throw damaged(path, `entry ${index} of its directory is broken`)
    }
    const nameBytes = directory.readUInt16LE(at + 28)
    const entry = {
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      headerOffset: directory.readUInt32LE(at + 42),
    }
    const encrypted = (directory.readUInt16LE(at + 8) & 1) === 1
    if (encrypted || (entry.method !== 0 && entry.method !== 8)) {
      throw damaged(path, `entry ${entry.name} is packed in a way that is not supported`)
    }
    entries.push(entry)
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  if (entries.length !== count)
    throw damaged(path, `its directory lists ${entries.length} entries and declares ${count}`)
  requireApart(path, entries, limit)
  return entries
}

/**
 * @param {string} path
 * @param {readonly ZipEntry[]} entries
 * @param {number} limit
 */
function requireApart(path, entries, limit) {
  const byPlace = [...entries].sort((a, b) => a.headerOffset - b.headerOffset)
  for (const [index, { name, headerOffset, packedBytes }] of byPlace.entries()) {
    const end = byPlace[index + 1]?.headerOffset ?? limit
    if (headerOffset + 30 + packedBytes > end) throw damaged(path, `entry ${name} lies over what follows it`)
  }
}

/**
 * @param {string} path
 * @param {import('node:fs/promises').FileHandle} file
 * @param {ZipEntry} entry
 * @param {string} destination
 * @param {(bytes: number) => void} onBytes
 */
async function writeEntry(path, file, entry, destination, onBytes) {
  const start = await dataOffset(path, file, entry)
  try {
    // Nine of ten entries are headers of a few kB: streams would cost more than the work.
    if (entry.bytes <= smallBytes) await writeSmall(path, file, entry, start, destination)
    else await writeLarge(path, file, entry, start, destination, onBytes)
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code?.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE') {
      throw damaged(path, `entry ${entry.name} cannot be unpacked (${code})`)
    }
    throw error
  }
}

/**
 * @param {string} path
 * @param {import('node:fs/promises').FileHandle} file
 * @param {ZipEntry} entry
 * @param {number} start
 * @param {string} destination
 */
async function writeSmall(path, file, entry, start, destination) {
  const packed = Buffer.alloc(entry.packedBytes)
  await file.read(packed, 0, packed.length, start)
  const content = entry.method === 8 ? inflateRawSync(packed, { maxOutputLength: Math.max(entry.bytes, 1) }) : packed
  if (content.length !== entry.bytes || crc32(content) !== entry.crc) throw wrongChecksum(path, entry)
  await writeFile(destination, content)
}

/**
 * @param {string} path
 * @param {import('node:fs/promises').FileHandle} file
 * @param {ZipEntry} entry
 * @param {number} start
 * @param {string} destination
 * @param {(bytes: number) => void} onBytes
 */
async function writeLarge(path, file, entry, start, destination, onBytes) {
  let crc = 0
  let bytes = 0
  const check = new Transform({
    transform(chunk, _encoding, callback) {
      crc = crc32(chunk, crc)
      bytes += chunk.length
      onBytes(bytes)
      // A wrong size in the directory must not fill the disk.
      callback(bytes > entry.bytes ? wrongChecksum(path, entry) : null, chunk)
    },
  })
  const packed = file.createReadStream({
    start,
    end: start + entry.packedBytes - 1,
    autoClose: false,
    highWaterMark: 1 << 20,
  })
  const output = createWriteStream(destination, { highWaterMark: 1 << 20 })
  if (entry.method === 8) await pipeline(packed, createInflateRaw({ chunkSize: 1 << 18 }), check, output)
  else await pipeline(packed, check, output)
  if (crc !== entry.crc || bytes !== entry.bytes) throw wrongChecksum(path, entry)
}

/**
 * The local header repeats the name and may carry other extra fields than the directory.
 *
 * @param {string} path
 * @param {import('node:fs/promises').FileHandle} file
 * @param {ZipEntry} entry
 */
async function dataOffset(path, file, { name, headerOffset }) {
  const header = Buffer.alloc(30)
  await file.read(header, 0, 30, headerOffset)
  if (header.readUInt32LE(0) !== localSignature) throw damaged(path, `entry ${name} has no header`)
  return headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
}

/** @param {string} path @param {ZipEntry} entry */
function wrongChecksum(path, { name }) {
  return damaged(path, `entry ${name} has a wrong size or checksum`)
}

/** @param {string} path @param {string} what */
function damaged(path, what) {
  return new SetupError('DOWNLOAD_FAILED', `the archive ${path} is damaged: ${what}`)
}
