import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import type { Dataset, OpenDatasetOptions } from '../../../src/data/dataset.js'
import { openZip } from '../../../src/data/formats/zip-source.js'
import { openDataset } from '../../../src/data/open-dataset.js'
import { encoded, refusal, temporaryFolder, torn, zip } from '../fixtures.js'
import { handmadeZip } from '../handmade-zip.js'

const root = temporaryFolder()
let made = 0
const file = (bytes: Uint8Array): string => {
  const path = join(root, `set-${made++}.zip`)
  writeFileSync(path, bytes)
  return path
}
const small = { size: 8 }

const opened: Dataset[] = []
afterEach(async () => {
  for (const dataset of opened.splice(0)) await dataset.close()
})
async function openHere(path: string, options: OpenDatasetOptions): Promise<Dataset> {
  const dataset = await openDataset(path, options)
  opened.push(dataset)
  return dataset
}

/** Changes 32-bit fields of the directory entry of a name: offsets from the start of the entry. */
function forge(bytes: Uint8Array, name: string, fields: Readonly<Record<number, number>>): Uint8Array {
  const forged = Buffer.from(bytes)
  for (let at = forged.indexOf('PK\x01\x02'); at >= 0; at = forged.indexOf('PK\x01\x02', at + 4)) {
    if (forged.subarray(at + 46, at + 46 + name.length).toString() !== name) continue
    for (const [offset, value] of Object.entries(fields)) forged.writeUInt32LE(value, at + Number(offset))
  }
  return forged
}

type Files = Readonly<Record<string, Uint8Array | string>>

function zipOfYazl(files: Files): Promise<Uint8Array> {
  const archive = new ZipFile()
  for (const [name, content] of Object.entries(files)) archive.addBuffer(Buffer.from(content), name)
  archive.end()
  return buffer(archive.outputStream)
}

