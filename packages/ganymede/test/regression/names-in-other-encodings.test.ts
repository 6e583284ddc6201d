/** Issue 10, A7: names that are no UTF-8 ended in INTERNAL, and two different files were shown alike. */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { listImageFolder } from '../../src/data/formats/image-folder.js'
import { openZip } from '../../src/data/formats/zip-source.js'
import { openDataset } from '../../src/data/open-dataset.js'
import { ganymede } from '../cli/commands/command-line.js'
import { encoded, refusal, temporaryFolder, writeTree, zip } from '../data/fixtures.js'

const root = temporaryFolder()
const reason = 'its name is not in UTF-8, so that it cannot be opened; rename it'

/** Writes a file whose name is in Latin-1. */
function writeLatin1(folder: string, name: string, content: Uint8Array): void {
  const bytes = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')])
  mkdirSync(bytes.subarray(0, bytes.lastIndexOf('/')), { recursive: true })
  writeFileSync(bytes, content)
}

// Other systems keep names in Unicode, and refuse such bytes.
const onLinux = it.skipIf(process.platform !== 'linux')

onLinux('refuses folders and files whose names are not in UTF-8, each by its bytes', async () => {
  const png = await encoded('png')
  const folder = writeTree(path.join(root, 'mixed'), { 'ok/1.png': png, 'ok/\ufffd.png': png, 'é/2.png': png })
  writeLatin1(folder, 'caf\xe9/1.png', png)
  writeLatin1(folder, 'caf\xe8/1.png', png)
  writeLatin1(folder, 'ok/b\xfcrg.png', png)
  writeLatin1(folder, 'ok/r\xe9sum\xe9.txt', png)
  writeLatin1(folder, '.trash\xe9/1.png', png)
  const source = await listImageFolder(folder)
  expect(source.names).toEqual(['ok/1.png', 'ok/\ufffd.png', 'é/2.png'])
  expect([...source.refused].sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
    { name: String.raw`caf\xe8`, reason },
    { name: String.raw`caf\xe9`, reason },
    { name: String.raw`ok/b\xfcrg.png`, reason },
  ])
  expect(source.ignored.map(({ name }) => name).sort()).toEqual([
    String.raw`.trash\xe9`,
    String.raw`ok/r\xe9sum\xe9.txt`,
  ])
  const error = await refusal(openDataset(folder, { size: 8 }), 'DATA_UNREADABLE')
  expect(error.text).toContain(String.raw`caf\xe9: ${reason}`)
  const { info, skipped } = await openDataset(folder, { size: 8, skipBad: true })
  expect([info.count, skipped.length]).toEqual([3, 3])
})

it('refuses a path of the command line that was not in UTF-8', async () => {
  // What Node.js makes of the byte 0xE9.
  const { code, stderr } = await ganymede('data', 'check', path.join(root, 'caf\ufffd'))
  expect(code).toBe(2)
  expect(stderr).toContain('OPTION_INVALID  a word of the command line is not in UTF-8')
  const real = writeTree(path.join(root, 'real\ufffd'), { '1.png': await encoded('png') })
  expect((await ganymede('data', 'check', real)).code).toBe(0)
})

it('keeps entries of a zip file apart whose names are not in UTF-8, whatever their flags say', async () => {
  const png = await encoded('png')
  for (const isMarked of [false, true]) {
    const archive = Buffer.from(zip({ 'caf1.png': png, 'caf2.png': png }))
    for (const [letter, byte] of [
      ['1', 0xe9],
      ['2', 0xe8],
    ] as const) {
      for (let at = archive.indexOf(`caf${letter}`); at >= 0; at = archive.indexOf(`caf${letter}`))
        archive[at + 3] = byte
    }
    // Bit 11 of the flags says UTF-8, in the directory and in front of each entry.
    for (let at = 0; isMarked && at + 10 < archive.length; at++) {
      const signature = archive.readUInt32LE(at)
      if (signature === 0x02014b50) archive[at + 9] = (archive[at + 9] ?? 0) | 8
      if (signature === 0x04034b50) archive[at + 7] = (archive[at + 7] ?? 0) | 8
    }
    const file = path.join(root, `latin1-${isMarked}.zip`)
    writeFileSync(file, archive)
    const source = await openZip(file)
    expect([...source.names].sort()).toEqual(['cafè.png', 'café.png'])
    await source.close()
  }
})
