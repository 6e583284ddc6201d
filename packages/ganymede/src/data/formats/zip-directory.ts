/**
 * The directory of a zip file (PKWARE APPNOTE 6.3, with the 64-bit fields). Every length is checked against the file
 * before anything is allocated, and nothing is believed that two fields say differently.
 */

import type { FileHandle } from 'node:fs/promises'

export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly isEncrypted: boolean
  readonly crc: number
  readonly storedBytes: number
  readonly bytes: number
  readonly headerAt: number
  readonly nameBytes: number
  /** Where the next entry or the directory begins: nothing of this entry lies behind it. */
  readonly endAt: number
}

/** What is not known before all entries are read is filled in: copies of a million entries cost more than reading them. */
type ListedEntry = Omit<ZipEntry, 'headerAt' | 'endAt'> & { headerAt: number; endAt: number }

const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const MAX_COMMENT = 0xffff
const MAX_DIRECTORY_BYTES = 2 ** 30
// Half a million pictures are a data set; as many entries without bytes are a file made to harm. A picture with the two
// records of its entry has hardly fewer bytes than this.
const FREE_ENTRIES = 2 ** 17
const BYTES_PER_ENTRY = 192
// Names have a place in memory each; those of pictures are no paths of kilobytes.
const BYTES_PER_NAME_BYTE = 2
const FREE_NAME_BYTES = 2 ** 23
const RANGE_16 = 2 ** 16
const RANGE_32 = 2 ** 32

/**
 * The entries of the central directory, in its order; folders included. The directory is walked to its end.
 *
 * Archivers that write no 64-bit fields let the number of entries wrap at 2¹⁶ and places in the file at 2³²; both are
 * understood. Any other disagreement is an error, and so are entries that lie over the same bytes.
 *
 * @throws Error whose message says for people what is wrong with the file
 */
export async function readZipDirectory(file: FileHandle): Promise<ZipEntry[]> {
  const { size } = await file.stat()
  const { at, end, count, is64 } = await findDirectory(file, size)
  const length = end - at.from
  if (length > MAX_DIRECTORY_BYTES) throw new Error(`its directory of ${length} bytes is too large`)
  if (count * 46 > length) throw new Error(`its directory of ${length} bytes cannot hold ${count} entries`)
  const bytes = await readAt(file, at.from, length)
  requireProportion(bytes, size)
  const entries = parseEntries(bytes, count)
  if (entries.length !== count && (is64 || entries.length % RANGE_16 !== count)) {
    throw new Error(`its directory lists ${entries.length} entries, and the record at its end says ${count}`)
  }
  if (at.hasWrapped) unwrapPlaces(entries)
  fillInEnds(entries, at.from)
  return entries
}

interface DirectoryPlace {
  readonly at: { readonly from: number; readonly hasWrapped: boolean }
  /** Where the records at the end begin. */
  readonly end: number
  readonly count: number
  readonly is64: boolean
}

async function findDirectory(file: FileHandle, size: number): Promise<DirectoryPlace> {
  const tailLength = Math.min(size, MAX_COMMENT + 22)
  const tail = await readAt(file, size - tailLength, tailLength)
  for (let end = tailLength - 22; end >= 0; end--) {
    if (tail.readUInt32LE(end) !== END || end + 22 + tail.readUInt16LE(end + 20) > tailLength) continue
    if (![0, RANGE_16 - 1].includes(tail.readUInt16LE(end + 4))) throw new Error('it is one part of a divided archive')
    const endAt = size - tailLength + end
    const wide = await findDirectory64(file, endAt)
    if (wide !== null) return wide
    const at = await placeOf(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12), endAt, false)
    return { at, end: endAt, count: tail.readUInt16LE(end + 10), is64: false }
  }
  throw new Error('it has no directory at its end: truncated, or not a zip file')
}

/** The 64-bit record that stands before the end record, or null when there is none. */
async function findDirectory64(file: FileHandle, endAt: number): Promise<DirectoryPlace | null> {
  if (endAt < 20) return null
  const locator = await readAt(file, endAt - 20, 20)
  if (locator.readUInt32LE(0) !== LOCATOR_64) return null
  const recordAt = toNumber(locator.readBigUInt64LE(8))
  if (recordAt + 56 > endAt - 20) throw new Error('its 64-bit directory record lies outside of the file')
  const record = await readAt(file, recordAt, 56)
  if (record.readUInt32LE(0) !== END_64) {
    const near = endAt - 76
    const isMoved = near > recordAt && (await readAt(file, near, 4)).readUInt32LE(0) === END_64
    throw isMoved ? inFront(near - recordAt) : new Error('its 64-bit directory record is damaged')
  }
  const at = await placeOf(
    file,
    toNumber(record.readBigUInt64LE(48)),
    toNumber(record.readBigUInt64LE(40)),
    recordAt,
    true,
  )
  return { at, end: recordAt, count: toNumber(record.readBigUInt64LE(32)), is64: true }
}

/** Where the directory begins: it ends where the records at the end begin, which says whether a field of 32 bits wrapped. */
async function placeOf(
  file: FileHandle,
  said: number,
  length: number,
  end: number,
  is64: boolean,
): Promise<DirectoryPlace['at']> {
  const from = end - length
  if (from < 0) throw new Error(`its directory of ${length} bytes is longer than the file`)
  if (from === said) return { from, hasWrapped: false }
  if (!is64 && from > said && (from - said) % RANGE_32 === 0) return { from, hasWrapped: true }
  if (from > said && length > 0 && (await readAt(file, from - said, 4)).readUInt32LE(0) === LOCAL) {
    throw inFront(from - said)
  }
  throw new Error(`its directory should lie at ${said} and lies at ${from}: truncated, or joined to other bytes`)
}

