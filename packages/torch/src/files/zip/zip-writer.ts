/** Zip archives of stored entries whose data begin at multiples of 64 bytes, as torch.save lays them out. */
import { crc32 } from 'node:zlib'

/** @internal An entry whose bytes can be made twice: once for the checksum, which stands before them, once to be written. */
export interface ZipInput {
  readonly name: string
  readonly sizeBytes: number
  readonly chunks: () => Iterable<Uint8Array>
}

const ALIGNMENT = 64
const LIMIT = 0xffffffff
// 1 January 1980: equal contents give equal bytes.
const DATE = 0x0021
const UTF8 = 0x0800

interface Written {
  readonly name: Buffer
  readonly sizeBytes: number
  readonly crc: number
  readonly offset: number
}

/** @internal The bytes of the archive, in order; zip64 records appear where sizes or counts need them. */
export function* zipChunks(entries: Iterable<ZipInput>): Generator<Uint8Array, void, void> {
  const written: Written[] = []
  let offset = 0
  for (const { name, sizeBytes, chunks } of entries) {
    let crc = 0
    for (const chunk of chunks()) crc = crc32(chunk, crc)
    const entry = { name: Buffer.from(name), sizeBytes, crc, offset }
    const header = localHeader(entry)
    yield header
    yield* chunks()
    written.push(entry)
    offset += header.byteLength + sizeBytes
  }
  let directoryBytes = 0
  for (const entry of written) {
    const record = centralHeader(entry)
    directoryBytes += record.byteLength
    yield record
  }
  yield endRecords(written.length, offset, directoryBytes)
}

function localHeader({ name, sizeBytes, crc, offset }: Written): Uint8Array {
  const zip64 = sizeBytes >= LIMIT ? zip64Extra([sizeBytes, sizeBytes]) : Buffer.alloc(0)
  const start = offset + 30 + name.byteLength + zip64.byteLength + 4
  const padding = Buffer.alloc(4 + ((ALIGNMENT - (start % ALIGNMENT)) % ALIGNMENT), 'Z')
  padding.write('FB', 0, 'latin1')
  padding.writeUInt16LE(padding.byteLength - 4, 2)
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  writeCommon(header, 4, sizeBytes, crc)
  header.writeUInt16LE(name.byteLength, 26)
  header.writeUInt16LE(zip64.byteLength + padding.byteLength, 28)
  return Buffer.concat([header, name, zip64, padding])
}

function centralHeader({ name, sizeBytes, crc, offset }: Written): Uint8Array {
  const large = [...(sizeBytes >= LIMIT ? [sizeBytes, sizeBytes] : []), ...(offset >= LIMIT ? [offset] : [])]
  const extra = large.length > 0 ? zip64Extra(large) : Buffer.alloc(0)
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(45, 4)
  writeCommon(header, 6, sizeBytes, crc)
  header.writeUInt16LE(name.byteLength, 28)
  header.writeUInt16LE(extra.byteLength, 30)
  header.writeUInt32LE(Math.min(offset, LIMIT), 42)
  return Buffer.concat([header, name, extra])
}

// Version, flags, method, time, date, checksum and sizes stand in the same order in both headers.
function writeCommon(header: Buffer, at: number, sizeBytes: number, crc: number): void {
  header.writeUInt16LE(sizeBytes >= LIMIT ? 45 : 20, at)
  header.writeUInt16LE(UTF8, at + 2)
  header.writeUInt16LE(DATE, at + 8)
  header.writeUInt32LE(crc, at + 10)
  header.writeUInt32LE(Math.min(sizeBytes, LIMIT), at + 14)
  header.writeUInt32LE(Math.min(sizeBytes, LIMIT), at + 18)
}

function zip64Extra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(8 * values.length, 2)
  values.forEach((value, i) => {
    extra.writeBigUInt64LE(BigInt(value), 4 + 8 * i)
  })
  return extra
}

function endRecords(count: number, directoryOffset: number, directoryBytes: number): Uint8Array {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(count, 0xffff), 8)
  end.writeUInt16LE(Math.min(count, 0xffff), 10)
  end.writeUInt32LE(Math.min(directoryBytes, LIMIT), 12)
  end.writeUInt32LE(Math.min(directoryOffset, LIMIT), 16)
  if (count < 0xffff && directoryBytes < LIMIT && directoryOffset < LIMIT) return end
  const record = Buffer.alloc(76)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(44n, 4)
  record.writeUInt16LE(45, 12)
  record.writeUInt16LE(45, 14)
  record.writeBigUInt64LE(BigInt(count), 24)
  record.writeBigUInt64LE(BigInt(count), 32)
  record.writeBigUInt64LE(BigInt(directoryBytes), 40)
  record.writeBigUInt64LE(BigInt(directoryOffset), 48)
  record.writeUInt32LE(0x07064b50, 56)
  record.writeBigUInt64LE(BigInt(directoryOffset + directoryBytes), 64)
  record.writeUInt32LE(1, 72)
  return Buffer.concat([record, end])
}
