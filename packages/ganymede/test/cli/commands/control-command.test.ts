import fs from 'node:fs'
import { lockRun, takeControlRequests } from '@ganymede/runs/folder'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { ganymede } from './command-line.js'
import { addRun } from './example-run.js'

describe('requests to a running training', () => {
  it.each(['pause', 'continue', 'checkpoint', 'stop'] as const)('%s is written and waited for', async (action) => {
    const out = temporaryFolder()
    const run = addRun(out, { status: 'running' })
    const lock = lockRun(run)
    // Plays the trainer: takes the request, and for a stop goes away.
    const trainer = setInterval(() => {
      const [request] = takeControlRequests(run.control).requests
      if (request?.action === 'stop') lock.release()
      if (request !== undefined) clearInterval(trainer)
    }, 20)
    const { code, stdout } = await ganymede(action, 'latest', '--runs', out, '--json')
    clearInterval(trainer)
    lock.release()
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({ run: run.dir, action, done: true })
  })

  it('says so when there is no answer in time', async () => {
    const out = temporaryFolder()
    const run = addRun(out, { status: 'running' })
    const lock = lockRun(run)
    const { code, stdout } = await ganymede('pause', '1', '--runs', out, '--wait', '0.2')
    lock.release()
    expect(code).toBe(0)
    expect(stdout).toContain('has not answered yet')
    expect(fs.readdirSync(run.control)).toHaveLength(1)
  })

  it('refuses a run that nobody trains', async () => {
    const out = temporaryFolder()
    const run = addRun(out)
    const { code, stderr } = await ganymede('stop', '1', '--runs', out)
    expect(code).toBe(2)
    expect(stderr).toMatch(/^✖ RUN_IDLE {2}nobody is training in /)
    expect(fs.readdirSync(run.control)).toEqual([])
  })
})
