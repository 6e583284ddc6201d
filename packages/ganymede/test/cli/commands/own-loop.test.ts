import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { readRunRecord, writeRunRecord } from '@ganymede/runs/folder'
import { randn } from '@ganymede/torch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { createRun } from '../../../src/api/create-run.js'
import { loadModel } from '../../../src/api/load-model.js'
import { dcgan } from '../../../src/models/dcgan/dcgan.js'
import { registerSystem } from '../../../src/models/registry.js'
import { Linear } from '../../../src/nn/layers/linear.js'
import { smallRun } from '../../training/fixtures/small-run.js'
import { ganymede } from './command-line.js'

let dir = ''

beforeAll(async () => {
  const network = new Linear(4, 12)
  const out = mkdtempSync(path.join(os.tmpdir(), 'ganymede-'))
  const run = await createRun({ name: 'mine', out, options: { width: 12, rates: { G: 1e-3 } } })
  for (let step = 1; step <= 100; step++) {
    run.log(step, { 'g/total': 1 + 1 / step, 'd/total': step === 100 ? Number.NaN : 0.7, odd: step })
    if (step % 50 === 0) {
      await run.sample(step, () => network.forward(randn([4, 4])).view([4, 3, 2, 2]))
      await run.checkpoint(step, { networks: { G: network } })
    }
  }
  await run.finish()
  network.dispose()
  dir = run.dir
})

afterAll(() => rmSync(path.dirname(dir), { recursive: true, force: true }))

describe('a run around a loop of one’s own', () => {
  it('is reported with curves, pictures and findings', async () => {
    const { code, stdout } = await ganymede('report', dir)
    expect(code).toBe(0)
    expect(stdout).toContain('report.html')
    const page = readFileSync(path.join(dir, 'report.html'), 'utf8')
    expect(page).toContain('a loop of its own')
    expect(page).toContain('Losses')
    expect(page).toContain('odd')
    expect(page).toContain('data:image/')
    expect(page).not.toContain('of 0')
  })

  it('is reported with the settings of its program, which are no defaults, and with commands that work on it', async () => {
    await ganymede('report', dir)
    const page = readFileSync(path.join(dir, 'report.html'), 'utf8')
    expect(page).toContain('<th scope="row">width</th><td>12</td></tr>')
    expect(page).toContain('<th scope="row">rates.G</th><td>0.001</td></tr>')
    expect(page.split('<h2 id="options">')[1]).not.toMatch(/default|<th scope="col">from/)
    const next = [...(page.split('<h2 id="next">')[1] ?? '').matchAll(/<pre tabindex="0">(?:npx )?ganymede (\w+) /g)]
    expect(next.map(([, command]) => command)).toEqual(['doctor', 'inspect'])
    expect(page).not.toContain('at its pictures too')
    expect((await ganymede('inspect', dir)).stdout).toContain('G.safetensors')
  })

  it('is examined by the doctor, who finds weights that do not move in its checkpoints', async () => {
    const { code, stdout, stderr } = await ganymede('doctor', dir)
    expect(stdout).toContain('WEIGHTS_DO_NOT_MOVE')
    expect(stdout).toContain('looked at 100 log lines')
    expect(stderr).toContain('only that program can build its networks')
    expect(stderr).not.toContain('train.doctorEvery')
    expect(code).toBe(4)
    const early = await ganymede('doctor', dir, '--step', '50', '--json')
    expect(JSON.parse(early.stdout)).toMatchObject({ step: 50, findings: [] })
    const missing = await ganymede('doctor', dir, '--step', '51')
    expect(missing.stderr).toContain('CHECKPOINT_MISSING')
  })

  it.each([[['sample']], [['resume']], [['evaluate']], [['interpolate', '--seeds', '1,2']], [['latents']]])(
    'answers %j with its last sheet, its weights and what to write in code',
    async ([command = '', ...words]) => {
      const { code, stderr } = await ganymede(command, dir, ...words)
      expect(stderr).toMatch(/^✖ RUN_OWN_LOOP {2}0001-mine was trained by a loop of a program's own/)
      expect(stderr).toContain(`last sheet  ${path.join(dir, 'samples', 'step-000100.png')}`)
      expect(stderr).toContain(`weights     ${path.join(dir, 'checkpoints', 'step-000100')}`)
      expect(stderr).toContain('resumeRun(')
      expect(Math.max(...stderr.split('\n').map((line) => line.length))).toBeLessThan(140 + dir.length)
      expect(code).toBe(2)
    },
  )

  it('is no model for code either, and its name is none for a system', () => {
    expect(() => loadModel(dir)).toThrow(expect.objectContaining({ code: 'RUN_OWN_LOOP' }))
    expect(() => registerSystem({ ...dcgan, name: 'custom' })).toThrow('"custom" stands for loops of one\'s own')
  })

  it('is listed with the steps that it has done where nobody said how many there will be', async () => {
    const list = await ganymede('runs', '--runs', path.dirname(dir))
    expect(list.stdout).toMatch(/0001-mine +done +100 {2,}/)
    const shown = await ganymede('runs', 'show', dir)
    expect(shown.stdout).toMatch(/done, 100 steps in /)
  })
})

describe('a run of a system that is not at hand', () => {
  it('is reported and examined by its log, and a note says why there are no pictures', async () => {
    const { run } = await smallRun(temporaryFolder(), { train: { steps: 2 } })
    const record = readRunRecord(run.record)
    writeRunRecord(run.record, { ...record, definition: { ...record.definition, name: 'resize-gan' } })
    rmSync(run.report, { force: true })
    expect(await ganymede('report', run.dir)).toMatchObject({ code: 0 })
    expect(existsSync(run.report)).toBe(true)
    const { stdout, stderr } = await ganymede('doctor', run.dir)
    expect(stdout).toContain('looked at')
    expect(stderr).toContain('no pictures were examined: there is no system named "resize-gan"')
  })
})
