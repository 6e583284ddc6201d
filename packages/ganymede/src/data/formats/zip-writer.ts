/**
 * Writes zip files whose entries are stored as they are (images do not get smaller), with 64-bit fields where the
 * number of entries or the length of the file needs them. The same entries give the same bytes: dates are fixed.
 */

import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

const DATE_1980_01_01 = 0x0021
const UTF8_NAME = 0x0800
const LIMIT_32 = 0xffffffff
const LIMIT_16 = 0xffff
const RECORDS_PER_WRITE = 4096

interface WrittenEntry {
  readonly name: Buffer
  readonly crc: number
  readonly bytes: number
  readonly at: number
}

export class ZipWriter {
  readonly #file: FileHandle
  readonly #entries: WrittenEntry[] = []
  #at = 0

  /** @param file  opened for writing, empty; stays the caller's to close */
  constructor(file: FileHandle) {
    this.#file = file
  }

  /** Appends an entry; await each before the next. Names use `/`; content must stay below 4 GiB. */
  async add(name: string, content: Uint8Array): Promise<void> {
    const entry = { name: Buffer.from(name), crc: crc32(content), bytes: content.length, at: this.#at }
    const header = Buffer.alloc(30)
    header.writeUInt32LE(0x04034b50, 0)
    header.writeUInt16LE(20, 4) // version needed: 2.0
    writeCommon(header, 6, entry)
    await this.#write(Buffer.concat([header, entry.name, content]))
    this.#entries.push(entry)
  }

  /** Writes the directory. Without this the file is not a zip file. */
  async finish(): Promise<void> {
    const start = this.#at
    for (let at = 0; at < this.#entries.length; at += RECORDS_PER_WRITE) {
      await this.#write(Buffer.concat(this.#entries.slice(at, at + RECORDS_PER_WRITE).map(centralRecord)))
    }
    await this.#write(endRecords(this.#entries.length, start, this.#at - start))
  }

  async #write(bytes: Uint8Array): Promise<void> {
    await this.#file.writeFile(bytes) // continues where the handle stands
    this.#at += bytes.length
  }
}

/** The fields that both kinds of header share: flags, method, date, checksum, sizes, length of the name. */
function writeCommon(header: Buffer, at: number, { name, crc, bytes }: WrittenEntry): void {
  header.writeUInt16LE(UTF8_NAME, at)
  header.writeUInt16LE(0, at + 2)
  header.writeUInt16LE(0, at + 4)
  header.writeUInt16LE(DATE_1980_01_01, at + 6)
  header.writeUInt32LE(crc, at + 8)
  header.writeUInt32LE(bytes, at + 12)
  header.writeUInt32LE(bytes, at + 16)
  header.writeUInt16LE(name.length, at + 20)
}

function centralRecord(entry: WrittenEntry): Buffer {
  const isFar = entry.at >= LIMIT_32
  const record = Buffer.alloc(46)
  record.writeUInt32LE(0x02014b50, 0)
  record.writeUInt16LE(isFar ? 45 : 20, 4)
  record.writeUInt16LE(isFar ? 45 : 20, 6)
  writeCommon(record, 8, entry)
  record.writeUInt16LE(isFar ? 12 : 0, 30)
  record.writeUInt32LE(isFar ? LIMIT_32 : entry.at, 42)
  const extra = Buffer.alloc(isFar ? 12 : 0)
  if (isFar) {
    extra.writeUInt16LE(1, 0)
    extra.writeUInt16LE(8, 2)
    extra.writeBigUInt64LE(BigInt(entry.at), 4)
  }
  return Buffer.concat([record, entry.name, extra])
}

function endRecords(count: number, start: number, length: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(count, LIMIT_16), 8)
  end.writeUInt16LE(Math.min(count, LIMIT_16), 10)
  end.writeUInt32LE(Math.min(length, LIMIT_32), 12)
  end.writeUInt32LE(Math.min(start, LIMIT_32), 16)
  if (count < LIMIT_16 && start + length < LIMIT_32) return end
  const wide = Buffer.alloc(56 + 20)
  wide.writeUInt32LE(0x06064b50, 0)
  wide.writeBigUInt64LE(44n, 4) // length of the rest of this record
  wide.writeUInt16LE(45, 12)
  wide.writeUInt16LE(45, 14)
  wide.writeBigUInt64LE(BigInt(count), 24)
  wide.writeBigUInt64LE(BigInt(count), 32)
  wide.writeBigUInt64LE(BigInt(length), 40)
  wide.writeBigUInt64LE(BigInt(start), 48)
  wide.writeUInt32LE(0x07064b50, 56)
  wide.writeBigUInt64LE(BigInt(start + length), 64)
  wide.writeUInt32LE(1, 72)
  return Buffer.concat([wide, end])
}
