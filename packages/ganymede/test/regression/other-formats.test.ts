/** Photographs in formats that are not read: they are left out with a way to have them read. */
import { describe, expect, it } from 'vitest'
import { checkDataset } from '../../src/data/check/check.js'
import { formatDataReport } from '../../src/data/check/format-report.js'
import { openDataset } from '../../src/data/open-dataset.js'
import { encoded, infoOf, refusal, temporaryFolder, writeTree } from '../data/fixtures.js'

const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')

describe('pictures of formats that are not read', () => {
  it.each([
    ['heic', 'sips -s format jpeg'],
    ['HEIF', 'sips -s format jpeg'],
    ['jxl', 'djxl'],
    ['nef', 'darktable-cli'],
    ['tga', 'mogrify -format png'],
    ['psd', 'export them as PNG'],
    ['svg', 'rsvg-convert'],
    ['mp4', 'ffmpeg'],
    ['rar', 'unpack them'],
  ])('.%s are left out with what makes pictures of them: %s', async (ending, command) => {
    const path = writeTree(temporaryFolder(), { '1.png': await encoded('png'), [`a.${ending}`]: 'x', 'b.txt': 'x' })
    const { notes } = await infoOf(openDataset(path, { size: 8 }))
    const out = notes.filter((note) => note.startsWith('to use '))
    expect(out).toEqual([expect.stringContaining(`to use .${ending.toLowerCase()}: `)])
    expect(out[0]).toContain(command)
    expect(formatDataReport(await checkDataset(path)).join('\n')).toContain(`note       ${out[0]}`)
  })

  it('say so where a folder holds nothing else', async () => {
    const path = writeTree(temporaryFolder(), { 'a.heic': heic, 'b.heic': heic })
    const { text } = await refusal(openDataset(path, { size: 8 }), 'DATA_EMPTY')
    expect(text).toContain('to use .heic: make JPEGs of them: mkdir jpeg && sips')
  })

  it('are known by their first bytes where a name promises another', async () => {
    const path = writeTree(temporaryFolder(), { '1.png': await encoded('png'), 'phone.jpg': heic })
    const { text } = await refusal(openDataset(path, { size: 8 }), 'DATA_UNREADABLE')
    expect(text).toContain('phone.jpg: .heic inside, which is not read: make JPEGs of them')
  })
})
