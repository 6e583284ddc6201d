import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { withLock } from '../../packages/torch/setup/lock.mjs'
import { temporaryFolder } from './fixtures.js'

test('lets one work at a time, in order', async () => {
  const lock = join(temporaryFolder(), 'build', 'setup.lock')
  const events: string[] = []
  const waited: number[] = []
  const work = (name: string) => async () => {
    events.push(`${name} begins`)
    await sleep(30)
    events.push(`${name} ends`)
  }
  await Promise.all([withLock(lock, work('a')), withLock(lock, work('b'), { onWait: (pid) => waited.push(pid) })])
  expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
  expect(waited).toEqual([process.pid])
})

test('gives the lock back when the work fails', async () => {
  const lock = join(temporaryFolder(), 'setup.lock')
  await expect(withLock(lock, () => Promise.reject(new Error('no compiler')))).rejects.toThrow('no compiler')
  expect(existsSync(lock)).toBe(false)
})

const stale = [
  { name: 'a process that has ended', content: JSON.stringify({ pid: 999_999_999, born: '1' }) },
  { name: 'an earlier process of the same number', content: JSON.stringify({ pid: process.pid, born: '1' }) },
  { name: 'nobody, because the file is damaged', content: '{' },
]
test.runIf(process.platform === 'linux').each(stale)('takes over a lock of $name', async ({ content }) => {
  const lock = join(temporaryFolder(), 'setup.lock')
  writeFileSync(lock, content)
  expect(await withLock(lock, async () => 'done')).toBe('done')
})

test('gives up after the time allowed and names the process', async () => {
  const lock = join(temporaryFolder(), 'setup.lock')
  await withLock(lock, async () => {
    const second = withLock(lock, async () => {}, { timeoutMs: 0 })
    await expect(second).rejects.toMatchObject({
      code: 'SETUP_BUSY',
      message: expect.stringContaining(`process ${process.pid}`),
    })
  })
})
