import fs from 'node:fs'
import path from 'node:path'
import { readSheet, readSheetCell } from '@ganymede/runs/sheets'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../../test/setup/temporary-folder.js'
import { openDataset } from '../../../../src/data/open-dataset.js'
import { ganymede } from '../command-line.js'

async function photos(count: number): Promise<string> {
  const folder = path.join(temporaryFolder(), 'photos')
  fs.mkdirSync(folder)
  for (let i = 0; i < count; i += 1) {
    const image = sharp({ create: { width: 24 + i, height: 24, channels: 3, background: { r: i * 40, g: 9, b: 90 } } })
    await image.png().toFile(path.join(folder, `${i}.png`))
  }
  return folder
}

describe('ganymede data check', () => {
  it('says what is in a folder', async () => {
    const folder = await photos(3)
    const { code, stdout } = await ganymede('data', 'check', folder)
    expect(code).toBe(0)
    expect(stdout).toContain('3 usable images (folder)')
    const { stdout: json } = await ganymede('data', 'check', folder, '--json')
    expect(JSON.parse(json)).toMatchObject({ kind: 'folder', count: 3, unreadable: [] })
  })

  it('names damaged files and ends with 4', async () => {
    const folder = await photos(2)
    fs.writeFileSync(path.join(folder, 'broken.jpg'), 'no picture')
    const { code, stdout } = await ganymede('data', 'check', folder)
    expect(code).toBe(4)
    expect(stdout).toMatch(/1 unreadable[\s\S]*broken\.jpg: /)
  })

  it('says what images look like they are for', async () => {
    const folder = path.join(temporaryFolder(), 'pairs')
    fs.mkdirSync(folder)
    const wide = sharp({ create: { width: 32, height: 16, channels: 3, background: '#369' } })
    await wide.png().toFile(path.join(folder, '0.png'))
    expect((await ganymede('data', 'check', folder)).stdout).toContain('looks like pairs side by side, for pix2pix')
    expect((await ganymede('data', 'check', folder, '--pairs')).stdout).not.toContain('looks like')
    for (const part of ['trainA', 'trainB']) {
      fs.mkdirSync(path.join(folder, part))
      fs.copyFileSync(path.join(folder, '0.png'), path.join(folder, part, `${part}.png`))
    }
    fs.rmSync(path.join(folder, '0.png'))
    expect((await ganymede('data', 'check', folder)).stdout).toContain('looks like two domains, for cyclegan')
    const asked = (await ganymede('data', 'check', folder, '--pairs')).stdout
    expect(asked).toContain('1 without pairs\n  trainA/, trainB/: no file name is in both')
  })

  it('takes --pairs alone, before the folder too, or with what pairs are made of', async () => {
    const folder = await photos(2)
    expect((await ganymede('data', 'check', '--pairs', folder)).stdout).toContain('too narrow for two halves')
    expect((await ganymede('data', 'check', folder, '--pairs')).code).toBe(4)
    const made = await ganymede('data', 'check', folder, '--pairs', 'edges')
    expect(made.code).toBe(0)
    expect(made.stdout).toContain('pairs      2 (made)')
    expect((await ganymede('data', 'check', '--pairs=grey', folder)).stdout).toContain('pairs      2 (made)')
    const wrong = await ganymede('data', 'check', folder, '--pairs=egdes')
    expect(wrong.stderr).toContain('must be one of found, edges, grey, blur, small')
    const two = await ganymede('data', 'check', folder, '--targets', folder)
    expect(two.stdout).toContain('pairs      2 (folders)')
    const domains = await ganymede('data', 'check', folder, '--targets', folder, '--unpaired')
    expect(domains.stdout).toContain('domains    2 of A, 2 of B (unpaired)')
    expect(domains.code).toBe(0)
  })

  it('draws the data set as training will see it, and names what is left out', async () => {
    const folder = await photos(3)
    fs.writeFileSync(path.join(folder, 'broken.jpg'), 'no picture')
    fs.writeFileSync(path.join(folder, 'notes.txt'), 'words')
    const out = path.join(path.dirname(folder), 'look.png')
    const asked = ['data', 'check', folder, '--size', '16', '--sheet', out]
    const { code, stdout } = await ganymede(...asked)
    expect(code).toBe(4)
    expect(stdout).toContain(`${out}   3 of 3 images as training will see them (16×16, cover)`)
    expect(stdout).toMatch(/left out: broken\.jpg, notes\.txt\n/)
    expect(await sharp(out).metadata()).toMatchObject({ width: 2 * 18 + 2, height: 2 * 18 + 2 })
    const { labels = [] } = readSheet(fs.readFileSync(out)).metadata.layout
    expect([...labels].sort()).toEqual(['0.png', '1.png', '2.png'])
    // The same pixels that training gets.
    const dataset = await openDataset(folder, { size: 16, skipBad: true })
    const first = await readSheetCell(fs.readFileSync(out), labels.indexOf('1.png'))
    expect(first.data).toEqual(Buffer.from(await dataset.read(1)))
    await dataset.close()
    expect((await ganymede(...asked)).stderr).toContain('OUTPUT_EXISTS')
    const contained = await ganymede(...asked, '--force', '--fit', 'contain', '--json')
    expect(JSON.parse(contained.stdout)).toMatchObject({ count: 3, sheet: { file: out, drawn: 3 } })
  })

  it('draws inputs beside targets where there are two domains', async () => {
    const folder = await photos(3)
    const out = path.join(path.dirname(folder), 'pairs.png')
    const made = await ganymede('data', 'check', folder, '--pairs', 'grey', '--size', '300', '--sheet', out)
    expect(made.code, made.stderr).toBe(0)
    expect(await sharp(out).metadata()).toMatchObject({ width: 4 * 302 + 2, height: 2 * 302 + 2 })
    expect(readSheet(fs.readFileSync(out)).metadata.layout.columnTitles).toEqual(['input', 'target', 'input', 'target'])
  })

  it.each([
    [['--sheet', 'sheet.jpg'], 'must end in .png'],
    [['--fit', 'contain'], '--fit is for the sheet'],
    [['--force'], '--force is for the sheet'],
  ])('refuses %j', async (words, text) => {
    const { code, stderr } = await ganymede('data', 'check', await photos(1), ...words)
    expect([code, stderr.includes(text)]).toEqual([2, true])
  })

  it('lists images that are smaller than the size asked for', async () => {
    const { stdout } = await ganymede('data', 'check', await photos(2), '--size', '25')
    expect(stdout).toContain('odd in size')
  })

  it('refuses what is not there, and what holds nothing', async () => {
    const missing = await ganymede('data', 'check', '/nowhere/photos')
    expect(missing).toMatchObject({ code: 2, stdout: '' })
    expect(missing.stderr).toContain('✖ DATA_NOT_FOUND')
    const empty = await ganymede('data', 'check', temporaryFolder())
    expect(empty.code).toBe(2)
    expect(empty.stderr).toContain('✖ DATA_EMPTY')
  })
})

