/** Which pictures a translation reads, and what it says of the others. */
import { symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { encodePng } from '@ganymede/runs/sheets'
import { describe, expect, it } from 'vitest'
import { picture } from '../../../../../test/setup/pictures.js'
import { listPictures } from '../../../src/cli/translation/translation-jobs.js'
import { nameReason } from '../../../src/data/layout/name-encoding.js'
import type { Translator } from '../../../src/inference/translator.js'
import { encoded, temporaryFolder, writeTree } from '../../data/fixtures.js'

const root = temporaryFolder()

// Listing looks at no pixels, for which alone the translator stands here.
const list = (...inputs: string[]) =>
  listPictures(inputs, {
    translator: {} as Translator,
    size: null,
    makeInput: false,
    signal: new AbortController().signal,
  })

describe('pictures of a translation', () => {
  it('that are links to nothing are named in one note for their reason, eight of them by name', async () => {
    const folder = writeTree(path.join(root, 'links'), { 'ok.png': await encoded('png') })
    for (let i = 0; i < 10; i++) symlinkSync(path.join(root, 'nothing.png'), path.join(folder, `${i}.png`))
    const { jobs, notes } = await list(folder)
    expect(jobs.map(({ name }) => name)).toEqual(['ok.png'])
    expect(notes).toHaveLength(1)
    const [note = ''] = notes
    expect(note).toMatch(/^leaves out (\d\.png, ){7}\d\.png and 2 more: \S/)
    expect(note).not.toContain('ok.png')
  })

  // Other systems keep names in Unicode, and refuse such bytes.
  it.skipIf(process.platform !== 'linux')('that are kept out for different reasons get a note for each', async () => {
    const folder = writeTree(path.join(root, 'mixed'), { 'ok.png': await encoded('png'), 'notes.txt': 'x' })
    symlinkSync(path.join(root, 'nothing.png'), path.join(folder, 'gone.png'))
    for (const name of ['b\xfcrg.png', 'caf\xe9.png']) {
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]), await encoded('png'))
    }
    const { notes } = await list(folder)
    expect(notes).toHaveLength(3)
    expect(notes).toContain('leaves out 1 file of another format: 1 .txt')
    expect(notes.find((note) => note.endsWith(nameReason))).toMatch(
      /^leaves out (?:b\\xfcrg|caf\\xe9)\.png, (?:b\\xfcrg|caf\\xe9)\.png: /,
    )
    expect(notes.filter((note) => note.startsWith('leaves out gone.png: '))).toHaveLength(1)
  })

  it('leave out every picture that Ganymede wrote, whatever its name and however many others there are', async () => {
    const photo = await encoded('png')
    const folder = writeTree(path.join(root, 'own'), {
      ...Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`img${String(i).padStart(6, '0')}.png`, photo])),
      'img000333.png': await encodePng(picture(12, 10, 3, 1)),
    })
    const { jobs, notes } = await list(folder)
    expect(jobs).toHaveLength(599)
    expect(jobs.map(({ name }) => name)).not.toContain('img000333.png')
    expect(notes).toEqual([expect.stringMatching(/^leaves out what Ganymede wrote: /)])
  })

  it('are listed once, also where an input is named twice, and so is what is left out', async () => {
    const folder = writeTree(path.join(root, 'twice'), { 'ok.png': await encoded('png') })
    symlinkSync(path.join(root, 'nothing.png'), path.join(folder, 'gone.png'))
    const { jobs, notes } = await list(folder, folder)
    expect([jobs.length, notes.length]).toEqual([1, 1])
  })
})
