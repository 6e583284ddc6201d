import fs from 'node:fs'
import path from 'node:path'
import { manifestName } from '@ganymede/runs/checkpoints'
import type { RunFolder } from '@ganymede/runs/folder'
import { readRunRecord, writeRunRecord } from '@ganymede/runs/folder'
import { MetricsLog } from '@ganymede/runs/logs'
import { composeSheet } from '@ganymede/runs/sheets'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { picture } from '../../../../test/setup/pictures.js'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { writeReport } from '../../src/report/write-report.js'
import { ganymede } from '../cli/commands/command-line.js'
import { addRun } from '../cli/commands/example-run.js'

/** A run with curves, sheets of two views, reals and a metric card. */
async function fullRun(out: string, changes: Parameters<typeof addRun>[1] = {}): Promise<RunFolder> {
  const run = addRun(out, changes)
  const log = new MetricsLog(run.metrics, { seconds: () => 100 })
  for (let step = 10; step <= 1000; step += 10) {
    log.append('scalars', step, {
      'g/total': 1 + Math.sin(step / 50),
      'd/total': 0.8,
      'lr/g': 2e-4,
      'g/grad_norm': step,
    })
  }
  log.append('metric', 1000, { metric: 'swd', value: 12.5, best: true })
  log.append('probe', 100, { layers: { 'generator.a': { size: 64, grad: 1, weight: 1, update: 0.01 } } })
  log.close()
  for (const [index, step] of ['000000', '000500', '001000'].entries()) {
    for (const view of ['', '-fresh']) {
      const cells = Array.from({ length: 4 }, (_, i) => picture(8, 8, 3, index * 4 + i))
      const sheet = await composeSheet(cells, { run: run.name, step: Number(step), view: 'fixed' })
      fs.writeFileSync(path.join(run.samples, `step-${step}${view}.png`), sheet)
      if (index === 0) fs.writeFileSync(run.reals, sheet)
    }
  }
  fs.mkdirSync(path.join(run.dir, 'metrics'))
  const card = {
    format: 'ganymede-metric/1',
    metric: 'fid',
    value: 31.25,
    better: 'lower',
    interval: { low: 30, high: 32.5 },
    features: { name: 'lenet', layer: '128' },
    counts: { real: 1000, fake: 1000 },
    split: 'test',
    subject: { name: run.name, step: 1000 },
    remarks: ['few samples <b>'],
  }
  fs.writeFileSync(path.join(run.dir, 'metrics', 'step-001000-fid.json'), JSON.stringify(card))
  return run
}

const pageOf = (run: RunFolder) => fs.readFileSync(run.report, 'utf8')

/** Elements of a page by name, as texts; the page is our own and has no exotic syntax. */
function tags(page: string, name: string): string[] {
  return [...page.matchAll(new RegExp(`<${name}\\b[^>]*>`, 'g'))].map(([tag]) => tag)
}

/** Names of elements that are opened and not closed in order, after scripts and styles are left out. */
function unbalanced(page: string): string[] {
  const open: string[] = []
  const bare = page.replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, '').replace('<!doctype html>', '')
  for (const [, close, name = ''] of bare.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
    if (['meta', 'img', 'input', 'br', 'link'].includes(name)) continue
    if (close === '') open.push(name)
    else if (open.at(-1) === name) open.pop()
    else return [...open, `/${name}`]
  }
  return open
}

