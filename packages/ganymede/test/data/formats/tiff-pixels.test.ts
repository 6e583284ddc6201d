import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { checkDataset } from '../../../src/data/check/check.js'
import { openDataset } from '../../../src/data/open-dataset.js'
import { prepareDataset } from '../../../src/data/prepare.js'
import { readPicture } from '../../../src/inference/picture-files.js'
import { encoded, refusal, temporaryFolder } from '../fixtures.js'

interface Tiff {
  readonly bits: number
  /** 1 whole numbers (default), 2 signed, 3 floating-point, 4 undefined, 6 complex. */
  readonly format?: number
  /** 0 white is zero, 1 black is zero (default), 2 RGB, 3 palette, 5 CMYK, 6 YCbCr, 8 Lab. */
  readonly photometric?: number
  readonly samples?: number
  readonly data: ArrayLike<number>
  readonly extra?: readonly (readonly [tag: number, values: readonly number[]])[]
  readonly isBigEndian?: boolean
}

/** A TIFF of two pixels side by side, uncompressed, after TIFF 6.0 section 2. */
function tiff({ bits, format, photometric = 1, samples = 1, data, extra = [], isBigEndian = false }: Tiff): Buffer {
  const short = (values: readonly number[]) => ({ type: 3, size: 2, values })
  const long = (values: readonly number[]) => ({ type: 4, size: 4, values })
  const strip = Buffer.from(Uint8Array.from(data))
  const fields = new Map([
    [256, short([2])],
    [257, short([1])],
    [258, short(Array(samples).fill(bits))],
    [259, short([1])],
    [262, short([photometric])],
    [273, long([0])],
    [277, short([samples])],
    [278, short([1])],
    [279, long([strip.length])],
    ...(format === undefined ? [] : [[339, short(Array(samples).fill(format))] as const]),
    ...extra.map(([tag, values]) => [tag, short(values)] as const),
  ])
  const tableBytes = 2 + 12 * fields.size + 4
  const parts: Buffer[] = []
  let at = 8 + tableBytes
  const write = (bytes: Buffer, value: number, where: number, size: number) =>
    isBigEndian ? bytes.writeUIntBE(value, where, size) : bytes.writeUIntLE(value, where, size)
  const head = Buffer.alloc(at)
  head.write(isBigEndian ? 'MM' : 'II', 'latin1')
  write(head, 42, 2, 2)
  write(head, 8, 4, 4)
  write(head, fields.size, 8, 2)
  let stripAt = 0
  for (const [i, [tag, { type, size, values }]] of [...fields].sort(([a], [b]) => a - b).entries()) {
    const where = 10 + 12 * i
    write(head, tag, where, 2)
    write(head, type, where + 2, 2)
    write(head, values.length, where + 4, 4)
    const bytes = Buffer.alloc(values.length * size)
    values.forEach((value, k) => {
      write(bytes, value, k * size, size)
    })
    if (tag === 273) stripAt = where + 8
    if (bytes.length <= 4) bytes.copy(head, where + 8)
    else {
      write(head, at, where + 8, 4)
      parts.push(bytes)
      at += bytes.length
    }
  }
  write(head, at, stripAt, 4)
  return Buffer.concat([head, ...parts, strip])
}

const bytesOf = (values: ArrayBufferView): Uint8Array => new Uint8Array(values.buffer)
const root = temporaryFolder()
let made = 0

/** A folder with the image twice, so that nothing hangs on the count. */
function folderOf(content: Buffer): string {
  const folder = join(root, `${made++}`)
  mkdirSync(folder)
  writeFileSync(join(folder, 'a.tif'), content)
  return folder
}

async function readBoth(content: Buffer): Promise<{ data: number[]; translated: number[] }> {
  const folder = folderOf(content)
  const dataset = await openDataset(folder, { size: { width: 2, height: 1 } })
  const data = [...(await dataset.read(0))]
  await dataset.close()
  const picture = await readPicture(join(folder, 'a.tif'), 3)
  return { data, translated: [...picture.data] }
}