/** Some programs read such a file, others see another one in it. */
function inFront(bytes: number): Error {
  return new Error(`other bytes stand before the archive, ${bytes} of them: cut them off, or pack it anew`)
}

/** Walks the records without a look at what they say, which takes a hundredth of the time. */
function requireProportion(bytes: Buffer, fileBytes: number): void {
  let entries = 0
  let nameBytes = 0
  for (let offset = 0; offset + 46 <= bytes.length; entries++) {
    const name = bytes.readUInt16LE(offset + 28)
    nameBytes += name
    offset += 46 + name + bytes.readUInt16LE(offset + 30) + bytes.readUInt16LE(offset + 32)
  }
  const most = Math.max(FREE_ENTRIES, Math.floor(fileBytes / BYTES_PER_ENTRY))
  if (entries > most) throw new Error(`it lists ${entries} entries; at most ${most} are read in ${fileBytes} bytes`)
  const mostBytes = Math.max(FREE_NAME_BYTES, Math.floor(fileBytes / BYTES_PER_NAME_BYTE))
  if (nameBytes > mostBytes) throw new Error(`its names have ${nameBytes} bytes; at most ${mostBytes} are read`)
}

function parseEntries(bytes: Buffer, count: number): ListedEntry[] {
  const entries: ListedEntry[] = []
  const damaged = () => new Error(`its directory is damaged at entry ${entries.length + 1} of ${count}`)
  for (let offset = 0; offset < bytes.length; ) {
    if (offset + 46 > bytes.length || bytes.readUInt32LE(offset) !== CENTRAL) throw damaged()
    const nameBytes = bytes.readUInt16LE(offset + 28)
    const extraBytes = bytes.readUInt16LE(offset + 30)
    const next = offset + 46 + nameBytes + extraBytes + bytes.readUInt16LE(offset + 32)
    if (next > bytes.length) throw damaged()
    entries.push(parseEntry(bytes, offset, nameBytes, extraBytes))
    offset = next
  }
  return entries
}

function parseEntry(bytes: Buffer, offset: number, nameBytes: number, extraBytes: number): ListedEntry {
  const flags = bytes.readUInt16LE(offset + 8)
  const extraAt = offset + 46 + nameBytes
  const wide = extraBytes === 0 ? null : extraField64(bytes.subarray(extraAt, extraAt + extraBytes))
  // The 64-bit field holds only those values that did not fit, in this order.
  const field = (at: number): number => {
    const value = bytes.readUInt32LE(at)
    if (value !== RANGE_32 - 1 || wide === null || wide.offset + 8 > wide.bytes.length) return value
    const result = toNumber(wide.bytes.readBigUInt64LE(wide.offset))
    wide.offset += 8
    return result
  }
  const size = field(offset + 24)
  const storedBytes = field(offset + 20)
  const headerAt = field(offset + 42)
  return {
    name: decodeName(bytes, offset + 46, extraAt),
    method: bytes.readUInt16LE(offset + 10),
    isEncrypted: (flags & 1) !== 0,
    crc: bytes.readUInt32LE(offset + 16),
    storedBytes,
    bytes: size,
    headerAt,
    nameBytes,
    endAt: 0,
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

/** First byte behind an entry as far as the directory knows it: the header in the file may hold further fields. */
function leastEnd({ headerAt, nameBytes, storedBytes }: ListedEntry): number {
  return headerAt + 30 + nameBytes + storedBytes
}

/** Places that wrapped at 4 GiB: entries were written one behind the other, in the order of the directory. */
function unwrapPlaces(entries: readonly ListedEntry[]): void {
  let before = 0
  for (const entry of entries) {
    entry.headerAt += Math.max(0, Math.ceil((before - entry.headerAt) / RANGE_32)) * RANGE_32
    before = leastEnd(entry)
  }
}

/**
 * Finds the limits of entries.
 *
 * @throws Error when two lie over the same bytes, which is how small archives unpack to petabytes
 */
function fillInEnds(entries: readonly ListedEntry[], directoryAt: number): void {
  const byPlace = [...entries].sort((a, b) => a.headerAt - b.headerAt)
  let endAt = directoryAt
  let next: ListedEntry | null = null
  for (const entry of byPlace.reverse()) {
    if (leastEnd(entry) > endAt) {
      const what = next === null ? 'the directory' : JSON.stringify(next.name)
      throw new Error(`its entry ${JSON.stringify(entry.name)} lies over the bytes of ${what}`)
    }
    entry.endAt = endAt
    endAt = entry.headerAt
    next = entry
  }
}

const strictNames = new TextDecoder('utf-8', { fatal: true })

/** UTF-8 where the flag says so or the bytes are valid; else one character per byte, so that names stay distinct. */
function decodeName(bytes: Buffer, from: number, to: number): string {
  const latin = bytes.toString('latin1', from, to)
  if (!notAscii.test(latin)) return latin
  try {
    return strictNames.decode(bytes.subarray(from, to))
  } catch {
    return latin
  }
}

const notAscii = /[^ -~]/

function toNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error('it names a place beyond any file')
  return Number(value)
}

/** Bytes of a file from `at` on; fails with `it ends too early` when there are not so many. */
export async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done)
    if (bytesRead === 0) throw new Error('it ends too early')
    done += bytesRead
  }
  return bytes
}
