import fs from 'node:fs'

import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { LiveReport, waitAfter } from '../../src/report/live-report.js'
import { addRun } from '../cli/commands/example-run.js'

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5))
}

it('writes a page when there is something to see, and another one no sooner than its interval allows', async () => {
  const run = addRun(temporaryFolder(), { status: 'running' })
  fs.writeFileSync(run.heartbeat, '')
  const live = new LiveReport(run, { intervalMs: 400 })
  live.see({ kind: 'probe' })
  live.see({ kind: 'sample' })
  await until(() => fs.existsSync(run.report))
  const first = fs.readFileSync(run.report, 'utf8')
  expect(first).toContain('id="live"')
  const started = performance.now()
  for (const kind of ['scalars', 'sample', 'checkpoint'] as const) live.see({ kind })
  await until(() => fs.readFileSync(run.report, 'utf8') !== first)
  expect(performance.now() - started).toBeGreaterThan(300)
  await live.close()
})

it('writes nothing after it was closed, and lets errors be those of the training', async () => {
  const run = addRun(temporaryFolder(), { status: 'running' })
  const closed = new LiveReport(run)
  closed.see({ kind: 'sample' })
  await closed.close()
  fs.rmSync(run.record)
  const broken = new LiveReport(run)
  broken.see({ kind: 'sample' })
  await new Promise((resolve) => setTimeout(resolve, 50))
  await broken.close()
  expect(fs.existsSync(run.report)).toBe(false)
})

it('takes a fiftieth of the time at most, but lets nobody wait for a page longer than five minutes', () => {
  expect(waitAfter(50, 10_000)).toBe(10_000)
  expect(waitAfter(1000, 10_000)).toBe(50_000)
  // Where a step of training takes seconds, a page of thirty pictures seems to take minutes.
  expect(waitAfter(90_000, 10_000)).toBe(300_000)
  expect(waitAfter(90_000, 600_000)).toBe(600_000)
})