describe('pixels of TIFF files', () => {
  const grey = [64, 191]
  const colours = [10, 20, 30, 200, 150, 100]
  const palette = Array.from({ length: 768 }, (_, i) => (colours[(i % 256) * 3 + Math.floor(i / 256)] ?? 0) * 257)
  it.each<[string, Tiff, readonly number[]]>([
    ['grey of 8 bits', { bits: 8, data: grey }, grey],
    ['grey of 8 bits without a stated kind', { bits: 8, format: 4, data: grey }, grey],
    ['grey of 16 bits', { bits: 16, data: bytesOf(new Uint16Array([64 * 257, 191 * 257])) }, grey],
    ['grey of 1 bit', { bits: 1, data: [0x40] }, [0, 255]],
    ['grey of 2 bits', { bits: 2, data: [0x60] }, [85, 170]],
    ['grey of 4 bits', { bits: 4, data: [0x4b] }, [68, 187]],
    ['grey whose zero is white', { bits: 8, photometric: 0, data: [191, 64] }, grey],
    ['grey in the other order of bytes', { bits: 16, isBigEndian: true, data: [64, 64, 191, 191] }, grey],
    ['RGB of 8 bits', { bits: 8, samples: 3, photometric: 2, data: colours }, colours],
    [
      'RGB of 16 bits',
      { bits: 16, samples: 3, photometric: 2, data: bytesOf(Uint16Array.from(colours, (value) => value * 257)) },
      colours,
    ],
    ['colours of a palette', { bits: 8, photometric: 3, data: [0, 1], extra: [[320, palette]] }, colours],
  ])('are read with their right values: %s', async (_, parts, expected) => {
    const { data, translated } = await readBoth(tiff(parts))
    expect(data).toEqual(expected)
    expect(translated).toEqual(expected.length === 6 ? expected : expected.flatMap((value) => [value, value, value]))
  })

  it('are those of the first of several pages', async () => {
    const pages = Buffer.from([...Array(4).fill(50), ...Array(4).fill(200)])
    const content = await sharp(pages, { raw: { width: 2, height: 4, channels: 1, pageHeight: 2 } })
      .toColourspace('b-w')
      .tiff({ compression: 'none' })
      .toBuffer()
    const dataset = await openDataset(folderOf(content), { size: { width: 2, height: 2 } })
    expect([...(await dataset.read(0))]).toEqual([50, 50, 50, 50])
    await dataset.close()
  })

  const quarters = new Float32Array([0.25, 0.75])
  it.each<[string, Tiff, string]>([
    ['float32', { bits: 32, format: 3, data: bytesOf(quarters) }, 'floating-point numbers of 32 bits'],
    ['float16', { bits: 16, format: 3, data: [0, 0x34, 0, 0x3a] }, 'floating-point numbers of 16 bits'],
    [
      'float64',
      { bits: 64, format: 3, data: bytesOf(new Float64Array(quarters)) },
      'floating-point numbers of 64 bits',
    ],
    [
      'float32 whose zero is white',
      { bits: 32, format: 3, photometric: 0, data: bytesOf(quarters) },
      'floating-point numbers of 32 bits',
    ],
    [
      'RGB in float32',
      { bits: 32, format: 3, samples: 3, photometric: 2, data: bytesOf(new Float32Array(6).fill(0.5)) },
      'floating-point numbers of 32 bits',
    ],
    ['uint32', { bits: 32, data: bytesOf(new Uint32Array([2 ** 30, 3 * 2 ** 30])) }, 'whole numbers of 32 bits'],
    ['int8', { bits: 8, format: 2, data: [0xc0, 64] }, 'signed whole numbers of 8 bits'],
    ['int16', { bits: 16, format: 2, data: bytesOf(new Int16Array([-9, 9])) }, 'signed whole numbers of 16 bits'],
    ['int32', { bits: 32, format: 2, data: bytesOf(new Int32Array([-9, 9])) }, 'signed whole numbers of 32 bits'],
    [
      'complex',
      { bits: 64, format: 6, data: bytesOf(new Float32Array(4)) },
      'complex floating-point numbers of 64 bits',
    ],
    ['12 bits', { bits: 12, data: [0x40, 0x0c, 0] }, 'whole numbers of 12 bits'],
    ['Lab', { bits: 8, samples: 3, photometric: 8, data: [137, 0, 0, 200, 0, 0] }, 'CIE L\\*a\\*b\\* colours'],
    [
      'YCbCr',
      { bits: 8, samples: 3, photometric: 6, data: [64, 128, 128, 191, 128, 128], extra: [[530, [1, 1]]] },
      'YCbCr colours without JPEG',
    ],
  ])('of a kind without an agreed range are refused by name: %s', async (_, parts, kind) => {
    const folder = folderOf(tiff(parts))
    const reason = new RegExp(`a\\.tif: its pixels are ${kind}: convert it to`)
    expect((await refusal(openDataset(folder, { size: 2 }), 'DATA_UNREADABLE')).text).toMatch(reason)
    expect((await refusal(readPicture(join(folder, 'a.tif'), 3), 'DATA_UNREADABLE')).text).toMatch(reason)
    await refusal(prepareDataset(folder, join(root, `${made++}`), { size: 2 }), 'DATA_UNREADABLE')
    const report = await checkDataset(folder)
    expect(report).toMatchObject({ count: 0, unreadable: [{ name: 'a.tif' }] })
  })

  it('are those of JPEG where TIFF holds it, and of BigTIFF', async () => {
    const pixels = new Uint8Array(192).fill(99)
    const image = () => sharp(pixels, { raw: { width: 8, height: 8, channels: 3 } })
    for (const content of [
      await image().tiff({ compression: 'jpeg', quality: 95 }).toBuffer(),
      await image().tiff({ compression: 'lzw', bigtiff: true }).toBuffer(),
      await encoded('tiff', { width: 8, height: 8, pixels }),
    ]) {
      const dataset = await openDataset(folderOf(content), { size: 8 })
      for (const value of await dataset.read(0)) expect(Math.abs(value - 99)).toBeLessThanOrEqual(1)
      await dataset.close()
    }
  })
})

describe('pixels of 16 bits, CMYK and palettes in other formats', () => {
  it('are read with their right values', async () => {
    const wide = Uint16Array.from([64 * 257, 191 * 257])
    const grey = await sharp(wide, { raw: { width: 2, height: 1, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer()
    expect(((await sharp(grey).metadata()) as { depth: string }).depth).toBe('ushort')
    const colours = [10, 20, 30, 200, 150, 100]
    const palette = await sharp(Buffer.from(colours), { raw: { width: 2, height: 1, channels: 3 } })
      .png({ palette: true })
      .toBuffer()
    for (const [content, expected] of [
      [grey, [64, 191]],
      [palette, colours],
    ] as const) {
      const dataset = await openDataset(folderOf(content), { size: { width: 2, height: 1 } })
      expect([...(await dataset.read(0))]).toEqual(expected)
      await dataset.close()
    }
  })
})
