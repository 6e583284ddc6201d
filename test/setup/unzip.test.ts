import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { unzip } from '../../packages/torch/setup/unzip.mjs'
import { temporaryFolder, zip } from './fixtures.js'

// Bytes that hardly compress: squares modulo a prime.
const large = new Uint8Array(3_000_000).map((_, index) => (index * index) % 65_537)
const text = new TextEncoder().encode('#pragma once\n'.repeat(100))

async function archive(files: Record<string, Uint8Array> = { 'torch/lib/large.so': large, 'torch/include/a.h': text }) {
  const folder = temporaryFolder()
  const path = join(folder, 'archive.zip')
  writeFileSync(path, await zip(files))
  return { folder, path, out: join(folder, 'out') }
}

test('unpacks what has a place and leaves the rest out', async () => {
  const { path, out } = await archive({ 'torch/lib/large.so': large, 'torch/include/a.h': text, 'torch/x.py': text })
  const progress: number[] = []
  const count = await unzip(path, out, {
    target: (name) => (name.endsWith('.py') ? null : name.slice('torch/'.length)),
    onProgress: (done, total) => progress.push(done / total),
  })
  expect(count).toBe(2)
  expect(readFileSync(join(out, 'lib/large.so')).equals(large)).toBe(true)
  expect(readFileSync(join(out, 'include/a.h')).equals(text)).toBe(true)
  expect(existsSync(join(out, 'x.py'))).toBe(false)
  expect(progress.at(-1)).toBe(1)
})

test('unpacks stored and empty files', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'stored.zip')
  writeFileSync(path, await zip({ 'a/large': large, 'a/empty': new Uint8Array(0) }, { compress: false }))
  await unzip(path, join(folder, 'out'), { target: (name) => name })
  expect(readFileSync(join(folder, 'out/a/large')).equals(large)).toBe(true)
  expect(readFileSync(join(folder, 'out/a/empty')).length).toBe(0)
})

const damages = [
  { name: 'a file that is no archive', damage: () => Buffer.from('<html>not found</html>') },
  { name: 'an empty file', damage: () => Buffer.alloc(0) },
  { name: 'a truncated archive', damage: (bytes: Buffer) => bytes.subarray(0, bytes.length / 2) },
  { name: 'an archive without its beginning', damage: (bytes: Buffer) => bytes.subarray(2_000) },
  {
    name: 'a flipped byte in a large file',
    damage: (bytes: Buffer) => {
      bytes[100_000] = (bytes[100_000] ?? 0) ^ 0xff
      return bytes
    },
  },
]

test.each(damages)('refuses $name', async ({ damage }) => {
  const { path, out } = await archive()
  writeFileSync(path, damage(readFileSync(path)))
  await expect(unzip(path, out, { target: (name) => name })).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' })
})

test('refuses an entry that claims fewer bytes than it unpacks to', async () => {
  const { path, out } = await archive({ 'a.h': text })
  const bytes = readFileSync(path)
  const directory = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
  bytes.writeUInt32LE(10, directory + 24)
  writeFileSync(path, bytes)
  await expect(unzip(path, out, { target: (name) => name })).rejects.toThrow(/entry a\.h cannot be unpacked/)
})

test('refuses a directory that holds more entries than its end says', async () => {
  const { path, out } = await archive()
  const bytes = readFileSync(path)
  bytes.writeUInt16LE(1, bytes.length - 12)
  writeFileSync(path, bytes)
  await expect(unzip(path, out, { target: (name) => name })).rejects.toThrow(/lists 2 entries and declares 1/)
})

test('refuses a directory that ends before the record behind it', async () => {
  const { path, out } = await archive()
  const bytes = readFileSync(path)
  bytes.writeUInt32LE(46 + 'torch/lib/large.so'.length, bytes.length - 10)
  writeFileSync(path, bytes)
  await expect(unzip(path, out, { target: (name) => name })).rejects.toThrow(/does not end where the record behind it/)
})

test('refuses entries that lie over the same bytes', async () => {
  const { path, out } = await archive()
  const bytes = readFileSync(path)
  bytes.writeUInt32LE(0, bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02])) + 42)
  writeFileSync(path, bytes)
  await expect(unzip(path, out, { target: (name) => name })).rejects.toThrow(/lies over what follows it/)
})

test('refuses a place outside the folder', async () => {
  const { path, out, folder } = await archive({ 'up/evil.h': text })
  // No archiver writes such a name.
  writeFileSync(path, readFileSync(path, 'latin1').replaceAll('up/evil.h', '../evil.h'), 'latin1')
  await expect(unzip(path, out, { target: (name) => name })).rejects.toThrow(/points out of its folder/)
  expect(existsSync(join(folder, 'evil.h'))).toBe(false)
})