describe('openDataset of a zip file', () => {
  it.each([
    ['stored', (files: Files) => zip(files)],
    ['deflated', (files: Files) => zip(files, 6)],
    ['packed by another program', zipOfYazl],
  ])('reads images in class folders, %s', async (_, pack) => {
    const red = await encoded('png', { width: 8, height: 8, pixels: new Uint8Array(192).fill(50) })
    const path = file(
      await pack({
        'photos/dog/2.png': await encoded('png'),
        'photos/cat/1.png': red,
        'photos/readme.txt': 'x',
        '__MACOSX/photos/cat/._1.png': 'x',
      }),
    )
    const dataset = await openHere(path, small)
    expect(dataset.info).toMatchObject({ kind: 'zip', count: 2, channels: 3, classes: ['cat', 'dog'] })
    expect(dataset.nameOf(0)).toBe('photos/cat/1.png')
    expect(await dataset.read(0)).toEqual(new Uint8Array(192).fill(50))
    expect(await dataset.read(1)).toHaveLength(192)
  })

  it('reads a zip with a comment and names in UTF-8', async () => {
    const bytes = zip({ 'zürich.png': await encoded('png') })
    const comment = Buffer.concat([bytes, Buffer.from('PK\x05\x06 is not the end')])
    comment.writeUInt16LE(19, bytes.length - 2)
    expect((await openHere(file(comment), small)).nameOf(0)).toBe('zürich.png')
  })

  it('has a fingerprint that follows the content', async () => {
    const [one, two] = [await encoded('png', { seed: 1 }), await encoded('png', { seed: 2 })]
    const fingerprint = async (content: Uint8Array) =>
      (await openHere(file(zip({ 'a.png': content })), small)).info.fingerprint
    expect(await fingerprint(one)).toBe(await fingerprint(one))
    expect(await fingerprint(one)).not.toBe(await fingerprint(two))
  })

  it.each(['../../evil.png', '/etc/evil.png', 'C:/evil.png', 'a\\..\\evil.png', 'a/../../evil.png'])(
    'refuses an archive with the name %s',
    async (name) => {
      const path = file(zip({ 'good.png': await encoded('png'), [name]: await encoded('png') }))
      const error = await refusal(openDataset(path, small), 'DATA_UNREADABLE')
      expect(error.lines).toEqual([`${name}: a name that leads out of the archive`])
      const rest = await openHere(path, { ...small, skipBad: true })
      expect(rest.info.count).toBe(1)
    },
  )

  it('refuses an entry that claims more than deflate can give, before unpacking it', async () => {
    const bytes = zip({ 'a.png': Buffer.concat([await encoded('png'), Buffer.alloc(1000)]) }, 6)
    const path = file(forge(bytes, 'a.png', { 24: 200_000_000 }))
    expect((await refusal(openDataset(path, small), 'DATA_UNREADABLE')).text).toMatch(/which no deflate stream gives/)
    const beyond = file(forge(bytes, 'a.png', { 24: 2 ** 31 }))
    expect((await refusal(openDataset(beyond, small), 'DATA_UNREADABLE')).text).toMatch(
      /more than the limit of 268435456/,
    )
  })

  it('refuses an entry that unpacks to more or less than it claims', async () => {
    const bomb = zip({ 'a.png': Buffer.concat([await encoded('png'), Buffer.alloc(5_000_000)]) }, 6)
    for (const claimed of [2000, 5_200_000]) {
      const path = file(forge(bomb, 'a.png', { 24: claimed }))
      await refusal(openDataset(path, small), 'DATA_UNREADABLE')
    }
  })

  it('refuses wrong checksums, encrypted entries, unknown methods and places outside of the file', async () => {
    const content = await encoded('png')
    const bytes = zip({ 'a.png': content })
    for (const [fields, reason] of [
      [{ 16: 12345 }, /checksum/],
      [{ 8: 0x0000_0001 }, /encrypted/],
      [{ 8: 0x000c_0000 }, /compression method 12/],
      [{ 20: content.length - 1, 42: 1 }, /not where the directory says/],
      [{ 42: 10 }, /lies over the bytes of the directory/],
      [{ 42: 0x7fff_ffff }, /lies over the bytes of the directory/],
      [{ 20: 0x0fff_ffff }, /lies over the bytes of the directory/],
    ] as const) {
      const error = await refusal(openDataset(file(forge(bytes, 'a.png', fields)), small), 'DATA_UNREADABLE')
      expect(error.text).toMatch(reason)
    }
  })

  it('refuses damaged compressed data', async () => {
    const bytes = Buffer.from(zip({ 'a.png': Buffer.concat([await encoded('png'), Buffer.alloc(3000, 'abc')]) }, 6))
    bytes.fill(0xff, 60, 120)
    expect((await refusal(openDataset(file(bytes), small), 'DATA_UNREADABLE')).text).toMatch(/a\.png: /)
  })

  it.each([
    ['empty', Buffer.alloc(0)],
    ['cut off', zip({ 'a.png': new Uint8Array(3000) }).subarray(0, 2000)],
    ['text', Buffer.from('this is a text that somebody called .zip')],
    ['directory beyond the end', forgeEnd(zip({ 'a.png': 'x' }), 16, 0x7fff_0000)],
    ['directory of the wrong length', forgeEnd(zip({ 'a.png': 'x' }), 12, 47)],
    ['more entries than fit', forgeEnd(zip({ 'a.png': 'x' }), 8, 0x0fff_0fff)],
  ])('refuses a file whose zip structure is damaged: %s', async (_, bytes) => {
    const error = await refusal(openDataset(file(bytes), small), 'DATA_UNREADABLE')
    expect(error.message).toContain('.zip')
  })

  it('refuses an archive without images, saying what is in it', async () => {
    const error = await refusal(openDataset(file(zip({ 'a.txt': 'x', 'b/c.csv': 'y' })), small), 'DATA_EMPTY')
    expect(error.text).toContain('1 .txt, 1 .csv')
    await refusal(openDataset(file(zip({})), small), 'DATA_EMPTY')
  })

  it('names damaged images inside of the archive', async () => {
    const path = file(zip({ 'a.png': await encoded('png'), 'b.png': await torn('png'), 'c.jpg': 'text' }))
    expect((await refusal(openDataset(path, small), 'DATA_UNREADABLE')).text).toContain('c.jpg: not an image')
    const dataset = await openHere(path, { ...small, skipBad: true })
    await dataset.read(0)
    await dataset.read(1)
    expect(dataset.skipped.map(({ name }) => name)).toEqual(['c.jpg', 'b.png'])
  })
})

describe('openZip', () => {
  it('hears other work while entries are inspected that need no unpacking', async () => {
    const count = 640
    const entries = Array.from({ length: count }, (_, i) => ({ name: `${i}.png`, stored: Buffer.alloc(8), method: 99 }))
    const source = await openZip(file(handmadeZip(entries)))
    let turns = 0
    const turn = () => {
      turns += 1
      timer = setImmediate(turn)
    }
    let timer = setImmediate(turn)
    for (let i = 0; i < count; i++) await expect(source.inspect(i)).rejects.toThrow('compression method 99')
    clearImmediate(timer)
    await source.close()
    expect(turns).toBeGreaterThanOrEqual(count / 64)
  })

  it('lists each name once and strips ./ in front', async () => {
    const one = await encoded('png')
    const source = await openZip(file(zip({ './a.png': one, 'b.png': one })))
    expect(source.names).toEqual(['a.png', 'b.png'])
    expect(Buffer.from(await source.withInput(0, async (input) => input as Uint8Array))).toEqual(one)
    await source.close()
  })
})

function forgeEnd(bytes: Uint8Array, offset: number, value: number): Uint8Array {
  const forged = Buffer.from(bytes)
  forged.writeUInt32LE(value, forged.lastIndexOf('PK\x05\x06') + offset)
  return forged
}