describe('the report of a run', () => {
  it('holds curves, sheets over time, reals, animation, metrics, options and the verdict', async () => {
    const run = await fullRun(temporaryFolder())
    const { file, animation } = await writeReport(run)
    expect(file).toBe(run.report)
    const page = pageOf(run)
    expect(unbalanced(page)).toEqual([])
    expect(tags(page, 'img').filter((tag) => tag.includes('data-step'))).toHaveLength(6)
    expect(tags(page, 'input').filter((tag) => tag.includes('type="range"'))).toHaveLength(2)
    expect(tags(page, 'svg').length).toBeGreaterThanOrEqual(4)
    for (const text of [
      'Losses',
      'Gradient norms',
      'Sliced Wasserstein',
      '31.3',
      '30 to 32.5',
      'model.size',
      'Nothing wrong was found',
    ])
      expect(page).toContain(text)
    const { pages, width } = await sharp(fs.readFileSync(animation ?? '')).metadata()
    expect([pages, width]).toEqual([3, 22])
  })

  it('says what the columns of sheets show, and of what kind the data are', async () => {
    const run = await fullRun(temporaryFolder(), {
      data: {
        ...{ path: '/data/facades', name: 'facades', fingerprint: 'f', images: 400 },
        domains: { items: 'pairs', counts: [400, 400] },
      },
    })
    const cells = Array.from({ length: 6 }, (_, i) => picture(8, 8, 3, i))
    const facts = { run: run.name, step: 1000, view: 'fixed', columns: 3 }
    const titled = await composeSheet(cells, { ...facts, columnTitles: ['input', 'output', '<truth>'] })
    fs.writeFileSync(path.join(run.samples, 'step-001000.png'), titled)
    const wide = await composeSheet([...cells, ...cells], {
      ...{ ...facts, columns: 12, view: 'fresh' },
      columnTitles: Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? 'first' : 'second')),
    })
    fs.writeFileSync(path.join(run.samples, 'step-001000-fresh.png'), wide)
    await writeReport(run)
    const page = pageOf(run)
    expect(page).toContain('<span>input</span><span>output</span><span>&lt;truth&gt;</span>')
    expect(page).toContain('Columns: first, second')
    expect(page).toContain('facades, 400 pairs')
    expect(unbalanced(page)).toEqual([])
  })

  it('names the part of the data that a metric is measured on', async () => {
    const run = await fullRun(temporaryFolder())
    const log = new MetricsLog(run.metrics, { seconds: () => 90 })
    log.append('metric', 1000, { metric: 'l1', value: 0.2, best: true, part: 'test' })
    log.close()
    await writeReport(run)
    expect(pageOf(run)).toContain('Measured on the test part of the data')
    expect(pageOf(run)).not.toContain('Measured on the training part')
  })

  it('draws the curves of translations by what they mean', async () => {
    const run = await fullRun(temporaryFolder())
    const log = new MetricsLog(run.metrics, { seconds: () => 100 })
    for (const step of [1010, 1020]) {
      log.append('scalars', step, { 'g/adv': 1, 'g/l1': 0.3, 'g/cycle': 0.2, 'g/cycle_a': 0.1, 'g/cycle_b': 0.3 })
    }
    log.close()
    await writeReport(run)
    const page = pageOf(run)
    for (const text of ['How far from the truth', 'What the way there and back loses', 'A → B → A', 'g/adv']) {
      expect(page).toContain(text)
    }
    expect(page).not.toContain('g/cycle')
  })

  it.each([
    ['a GAN', {}, 'for 500 steps, with its loss below 0.05 and the generator’s above 4; near 1 alone is common'],
    ['least squares', { objective: 'lsgan' }, 'the doctor does not judge by it'],
    ['a translation', { ganMode: 'lsgan' }, 'with its loss below 0.02 and the generator’s above 0.9'],
  ])('says of the accuracy of D what the doctor judges by: %s', async (_, model, sentence) => {
    const run = await fullRun(temporaryFolder(), { options: { model, train: {} } })
    const log = new MetricsLog(run.metrics, { seconds: () => 100 })
    log.append('scalars', 1010, { 'd/acc_real': 0.989, 'd/acc_fake': 0.986 })
    log.close()
    await writeReport(run)
    const page = pageOf(run)
    expect(page).toContain('Nothing wrong was found')
    expect(page).toContain(sentence)
    expect(page).not.toContain('Healthy')
  })

  it('shows pictures before everything else, and what the doctor says in a word above them', async () => {
    const run = await fullRun(temporaryFolder())
    await writeReport(run)
    const ids = [...pageOf(run).matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids).toEqual(['pictures', 'doctor', 'metrics', 'curves', 'options', 'next'])
    expect(pageOf(run)).toContain('<a href="#doctor">nothing wrong</a>')
  })

  it('lets everything that scrolls be scrolled by keys', async () => {
    const run = await fullRun(temporaryFolder())
    await writeReport(run)
    const page = pageOf(run)
    const scrolling = [...tags(page, 'pre'), ...tags(page, 'div').filter((tag) => tag.includes('class="scroll"'))]
    expect(scrolling.length).toBeGreaterThan(5)
    expect(scrolling.filter((tag) => !tag.includes('tabindex="0"'))).toEqual([])
  })

  it.each([
    ['done', {}, ['sample', 'interpolate', 'evaluate', 'resume DIR --steps 200', 'doctor']],
    [
      'stopped',
      { options: { model: {}, train: { steps: 5000 } } },
      ['sample', 'interpolate', 'evaluate', 'resume DIR', 'doctor'],
    ],
    ['running', {}, ['sample', 'interpolate', 'pause', 'stop']],
    [
      'done',
      { options: { model: { ganMode: 'lsgan' }, train: { steps: 100 } } },
      ['translate DIR <pictures>', 'evaluate', 'resume DIR --steps 200', 'doctor'],
    ],
    ['done', { definition: { name: 'custom', version: '1' } }, ['doctor', 'inspect']],
    ['running', { definition: { name: 'custom', version: '1' } }, ['stop', 'doctor', 'inspect']],
  ] as const)('ends with the commands that make sense for a run that is %s (%o)', async (status, changes, commands) => {
    const run = await fullRun(temporaryFolder(), { status, ...JSON.parse(JSON.stringify(changes)) })
    fs.writeFileSync(run.heartbeat, '')
    const checkpoint = path.join(run.checkpoints, 'step-001000')
    fs.mkdirSync(checkpoint)
    fs.writeFileSync(path.join(checkpoint, manifestName), '{}')
    await writeReport(run)
    const next = pageOf(run).split('<h2 id="next">')[1] ?? ''
    const shown = [...next.matchAll(/<pre tabindex="0">(?:npx )?ganymede (.*?)<\/pre>/g)].map(([, text = '']) => text)
    const expected = commands.map((one) => (one.includes('DIR') ? one : `${one} DIR`))
    expect(shown).toEqual(
      expected.map((one) => one.replace('DIR', run.dir).replace(/[<>]/g, (c) => (c === '<' ? '&lt;' : '&gt;'))),
    )
  })

  it('looks for a newer page while its run trains, and only then', async () => {
    const run = await fullRun(temporaryFolder(), { status: 'running' })
    const other = path.join(run.dir, 'other.html')
    fs.writeFileSync(run.heartbeat, '')
    await writeReport(run, { refreshSeconds: 20 })
    expect(pageOf(run)).toMatch(/id="live" data-written="[^"]+" data-every="20"><span>Training\./)
    await writeReport(run, { target: other })
    expect(fs.readFileSync(other, 'utf8')).not.toContain('id="live"')
    const record = readRunRecord(run.record)
    writeRunRecord(run.record, { ...record, definition: { name: 'custom', version: '1' } })
    await writeReport(run)
    expect(pageOf(run)).not.toContain('id="live"')
    writeRunRecord(run.record, { ...record, status: 'done' })
    await writeReport(run)
    expect(pageOf(run)).not.toContain('id="live"')
  })

  it('asks for nothing outside itself', async () => {
    const run = await fullRun(temporaryFolder())
    await writeReport(run)
    const page = pageOf(run)
    const sources = [...page.matchAll(/\b(?:src|href|srcset|action)="([^"]*)"/g)].map(([, source = '']) => source)
    expect(sources.length).toBeGreaterThan(0)
    expect(sources.filter((source) => !/^(data:image\/|#)/.test(source))).toEqual([])
    expect(page).not.toMatch(/@import|url\(/)
    expect(page).toContain('default-src &#39;none&#39;')
  })

  it('can be used without seeing: every picture has words, every chart a description and a table', async () => {
    const run = await fullRun(temporaryFolder())
    await writeReport(run)
    const page = pageOf(run)
    expect(tags(page, 'img').filter((tag) => !/ alt="[^"]+"/.test(tag))).toEqual([])
    expect(tags(page, 'svg').filter((tag) => !/role="img" aria-label="[^"]+"/.test(tag))).toEqual([])
    expect(tags(page, 'figure').length).toBe([...page.matchAll(/<summary>Values<\/summary>/g)].length)
    const labelled = tags(page, 'input').map((tag) => / id="([^"]+)"/.exec(tag)?.[1])
    for (const id of labelled) expect(page).toContain(`<label class="hidden" for="${id}">`)
    expect(page).toMatch(/<html lang="en">/)
  })

  it('lets nothing out of texts into the page', async () => {
    const evil = '</script><script>alert(1)</script><img src=x onerror=alert(1)>"\''
    const run = await fullRun(temporaryFolder(), {
      name: evil,
      command: ['ganymede', evil],
      options: { model: { [evil]: evil } },
      failure: { code: evil, message: evil, step: 3 },
      status: 'failed',
    })
    const log = new MetricsLog(run.metrics, { seconds: () => 100 })
    log.append('scalars', 1010, { [evil]: 3, [`d/${evil}`]: 4 })
    log.close()
    fs.writeFileSync(path.join(run.samples, `step-000500-${'x" onload="alert(1)'}.png`), fs.readFileSync(run.reals))
    await writeReport(run)
    const page = pageOf(run)
    expect(page).not.toContain('<script>alert')
    expect(page).not.toContain('onerror=alert(1)>"')
    expect(tags(page, 'img').filter((tag) => tag.includes('onload="'))).toEqual([])
    expect(unbalanced(page)).toEqual([])
  })

  it('is written for a run that has nothing yet, and for one with damaged files', async () => {
    const out = temporaryFolder()
    const empty = addRun(out, { status: 'created', step: 0 })
    fs.rmSync(empty.metrics)
    expect(await writeReport(empty)).toMatchObject({ animation: null })
    expect(pageOf(empty)).toContain('the log holds no values yet')
    const damaged = await fullRun(out)
    fs.writeFileSync(path.join(damaged.samples, 'step-000500.png'), 'torn')
    fs.writeFileSync(path.join(damaged.dir, 'metrics', 'broken.json'), '{')
    fs.writeFileSync(damaged.reals, '')
    await writeReport(damaged)
    expect(tags(pageOf(damaged), 'img').filter((tag) => tag.includes('at step 500'))).toHaveLength(1)
  })

  it('does not grow with the number of sheets', async () => {
    const run = await fullRun(temporaryFolder())
    const sheet = fs.readFileSync(run.reals)
    for (let step = 2000; step < 3000; step += 10) fs.writeFileSync(path.join(run.samples, `step-00${step}.png`), sheet)
    await writeReport(run)
    const page = pageOf(run)
    expect(tags(page, 'img').filter((tag) => tag.includes('The same seeds or inputs'))).toHaveLength(32)
    expect(page).toContain('32 of 103 sheets')
  })
})

describe('ganymede report', () => {
  it('writes into the run and says where', async () => {
    const out = temporaryFolder()
    const run = await fullRun(out)
    const { code, stdout } = await ganymede('report', '1', '--runs', out, '--log-only')
    expect([code, stdout.trim()]).toEqual([0, run.report])
  })

  it('overwrites no other file unless asked to, and knows its ending', async () => {
    const out = temporaryFolder()
    await fullRun(out)
    const target = path.join(out, 'page.html')
    fs.writeFileSync(target, 'mine')
    const refused = await ganymede('report', '1', '--runs', out, '--log-only', '--target', target)
    expect([refused.code, fs.readFileSync(target, 'utf8')]).toEqual([2, 'mine'])
    expect(refused.stderr).toContain('OUTPUT_EXISTS')
    expect((await ganymede('report', '1', '--runs', out, '--log-only', '--target', target, '--force')).code).toBe(0)
    expect(fs.readFileSync(target, 'utf8')).toContain('<!doctype html>')
    expect((await ganymede('report', '1', '--runs', out, '--target', path.join(out, 'page.pdf'))).code).toBe(2)
  })
})

describe('ganymede doctor', () => {
  it('ends with 4 when there is a problem, and with 0 when there is none', async () => {
    const out = temporaryFolder()
    addRun(out)
    const healthy = await ganymede('doctor', '1', '--runs', out, '--log-only')
    expect([healthy.code, healthy.stdout]).toEqual([0, expect.stringContaining('nothing wrong was found')])
    const young = await ganymede('doctor', '1', '--runs', out, '--log-only', '--step', '10')
    expect([young.code, young.stdout]).toEqual([0, expect.stringContaining('too early to tell: from step 50 on')])
    const told = JSON.parse(
      (await ganymede('doctor', '1', '--runs', out, '--log-only', '--step', '10', '--json')).stdout,
    )
    expect(told).toMatchObject({ healthy: false, judgedFrom: 50, findings: [] })
    const failure = { code: 'NON_FINITE', message: 'd/total became NaN in step 13', step: 13 }
    addRun(out, { status: 'failed', failure })
    const sick = await ganymede('doctor', '2', '--runs', out, '--log-only')
    expect(sick.code).toBe(4)
    expect(sick.stdout).toContain('TRAINING_BROKE  Training broke in step 13')
    expect(sick.stdout).toContain('d/total became NaN in step 13')
    expect((await ganymede('doctor', '2', '--runs', out, '--log-only', '--step', '12')).code).toBe(0)
  })

  it('prints one JSON object and nothing else with --json', async () => {
    const out = temporaryFolder()
    addRun(out)
    const { stdout, stderr } = await ganymede('doctor', '1', '--runs', out, '--log-only', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ step: 50, healthy: true, findings: [], pictures: null })
    expect(stderr).toBe('')
  })

  it('names a run that is not there', async () => {
    expect((await ganymede('doctor', '9', '--runs', temporaryFolder())).code).toBe(2)
  })
})
