import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { expect, test } from 'vitest'
import { ended, startNode } from '../../../../test/setup/child-program.js'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { createRunFolder, type RunFolder } from '../../src/folder/run-folder.js'
import { isAbandoned, lockHolder, lockRun } from '../../src/folder/run-lock.js'

function newRun(): RunFolder {
  return createRunFolder({ out: temporaryFolder(), system: 'dcgan', dataName: 'photos' })
}

const deadLock = { pid: 1, processStart: 'before', host: os.hostname(), since: '2026-01-01', token: 'x' }

test('lets only one trainer work in a run, and the next when it has ended', () => {
  const run = newRun()
  const lock = lockRun(run)
  expect(lock.isTakenOver).toBe(false)
  expect(lockHolder(run)?.pid).toBe(process.pid)
  expect(() => lockRun(run)).toThrow(
    expect.objectContaining({ code: 'RUN_LOCKED', message: expect.stringContaining(String(process.pid)) }),
  )
  lock.release()
  lock.release()
  expect(lockHolder(run)).toBeUndefined()
  lockRun(run).release()
  expect(fs.existsSync(run.lock)).toBe(false)
})

test('names the other process that trains in the run, and takes over when it was killed', async () => {
  const run = newRun()
  const child = startNode(path.join(import.meta.dirname, '../programs', 'hold-lock.mjs'), [run.dir])
  await new Promise((resolve) => child.stdout?.once('data', resolve))
  expect(() => lockRun(run)).toThrow(
    expect.objectContaining({ code: 'RUN_LOCKED', message: expect.stringContaining(`process ${child.pid} `) }),
  )
  child.kill('SIGKILL')
  await ended(child)
  const lock = lockRun(run)
  expect(lock.isTakenOver).toBe(true)
  lock.release()
})

test.skipIf(process.platform !== 'linux')(
  'takes over from a process that was killed and that its parent never asks for',
  () => {
    const run = newRun()
    // The shell becomes a sleep, which knows nothing of a child.
    const child = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
    return new Promise<void>((resolve, reject) => {
      child.stdout.once('data', (text) => {
        const pid = Number(String(text))
        const state = () => fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0]
        const look = () => {
          try {
            if (state() !== 'Z') return void setTimeout(look, 10)
            fs.writeFileSync(run.lock, JSON.stringify({ ...deadLock, pid, processStart: '' }))
            expect(isAbandoned(run)).toBe(true)
            expect(lockHolder(run)).toBeUndefined()
            resolve()
          } catch (error) {
            reject(error)
          }
        }
        look()
      })
    }).finally(() => child.kill())
  },
)

test('releases the lock when the process exits', async () => {
  const run = newRun()
  const { code, stdout } = await ended(
    startNode(path.join(import.meta.dirname, '../programs', 'hold-lock.mjs'), [run.dir, 'exit']),
  )
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'locked\n' })
  expect(fs.existsSync(run.lock)).toBe(false)
})

test('takes over the lock of a dead process whose id another process has got', () => {
  const run = newRun()
  fs.writeFileSync(run.lock, JSON.stringify({ ...deadLock, pid: process.pid }))
  lockRun(run).release()
})

test.each(['', '{', '{"pid": "x"}'])('takes over a damaged lock (%j)', (content) => {
  const run = newRun()
  fs.writeFileSync(run.lock, content)
  const lock = lockRun(run)
  expect(lock.isTakenOver).toBe(true)
  lock.release()
})

test('believes the heartbeat of a trainer on another machine', () => {
  const run = newRun()
  fs.writeFileSync(run.lock, JSON.stringify({ ...deadLock, host: 'elsewhere' }))
  fs.writeFileSync(run.heartbeat, '')
  expect(() => lockRun(run)).toThrow(/on elsewhere/)
  const longAgo = new Date(Date.now() - 120_000)
  fs.utimesSync(run.heartbeat, longAgo, longAgo)
  lockRun(run).release()
})

test('does not take over while another process is doing so, unless that one crashed', () => {
  const run = newRun()
  fs.writeFileSync(run.lock, JSON.stringify({ ...deadLock, processStart: 'x', pid: process.pid }))
  fs.mkdirSync(`${run.lock}.takeover`)
  expect(() => lockRun(run)).toThrow(expect.objectContaining({ code: 'RUN_LOCKED' }))
  const longAgo = new Date(Date.now() - 60_000)
  fs.utimesSync(`${run.lock}.takeover`, longAgo, longAgo)
  lockRun(run).release()
  expect(fs.existsSync(`${run.lock}.takeover`)).toBe(false)
})

test('lets exactly one of several processes take over a dead lock', async () => {
  const run = newRun()
  fs.writeFileSync(run.lock, JSON.stringify({ ...deadLock, pid: process.pid }))
  const children = [0, 1, 2, 3].map(() =>
    startNode(path.join(import.meta.dirname, '../programs', 'hold-lock.mjs'), [run.dir, 'wait']),
  )
  const results = await Promise.all(children.map(ended))
  expect(results.map(({ stdout }) => stdout).sort()).toEqual(['locked\n', 'refused\n', 'refused\n', 'refused\n'])
})
