import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { checkDataset } from '../../src/data/check/check.js'
import { formatDataReport } from '../../src/data/check/format-report.js'
import { openZip } from '../../src/data/formats/zip-source.js'
import { openDataset } from '../../src/data/open-dataset.js'
import { encoded, refusal, temporaryFolder, zip } from '../data/fixtures.js'
import { centralRecord, endRecord, type HandmadeEntry, handmadeZip, localHeader } from '../data/handmade-zip.js'

const root = temporaryFolder()
let made = 0
function file(bytes: Uint8Array): string {
  const path = join(root, `${made++}.zip`)
  writeFileSync(path, bytes)
  return path
}

const png = await encoded('png', { width: 8, height: 8, channels: 1 })
const images = (count: number): HandmadeEntry[] =>
  Array.from({ length: count }, (_, i) => ({ name: `${String(i).padStart(6, '0')}.png`, stored: png }))

async function listed(path: string): Promise<readonly string[]> {
  const source = await openZip(path)
  await source.close()
  return source.names
}

describe('a zip file whose number of entries is not what its last record says', () => {
  it('is read whole where the number wrapped at 65,536, as archivers without 64-bit fields write it', async () => {
    const path = file(handmadeZip(images(65_540)))
    expect(await listed(path)).toHaveLength(65_540)
  })

  it('is refused when the record says fewer, or more, than there are', async () => {
    for (const count of [3, 17, 0]) {
      const error = await refusal(openDataset(file(handmadeZip(images(16), { count })), { size: 8 }), 'DATA_UNREADABLE')
      expect(error.message).toMatch(/its directory lists 16 entries, and the record at its end says \d+|cannot hold/)
    }
  })

  it('is refused when the length of the directory is not what the place of its end says', async () => {
    const record = centralRecord(images(1)[0] as HandmadeEntry, 0).length
    const path = file(handmadeZip(images(16), { count: 3, directoryBytes: 3 * record }))
    expect((await refusal(openDataset(path, { size: 8 }), 'DATA_UNREADABLE')).message).toMatch(
      /its directory should lie at \d+ and lies at \d+/,
    )
  })
})

describe('a zip file above 4 GiB without 64-bit fields', () => {
  it('is read whole, wherever places in the file wrapped', async () => {
    const path = join(root, 'large.zip')
    const [first, second] = images(2) as [HandmadeEntry, HandmadeEntry]
    const film = { name: 'film.mp4', stored: Buffer.alloc(0) }
    const filmBytes = 2 ** 32 - 2
    const filmRecord = (at: number): Buffer => {
      const record = centralRecord(film, at)
      record.writeUInt32LE(filmBytes, 20)
      record.writeUInt32LE(filmBytes, 24)
      return record
    }
    const out = openSync(path, 'w')
    let at = 0
    const put = (bytes: Uint8Array): number => {
      writeSync(out, bytes, 0, bytes.length, at)
      at += bytes.length
      return at - bytes.length
    }
    const places = [put(localHeader(first))]
    put(png)
    places.push(put(localHeader(film)))
    at += filmBytes // a hole, so that the file takes no room
    places.push(put(localHeader(second)))
    put(png)
    const directory = Buffer.concat([
      centralRecord(first, places[0] as number),
      filmRecord(places[1] as number),
      centralRecord(second, places[2] as number),
    ])
    const directoryAt = put(directory)
    put(endRecord(3, directoryAt, directory.length))
    closeSync(out)

    const dataset = await openDataset(path, { size: 8 })
    expect(dataset.info.count).toBe(2)
    expect(await dataset.read(1)).toEqual(await dataset.read(0))
    await dataset.close()
  })
})

describe('entries of a zip file that lie over the same bytes', () => {
  it('are refused at once, however many there are', async () => {
    const bomb = deflateRawSync(Buffer.concat([png, Buffer.alloc(2 ** 24)]))
    const first = { name: 'first.png', stored: bomb, method: 8, bytes: png.length + 2 ** 24, crc: 0 }
    const others = images(60_000).map((entry) => ({ ...first, name: entry.name, headerAt: 0, isListedOnly: true }))
    const path = file(handmadeZip([first, ...others]))
    const error = await refusal(openDataset(path, { size: 8, skipBad: true }), 'DATA_UNREADABLE')
    expect(error.message).toMatch(/its entry "\d+\.png" lies over the bytes of /)
  })

  it('are refused where only their own headers show it', async () => {
    const [one, two] = images(2) as [HandmadeEntry, HandmadeEntry]
    const bytes = handmadeZip([one, two])
    bytes.writeUInt16LE(40, 28) // a further field of 40 bytes, which moves the data into the second entry
    const error = await refusal(openDataset(file(bytes), { size: 8 }), 'DATA_UNREADABLE')
    expect(error.text).toContain('000000.png: lies over the bytes of what follows it')
  })
})

