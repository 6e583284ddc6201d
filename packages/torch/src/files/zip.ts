/**
 * The directory of a zip file and random access to its entries: what torch.save archives need. Reads stored and deflated
 * entries, zip64; the file is never read as a whole. (PKWARE APPNOTE 6.3, sections 4.3 to 4.5)
 */
import { crc32, inflateRawSync } from 'node:zlib'
import { argumentError } from '../arguments.js'
import { fileInvalid, OpenFile, quoted } from './open-file.js'
import { readLimits } from './read-budget.js'

export interface ZipEntry {
  readonly name: string
  readonly method: 'stored' | 'deflated'
  readonly compressedBytes: number
  readonly sizeBytes: number
  readonly crc: number
  /** @internal Where the local header begins. */ readonly headerOffset: number
  /** @internal Where the next entry or the directory begins. */ readonly limit: number
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const END64 = 0x06064b50
const LOCATOR64 = 0x07064b50
const MAX_DIRECTORY = 256 << 20
// Many small entries would unpack to as much as a large one.
const FREE_TOTAL = 4 * readLimits.freeUnpackedBytes
const PIECE = 4 << 20

/** A zip file opened for reading. Names are checked when it is opened: none leaves the archive, none comes twice. */
export class ZipFile {
  /** By name, in the order of the directory; folders (names ending in `/`) are left out. */
  readonly entries: ReadonlyMap<string, ZipEntry>
  readonly #file: OpenFile
  readonly #owned: boolean

