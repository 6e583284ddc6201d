import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { lockRun, runSortKeys } from '@ganymede/runs/folder'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../../test/setup/temporary-folder.js'
import { runsCommand } from '../../../../src/cli/commands/runs/runs-command.js'
import { ganymede } from '../command-line.js'
import { addRun } from '../example-run.js'

describe('ganymede runs', () => {
  it('lists runs with status, step, losses and size', async () => {
    const out = temporaryFolder()
    addRun(out)
    addRun(out, { status: 'stopped', step: 60 })
    const { code, stdout } = await ganymede('runs', '--runs', out)
    expect(code).toBe(0)
    const [titles, first, second] = stdout.split('\n')
    expect(titles).toMatch(/^run +status +step +G loss +D loss +size +started$/)
    expect(first).toMatch(/^0001-dcgan-photos +done +100 \/ 100 +1\.50 +0\.75 /)
    expect(second).toMatch(/^0002-dcgan-photos +stopped +100 \/ 100/)
  })

  it('names the command that goes on with a run whose process was killed', async () => {
    const out = temporaryFolder()
    const killed = addRun(out, { status: 'running' })
    // Killed a moment ago: its heart beat just now, and the lock names a process that is gone.
    fs.writeFileSync(killed.heartbeat, '')
    const holder = { pid: 1, processStart: 'before', host: os.hostname(), since: '2026-01-01', token: 'x' }
    fs.writeFileSync(killed.lock, JSON.stringify(holder))
    addRun(out, { status: 'running', definition: { name: 'custom', version: '1' } })
    const table = (await ganymede('runs', '--runs', out)).stdout.split('\n')
    expect(table[1]).toMatch(/^0001-dcgan-photos +interrupted \(resume 0001\) +100 \/ 100/)
    // A loop of one's own goes on in its program.
    expect(table[2]).toMatch(/^0002-dcgan-photos +interrupted +100 \/ 100/)
    expect((await ganymede('runs', 'show', '1', '--runs', out)).stdout).toMatch(
      /status +interrupted \(resume 0001\), 100 of/,
    )
    expect(JSON.parse((await ganymede('runs', '--json', '--runs', out)).stdout).runs[0].status).toBe('interrupted')
    await ganymede('report', '1', '--runs', out)
    expect(fs.readFileSync(killed.report, 'utf8')).toContain('interrupted (resume 0001)')
  })

  it('says what to do where there is none', async () => {
    const { code, stdout, stderr } = await ganymede('runs', '--runs', temporaryFolder())
    expect(code).toBe(0)
    expect(stdout).toMatch(/^No runs in /)
    expect(stderr).toContain('ganymede train dcgan builtin:glyphs')
  })

  it('prints one JSON object and nothing else with --json', async () => {
    const out = temporaryFolder()
    addRun(out)
    const { stdout, stderr } = await ganymede('runs', '--json', '--runs', out)
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ id: '0001', status: 'done' }], broken: [] })
    expect(stderr).toBe('')
  })

  it('names a run that is damaged beside those that are not', async () => {
    const out = temporaryFolder()
    addRun(out)
    fs.writeFileSync(addRun(out).record, 'torn')
    const { code, stdout, stderr } = await ganymede('runs', '--runs', out)
    expect(code).toBe(0)
    expect(stdout).toContain('0001-dcgan-photos')
    expect(stderr).toMatch(/warning: 0002-dcgan-photos cannot be read: .*not JSON/)
  })

  it('knows the columns that the table can be sorted by', async () => {
    const { sort } = runsCommand.options ?? {}
    expect(sort).toMatchObject({ choices: runSortKeys })
    const { code, stderr } = await ganymede('runs', '--sort', 'colour')
    expect(code).toBe(2)
    expect(stderr).toContain('--sort must be one of id, name,')
  })

  it('suggests a subcommand', async () => {
    const { code, stderr } = await ganymede('runs', 'shwo')
    expect(code).toBe(2)
    expect(stderr).toMatch(/^✖ OPTION_UNKNOWN {2}"shwo" is no command of this one\. Did you mean show\?/)
  })
})