describe('an entry of a zip file that unpacks to many times its size', () => {
  it('is refused by name before it is unpacked', async () => {
    const bytes = 2 ** 27
    const stored = deflateRawSync(Buffer.concat([png, Buffer.alloc(bytes - png.length)]))
    const path = file(handmadeZip([{ name: 'a.png', stored, method: 8, bytes }]))
    const error = await refusal(openDataset(path, { size: 8 }), 'DATA_UNREADABLE')
    expect(error.text).toMatch(/a\.png: unpacks \d+ bytes to 134217728, more than 200 times as many/)
  })

  it('is refused with the others when there are many small ones', async () => {
    const bytes = 2 ** 24
    const stored = deflateRawSync(Buffer.concat([png, Buffer.alloc(bytes - png.length)]))
    const bombs = images(5).map(({ name }) => ({ name, stored, method: 8, bytes }))
    const error = await refusal(openDataset(file(handmadeZip(bombs)), { size: 8 }), 'DATA_UNREADABLE')
    expect(error.message).toMatch(/its images claim to unpack \d+ bytes to 83886080/)
  })
})

describe('a zip file with backslashes between folders', () => {
  it('is read as if they were slashes, and says so', async () => {
    const path = file(zip({ 'photos\\a\\0.png': png, 'photos\\b\\1.png': png, 'photos\\notes.txt': 'x' }))
    const dataset = await openDataset(path, { size: 8 })
    expect(dataset.info).toMatchObject({ count: 2, classes: ['a', 'b'] })
    expect(dataset.info.notes).toEqual([
      '2 names in the zip file have \\ between their folders; it is taken for /',
      'leaves out 1 file of another format: 1 .txt',
    ])
    await dataset.close()
    expect(formatDataReport(await checkDataset(path)).join('\n')).toContain('\\ between their folders')
  })

  it.each(['a\\..\\0.png', '\\a\\0.png', 'C:\\a\\0.png', 'a\\\\0.png', 'C:0.png'])('refuses %j', async (name) => {
    const path = file(zip({ 'good.png': png, [name]: png }))
    const error = await refusal(openDataset(path, { size: 8 }), 'DATA_UNREADABLE')
    expect(error.lines).toEqual([`${name}: a name that leads out of the archive`])
  })
})

describe('a zip file of entries without bytes', () => {
  it('is refused before its directory is read', async () => {
    const empty = (count: number) => {
      const records = Array.from({ length: count }, (_, i) =>
        centralRecord({ name: `${i}.png`, stored: Buffer.alloc(0) }, 0),
      )
      const directory = Buffer.concat(records)
      return file(Buffer.concat([directory, endRecord(count, 0, directory.length)]))
    }
    const error = await refusal(openDataset(empty(200_000), { size: 8 }), 'DATA_UNREADABLE')
    expect(error.text).toMatch(/it lists 200000 entries; at most 131072 are read in \d+ bytes/)
  })

  it('is refused when its names are what fills it', async () => {
    const records = Array.from({ length: 200 }, (_, i) =>
      centralRecord({ name: `${i}`.padStart(60_000, 'x'), stored: Buffer.alloc(0) }, 0),
    )
    const directory = Buffer.concat(records)
    const path = file(Buffer.concat([directory, endRecord(200, 0, directory.length)]))
    expect((await refusal(openDataset(path, { size: 8 }), 'DATA_UNREADABLE')).text).toMatch(
      /its names have 12000000 bytes/,
    )
  })
})

describe('a zip file behind other bytes', () => {
  it('is refused with the reason', async () => {
    const path = file(Buffer.concat([Buffer.alloc(700, '#'), handmadeZip(images(3))]))
    expect((await refusal(openDataset(path, { size: 8 }), 'DATA_UNREADABLE')).text).toMatch(
      /other bytes stand before the archive, 700 of them/,
    )
  })
})
