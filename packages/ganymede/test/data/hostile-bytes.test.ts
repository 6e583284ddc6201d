/** Random damage to every format: each file either opens or is refused with a named error, nothing else. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { GanymedeError } from '@ganymede/core'
import { CounterRandom } from '@ganymede/core/random'
import { describe, expect, it } from 'vitest'
import { openDataset } from '../../src/data/open-dataset.js'
import { encoded, idx, pattern, temporaryFolder, zip } from './fixtures.js'

const root = temporaryFolder()
const TRIALS = 80

/** Overwrites a few bytes, cuts the end off, or doubles a stretch. */
function damage(bytes: Uint8Array, random: CounterRandom): Uint8Array {
  const damaged = Buffer.from(bytes)
  const kind = random.nextInt(4)
  if (kind === 0) return damaged.subarray(0, random.nextInt(damaged.length))
  if (kind === 1) {
    const at = random.nextInt(damaged.length)
    return Buffer.concat([damaged.subarray(0, at), damaged.subarray(at >> 1)])
  }
  for (let i = 1 + random.nextInt(6); i > 0; i--) damaged[random.nextInt(damaged.length)] = random.nextInt(256)
  return damaged
}

/** Opens and reads everything; tells what came of it. */
async function outcome(path: string): Promise<'read' | 'refused'> {
  try {
    const dataset = await openDataset(path, { size: 8 })
    try {
      for (let index = 0; index < Math.min(4, dataset.info.count); index++) await dataset.read(index)
    } finally {
      await dataset.close()
    }
    return 'read'
  } catch (error) {
    if (!(error instanceof GanymedeError) || error.code === 'INTERNAL') throw error
    expect(['DATA_UNREADABLE', 'DATA_EMPTY', 'DATA_NOT_FOUND']).toContain(error.code)
    return 'refused'
  }
}

const pixels = pattern(24, 24, 3)
const formats: readonly [string, () => Promise<Uint8Array>][] = [
  ['a.zip', async () => zip({ 'x/1.png': await encoded('png'), 'y/2.jpg': await encoded('jpeg') }, 6)],
  ['a-images-idx3-ubyte', async () => idx([4, 5, 6])],
  ['b-images-idx3-ubyte.gz', async () => gzipSync(idx([4, 5, 6]))],
  ['test_batch.bin', async () => new Uint8Array(3073 * 2)],
  ['a.png', () => encoded('png', { width: 24, height: 24, pixels })],
  ['a.jpg', () => encoded('jpeg', { width: 24, height: 24, pixels })],
  ['a.webp', () => encoded('webp', { width: 24, height: 24, pixels })],
  ['a.gif', () => encoded('gif', { width: 24, height: 24, pixels })],
  ['a.tif', () => encoded('tiff', { width: 24, height: 24, pixels })],
]

describe('openDataset of randomly damaged files', () => {
  it.each(formats)('reads or refuses %s, whatever the damage', async (name, make) => {
    const bytes = await make()
    const path = join(root, name)
    writeFileSync(path, bytes)
    expect(await outcome(path)).toBe('read')
    const random = new CounterRandom(1, name)
    let refused = 0
    for (let trial = 0; trial < TRIALS; trial++) {
      writeFileSync(path, damage(bytes, random))
      if ((await outcome(path)) === 'refused') refused += 1
    }
    expect(refused).toBeGreaterThan(TRIALS / 5)
  })
})
