import { readLimits } from '@ganymede/core/reading'
import { describe, expect, test } from 'vitest'
import { readTorchFile, ZipFile } from '../../src/index.js'
import { dict, expectInvalid, four, temporaryFolder, tensorPickle, torchArchive, zipBytes } from '../files/fixtures.js'

const { file } = temporaryFolder()

/** Entries that differ in their names only; the directory says that there are so many, modulo 2^16. */
function emptyEntries(count: number): Buffer {
  const digits = 7
  const local = Buffer.from(zipBytes([{ name: '0'.repeat(digits), data: '' }]).subarray(0, 30 + digits))
  const central = Buffer.alloc(46 + digits)
  central.writeUInt32LE(0x02014b50, 0)
  central.writeUInt16LE(digits, 28)
  const bytes = Buffer.alloc(count * (local.byteLength + central.byteLength) + 22)
  const directoryAt = count * local.byteLength
  for (let i = 0; i < count; i++) {
    const name = `${i}`.padStart(digits, '0')
    local.write(name, 30)
    local.copy(bytes, i * local.byteLength)
    central.write(name, 46)
    central.writeUInt32LE(i * local.byteLength, 42)
    central.copy(bytes, directoryAt + i * central.byteLength)
  }
  const end = bytes.byteLength - 22
  bytes.writeUInt32LE(0x06054b50, end)
  bytes.writeUInt16LE(count % 65_536, end + 10)
  bytes.writeUInt32LE(count * central.byteLength, end + 12)
  bytes.writeUInt32LE(directoryAt, end + 16)
  return bytes
}

describe('ZipFile', () => {
  test.each([200_000, 500_000])('refuses %i empty entries within the budget', (count) => {
    const where = file(emptyEntries(count))
    const before = process.cpuUsage()
    expectInvalid(() => new ZipFile(where), /the zip directory (has|lists)/)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1e6).toBeLessThan(readLimits.seconds)
  })

  test('says that other bytes stand before the archive', () => {
    const archive = torchArchive(dict('w', tensorPickle()), { 0: four })
    expectInvalid(
      () => new ZipFile(file(Buffer.concat([Buffer.alloc(700, '#'), archive]))),
      /other bytes stand before the archive: 700 of them/,
    )
    const polyglot = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(60), archive])
    expectInvalid(() => readTorchFile(file(polyglot, 'pt')), /other bytes stand before the archive: 64 of them/)
  })

  test('says so of archives with a 64-bit record, as PyTorch writes them', () => {
    const plain = torchArchive(dict('w', tensorPickle()), { 0: four })
    const end = plain.byteLength - 22
    const record = Buffer.alloc(76)
    record.writeUInt32LE(0x06064b50, 0)
    record.writeBigUInt64LE(44n, 4)
    for (const at of [24, 32]) record.writeBigUInt64LE(BigInt(plain.readUInt16LE(end + 10)), at)
    record.writeBigUInt64LE(BigInt(plain.readUInt32LE(end + 12)), 40)
    record.writeBigUInt64LE(BigInt(plain.readUInt32LE(end + 16)), 48)
    record.writeUInt32LE(0x07064b50, 56)
    record.writeBigUInt64LE(BigInt(end), 64)
    record.writeUInt32LE(1, 72)
    const archive = Buffer.concat([plain.subarray(0, end), record, plain.subarray(end)])
    expect(new ZipFile(file(archive)).entries.size).toBe(4)
    const moved = file(Buffer.concat([Buffer.alloc(64, '#'), archive]))
    expectInvalid(() => new ZipFile(moved), /other bytes stand before the archive: 64 of them/)
  })
})
