import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { RunFolder } from '@ganymede/runs/folder'
import { openRun, runTable } from '@ganymede/runs/folder'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { failureOf, smallRun } from './fixtures/small-run.js'

const files = ['run.json', 'metrics.jsonl', 'heartbeat', 'run.lock', 'reals.png', 'report.html', 'checkpoints/latest']
const strangers = {
  'a folder': (place: string) => fs.mkdirSync(place),
  'a pipe': (place: string) => expect(spawnSync('mkfifo', [place]).status).toBe(0),
  'a link': (place: string) => fs.symlinkSync(outside, place),
}
const place = fs.mkdtempSync(path.join(os.tmpdir(), 'ganymede-places-'))
afterAll(() => fs.rmSync(place, { recursive: true, force: true }))
let outside = ''
let original = ''
beforeAll(async () => {
  outside = path.join(place, 'file')
  fs.writeFileSync(outside, 'somebody else')
  original = (await smallRun(place, { train: { steps: 2 } })).run.dir
})

/** A finished run of two steps, in which something else lies at one place. */
function runWith(name: string, stranger: (place: string) => void): RunFolder {
  const out = temporaryFolder()
  fs.cpSync(original, path.join(out, path.basename(original)), { recursive: true })
  const run = openRun('1', { out }).folder
  fs.rmSync(path.join(run.dir, name), { recursive: true, force: true })
  stranger(path.join(run.dir, name))
  return run
}

describe.skipIf(process.platform === 'win32')('something else in a run folder', () => {
  const cases = files.flatMap((name) => Object.entries(strangers).map(([kind, put]) => ({ name, kind, put })))

  it.each(cases)('is named and keeps from training: $kind at $name', async ({ name, kind, put }) => {
    const run = runWith(name, put)
    const error = await failureOf(smallRun(path.dirname(run.dir), { train: { steps: 4 } }, { resume: run }))
    expect(error.code).toBe('RUN_INVALID')
    expect([error.message, ...error.lines].join('\n')).toContain(
      `${path.join(run.dir, name)} must be a file, and is ${kind}`,
    )
    expect(fs.readFileSync(outside, 'utf8')).toBe('somebody else')
  })

  it.each(cases.filter(({ kind }) => kind !== 'a link'))('hides no other run: $kind at $name', ({ name, put }) => {
    const run = runWith(name, put)
    const { rows, broken } = runTable(path.dirname(run.dir))
    expect(rows.length + broken.length).toBe(1)
    const isRead = ['run.json', 'metrics.jsonl'].includes(name)
    expect(broken.map(({ problem }) => problem)).toEqual(isRead ? [expect.stringContaining('must be a file')] : [])
  })

  it('may be a link to another disk in place of the folders of samples and checkpoints', async () => {
    const run = runWith('samples', () => undefined)
    const elsewhere = temporaryFolder()
    fs.symlinkSync(elsewhere, run.samples)
    const result = await smallRun(path.dirname(run.dir), { train: { steps: 4 } }, { resume: run })
    expect(result.status).toBe('done')
    expect(fs.readdirSync(elsewhere)).toContain('step-000004.png')
  })
})