describe('ganymede runs show', () => {
  it('tells progress, data, machine and options with their sources', async () => {
    const out = temporaryFolder()
    addRun(out)
    const { code, stdout } = await ganymede('runs', 'show', '1', '--runs', out)
    expect(code).toBe(0)
    expect(stdout).toMatch(/status +done, 100 of 100 steps in 1m 30s/)
    expect(stdout).toMatch(/train\.batch +64 +flag/)
    expect(stdout).not.toContain('model.size')
    expect(stdout).toContain('and 1 with their default (--all lists them)')
  })

  it('lists every option with --all', async () => {
    const out = temporaryFolder()
    addRun(out)
    const { stdout } = await ganymede('runs', 'show', 'latest', '--all', '--runs', out)
    expect(stdout).toMatch(/model\.size +64 +default/)
  })

  it('tells why a run failed', async () => {
    const out = temporaryFolder()
    addRun(out, { status: 'failed', failure: { code: 'NON_FINITE', message: 'd/total became NaN', step: 70 } })
    const { stdout } = await ganymede('runs', 'show', 'latest', '--runs', out)
    expect(stdout).toMatch(/failure +NON_FINITE at step 70: d\/total became NaN/)
  })

  it.each(['9', 'nonsense', '0001-cat'])('refuses %s, which is no run, and lists those that are', async (reference) => {
    const out = temporaryFolder()
    addRun(out)
    const { code, stderr } = await ganymede('runs', 'show', reference, '--runs', out)
    expect(code).toBe(2)
    expect(stderr).toContain('✖ RUN_NOT_FOUND')
    expect(stderr).toContain('0001-dcgan-photos')
  })
})

describe('ganymede runs compare', () => {
  it('shows only options that differ', async () => {
    const out = temporaryFolder()
    addRun(out)
    addRun(out, { options: { model: { size: 64 }, data: { path: '/data/photos' }, train: { batch: 16, steps: 100 } } })
    const { code, stdout } = await ganymede('runs', 'compare', '1', '2', '--runs', out)
    expect(code).toBe(0)
    expect(stdout).toMatch(/train\.batch +64 +16/)
    expect(stdout).not.toContain('train.steps')
  })

  it('needs two runs', async () => {
    const { code, stderr } = await ganymede('runs', 'compare', '1')
    expect(code).toBe(2)
    expect(stderr).toContain('needs two or more runs')
  })
})

describe('ganymede runs rm', () => {
  it('removes with --yes', async () => {
    const out = temporaryFolder()
    const [first, second] = [addRun(out), addRun(out)]
    const { code, stdout } = await ganymede('runs', 'rm', '1', '--yes', '--runs', out)
    expect(code).toBe(0)
    expect(stdout).toBe(`removed ${first.dir}\n`)
    expect([fs.existsSync(first.dir), fs.existsSync(second.dir)]).toEqual([false, true])
  })

  it('removes nothing where nobody can be asked', async () => {
    const out = temporaryFolder()
    const run = addRun(out)
    const { code, stderr } = await ganymede('runs', 'rm', '1', '--runs', out)
    expect(code).toBe(2)
    expect(stderr).toContain('--yes')
    expect(fs.existsSync(run.dir)).toBe(true)
  })

  it('removes nothing when one of the names is wrong', async () => {
    const out = temporaryFolder()
    const run = addRun(out)
    expect((await ganymede('runs', 'rm', '1', '7', '--yes', '--runs', out)).code).toBe(2)
    expect(fs.existsSync(run.dir)).toBe(true)
  })

  it('refuses a run that is being trained', async () => {
    const out = temporaryFolder()
    const run = addRun(out)
    const lock = lockRun(run)
    const { code, stderr } = await ganymede('runs', 'rm', '1', '--yes', '--runs', out)
    lock.release()
    expect(code).toBe(2)
    expect(stderr).toContain('✖ RUN_LOCKED')
    expect(fs.existsSync(run.dir)).toBe(true)
  })

  it('removes only the link where a run is linked from elsewhere', async () => {
    const out = temporaryFolder()
    const run = addRun(temporaryFolder())
    fs.symlinkSync(run.dir, path.join(out, run.name))
    expect((await ganymede('runs', 'rm', 'latest', '--yes', '--runs', out)).code).toBe(0)
    expect(fs.existsSync(run.record)).toBe(true)
    expect(fs.readdirSync(out)).toEqual([])
  })
})
