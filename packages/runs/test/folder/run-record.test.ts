import fs from 'node:fs'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { readRunRecord, writeRunRecord } from '../../src/folder/run-record.js'
import { exampleRecord } from './run-record-example.js'

function written(content: string): string {
  const file = path.join(temporaryFolder(), 'run.json')
  fs.writeFileSync(file, content)
  return file
}

function refusal(file: string): GanymedeError {
  try {
    readRunRecord(file)
  } catch (error) {
    if (error instanceof GanymedeError) return error
  }
  throw new Error('was not refused')
}

test('reads back what was written', () => {
  const file = path.join(temporaryFolder(), 'run.json')
  const record = exampleRecord({ status: 'failed', failure: { code: 'NON_FINITE', message: 'NaN in g', step: 7 } })
  writeRunRecord(file, record)
  expect(readRunRecord(file)).toEqual(record)
})

test('keeps fields that it does not know', () => {
  const file = written(JSON.stringify({ ...exampleRecord(), tags: ['mine'] }))
  writeRunRecord(file, { ...readRunRecord(file), status: 'done' })
  expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toMatchObject({ tags: ['mine'], status: 'done' })
})

test('names the file and every field that is wrong', () => {
  const file = written(JSON.stringify({ ...exampleRecord(), status: 'sleeping', threads: 0, seeds: undefined }))
  const error = refusal(file)
  expect(error.code).toBe('RUN_INVALID')
  expect(error.message).toContain(file)
  expect(error.lines.join('\n')).toMatch(/status: [\s\S]*threads: |threads: [\s\S]*status: /)
  expect(error.lines.join('\n')).toContain('seeds')
})

test.each(['', '{"format": 1', '[]', 'null', '"text"'])('refuses %j as RUN_INVALID', (content) => {
  expect(refusal(written(content)).code).toBe('RUN_INVALID')
})

test('asks for a newer Ganymede when the format is newer', () => {
  const error = refusal(written(JSON.stringify({ ...exampleRecord(), format: 2 })))
  expect(error.code).toBe('RUN_INVALID')
  expect(error.message).toContain('newer version')
})

test('tells a missing run from a broken one', () => {
  expect(refusal(path.join(temporaryFolder(), 'run.json')).code).toBe('RUN_NOT_FOUND')
})

test('does not write a record that could not be read again', () => {
  const file = path.join(temporaryFolder(), 'run.json')
  expect(() => writeRunRecord(file, { ...exampleRecord(), step: -1 })).toThrow(/does not describe a run/)
  expect(fs.existsSync(file)).toBe(false)
})
