/** Small data sets for the tests, made in temporary folders. */

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { type ErrorCode, GanymedeError } from '@ganymede/core'
import { CounterRandom } from '@ganymede/core/random'
import sharp from 'sharp'
import { afterAll, expect } from 'vitest'
import type { Dataset } from '../../src/data/dataset.js'
import { handmadeZip } from './handmade-zip.js'

/** A temporary folder that is removed after the file's tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ganymede-data-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes files below a folder, with the folders that they need. */
export function writeTree(root: string, files: Readonly<Record<string, Uint8Array | string>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
  return root
}

/** A real data set beside the repository, or null (with the reason printed) where it is missing. */
export function sharedData(name: string): string | null {
  const path = resolve(import.meta.dirname, '../../../../../shared/data', name)
  if (existsSync(path)) return path
  console.info(`skipped: no shared data set ${name} beside the repository`)
  return null
}

/** Smooth, seeded content, so that lossy formats stay close to it: `[height, width, channels]`. */
export function pattern(width: number, height: number, channels: 1 | 2 | 3 | 4, seed = 0): Uint8Array {
  const random = new CounterRandom(seed, 'pattern')
  const waves = Array.from({ length: channels * 3 }, () => random.nextFloat())
  const pixels = new Uint8Array(width * height * channels)
  let at = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        const [a = 0, b = 0, phase = 0] = waves.slice(3 * c, 3 * c + 3)
        pixels[at++] = 127.5 + 120 * Math.sin(4 * a * (x / width) + 4 * b * (y / height) + 6 * phase)
      }
    }
  }
  return pixels
}

type Encoder = 'png' | 'jpeg' | 'webp' | 'tiff' | 'gif' | 'avif'

/** An encoded image of {@link pattern}, or of given pixels. */
export async function encoded(
  format: Encoder,
  {
    width = 12,
    height = 10,
    channels = 3,
    seed = 0,
    pixels = pattern(width, height, channels, seed),
  }: { width?: number; height?: number; channels?: 1 | 2 | 3 | 4; seed?: number; pixels?: Uint8Array } = {},
): Promise<Buffer> {
  const image = sharp(pixels, { raw: { width, height, channels } })
  return (channels <= 2 ? image.toColourspace('b-w') : image).toFormat(format).toBuffer()
}

/** The first bytes of an image cut off in the middle of its pixels. */
export async function truncated(format: 'png' | 'jpeg', seed = 0): Promise<Buffer> {
  const random = new CounterRandom(seed, 'noise')
  const pixels = Uint8Array.from({ length: 96 * 96 * 3 }, () => random.nextInt(256))
  const whole = await encoded(format, { width: 96, height: 96, pixels })
  return whole.subarray(0, Math.floor(whole.length * 0.6))
}

/** As {@link truncated}, with the end of the file behind the gap: what is wrong shows where the pixels are decoded. */
export async function torn(format: 'png' | 'jpeg', seed = 0): Promise<Buffer> {
  const end = { png: Buffer.from('\0\0\0\0IEND\xae\x42\x60\x82', 'latin1'), jpeg: Buffer.from([0xff, 0xd9]) }[format]
  return Buffer.concat([await truncated(format, seed), end])
}

/** An IDX file with the given dimensions; values count upwards unless given. */
export function idx(dims: readonly number[], values?: Uint8Array, type = 8): Buffer {
  const header = Buffer.alloc(4 + 4 * dims.length)
  header[2] = type
  header[3] = dims.length
  dims.forEach((dim, i) => {
    header.writeUInt32BE(dim, 4 + 4 * i)
  })
  const count = dims.reduce((a, b) => a * b, 1)
  return Buffer.concat([header, values ?? Uint8Array.from({ length: count }, (_, i) => i)])
}

/** A zip file with any names, those too that no archiver writes: stored at level 0, else deflated. */
export function zip(files: Readonly<Record<string, Uint8Array | string>>, level: 0 | 6 = 0): Uint8Array {
  const entries = Object.entries(files).map(([name, content]) => {
    const plain = Buffer.from(content)
    if (level === 0) return { name, stored: plain }
    return { name, stored: deflateRawSync(plain, { level }), method: 8, bytes: plain.length, crc: crc32(plain) }
  })
  return handmadeZip(entries)
}

/** Waits for a refusal and gives the error, with everything that a person would read in one text. */
export async function refusal(work: Promise<unknown>, code: ErrorCode): Promise<GanymedeError & { text: string }> {
  const error = await work.then(
    () => expect.fail(`expected ${code}, but it went through`),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof GanymedeError)) throw error
  expect(error.code).toBe(code)
  return Object.assign(error, { text: [error.message, ...error.lines, error.remedy].join('\n') })
}

/** Facts of a data set, which is closed again: what nobody closes keeps its file open until it is collected, with a warning. */
export async function infoOf(opening: Promise<Dataset>): Promise<Dataset['info']> {
  const dataset = await opening
  await dataset.close()
  return dataset.info
}
