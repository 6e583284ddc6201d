/** The fuzzer finds each kind of fault, and leaves no process behind: readers with planted faults. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { Campaign } from '../../fuzz/campaign.mjs'
import { Judge } from '../../fuzz/judge.mjs'
import { ReaderProcess } from '../../fuzz/reader-process.mjs'
import { readers } from './planted-readers.mjs'

const program = fileURLToPath(new URL('../../fuzz/fuzz.mjs', import.meta.url))
const planted = new URL('planted-readers.mjs', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'ganymede-fuzz-verdict-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** As short as it gets: the valid files of a reader only. */
const words = (name: string, found: string) =>
  [program, name, '--readers', fileURLToPath(planted), '--minutes', '0.0001', '--found', found] as const

describe('npm run fuzz', () => {
  it.each([
    ['throws', 'not the error of the reader: TypeError : undefined is no function'],
    ['refuses', 'refuses a valid file: GanymedeError REFUSED: is not to my taste'],
    ['is-slow', /over the budget of time: [23]\.\d\d s, read/],
    ['spins', /ended: runs for \d\.\d s/],
    ['allocates', /over the budget of memory: [34]\d\d MiB, read/],
    ['takes-all', /ended: takes \d+ MiB/],
    ['leaks', 'leaks tensors: 1 tensors, read'],
    ['leaves', 'leaves files behind: half-written.tmp'],
    ['exits', 'ended: the process ends: 3'],
  ])('finds a reader that %s, and ends with exit code 1', (name, told) => {
    const found = join(folder, name)
    const { status, stdout, stderr } = spawnSync(process.execPath, words(name, found), {
      encoding: 'utf8',
      cwd: folder,
    })
    expect(stdout + stderr).toMatch(told)
    expect(stdout).toContain(`✖ ${name}: `)
    expect(stdout).toContain('✖ 2 inputs, 1 findings')
    expect(status).toBe(1)
    expect(readdirSync(found).map((file) => readFileSync(join(found, file), 'latin1'))).toEqual(['bad'])
  })

  it('ends all its processes when it is stopped, also the one of a measurement', async () => {
    const cwd = mkdtempSync(join(folder, 'stopped-'))
    const temporary = join(cwd, 'temporary')
    mkdirSync(temporary)
    const running = spawn(process.execPath, words('spins-in-second-process', join(cwd, 'found')), {
      cwd,
      env: { ...process.env, TMPDIR: temporary },
      stdio: 'ignore',
    })
    const ended = new Promise((resolve) => running.once('exit', resolve))
    const log = join(cwd, 'processes.txt')
    const pids = () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').map(Number) : [])
    while (pids().length < 2) await sleep(20)
    running.kill('SIGTERM')
    expect(await ended).toBe(130)
    expect(pids().map((pid) => existsSync(`/proc/${pid}`))).toEqual([false, false])
    expect(readdirSync(temporary)).toEqual([])
    expect(existsSync(join(cwd, 'found'))).toBe(false)
  })
})

describe('a campaign', () => {
  it('tells of a fault once, and makes the file that shows it smaller', async () => {
    const judge = new Judge(mkdtempSync(join(folder, 'campaign-')), planted.href)
    try {
      const reader = readers.find(({ name }) => name === 'throws-at-made-files')!
      const found = join(folder, 'found-by-campaign')
      const campaign = new Campaign(reader, judge, { seed: 1, found })
      while (campaign.tried < 12) await campaign.tryUntil(0)
      expect(campaign.findings).toHaveLength(1)
      const [text = ''] = readdirSync(found).map((file) => readFileSync(join(found, file), 'latin1'))
      expect(text).toContain('bad')
      // How far it comes in its time depends on the machine.
      expect(text.length).toBeLessThan(20)
    } finally {
      await judge.close()
    }
  })
})

describe('a process that reads files', () => {
  it.each(['exits-later', 'hangs-up'])('is replaced when it %s, after its answer', async (name) => {
    const process = new ReaderProcess(planted.href)
    const input = mkdtempSync(join(folder, 'input-'))
    const read = async (text: string) => {
      writeFileSync(join(input, 'a.txt'), text)
      return (await process.read(name, input, text.length)).kind
    }
    try {
      expect([await read('good'), await read('bad')]).toEqual(['read', 'read'])
      if (name === 'exits-later') while (process.isWarm) await sleep(10)
      // One that still runs, but does not listen, is ended by the next input.
      else while ((await read('good')) === 'read') await sleep(10)
      expect(await read('good')).toBe('read')
    } finally {
      await process.close()
    }
  })
})