describe('ganymede data prepare', () => {
  it('writes a folder or a zip of images of one size', async () => {
    const folder = await photos(3)
    const [prepared, zip] = ['small', 'small.zip'].map((name) => path.join(path.dirname(folder), name)) as [
      string,
      string,
    ]
    const { code, stdout } = await ganymede('data', 'prepare', folder, prepared, '--size', '16')
    expect(code).toBe(0)
    expect(stdout).toMatch(/small {3}3 images, \d+ KB\n$/)
    expect(await sharp(path.join(prepared, '0.png')).metadata()).toMatchObject({ width: 16, height: 16 })
    expect((await ganymede('data', 'prepare', folder, zip, '--size', '16', '--fit', 'contain')).code).toBe(0)
    expect(fs.statSync(zip).isFile()).toBe(true)
  })

  it('needs a size, and overwrites nothing', async () => {
    const folder = await photos(1)
    const other = path.join(path.dirname(folder), 'other')
    expect((await ganymede('data', 'prepare', folder, other)).stderr).toContain('--size is missing')
    fs.mkdirSync(other)
    fs.writeFileSync(path.join(other, 'mine.txt'), 'mine')
    const { code, stderr } = await ganymede('data', 'prepare', folder, other, '--size', '16')
    expect(code).toBe(2)
    expect(stderr).toContain('✖ OUTPUT_EXISTS')
  })
})
