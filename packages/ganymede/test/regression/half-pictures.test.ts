/** Files that were cut off: `data check` and training count them alike, and training does not stop where it meets one. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CounterRandom } from '@ganymede/core/random'
import { describe, expect, it } from 'vitest'
import { checkDataset } from '../../src/data/check/check.js'
import { openDataset } from '../../src/data/open-dataset.js'
import { encoded, infoOf, refusal, temporaryFolder, writeTree, zip } from '../data/fixtures.js'

const size = { width: 96, height: 64 }
// Noise, so that files are longer than the ends that are looked at.
const random = new CounterRandom(1, 'noise')
const pixels = Uint8Array.from({ length: 3 * size.width * size.height }, () => random.nextInt(256))
const bitmapHead = Buffer.alloc(54)
bitmapHead.write('BM')
for (const [at, value] of [
  [2, 54 + pixels.length],
  [10, 54],
  [14, 40],
  [18, size.width],
  [22, size.height],
] as const) {
  bitmapHead.writeUInt32LE(value, at)
}
bitmapHead.writeUInt16LE(1, 26)
bitmapHead.writeUInt16LE(24, 28)

const whole: Readonly<Record<string, () => Promise<Buffer> | Buffer>> = {
  jpeg: () => encoded('jpeg', { ...size, pixels }),
  png: () => encoded('png', { ...size, pixels }),
  webp: () => encoded('webp', { ...size, pixels }),
  gif: () => encoded('gif', { ...size, pixels }),
  tiff: () => encoded('tiff', { ...size, pixels }),
  avif: () => encoded('avif', { ...size, pixels }),
  bmp: () => Buffer.concat([bitmapHead, pixels]),
  ppm: () => Buffer.concat([Buffer.from(`P6 ${size.width} ${size.height} 255\n`), pixels]),
}

const places: Readonly<Record<string, (files: Record<string, Uint8Array>) => string>> = {
  folder: (files) => writeTree(temporaryFolder(), files),
  zip(files) {
    const path = join(temporaryFolder(), 'pictures.zip')
    writeFileSync(path, zip(files))
    return path
  },
}

describe.each(Object.keys(places))('in a %s', (place) => {
  it.each(Object.keys(whole))('half a %s is found before training, as data check finds it', async (format) => {
    const bytes = await whole[format]!()
    const path = places[place]!({ [`a.${format}`]: bytes, [`half.${format}`]: bytes.subarray(0, bytes.length >> 1) })
    const { count, unreadable } = await checkDataset(path)
    expect(count).toBe(1)
    const { text } = await refusal(openDataset(path, { size: 8 }), 'DATA_UNREADABLE')
    expect(text).toContain(`half.${format}: ${unreadable[0]?.reason}`)
    expect((await infoOf(openDataset(path, { size: 8, skipBad: true }))).count).toBe(1)
  })

  it('a picture behind which a phone put a film is whole', async () => {
    const film = Buffer.alloc(20_000, 'film')
    const bytes = await whole.jpeg!()
    const path = places[place]!({ 'a.jpg': Buffer.concat([bytes, film]), 'b.jpg': bytes })
    expect((await checkDataset(path)).count).toBe(2)
    expect((await infoOf(openDataset(path, { size: 8 }))).count).toBe(2)
  })
})
