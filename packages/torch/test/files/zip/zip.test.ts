import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { zipChunks } from '../../../src/files/zip/zip-writer.js'
import { ZipFile } from '../../../src/index.js'
import { expectInvalid, temporaryFolder, type ZipPart, zipBytes } from '../fixtures.js'

const { file } = temporaryFolder()

const stored = { name: 'a.txt', data: 'stored text' }
const deflated = { name: 'folder/b.txt', data: 'deflated '.repeat(100), deflate: true }

function read(zip: ZipFile, name: string): string {
  return Buffer.from(zip.read(zip.entries.get(name)!, { verify: true })).toString()
}

describe('ZipFile', () => {
  test('reads stored and deflated entries, and leaves folders out', () => {
    const zip = new ZipFile(file(zipBytes([stored, { name: 'folder/', data: '' }, deflated])))
    expect([...zip.entries.keys()]).toEqual(['a.txt', 'folder/b.txt'])
    expect(zip.entries.get('a.txt')).toMatchObject({ method: 'stored', sizeBytes: 11, compressedBytes: 11 })
    expect(read(zip, 'a.txt')).toBe(stored.data)
    expect(read(zip, 'folder/b.txt')).toBe(deflated.data)
    for (const entry of zip.entries.values()) zip.verify(entry)
    expect(zip.dataOffset(zip.entries.get('a.txt')!)).toBe(30 + 'a.txt'.length)
    zip.close()
  })

  test('reads an empty archive and one with a comment that looks like an end record', () => {
    expect(new ZipFile(file(zipBytes([]))).entries.size).toBe(0)
    const comment = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(30)])
    const bytes = Buffer.concat([zipBytes([stored], (end) => end.writeUInt16LE(comment.byteLength, 20)), comment])
    expect(read(new ZipFile(file(bytes)), 'a.txt')).toBe(stored.data)
  })

  test('reads sizes and places from zip64 fields', () => {
    const bytes = zip64Bytes('a.txt', Buffer.from(stored.data))
    expect(read(new ZipFile(file(bytes)), 'a.txt')).toBe(stored.data)
  })

  test('reads a 64-bit record where no field needs it, as PyTorch writes it', () => {
    const plain = zipBytes([stored])
    const end = plain.byteLength - 22
    const record = Buffer.alloc(76)
    record.writeUInt32LE(0x06064b50, 0)
    record.writeBigUInt64LE(44n, 4)
    for (const at of [24, 32]) record.writeBigUInt64LE(1n, at)
    record.writeBigUInt64LE(BigInt(plain.readUInt32LE(end + 12)), 40)
    record.writeBigUInt64LE(BigInt(plain.readUInt32LE(end + 16)), 48)
    record.writeUInt32LE(0x07064b50, 56)
    record.writeBigUInt64LE(BigInt(end), 64)
    record.writeUInt32LE(1, 72)
    const bytes = Buffer.concat([plain.subarray(0, end), record, plain.subarray(end)])
    expect(read(new ZipFile(file(bytes)), 'a.txt')).toBe(stored.data)
  })

  test('reads what our writer wrote: aligned to 64, and more than 65,535 entries', () => {
    const count = 66_000
    const inputs = Array.from({ length: count }, (_, i) => {
      const data = Buffer.from(`${i}`)
      return { name: `d/${i}`, sizeBytes: data.byteLength, chunks: () => [data] }
    })
    const where = file(Buffer.concat([...zipChunks(inputs)]))
    const zip = new ZipFile(where)
    expect(zip.entries.size).toBe(count)
    for (const i of [0, 65_534, 65_535, 65_536, count - 1]) {
      expect(read(zip, `d/${i}`)).toBe(String(i))
      expect(zip.dataOffset(zip.entries.get(`d/${i}`)!) % 64).toBe(0)
    }
    zip.close()
  })

  test.each<[string, readonly ZipPart[], RegExp]>([
    ['an encrypted entry', [{ ...stored, central: (record) => record.writeUInt16LE(1, 8) }], /"a.txt" is encrypted/],
    ['another method', [{ ...stored, central: (record) => record.writeUInt16LE(12, 10) }], /packed with method 12/],
    [
      'a stored entry of two sizes',
      [{ ...stored, central: (record) => record.writeUInt32LE(5, 24) }],
      /declares two sizes/,
    ],
    ['a path upwards', [{ ...stored, name: '../a.txt' }], /"\.\.\/a.txt" has a name that is not allowed/],
    ['a path upwards inside', [{ ...stored, name: 'a/../../b' }], /not allowed/],
    ['an absolute path', [{ ...stored, name: '/etc/passwd' }], /not allowed/],
    ['a Windows path', [{ ...stored, name: 'C:evil' }], /not allowed/],
    ['a backslash', [{ ...stored, name: 'a\\b' }], /not allowed/],
    ['a NUL', [{ ...stored, name: 'a\0b' }], /not allowed/],
    ['an empty name', [{ ...stored, name: '' }], /not allowed/],
    ['two entries of one name', [stored, stored], /two zip entries are named "a.txt"/],
    [
      'entries at one place',
      [stored, { ...stored, name: 'b.txt', headerOffset: 0 }],
      /"a.txt" overlaps what follows it/,
    ],
    [
      'an entry inside another',
      [
        { ...stored, data: 'x'.repeat(500) },
        { ...stored, name: 'b', headerOffset: 100 },
      ],
      /overlaps/,
    ],
    [
      'an entry that reaches into the directory',
      [
        {
          ...stored,
          central: (record) => {
            record.writeUInt32LE(100, 20)
            record.writeUInt32LE(100, 24)
          },
        },
      ],
      /overlaps what follows it/,
    ],
    ['an entry beyond the end', [{ ...stored, headerOffset: 0xfffffff0 }], /overlaps what follows it/],
    [
      'a bomb of 4 GB',
      [{ ...deflated, central: (record) => record.writeUInt32LE(0xfffffff0, 24) }],
      /claims to unpack \d+ bytes to 4294967280: refused/,
    ],
  ])('refuses %s when it is opened', (_, parts, message) => {
    const where = file(zipBytes(parts))
    expectInvalid(() => new ZipFile(where), message)
  })

  test.each<[string, ZipPart, RegExp]>([
    [
      'another name in the local header',
      { ...stored, local: (record) => record.writeUInt16LE(4, 26) },
      /is named "a\.tx" in its own header/,
    ],
    [
      'no local header',
      { ...stored, local: (record) => record.writeUInt32LE(0, 0) },
      /has no header where it should be/,
    ],
    [
      'an extra field that pushes the data into what follows',
      { ...stored, local: (record) => record.writeUInt16LE(60, 28) },
      /overlaps what follows it/,
    ],
    [
      'a wrong checksum',
      { ...stored, central: (record) => record.writeUInt32LE(1, 16) },
      /damaged: its checksum does not fit/,
    ],
    [
      'a wrong checksum of a deflated entry',
      { ...deflated, central: (record) => record.writeUInt32LE(1, 16) },
      /damaged: its checksum/,
    ],
    [
      'more bytes than declared',
      { ...deflated, central: (record) => record.writeUInt32LE(899, 24) },
      /unpacks to more than the 899 bytes declared/,
    ],
    [
      'fewer bytes than declared',
      { ...deflated, central: (record) => record.writeUInt32LE(901, 24) },
      /unpacks to 900 bytes, but declares 901/,
    ],
    [
      'what is not deflate',
      { name: 'x', data: 'not deflate', central: (record) => record.writeUInt16LE(8, 10) },
      /is damaged/,
    ],
  ])('refuses %s when it is read', (_, part, message) => {
    const zip = new ZipFile(file(zipBytes([part])))
    const [entry] = zip.entries.values()
    expectInvalid(() => zip.read(entry!, { verify: true }), message)
    expectInvalid(() => zip.verify(entry!), message)
    zip.close()
  })

  test('refuses entries larger than the reader allows', () => {
    const zip = new ZipFile(file(zipBytes([deflated])))
    expectInvalid(() => zip.read(zip.entries.get('folder/b.txt')!, { maxBytes: 899 }), /has 900 bytes; at most 899/)
    zip.close()
  })

  test('leaves checksums of stored entries alone unless asked', () => {
    const zip = new ZipFile(file(zipBytes([{ ...stored, central: (record) => record.writeUInt32LE(1, 16) }])))
    expect(Buffer.from(zip.read(zip.entries.get('a.txt')!)).toString()).toBe(stored.data)
    zip.close()
  })

  test('refuses a file that is cut at any byte, or that something was put in front of', () => {
    const bytes = zipBytes([stored, deflated])
    for (let length = 0; length < bytes.byteLength; length++) {
      const where = file(bytes.subarray(0, length))
      expectInvalid(() => new ZipFile(where), /not a complete zip file/)
    }
    expectInvalid(
      () => new ZipFile(file(Buffer.concat([Buffer.alloc(100), bytes]))),
      /other bytes stand before the archive/,
    )
  })

  test('refuses a count that wrapped at 65,536, and a place that wrapped at 4 GiB', () => {
    const many = Array.from({ length: 65_540 }, (_, i) => ({ name: `${i}`, data: '' }))
    const wrapped = file(zipBytes(many))
    expectInvalid(() => new ZipFile(wrapped), /lists 65540 entries, but declares 4/)
    const far = file(zipBytes([stored]))
    const fd = openSync(far, 'r+')
    const end = zipBytes([stored])
    writeSync(fd, end, 0, end.byteLength, 2 ** 32)
    closeSync(fd)
    expectInvalid(
      () => new ZipFile(far),
      /it should lie at 46 and lies at 4294967342\n +The archive is above 4 GiB and has no zip64/,
    )
  })

  test('refuses entries that would unpack to many times the size of the file together', () => {
    const data = Buffer.alloc(16 << 20)
    const bomb = file(zipBytes(Array.from({ length: 5 }, (_, i) => ({ name: `${i}.npy`, data, deflate: true }))))
    expectInvalid(() => new ZipFile(bomb), /entries of the zip file claim to unpack \d+ bytes to 83886080: refused/)
  })

  test.each<[string, (end: Buffer) => void, RegExp]>([
    ['a wrong count', (end) => end.writeUInt16LE(3, 10), /lists 1 entries, but declares 3/],
    ['a directory beyond the end', (end) => end.writeUInt32LE(1 << 30, 16), /directory does not lie inside the file/],
    ['a huge directory', (end) => end.writeUInt32LE(0xfffffff0, 12), /directory does not lie inside the file/],
    [
      'a directory that is shorter than what there is',
      (end) => end.writeUInt32LE(0, 12),
      /it should lie at 46 and lies/,
    ],
    ['one of several parts', (end) => end.writeUInt16LE(1, 4), /one part of a zip archive in several/],
    ['a directory that is none', (end) => end.writeUInt32LE(0, 16), /directory is damaged/],
  ])('refuses an end record with %s', (_, change, message) => {
    const where = file(zipBytes([stored], change))
    expectInvalid(() => new ZipFile(where), message)
  })
})

