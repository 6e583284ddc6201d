/** Files of JSON made to harm: each ended in a RangeError of the parser's callers, filled the memory, or was half believed. */
import { mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { verifyCheckpoint } from '@ganymede/runs/checkpoints'
import { readRunRecord } from '@ganymede/runs/folder'
import { composeSheet, readSheetCell } from '@ganymede/runs/sheets'
import { afterAll, describe, expect, it } from 'vitest'
import { exampleRecord } from '../../../runs/test/folder/run-record-example.js'
import { readCheckpointState } from '../../src/checkpoint/checkpoint.js'
import { readCards } from '../../src/evaluate/cards.js'
import { loadConfigFile } from '../../src/options/config-file.js'

const folder = mkdtempSync(join(tmpdir(), 'ganymede-json-'))
afterAll(() => rmSync(folder, { recursive: true }))

const readers: readonly (readonly [name: string, code: string, read: (file: string) => unknown])[] = [
  ['run.json', 'RUN_INVALID', readRunRecord],
  ['state.json', 'CHECKPOINT_CORRUPT', (file) => readCheckpointState(join(file, '..'))],
  ['manifest.json', 'CHECKPOINT_CORRUPT', (file) => verifyCheckpoint(join(file, '..'), { contents: true })],
  ['fid.json', 'METRICS_INVALID', readCards],
  ['ganymede.config.json', 'CONFIG_NOT_FOUND', (file) => loadConfigFile(file)],
]

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
const harmful: readonly (readonly [name: string, text: string, why: RegExp])[] = [
  ['lists 100,000 deep', `{"model":{"a":${deep(100_000)}}}`, /nested deeper than 200 levels/],
  ['objects 100,000 deep', `{"a":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}`, /nested deeper than 200 levels/],
  ['a million empty objects', `{"a":[${'{},'.repeat(1_000_000)}0]}`, /more than \d+ values/],
  ['a key that stands there twice', '{"format":1,"format":1}', /"format" stands there twice/],
]

function placed(name: string, content: string | Uint8Array): string {
  const place = mkdtempSync(join(folder, 'a-'))
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, name), content)
  return join(place, name)
}

/** The refusal with everything that it says, causes too. */
async function refusal(work: () => unknown): Promise<{ code: string; text: string }> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof GanymedeError)) throw error
    return { code: error.code, text: [error.message, ...error.lines, String(error.cause)].join('\n') }
  }
  return expect.fail('it was read')
}

describe.each(readers)('%s', (name, code, read) => {
  it.each(harmful)('with %s is refused', async (_, text, why) => {
    const found = await refusal(() => read(placed(name, text)))
    expect(found.code).toBe(code)
    expect(found.text).toMatch(why)
    expect(found.text.length).toBeLessThan(5000)
  })

  it('of 33 MiB is refused unread', async () => {
    const file = placed(name, '')
    truncateSync(file, 33 << 20)
    const found = await refusal(() => read(file))
    expect(found).toMatchObject({ code, text: expect.stringContaining('has 34603008 bytes') })
  })
})

it('run.json with 100,000 wrong fields is refused in a few lines', async () => {
  const sources = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`option${i}`, 'nowhere']))
  const found = await refusal(() => readRunRecord(placed('run.json', JSON.stringify({ ...exampleRecord(), sources }))))
  expect(found.text).toContain('… and 99980 more')
})

it('a configuration of 100,000 unknown options is refused in a few lines', async () => {
  const unknown = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`option${i}`, 1]))
  const file = placed('ganymede.config.json', JSON.stringify(unknown))
  const { code, text } = await refusal(() => loadConfigFile(file))
  expect(code).toBe('OPTION_UNKNOWN')
  expect(text).toContain('… and 99980 more')
  expect(text.length).toBeLessThan(5000)
})

it('a sheet whose pixels are cut off is refused as RUN_INVALID', async () => {
  const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 2654435761) >>> 24)
  const sheet = await composeSheet([{ width: 64, height: 64, channels: 3, data }], { run: 'a', step: 1, view: 'fixed' })
  const found = await refusal(() => readSheetCell(sheet.subarray(0, sheet.byteLength / 2), 0))
  expect(found).toMatchObject({
    code: 'RUN_INVALID',
    text: expect.stringContaining('pixels of the sheet cannot be read'),
  })
})

describe('manifest.json that names what is no file, or one too often', () => {
  it.each([
    ['a name that no system can have', 'a'.repeat(5000)],
    ['a folder', 'inner'],
  ])('%s', (_, name) => {
    const checkpoint = mkdtempSync(join(folder, 'checkpoint-'))
    mkdirSync(join(checkpoint, 'inner'))
    const { size: bytes } = statSync(join(checkpoint, 'inner'))
    const files = [{ name, bytes, crc32: '00000000' }]
    writeFileSync(join(checkpoint, 'manifest.json'), JSON.stringify({ format: 1, step: 0, files }))
    expect(() => verifyCheckpoint(checkpoint, { contents: true })).toThrow(
      expect.objectContaining({ code: 'CHECKPOINT_CORRUPT', message: expect.stringMatching(/ cannot be read$/) }),
    )
  })

  it('one file many times', () => {
    const checkpoint = mkdtempSync(join(folder, 'checkpoint-'))
    writeFileSync(join(checkpoint, 'a'), '')
    const files = Array(2).fill({ name: 'a', bytes: 0, crc32: '00000000' })
    writeFileSync(join(checkpoint, 'manifest.json'), JSON.stringify({ format: 1, step: 0, files }))
    expect(() => verifyCheckpoint(checkpoint, { contents: true })).toThrow(/manifest\.json names a file twice$/)
  })
})