  /**
   * @param source  a path, or a file that stays the caller's to close
   * @throws TorchError `FILE_INVALID` when it is no zip file, is truncated, encrypted or in several parts, when entries
   *   overlap, or when an entry claims to unpack to far more than its bytes can hold
   */
  constructor(source: string | OpenFile) {
    if (typeof source !== 'string' && !(source instanceof OpenFile)) {
      throw argumentError('ZipFile', 'source', 'a path', source)
    }
    this.#owned = typeof source === 'string'
    this.#file = typeof source === 'string' ? new OpenFile(source) : source
    try {
      this.entries = readDirectory(this.#file)
    } catch (error) {
      this.close()
      throw error
    }
  }

  get path(): string {
    return this.#file.path
  }

  /** First byte of an entry's data, counted from the beginning of the file. */
  dataOffset(entry: ZipEntry): number {
    const where = `zip entry ${quoted(entry.name)}`
    const header = viewOf(this.#file.read(entry.headerOffset, 30))
    if (header.getUint32(0, true) !== LOCAL) throw fileInvalid(this.path, `${where} has no header where it should be`)
    const nameBytes = header.getUint16(26, true)
    const offset = entry.headerOffset + 30 + nameBytes + header.getUint16(28, true)
    if (offset + entry.compressedBytes > entry.limit) {
      throw fileInvalid(this.path, `${where} overlaps what follows it`)
    }
    const name = decodeName(this.#file.read(entry.headerOffset + 30, nameBytes))
    if (name !== entry.name) {
      throw fileInvalid(this.path, `${where} is named ${quoted(name)} in its own header`)
    }
    return offset
  }

  /**
   * The unpacked bytes of an entry.
   *
   * @param options.maxBytes   refuses larger entries; default 1 GiB
   * @param options.verify     compare the checksum of a stored entry too; deflated ones are always compared. Default false:
   *                           torch.save can be told not to compute checksums
   * @throws TorchError `FILE_INVALID` when the entry is larger, damaged, or unpacks to another size than declared
   */
  read(
    entry: ZipEntry,
    { maxBytes = 1 << 30, verify = false }: { readonly maxBytes?: number; readonly verify?: boolean } = {},
  ): Uint8Array {
    const where = `zip entry ${quoted(entry.name)}`
    if (entry.sizeBytes > maxBytes) {
      throw fileInvalid(this.path, `${where} has ${entry.sizeBytes} bytes; at most ${maxBytes} are expected`)
    }
    const packed = this.#file.read(this.dataOffset(entry), entry.compressedBytes)
    if (entry.method === 'stored') {
      if (verify && crc32(packed) !== entry.crc) throw damaged(this.path, where)
      return packed
    }
    const unpacked = inflate(this.path, where, packed, entry.sizeBytes)
    if (crc32(unpacked) !== entry.crc) throw damaged(this.path, where)
    return unpacked
  }

  /** Compares the checksum of an entry, reading it piece by piece. @throws TorchError `FILE_INVALID` */
  verify(entry: ZipEntry): void {
    if (entry.method === 'deflated') {
      this.read(entry, { maxBytes: Number.MAX_SAFE_INTEGER })
      return
    }
    const start = this.dataOffset(entry)
    let crc = 0
    for (let done = 0; done < entry.sizeBytes; done += PIECE) {
      crc = crc32(this.#file.read(start + done, Math.min(PIECE, entry.sizeBytes - done)), crc)
    }
    if (crc !== entry.crc) throw damaged(this.path, `zip entry ${quoted(entry.name)}`)
  }

  /** Closes the file when this object opened it. */
  close(): void {
    if (this.#owned) this.#file.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }
}

function damaged(path: string, where: string) {
  return fileInvalid(path, `${where} is damaged: its checksum does not fit`, {
    lines: ['Fetch the file again. (PyTorch can be told to write no checksums; such a file is read without verify.)'],
  })
}

function inflate(path: string, where: string, packed: Uint8Array, sizeBytes: number): Uint8Array {
  let unpacked: Uint8Array
  try {
    // In one piece: joining pieces would take the memory twice.
    unpacked = inflateRawSync(packed, {
      maxOutputLength: Math.max(1, sizeBytes),
      chunkSize: Math.max(64, sizeBytes + 1),
    })
  } catch (cause) {
    const larger = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw fileInvalid(
      path,
      `${where} ${larger ? `unpacks to more than the ${sizeBytes} bytes declared` : 'is damaged'}`,
      {
        cause,
      },
    )
  }
  if (unpacked.byteLength === sizeBytes) return unpacked
  throw fileInvalid(path, `${where} unpacks to ${unpacked.byteLength} bytes, but declares ${sizeBytes}`)
}

interface Directory {
  readonly offset: number
  readonly sizeBytes: number
  readonly count: number
  /** Where the first of the end records begins: nothing of an entry may lie behind it. */
  readonly end: number
}

function readDirectory(file: OpenFile): ReadonlyMap<string, ZipEntry> {
  const directory = findDirectory(file)
  const { path } = file
  if (directory.offset + directory.sizeBytes > directory.end) {
    throw fileInvalid(path, 'the zip directory does not lie inside the file: truncated, or glued to another file')
  }
  // It ends where the end records begin. Places beyond 4 GiB that were written into 32 bits are wrong, like these.
  const start = directory.end - directory.sizeBytes
  if (directory.offset !== start) {
    throw fileInvalid(path, `the zip directory is damaged: it should lie at ${directory.offset} and lies at ${start}`, {
      lines: start % 2 ** 32 === directory.offset ? ['The archive is above 4 GiB and has no zip64 fields.'] : [],
    })
  }
  if (directory.sizeBytes > MAX_DIRECTORY) throw fileInvalid(path, 'the zip directory is too large')
  const bytes = file.read(directory.offset, directory.sizeBytes)
  const found: RawEntry[] = []
  for (let at = 0; at < bytes.byteLength; ) {
    const entry = parseEntry(path, bytes, at)
    at = entry.next
    found.push(entry)
  }
  if (found.length !== directory.count) {
    throw fileInvalid(path, `the zip directory lists ${found.length} entries, but declares ${directory.count}`)
  }
  requirePlausible(file, found)
  return arrange(path, found, directory.offset)
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
  if (record.getUint32(0, true) !== END64) throw fileInvalid(file.path, 'the zip64 end record is missing')
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

type RawEntry = Omit<ZipEntry, 'limit'> & { readonly next: number; readonly nameBytes: number }

function parseEntry(path: string, bytes: Uint8Array, at: number): RawEntry {
  const view = viewOf(bytes)
  if (at + 46 > bytes.byteLength || view.getUint32(at, true) !== CENTRAL) {
    throw fileInvalid(path, 'the zip directory is damaged')
  }
  const nameEnd = at + 46 + view.getUint16(at + 28, true)
  const extraEnd = nameEnd + view.getUint16(at + 30, true)
  const next = extraEnd + view.getUint16(at + 32, true)
  if (next > bytes.byteLength) throw fileInvalid(path, 'the zip directory is damaged')
  const name = decodeName(bytes.subarray(at + 46, nameEnd))
  const where = `zip entry ${quoted(name)}`
  if (!isSafeName(name)) throw fileInvalid(path, `${where} has a name that is not allowed`)
  if ((view.getUint16(at + 8, true) & 0x2041) !== 0) throw fileInvalid(path, `${where} is encrypted`)
  const method = view.getUint16(at + 10, true)
  if (method !== 0 && method !== 8) {
    throw fileInvalid(path, `${where} is packed with method ${method}; only stored and deflated entries can be read`)
  }
  const sizes = sizesOf(path, view, at, nameEnd, extraEnd)
  if (method === 0 && sizes.sizeBytes !== sizes.compressedBytes) {
    throw fileInvalid(path, `${where} is stored, but declares two sizes`, {
      lines: [`${sizes.sizeBytes} and ${sizes.compressedBytes} bytes`],
    })
  }
  // Deflate reaches 1032 : 1 on zeros. What people save stays far below.
  if (sizes.sizeBytes > Math.max(readLimits.freeUnpackedBytes, readLimits.unpackedPerByte * sizes.compressedBytes)) {
    throw fileInvalid(path, `${where} claims to unpack ${sizes.compressedBytes} bytes to ${sizes.sizeBytes}: refused`)
  }
  const crc = view.getUint32(at + 16, true)
  return { name, method: method === 0 ? 'stored' : 'deflated', crc, next, nameBytes: nameEnd - at - 46, ...sizes }
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
  const limits = new Map<RawEntry, number>()
  byPlace.forEach((entry, i) => {
    const limit = byPlace[i + 1]?.headerOffset ?? directoryOffset
    if (entry.headerOffset + 30 + entry.nameBytes + entry.compressedBytes > limit) {
      throw fileInvalid(path, `zip entry ${quoted(entry.name)} overlaps what follows it`)
    }
    limits.set(entry, limit)
  })
  const entries = new Map<string, ZipEntry>()
  for (const entry of found) {
    if (entry.name.endsWith('/')) continue
    if (entries.has(entry.name)) throw fileInvalid(path, `two zip entries are named ${quoted(entry.name)}`)
    const { next: _next, nameBytes: _nameBytes, ...rest } = entry
    entries.set(entry.name, { ...rest, limit: limits.get(entry)! })
  }
  return entries
}

function isSafeName(name: string): boolean {
  if (name === '' || name.startsWith('/') || /[\\\0]|^[A-Za-z]:/.test(name)) return false
  return !name.split('/').some((part) => part === '..' || part === '.')
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decodeName(bytes: Uint8Array): string {
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
