/**
 * The directory of a zip file: where its entries lie, zip64 too, and every check of what it claims.
 * (PKWARE APPNOTE 6.3, sections 4.3 to 4.5)
 */
import { isAscii } from 'node:buffer'
import { readLimits } from '@ganymede/core/reading'
import { fileInvalid, type OpenFile, quoted } from '../open-file.js'

export interface ZipEntry {
  readonly name: string
  readonly method: 'stored' | 'deflated'
  readonly compressedBytes: number
  readonly sizeBytes: number
  readonly crc: number
  /** @internal Where the local header begins. */ readonly headerOffset: number
  /** @internal Where the next entry or the directory begins. */ readonly limit: number
}

/** @internal The bytes that an entry begins with. */
export const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const END64 = 0x06064b50
const LOCATOR64 = 0x07064b50
/** @internal A file of torch.save has an entry for each storage, and its pickle has room for some ten thousands. */
export const MAX_ENTRIES = 1 << 17
const MAX_DIRECTORY = 32 << 20
// Many small entries would unpack to as much as a large one.
const FREE_TOTAL = 4 * readLimits.freeUnpackedBytes

interface Directory {
  readonly offset: number
  readonly sizeBytes: number
  readonly count: number
  /** Where the first of the end records begins: nothing of an entry may lie behind it. */
  readonly end: number
}

/**
 * @internal Entries by name, in the order of the directory; folders (names ending in `/`) are left out.
 *
 * @throws TorchError `FILE_INVALID` as the constructor of `ZipFile`
 */
export function readDirectory(file: OpenFile): ReadonlyMap<string, ZipEntry> {
  const directory = findDirectory(file)
  const { path } = file
  if (directory.offset + directory.sizeBytes > directory.end) {
    throw fileInvalid(path, 'the zip directory does not lie inside the file: truncated, or glued to another file')
  }
  // It ends where the end records begin. Places beyond 4 GiB that were written into 32 bits are wrong, like these.
  const start = directory.end - directory.sizeBytes
  if (directory.offset !== start) {
    throw misplaced(file, directory, start)
  }
  if (directory.count > MAX_ENTRIES || directory.sizeBytes > MAX_DIRECTORY) {
    throw fileInvalid(
      path,
      `the zip directory has ${directory.count} entries in ${directory.sizeBytes} bytes; at most ${MAX_ENTRIES} in ${MAX_DIRECTORY} bytes are read`,
    )
  }
  const bytes = file.read(directory.offset, directory.sizeBytes)
  const view = viewOf(bytes)
  const listed = countEntries(path, bytes.byteLength, view)
  if (listed !== directory.count || listed > MAX_ENTRIES) {
    const most = listed > MAX_ENTRIES ? `; at most ${MAX_ENTRIES} are read` : ''
    throw fileInvalid(path, `the zip directory lists ${listed} entries, but declares ${directory.count}${most}`)
  }
  const found: RawEntry[] = []
  for (let at = 0; at < bytes.byteLength; ) {
    const entry = parseEntry(path, bytes, view, at)
    at = entry.next
    found.push(entry)
  }
  requirePlausible(file, found)
  return arrange(path, found, directory.offset)
}

function misplaced(file: OpenFile, { offset, sizeBytes }: Directory, start: number): Error {
  const before = start - offset
  // The first of an archive lies at 0, or behind all that was put in front.
  const isMoved =
    before > 0 && before % 2 ** 32 !== 0 && sizeBytes > 0 && viewOf(file.read(before, 4)).getUint32(0, true) === LOCAL
  if (isMoved) return inFront(file.path, before)
  return fileInvalid(file.path, `the zip directory is damaged: it should lie at ${offset} and lies at ${start}`, {
    lines: start % 2 ** 32 === offset ? ['The archive is above 4 GiB and has no zip64 fields.'] : [],
  })
}

