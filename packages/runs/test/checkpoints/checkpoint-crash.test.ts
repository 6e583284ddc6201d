import fs from 'node:fs'
import path from 'node:path'

import { expect, test } from 'vitest'
import { ended, startNode } from '../../../../test/setup/child-program.js'
import { faultOf, withFault } from '../../../../test/setup/fault-injection.mjs'
import { patience } from '../../../../test/setup/patience.js'
import { CheckpointStore } from '../../src/checkpoints/checkpoint-store.js'
import { type FileOps, systemFileOps } from '../../src/files/file-ops.js'
import { loaded, savedStore, state } from './checkpoint-state.js'

/** Number of file operations of a save, counted by a run that succeeds. */
async function operationsOf(steps: readonly number[], step: number): Promise<number> {
  const { dir } = await savedStore(steps, 1)
  const ops = withFault(systemFileOps, { kind: 'EIO', at: Number.MAX_SAFE_INTEGER })
  await new CheckpointStore(dir, { keep: 1, ops }).save(step, state('new'))
  return ops.count
}

test.each([
  ['a further checkpoint', [100], 200],
  ['the only checkpoint again', [100], 100],
  ['the first checkpoint', [], 100],
])('a failure of any operation while saving %s leaves the old or the new readable', async (_, steps, step) => {
  const operations = await operationsOf(steps, step)
  expect(operations).toBeGreaterThan(15)
  for (let at = 1; at <= operations; at += 1) {
    const { dir } = await savedStore(steps, 1)
    const ops: FileOps = withFault(systemFileOps, { kind: 'EIO', at })
    const error = await new CheckpointStore(dir, { keep: 1, ops }).save(step, state('new')).catch((thrown) => thrown)
    if (error instanceof Error) expect(error, `operation ${at}`).toMatchObject({ code: 'WRITE_FAILED' })
    const fresh = new CheckpointStore(dir, { keep: 1 })
    if (steps.length > 0 || fresh.list().length > 0) expect(loaded(dir)).toMatch(/^(at 100|new)$/)
    fresh.recover()
    await fresh.save(step, state('after'))
    expect(loaded(dir)).toBe('after')
    expect(fs.readdirSync(dir).sort(), `operation ${at}`).toEqual(['latest', `step-000${step}`])
  }
})

test.each([
  ['a further checkpoint', 200],
  ['the only checkpoint again', 100],
])(
  'a kill -9 in the middle of saving %s leaves the old or the new readable',
  async (_, step) => {
    const operations = await operationsOf([100], step)
    const outcomes = new Set<string>()
    // Failing operations are tried one by one above; a process for each would take minutes.
    const moments = Array.from({ length: 10 }, (_, index) => 1 + Math.round((index * operations) / 9))
    for (const at of moments) {
      const { dir } = await savedStore([100], 1)
      const environment = { ...process.env, ...faultOf(`kill:${at}`) }
      const child = startNode(
        path.join(import.meta.dirname, '../programs', 'save-checkpoint.mjs'),
        [dir, String(step)],
        {
          env: environment,
        },
      )
      const { code, signal, stderr } = await ended(child)
      expect({ code, signal, stderr }).toEqual(
        at <= operations ? { code: null, signal: 'SIGKILL', stderr: '' } : { code: 0, signal: null, stderr: '' },
      )
      const text = loaded(dir)
      outcomes.add(text)
      const fresh = new CheckpointStore(dir, { keep: 1 })
      fresh.recover()
      expect(loaded(dir)).toBe(text)
      await fresh.save(300, state('after'))
      expect(fs.readdirSync(dir).filter((name) => name.startsWith('.'))).toEqual([])
    }
    expect([...outcomes].sort()).toEqual(['at 100', 'new'])
  },
  patience(60_000),
)
