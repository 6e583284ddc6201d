/** Issue 10, A12: text files that begin with a byte order mark were "not valid JSON". */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readRunRecord, writeRunRecord } from '@ganymede/runs/folder'
import { decodeRecord } from '@ganymede/runs/logs'
import { describe, expect, it } from 'vitest'
import { exampleRecord } from '../../../runs/test/folder/run-record-example.js'
import { openDataset } from '../../src/data/open-dataset.js'
import { readLabelColours } from '../../src/evaluate/label-meter.js'
import { parseLabelColours } from '../../src/metrics/support/label-colours.js'
import { loadConfigFile } from '../../src/options/config-file.js'
import { infoOf, temporaryFolder, writeTree } from '../data/fixtures.js'

const folder = temporaryFolder()

/** As editors and shells write it: the text behind U+FEFF, in one of the encodings that have it. */
const marked = {
  'UTF-8': (text: string) => Buffer.from(`\ufeff${text}`),
  'UTF-16LE': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16BE': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
}

describe.each(Object.entries(marked))('a file in %s with a byte order mark', (encoding, write) => {
  const place = (name: string, text: string): string => {
    const file = path.join(folder, `${encoding}-${name}`)
    writeFileSync(file, write(text))
    return file
  }

  it('is a configuration', async () => {
    const file = place('ganymede.config.json', '{"model": {"system": "dcgan"}, "name": "é"}')
    expect(await loadConfigFile(file)).toMatchObject({ system: 'dcgan', name: 'é' })
  })

  it('is the record of a run', () => {
    const plain = path.join(folder, 'run.json')
    writeRunRecord(plain, exampleRecord())
    expect(readRunRecord(place('run.json', readFileSync(plain, 'utf8')))).toEqual(exampleRecord())
  })

  it('is a list of colours', () => {
    const list = '#0000aa wall\n#ff0000 door\n'
    expect(readLabelColours(place('colours.txt', list))).toEqual(parseLabelColours(list, 'colours.txt'))
  })

  it('is the list of classes of CIFAR-10', async () => {
    const names = Array.from({ length: 10 }, (_, label) => `klasse ${label} é`)
    const cifar = writeTree(path.join(folder, `${encoding}-cifar`), {
      'data_batch_1.bin': Buffer.alloc(3073),
      'batches.meta.txt': write(names.join('\r\n')),
    })
    expect((await infoOf(openDataset(cifar, { size: 32 }))).classes).toEqual(names)
  })
})

it('is a configuration in TypeScript', async () => {
  const file = path.join(folder, 'ganymede.config.ts')
  writeFileSync(file, '\ufeffexport default { model: { system: "dcgan" } }')
  expect(await loadConfigFile(file)).toMatchObject({ system: 'dcgan' })
})

it('is the first line of a log', () => {
  expect(decodeRecord('\ufeff{"kind":"scalars","step":1,"seconds":2}')).toMatchObject({ step: 1 })
})

it('names a file in another encoding, and the byte that shows it', async () => {
  const file = path.join(folder, 'latin1.json')
  writeFileSync(file, Buffer.from('{"name": "B\xfccher"}', 'latin1'))
  await expect(loadConfigFile(file)).rejects.toMatchObject({
    code: 'CONFIG_NOT_FOUND',
    lines: ['it is not text in UTF-8 (byte 0xfc at 11)'],
  })
})
