/** Zip files written field by field, so that each field can lie. */

import { crc32 } from 'node:zlib'

export interface HandmadeEntry {
  readonly name: string
  /** Bytes as they lie in the file. */
  readonly stored: Uint8Array
  /** 0 stored (default), 8 deflated. */
  readonly method?: number
  /** Length and checksum once unpacked; default: those of `stored`. */
  readonly bytes?: number
  readonly crc?: number
  /** Place of the header that the directory names; default: where it is. */
  readonly headerAt?: number
  /** Not written itself: only the directory names it, with the header of another entry. */
  readonly isListedOnly?: boolean
}

export interface HandmadeEnd {
  /** Number of entries that the last record claims. */
  readonly count?: number
  /** Place and length of the directory that it claims. */
  readonly directoryAt?: number
  readonly directoryBytes?: number
}

const MODULUS = 2 ** 32

function headerFields(header: Buffer, at: number, { name, stored, method = 0, ...entry }: HandmadeEntry): void {
  header.writeUInt16LE(0x0800, at)
  header.writeUInt16LE(method, at + 2)
  header.writeUInt32LE(entry.crc ?? crc32(stored), at + 8)
  header.writeUInt32LE(stored.length, at + 12)
  header.writeUInt32LE(entry.bytes ?? stored.length, at + 16)
  header.writeUInt16LE(Buffer.byteLength(name), at + 20)
}

/** Header of an entry as it stands before its bytes. */
export function localHeader(entry: HandmadeEntry): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  headerFields(header, 6, entry)
  return Buffer.concat([header, Buffer.from(entry.name)])
}

/** Record of the directory; places wrap at 2³² as old archivers let them. */
export function centralRecord(entry: HandmadeEntry, headerAt: number): Buffer {
  const record = Buffer.alloc(46)
  record.writeUInt32LE(0x02014b50, 0)
  headerFields(record, 8, entry)
  record.writeUInt32LE(headerAt % MODULUS, 42)
  return Buffer.concat([record, Buffer.from(entry.name)])
}

/** The last record. */
export function endRecord(count: number, directoryAt: number, directoryBytes: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count % 2 ** 16, 8)
  end.writeUInt16LE(count % 2 ** 16, 10)
  end.writeUInt32LE(directoryBytes, 12)
  end.writeUInt32LE(directoryAt % MODULUS, 16)
  return end
}

/** A zip file without 64-bit fields. */
export function handmadeZip(entries: readonly HandmadeEntry[], end: HandmadeEnd = {}): Buffer {
  const parts: Buffer[] = []
  const records: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    records.push(centralRecord(entry, entry.headerAt ?? at))
    if (entry.isListedOnly === true) continue
    const written = Buffer.concat([localHeader(entry), entry.stored])
    parts.push(written)
    at += written.length
  }
  const directory = Buffer.concat(records)
  const last = endRecord(end.count ?? entries.length, end.directoryAt ?? at, end.directoryBytes ?? directory.length)
  return Buffer.concat([...parts, directory, last])
}