describe('zipChunks', () => {
  test('gives equal bytes for equal contents', () => {
    const inputs = [{ name: 'é', sizeBytes: 3, chunks: () => [Buffer.from('ab'), Buffer.from('c')] }]
    const bytes = Buffer.concat([...zipChunks(inputs)])
    expect(bytes.equals(Buffer.concat([...zipChunks(inputs)]))).toBe(true)
    const zip = new ZipFile(file(bytes))
    expect(read(zip, 'é')).toBe('abc')
    expect(readFileSync(zip.path).equals(bytes)).toBe(true)
    zip.close()
  })
})

/** One stored entry whose sizes and place stand in zip64 fields, and a zip64 end record. */
function zip64Bytes(name: string, data: Buffer): Buffer {
  const plain = zipBytes([{ name, data }])
  const directoryAt = 30 + name.length + data.byteLength
  const record = Buffer.from(plain.subarray(directoryAt, directoryAt + 46 + name.length))
  const extra = Buffer.alloc(28)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(24, 2)
  extra.writeBigUInt64LE(BigInt(data.byteLength), 4)
  extra.writeBigUInt64LE(BigInt(data.byteLength), 12)
  record.writeUInt32LE(0xffffffff, 20)
  record.writeUInt32LE(0xffffffff, 24)
  record.writeUInt32LE(0xffffffff, 42)
  record.writeUInt16LE(28, 30)
  const end64 = Buffer.alloc(76)
  end64.writeUInt32LE(0x06064b50, 0)
  end64.writeBigUInt64LE(44n, 4)
  end64.writeBigUInt64LE(1n, 24)
  end64.writeBigUInt64LE(1n, 32)
  end64.writeBigUInt64LE(BigInt(record.byteLength + 28), 40)
  end64.writeBigUInt64LE(BigInt(directoryAt), 48)
  end64.writeUInt32LE(0x07064b50, 56)
  end64.writeBigUInt64LE(BigInt(directoryAt + record.byteLength + 28), 64)
  const end = Buffer.from(plain.subarray(plain.byteLength - 22))
  end.fill(0xff, 8, 20)
  return Buffer.concat([plain.subarray(0, directoryAt), record, extra, end64, end])
}
