import fs from 'node:fs'
import path from 'node:path'

import { expect, test } from 'vitest'
import { ended, startNode } from '../../../../test/setup/child-program.js'
import { patience } from '../../../../test/setup/patience.js'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { heartbeatAge, startHeartbeat } from '../../src/folder/heartbeat.js'

const sharedArray = new Int32Array(new SharedArrayBuffer(4))

/** Blocks this thread, as a training step does. */
function block(ms: number): void {
  Atomics.wait(sharedArray, 0, 0, ms)
}

test('goes on beating while a step blocks the main thread', async () => {
  const file = path.join(temporaryFolder(), 'heartbeat')
  const heartbeat = startHeartbeat(file, { intervalMs: 50 })
  // The thread needs a moment to start.
  await expect
    .poll(() => fs.statSync(file).mtimeMs > fs.statSync(file).birthtimeMs + 20, { timeout: patience(5_000) })
    .toBe(true)
  const start = Date.now()
  block(patience(300))
  expect(fs.statSync(file).mtimeMs).toBeGreaterThan(start + 100)
  heartbeat.stop()
})

test('does not keep the process alive, and its file tells when it ended', async () => {
  const file = path.join(temporaryFolder(), 'heartbeat')
  const { code } = await ended(startNode(path.join(import.meta.dirname, '../programs', 'beat-and-leave.mjs'), [file]))
  expect(code).toBe(0)
  expect(heartbeatAge(file)).toBeLessThan(10_000)
})

test('survives the removal of the run folder', () => {
  const folder = path.join(temporaryFolder(), 'run')
  fs.mkdirSync(folder)
  const heartbeat = startHeartbeat(path.join(folder, 'heartbeat'), { intervalMs: 1 })
  fs.rmSync(folder, { recursive: true })
  heartbeat.beat()
  block(20)
  heartbeat.stop()
})

test('has no age without a file, and none below zero when the clock was set back', () => {
  const file = path.join(temporaryFolder(), 'heartbeat')
  expect(heartbeatAge(file)).toBeUndefined()
  fs.writeFileSync(file, '')
  expect(heartbeatAge(file, Date.now() + 20_000)).toBeGreaterThan(15_000)
  expect(heartbeatAge(file, Date.now() - 20_000)).toBe(0)
})
