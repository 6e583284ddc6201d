import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import type { TranslationJob } from '../../../src/cli/translation/translation-jobs.js'
import { outputFiles, pagePlaces, requireFreePlaces } from '../../../src/cli/translation/translation-outputs.js'

const filesOf = (...names: string[]) =>
  outputFiles({ jobs: names.map((name) => ({ name })), isSingle: false }, 'out', '.png').map((file) =>
    path.relative('out', file).replaceAll(path.sep, '/'),
  )

describe('the files of a translation', () => {
  it('have the names of the inputs, told apart by endings, then by numbers', () => {
    expect(filesOf('a.jpg', 'A.png', 'a.webp', 'a.jpg', 'a.jpg')).toEqual([
      'a.png',
      'A-png.png',
      'a-webp.png',
      'a-jpg.png',
      'a-2.png',
    ])
    expect(filesOf('b.c/d', 'b.c/d', 'e.f.jpg', '.hidden')).toEqual([
      'b.c/d.png',
      'b.c/d-2.png',
      'e.f.png',
      '.hidden.png',
    ])
  })

  it('stay inside of the folder, whatever inputs are called', () => {
    expect(filesOf('../../etc/a.jpg', '/b.jpg', '..\\c.jpg')).toEqual(['etc/a.png', 'b.png', 'c.png'])
  })

  it('are found at once for many inputs, also of one name', () => {
    const many = filesOf(...Array.from({ length: 20_000 }, (_, i) => (i % 2 === 0 ? `${i}.jpg` : 'same.jpg')))
    expect([new Set(many).size, many.at(-1)]).toEqual([20_000, 'same-9999.png'])
  })
})

it('a page lies beside a picture, or in the folder', () => {
  expect(pagePlaces('made/a.PNG', { isFile: true })).toEqual({
    page: 'made/a.html',
    pictures: 'made/a_files',
    scores: 'made/a-scores.json',
  })
  expect(pagePlaces('made', { isFile: false }).scores).toBe(path.join('made', 'scores.json'))
})

describe('places for files', () => {
  const job = (source: string | null): TranslationJob => ({
    name: 'a.png',
    source,
    read: () => Promise.reject(new Error('not read')),
    readTruth: null,
  })
  const here = () => {
    const folder = temporaryFolder()
    const file = (name: string) => {
      const place = path.join(folder, name)
      fs.mkdirSync(path.dirname(place), { recursive: true })
      fs.writeFileSync(place, 'precious')
      return place
    }
    return { folder, file }
  }
  const refusal = (...args: Parameters<typeof requireFreePlaces>): string => {
    try {
      requireFreePlaces(...args)
    } catch (error) {
      return (error as Error).message
    }
    return ''
  }

  it('must not be those of inputs, truths or data, forced or not', () => {
    const { folder, file } = here()
    const [input, truth, datum] = [file('in.png'), file('truth.png'), file('data/test/1.png')]
    const reads = { jobs: [job(input)], guarded: [truth, path.join(folder, 'data')] }
    for (const place of [input, truth, datum]) {
      for (const force of [true, false]) {
        const message = refusal(reads, { files: [place], folders: [] }, { force })
        expect(message, place).toBe('pictures would be written over what is read')
      }
    }
    fs.symlinkSync(path.join(folder, 'data'), path.join(folder, 'link'))
    const linked = { files: [path.join(folder, 'link', 'test', '1.png')], folders: [] }
    expect(refusal(reads, linked, { force: true })).not.toBe('')
    expect(refusal(reads, { files: [path.join(folder, 'data', 'new.png')], folders: [] }, { force: false })).toBe('')
  })

  it('must be free, unless forced; and folders are never replaced by files', () => {
    const { folder, file } = here()
    const reads = { jobs: [job(null)], guarded: [] }
    const places = { files: [file('a.png'), path.join(folder, 'b.png')], folders: [folder] }
    expect(refusal(reads, places, { force: false })).toBe('2 of the files to be written exist already')
    expect(refusal(reads, places, { force: true })).toBe('')
    expect(refusal(reads, { files: [folder], folders: [] }, { force: true })).toBe(
      '1 of the files to be written are folders',
    )
  })
})
