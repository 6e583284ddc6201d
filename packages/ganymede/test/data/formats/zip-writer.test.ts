import { readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { ZipFile } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { readZipDirectory } from '../../../src/data/formats/zip-directory.js'
import { readZipEntry } from '../../../src/data/formats/zip-entry.js'
import { ZipWriter } from '../../../src/data/formats/zip-writer.js'
import { temporaryFolder } from '../fixtures.js'

const root = temporaryFolder()

async function write(name: string, entries: readonly (readonly [string, Uint8Array])[]): Promise<string> {
  const path = join(root, name)
  const file = await open(path, 'w')
  const zip = new ZipWriter(file)
  for (const [entry, content] of entries) await zip.add(entry, content)
  await zip.finish()
  await file.close()
  return path
}

describe('ZipWriter', () => {
  const entries = [
    ['a/1.bin', Uint8Array.of(1, 2, 3)],
    ['größe.bin', new Uint8Array(100_000).fill(7)],
    ['empty', new Uint8Array(0)],
  ] as const

  it('writes what the reader of checkpoints and our own read back', async () => {
    const path = await write('three.zip', entries)
    const other = new ZipFile(path)
    expect(
      [...other.entries.values()].map((entry) => [entry.name, new Uint8Array(other.read(entry, { verify: true }))]),
    ).toEqual(entries)
    other.close()
    const file = await open(path)
    const directory = await readZipDirectory(file)
    expect(directory.map(({ name }) => name)).toEqual(entries.map(([name]) => name))
    for (const [i, entry] of directory.entries()) {
      expect(new Uint8Array(await readZipEntry(file, entry, 1e6))).toEqual(entries[i]?.[1])
    }
    await file.close()
  })

  it('writes the same bytes for the same entries', async () => {
    const [a, b] = [await write('a.zip', entries), await write('b.zip', entries)]
    expect(readFileSync(a)).toEqual(readFileSync(b))
  })

  it('counts beyond 65,535 entries with 64-bit fields', async () => {
    const many = Array.from({ length: 65_600 }, (_, i) => [`${i}`, new Uint8Array(0)] as const)
    const path = await write('many.zip', many)
    const file = await open(path)
    const directory = await readZipDirectory(file)
    expect(directory).toHaveLength(65_600)
    expect(directory.at(-1)?.name).toBe('65599')
    await file.close()
  })
})
