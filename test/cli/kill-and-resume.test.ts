/** A run that is killed at any moment, also in the middle of saving, ends as if nothing had happened. */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { recordsOf } from '../../packages/runs/test/logs/read-events.js'
import { faultOf } from '../setup/fault-injection.mjs'
import { glyphs, run, start, tiny, until } from './ganymede.js'

const command = ['train', 'dcgan', glyphs, ...tiny, '--steps', '20', '--checkpoint-every', '5', '--sample-every', '10']
const commands = [...command, '--log-every', '2', '--ema', '0.9', '--flip', '--keep', '100000']

const folder = mkdtempSync(path.join(os.tmpdir(), 'ganymede-kill-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let reference: Map<string, string> | undefined

/** What a run leaves that nobody disturbs. */
async function uninterrupted(): Promise<Map<string, string>> {
  if (reference === undefined) {
    const cwd = mkdtempSync(path.join(folder, 'whole-'))
    expect((await run(commands, { cwd })).code).toBe(0)
    reference = stateOf(cwd)
  }
  return reference
}

/** Digests of weights, averages, optimizers and random streams, and the repeatable parts of both logs. */
function stateOf(cwd: string): Map<string, string> {
  // A kill before run.json was written leaves a folder that is no run.
  const isRun = (entry: string): boolean => existsSync(path.join(cwd, 'runs', entry, 'run.json'))
  const [name, ...others] = readdirSync(path.join(cwd, 'runs')).filter(isRun)
  expect(others).toEqual([])
  const run = path.join(cwd, 'runs', name!)
  const last = path.join(run, 'checkpoints', 'step-000020')
  const found = new Map<string, string>()
  for (const file of readdirSync(last).filter((entry) => entry.endsWith('.safetensors'))) {
    found.set(
      file,
      createHash('sha256')
        .update(readFileSync(path.join(last, file)))
        .digest('hex'),
    )
  }
  const { logBytes: _, ...state } = JSON.parse(readFileSync(path.join(last, 'state.json'), 'utf8'))
  found.set('state.json', JSON.stringify(state))
  const lines = readFileSync(path.join(run, 'metrics.jsonl'), 'utf8').split('\n').filter(Boolean)
  const repeatable = lines.filter((line) => !/^\{"kind":"(status|note)"/.test(line))
  found.set('metrics.jsonl', repeatable.map((line) => line.slice(0, line.indexOf(',"seconds":'))).join('\n'))
  // Pictures bear the number of the run, which is another one after a kill before there was a run.
  found.set('event files', recordsOf(run, { pictures: false }).join('\n'))
  return found
}

it('ends byte for byte the same after kill -9 and a return to an earlier checkpoint', async () => {
  const cwd = mkdtempSync(path.join(folder, 'kill-'))
  const running = start([...commands, '--steps', '2000000'], { cwd })
  const folders = path.join(cwd, 'runs')
  const saved = (): boolean =>
    existsSync(folders) &&
    readdirSync(folders).some((name) => existsSync(path.join(folders, name, 'checkpoints', 'step-000010')))
  await until(saved, 'the checkpoint of step 10')
  running.child.kill('SIGKILL')
  expect((await running.ended).signal).toBe('SIGKILL')
  const resumed = await run(['resume', 'latest', '--steps', '20', '--step', '10'], { cwd })
  expect(resumed.code, resumed.stderr).toBe(0)
  expect(stateOf(cwd)).toEqual(await uninterrupted())
})

describe('killed at a file operation', () => {
  // Operations are counted by test/setup/fault-injection.mjs; saving is where most of them are.
  it.each([3, 40, 75, 110, 130, 150, 170, 200])(
    'number %i, the same command ends byte for byte the same',
    async (at) => {
      const cwd = mkdtempSync(path.join(folder, `fault-${at}-`))
      const killed = await run(commands, { cwd, environment: faultOf(`kill:${at}`) })
      expect(['SIGKILL', null]).toContain(killed.signal)
      const again = await run(commands, { cwd })
      expect(again.code, again.stderr).toBe(0)
      expect(stateOf(cwd)).toEqual(await uninterrupted())
    },
  )
})