function inFront(path: string, bytes: number): Error {
  return fileInvalid(path, `other bytes stand before the archive: ${bytes} of them`, {
    lines: ['Some programs read such a file, others see another one in it: cut them off, or pack it anew.'],
  })
}

function findDirectory(file: OpenFile): Directory {
  const { path, size } = file
  const tailLength = Math.min(size, 22 + 0xffff)
  const tail = file.read(size - tailLength, tailLength)
  const view = viewOf(tail)
  for (let at = tailLength - 22; at >= 0; at--) {
    // A comment may hold the signature by chance: the length of the comment decides.
    if (view.getUint32(at, true) !== END || at + 22 + view.getUint16(at + 20, true) !== tailLength) continue
    const end = size - tailLength + at
    if (view.getUint16(at + 4, true) !== 0 && view.getUint16(at + 4, true) !== 0xffff) throw inParts(path)
    const fields = {
      count: view.getUint16(at + 10, true),
      sizeBytes: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true),
      end,
    }
    // PyTorch writes the 64-bit record in any case: the directory ends before it.
    return findDirectory64(file, end) ?? fields
  }
  throw fileInvalid(path, 'is not a complete zip file: its end record is missing (truncated download?)')
}

function findDirectory64(file: OpenFile, end: number): Directory | null {
  if (end < 20) return null
  const locator = viewOf(file.read(end - 20, 20))
  if (locator.getUint32(0, true) !== LOCATOR64) return null
  const at = whole(file.path, locator.getBigUint64(8, true))
  if (at + 56 > end - 20) throw fileInvalid(file.path, 'the zip64 end record does not lie inside the file')
  const record = viewOf(file.read(at, 56))
  if (record.getUint32(0, true) !== END64) {
    const near = end - 76
    const isMoved = near > at && viewOf(file.read(near, 4)).getUint32(0, true) === END64
    throw isMoved ? inFront(file.path, near - at) : fileInvalid(file.path, 'the zip64 end record is missing')
  }
  if (record.getUint32(16, true) !== 0) throw inParts(file.path)
  return {
    count: whole(file.path, record.getBigUint64(32, true)),
    sizeBytes: whole(file.path, record.getBigUint64(40, true)),
    offset: whole(file.path, record.getBigUint64(48, true)),
    end: at,
  }
}

function inParts(path: string) {
  return fileInvalid(path, 'is one part of a zip archive in several parts')
}

