import fs from 'node:fs'
import path from 'node:path'

import sharp from 'sharp'
import { describe, expect, it } from 'vitest'

import { temporaryFolder } from '../../../../../../test/setup/temporary-folder.js'
import { ganymede } from '../command-line.js'

/** Pairs in two folders; the last one lacks its second half when asked for. */
async function twoFolders({ isComplete = true } = {}): Promise<string> {
  const folder = path.join(temporaryFolder(), 'pairs')
  for (const side of ['A', 'B']) {
    fs.mkdirSync(path.join(folder, side), { recursive: true })
    for (let i = 0; i < 3; i += 1) {
      if (!isComplete && side === 'B' && i === 2) continue
      const background = { r: i * 80, g: side === 'A' ? 0 : 250, b: 9 }
      const image = sharp({ create: { width: 20, height: 20, channels: 3, background } })
      await image.png().toFile(path.join(folder, side, `${i}.png`))
    }
  }
  return folder
}

describe('ganymede data pair', () => {
  it('says what was found and draws it, and overwrites nothing', async () => {
    const folder = await twoFolders()
    const out = path.join(path.dirname(folder), 'look.png')
    const asked = ['data', 'pair', folder, '--size', '16', '--out', out]
    const { code, stdout } = await ganymede(...asked)
    expect(code).toBe(0)
    expect(stdout).toContain('3 pairs of A/ (A) and B/ (B), by their names')
    expect((await sharp(out).metadata()).width).toBe(4 * 18 + 2)
    expect((await ganymede(...asked)).code).toBe(2)
    expect((await ganymede(...asked, '--force')).code).toBe(0)
  })

  it('draws pairs as large as the network sees them, also above 256 px', async () => {
    const folder = await twoFolders()
    const out = path.join(path.dirname(folder), 'large.png')
    expect((await ganymede('data', 'pair', folder, '--size', '320', '--out', out)).code).toBe(0)
    expect(await sharp(out).metadata()).toMatchObject({ width: 4 * 322 + 2, height: 2 * 322 + 2 })
  })

  it('names what has no partner and ends with 2', async () => {
    const folder = await twoFolders({ isComplete: false })
    const { code, stderr } = await ganymede('data', 'pair', folder)
    expect(code).toBe(2)
    expect(stderr).toContain('PAIRS_BROKEN')
    expect(stderr).toContain('A/2.png: has no partner in B/')
    expect((await ganymede('data', 'check', folder, '--pairs')).code).toBe(4)
  })

  it('writes pairs made from photographs', async () => {
    const folder = path.join(await twoFolders(), 'A')
    const target = path.join(path.dirname(folder), '..', 'made')
    const asked = ['data', 'pair', folder, '--pairs', 'grey', '--size', '16', '--write', target, '--json']
    const { code, stdout } = await ganymede(...asked)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ count: 3, written: { counts: { train: 3 } } })
    expect((await sharp(path.join(target, 'train', '1.png')).metadata()).width).toBe(32)
  })

  it('refuses strengths of something else, and other endings', async () => {
    const folder = await twoFolders()
    const { code, stderr } = await ganymede('data', 'pair', folder, '--pairs', 'grey', '--blur-radius', '3')
    expect(code).toBe(2)
    expect(stderr).toContain('data.blurRadius needs data.pairs: blur')
    expect((await ganymede('data', 'pair', folder, '--out', 'pairs.jpg')).code).toBe(2)
  })
})
