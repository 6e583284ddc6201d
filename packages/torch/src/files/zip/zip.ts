/**
 * Random access to the entries of a zip file: what torch.save archives need. Reads stored and deflated entries; the file is
 * never read as a whole.
 */
import { crc32, inflateRawSync } from 'node:zlib'
import { argumentError } from '../../arguments.js'
import { fileInvalid, OpenFile, quoted } from '../open-file.js'
import { decodeName, LOCAL, readDirectory, type ZipEntry } from './zip-directory.js'

const PIECE = 4 << 20
const WINDOW = 1 << 12

/** A zip file opened for reading. Names are checked when it is opened: none leaves the archive, none comes twice. */
export class ZipFile {
  /** By name, in the order of the directory; folders (names ending in `/`) are left out. */
  readonly entries: ReadonlyMap<string, ZipEntry>
  readonly #file: OpenFile
  readonly #owned: boolean
  #window: Buffer = Buffer.alloc(0)
  #windowAt = 0

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
    const fail = (problem: string) => fileInvalid(this.path, `zip entry ${quoted(entry.name)} ${problem}`)
    const header = this.#header(entry.headerOffset, 30)
    if (header.readUInt32LE(0) !== LOCAL) throw fail('has no header where it should be')
    const nameBytes = header.readUInt16LE(26)
    const offset = entry.headerOffset + 30 + nameBytes + header.readUInt16LE(28)
    if (offset + entry.compressedBytes > entry.limit) throw fail('overlaps what follows it')
    const name = decodeName(this.#header(entry.headerOffset + 30, nameBytes))
    if (name !== entry.name) throw fail(`is named ${quoted(name)} in its own header`)
    return offset
  }

  // Headers of small entries lie close together: many are read at once.
  #header(at: number, length: number): Buffer {
    let from = at - this.#windowAt
    if (from < 0 || from + length > this.#window.byteLength) {
      const bytes = this.#file.read(at, Math.max(length, Math.min(WINDOW, this.#file.size - at)))
      this.#window = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      this.#windowAt = at
      from = 0
    }
    return this.#window.subarray(from, from + length)
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
