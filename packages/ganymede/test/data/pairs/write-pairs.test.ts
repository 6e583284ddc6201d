import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openPairs } from '../../../src/data/pairs/open-pairs.js'
import { writePairs } from '../../../src/data/pairs/write-pairs.js'
import { encoded, refusal, temporaryFolder, writeTree, zip } from '../fixtures.js'

const root = temporaryFolder()
const options = { items: 'pairs', size: 16 } as const

async function folders(name: string): Promise<string> {
  const png = (seed: number) => encoded('png', { width: 20, height: 20, seed })
  return writeTree(join(root, name), {
    'trainA/1.png': await png(1),
    'trainB/1.png': await png(2),
    'testA/2.png': await png(3),
    'testB/2.png': await png(4),
  })
}

describe('writePairs', () => {
  it('names pairs whose names no folder can hold, and writes the others', async () => {
    const image = await encoded('png', { width: 40, height: 20 })
    const tooLong = `${'x'.repeat(252)}.png`
    const path = join(root, 'long.zip')
    writeFileSync(path, zip({ '1.png': image, [tooLong]: image, '2.png': image }))
    const target = join(root, 'd'.repeat(255))
    expect(await writePairs(path, target, options)).toMatchObject({
      counts: { train: 2 },
      unwritten: [{ name: tooLong, reason: `${tooLong} could not be written: the name is too long (ENAMETOOLONG)` }],
    })
    expect(readdirSync(join(target, 'train'))).toEqual(['1.png', '2.png'])
  })

  it('writes files that read as the pairs they were made from, part by part', async () => {
    const path = await folders('one')
    const target = join(root, 'one-written')
    expect(await writePairs(path, target, options)).toEqual({
      path: target,
      counts: { train: 1, test: 1 },
      skipped: [],
      unwritten: [],
    })
    for (const split of ['train', 'test'] as const) {
      const [before, after] = [
        await openPairs(path, { ...options, split }),
        await openPairs(target, { ...options, split }),
      ]
      expect(await after.targets!.read(0)).toEqual(await before.targets!.read(0))
      await before.close()
      await after.close()
    }
  })

  it('replaces only what it wrote itself, and only when told to', async () => {
    const path = await folders('two')
    const target = join(root, 'two-written')
    await writePairs(path, target, options)
    await refusal(writePairs(path, target, options), 'OUTPUT_EXISTS')
    await writePairs(path, target, { ...options, force: true })
    const foreign = await folders('three')
    await refusal(writePairs(path, foreign, { ...options, force: true }), 'OUTPUT_EXISTS')
    await refusal(writePairs(path, join(path, 'inside'), options), 'OPTION_INVALID')
  })

  it('leaves nothing behind when a file is damaged', async () => {
    const png = await encoded('png', { width: 64, height: 64 })
    const path = writeTree(join(root, 'four'), { 'A/1.png': png.subarray(0, png.length >> 1), 'B/1.png': png })
    const target = join(root, 'four-written')
    await refusal(writePairs(path, target, options), 'DATA_UNREADABLE')
    expect(existsSync(target)).toBe(false)
  })
})