// From one to the next, without a look at what they say: it takes a hundredth of the time.
function countEntries(path: string, length: number, view: DataView): number {
  let count = 0
  for (let at = 0; at < length; count++) {
    if (at + 46 > length || view.getUint32(at, true) !== CENTRAL)
      throw fileInvalid(path, 'the zip directory is damaged')
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return count
}

interface RawEntry extends ZipEntry {
  limit: number
  readonly next: number
  readonly nameBytes: number
}

function parseEntry(path: string, bytes: Uint8Array, view: DataView, at: number): RawEntry {
  if (at + 46 > bytes.byteLength || view.getUint32(at, true) !== CENTRAL) {
    throw fileInvalid(path, 'the zip directory is damaged')
  }
  const nameEnd = at + 46 + view.getUint16(at + 28, true)
  const extraEnd = nameEnd + view.getUint16(at + 30, true)
  const next = extraEnd + view.getUint16(at + 32, true)
  if (next > bytes.byteLength) throw fileInvalid(path, 'the zip directory is damaged')
  const name = decodeName(bytes.subarray(at + 46, nameEnd))
  const fail = (problem: string) => fileInvalid(path, `zip entry ${quoted(name)} ${problem}`)
  if (!isSafeName(name)) throw fail('has a name that is not allowed')
  if ((view.getUint16(at + 8, true) & 0x2041) !== 0) throw fail('is encrypted')
  const method = view.getUint16(at + 10, true)
  if (method !== 0 && method !== 8) {
    throw fail(`is packed with method ${method}; only stored and deflated entries can be read`)
  }
  const sizes = sizesOf(path, view, at, nameEnd, extraEnd)
  if (method === 0 && sizes.sizeBytes !== sizes.compressedBytes) {
    throw fail(`is stored, but declares two sizes: ${sizes.sizeBytes} and ${sizes.compressedBytes} bytes`)
  }
  // Deflate reaches 1032 : 1 on zeros. What people save stays far below.
  if (sizes.sizeBytes > Math.max(readLimits.freeUnpackedBytes, readLimits.unpackedPerByte * sizes.compressedBytes)) {
    throw fail(`claims to unpack ${sizes.compressedBytes} bytes to ${sizes.sizeBytes}: refused`)
  }
  const { compressedBytes, sizeBytes, headerOffset } = sizes
  return {
    name,
    method: method === 0 ? 'stored' : 'deflated',
    compressedBytes,
    sizeBytes,
    crc: view.getUint32(at + 16, true),
    headerOffset,
    limit: 0,
    next,
    nameBytes: nameEnd - at - 46,
  }
}

interface Sizes {
  readonly compressedBytes: number
  readonly sizeBytes: number
  readonly headerOffset: number
}

// Fields of 0xffffffff have their value in the zip64 extra field, in this order.
function sizesOf(path: string, view: DataView, at: number, extraStart: number, extraEnd: number): Sizes {
  const fields = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)]
  for (let extra = extraStart; extra + 4 <= extraEnd && fields.includes(0xffffffff); ) {
    const length = view.getUint16(extra + 2, true)
    const end = extra + 4 + length
    if (end > extraEnd) throw fileInvalid(path, 'the zip directory is damaged')
    if (view.getUint16(extra, true) === 1) {
      let value = extra + 4
      for (let i = 0; i < 3; i++) {
        if (fields[i] !== 0xffffffff) continue
        if (value + 8 > end) throw fileInvalid(path, 'the zip directory is damaged')
        fields[i] = whole(path, view.getBigUint64(value, true))
        value += 8
      }
      break
    }
    extra = end
  }
  const [sizeBytes = 0, compressedBytes = 0, headerOffset = 0] = fields
  return { sizeBytes, compressedBytes, headerOffset }
}

function requirePlausible({ path, size }: OpenFile, found: readonly RawEntry[]): void {
  const total = found.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (total <= Math.max(FREE_TOTAL, readLimits.unpackedPerByte * size)) return
  throw fileInvalid(path, `the entries of the zip file claim to unpack ${size} bytes to ${total}: refused`)
}

// Entries that overlap are how small archives unpack to petabytes.
function arrange(path: string, found: readonly RawEntry[], directoryOffset: number): ReadonlyMap<string, ZipEntry> {
  const byPlace = [...found].sort((a, b) => a.headerOffset - b.headerOffset)
  byPlace.forEach((entry, i) => {
    const limit = byPlace[i + 1]?.headerOffset ?? directoryOffset
    if (entry.headerOffset + 30 + entry.nameBytes + entry.compressedBytes > limit) {
      throw fileInvalid(path, `zip entry ${quoted(entry.name)} overlaps what follows it`)
    }
    entry.limit = limit
  })
  const entries = new Map<string, ZipEntry>()
  for (const entry of found) {
    if (entry.name.endsWith('/')) continue
    if (entries.has(entry.name)) throw fileInvalid(path, `two zip entries are named ${quoted(entry.name)}`)
    entries.set(entry.name, entry)
  }
  return entries
}

// From the root, of a drive, with a backslash or a zero, or with a part `.` or `..`.
const UNSAFE_NAME = /^\/|[\\\0]|^[A-Za-z]:|(?:^|\/)\.\.?(?:\/|$)/

function isSafeName(name: string): boolean {
  return name !== '' && !UNSAFE_NAME.test(name)
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @internal UTF-8, or Latin-1 where it is none. */
export function decodeName(bytes: Uint8Array): string {
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  try {
    return decoder.decode(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

function whole(path: string, value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw fileInvalid(path, `the zip directory holds the size ${value}`)
  return Number(value)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
