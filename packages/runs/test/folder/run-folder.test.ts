import fs from 'node:fs'
import path from 'node:path'

import { expect, test } from 'vitest'
import { ended, startNode } from '../../../../test/setup/child-program.js'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { createRunFolder, findRun, listRunFolders, sampleFileName, slug } from '../../src/folder/run-folder.js'

function makeRun(out: string, dataName: string, system = 'dcgan'): string {
  const run = createRunFolder({ out, system, dataName })
  fs.writeFileSync(run.record, '{}')
  return run.name
}

test.skipIf(process.platform !== 'linux')('says that no runs can be where the system makes no folders', () => {
  expect(() => createRunFolder({ out: '/proc/ganymede/runs', system: 'dcgan', dataName: 'photos' })).toThrow(
    expect.objectContaining({ code: 'WRITE_FAILED', message: expect.stringContaining('/proc/ganymede') }),
  )
})

test('numbers runs from 0001 and names them after system and data', () => {
  const out = path.join(temporaryFolder(), 'deep', 'runs')
  expect(makeRun(out, 'My Photos')).toBe('0001-dcgan-my-photos')
  expect(makeRun(out, 'digits')).toBe('0002-dcgan-digits')
  const named = createRunFolder({ out, system: 'dcgan', dataName: 'digits', name: 'Try #3' })
  expect(named.name).toBe('0003-try-3')
  expect(named.id).toBe('0003')
  expect(fs.readdirSync(named.dir).sort()).toEqual(['checkpoints', 'control', 'samples'])
  expect(fs.readdirSync(out).filter((name) => name.startsWith('.'))).toEqual([])
})

test('goes on behind the highest number and past 9999', () => {
  const out = temporaryFolder()
  fs.mkdirSync(path.join(out, '9999-dcgan-photos'))
  expect(makeRun(out, 'photos')).toBe('10000-dcgan-photos')
})

test.each([
  ['../../etc/passwd', 'etc-passwd'],
  ['Ärger über Öl', 'ärger-über-öl'],
  ['写真', '写真'],
  ['...', 'x'],
  ['a\u0000b\nc', 'a-b-c'],
  ['x'.repeat(99), 'x'.repeat(40)],
])('makes a harmless name of %j', (text, name) => {
  expect(slug(text, 'x')).toBe(name)
})

test('gives every one of several processes a number of its own', async () => {
  const out = path.join(temporaryFolder(), 'runs')
  const children = [0, 1, 2, 3].map((index) =>
    ended(startNode(path.join(import.meta.dirname, '../programs', 'create-runs.mjs'), [out, `data${index}`, '10'])),
  )
  for (const { code, stderr } of await Promise.all(children)) expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const ids = fs.readdirSync(out).map((name) => name.slice(0, 4))
  expect(ids.sort()).toEqual(Array.from({ length: 40 }, (_, index) => String(index + 1).padStart(4, '0')))
})

test('skips a number that a crashed process claimed', () => {
  const out = temporaryFolder()
  fs.mkdirSync(path.join(out, '.claim-0001'))
  expect(makeRun(out, 'photos')).toBe('0002-dcgan-photos')
})

test('finds a run by folder, id, prefix and latest', () => {
  const out = temporaryFolder()
  for (const data of ['photos', 'digits', 'digits-small']) makeRun(out, data)
  const found = (reference: string): string => findRun(reference, { out }).name
  expect(found(path.join(out, '0002-dcgan-digits'))).toBe('0002-dcgan-digits')
  expect(found('0001')).toBe('0001-dcgan-photos')
  expect(found('1')).toBe('0001-dcgan-photos')
  expect(found('0003-dc')).toBe('0003-dcgan-digits-small')
  expect(found('dcgan-ph')).toBe('0001-dcgan-photos')
  expect(found('latest')).toBe('0003-dcgan-digits-small')
  expect(found('0002-dcgan-digits')).toBe('0002-dcgan-digits')
})

test('lists the runs that an ambiguous or unknown name could mean', () => {
  const out = temporaryFolder()
  for (const data of ['photos', 'digits']) makeRun(out, data)
  const refusal = (reference: string) => () => findRun(reference, { out })
  expect(refusal('dcgan')).toThrow(
    expect.objectContaining({ code: 'RUN_NOT_FOUND', lines: ['0001-dcgan-photos', '0002-dcgan-digits'] }),
  )
  expect(refusal('vae')).toThrow(/no run in .* is called vae/)
  expect(refusal('')).toThrow(expect.objectContaining({ code: 'RUN_NOT_FOUND' }))
  expect(refusal(out)).toThrow(/holds no run.json/)
  expect(() => findRun('latest', { out: path.join(out, 'nowhere') })).toThrow(/no run at all/)
})

test('does not list folders and files that are no runs', () => {
  const out = temporaryFolder()
  makeRun(out, 'photos')
  fs.mkdirSync(path.join(out, '0002-empty'))
  fs.mkdirSync(path.join(out, 'datasets'))
  fs.writeFileSync(path.join(out, '0003-file'), '')
  expect(listRunFolders(out).map((run) => run.name)).toEqual(['0001-dcgan-photos'])
})

test('names sample sheets by step and view', () => {
  expect(sampleFileName(10000)).toBe('step-010000.png')
  expect(sampleFileName(12345678, 'Class Grid')).toBe('step-12345678-class-grid.png')
})

test('says how the checkpoint of a run is named', () => {
  const out = temporaryFolder()
  const name = makeRun(out, 'photos')
  const checkpoint = path.join(out, name, 'checkpoints', 'step-000012')
  fs.mkdirSync(checkpoint)
  expect(() => findRun(checkpoint, { out })).toThrow(
    expect.objectContaining({
      code: 'RUN_NOT_FOUND',
      remedy: 'Name the run. Commands that take a checkpoint choose it with --step 12.',
    }),
  )
})
