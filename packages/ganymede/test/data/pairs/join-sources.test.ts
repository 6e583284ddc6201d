import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { listImageFolder } from '../../../src/data/formats/image-folder.js'
import { joinSources } from '../../../src/data/pairs/join-sources.js'
import { openPairs } from '../../../src/data/pairs/open-pairs.js'

/** A folder of files with names alone; nothing is decoded. */
async function folderOf(...names: readonly string[]) {
  const folder = temporaryFolder()
  for (const name of names) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), 'x')
  }
  return listImageFolder(folder)
}

describe('joinSources', () => {
  it('puts the files of the first below A and those of the second below B', async () => {
    const joined = joinSources(await folderOf('1.png', '2.png'), await folderOf('3.png'))
    expect(joined.names).toEqual(['A/1.png', 'A/2.png', 'B/3.png'])
    expect(path.basename(await joined.withInput(2, async (input) => String(input)))).toBe('3.png')
  })

  it('takes a folder without parts for training where the other has parts', async () => {
    const parted = ['test/1.png', 'train/2.png']
    const flat = await folderOf('3.png')
    expect(joinSources(await folderOf(...parted), flat).names).toEqual([
      'A/test/1.png',
      'A/train/2.png',
      'B/train/3.png',
    ])
    expect(joinSources(flat, await folderOf(...parted)).names).toEqual([
      'A/train/3.png',
      'B/test/1.png',
      'B/train/2.png',
    ])
    expect(joinSources(await folderOf(...parted), await folderOf(...parted)).names[2]).toBe('B/test/1.png')
  })
})

describe('a second folder', () => {
  it.each([
    ['builtin:glyphs', '.'],
    ['.', 'builtin:glyphs'],
  ])('is not put beside built-in data: %s and %s', async (ref, targets) => {
    const [first, second] = [ref, targets].map((one) => (one === '.' ? temporaryFolder() : one))
    await expect(openPairs(first ?? '', { items: 'unpaired', size: 32, targets: second })).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      message: expect.stringContaining('and builtin:glyphs is none') as string,
    })
  })
})
