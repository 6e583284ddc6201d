import { EventEmitter } from 'node:events'

import { expect, test } from 'vitest'
import type { RunSummary } from '../../../src/terminal/run-summary.js'
import { Progress, type ProgressMode, progressMode } from '../../../src/training/watch/progress.js'

/** A stream that keeps what was written; a terminal when it has columns. */
class Recorder extends EventEmitter {
  text = ''
  writes = 0
  readonly isTTY: boolean
  columns: number | undefined
  readonly rows = 24

  constructor(columns?: number) {
    super()
    this.columns = columns
    this.isTTY = columns !== undefined
  }

  write(text: string): void {
    this.text += text
    this.writes += 1
  }
}

function display(mode: ProgressMode, { columns }: { columns?: number } = {}) {
  const clock = { ms: 0 }
  const stdout = new Recorder()
  const stderr = new Recorder(columns)
  const progress = new Progress({
    mode,
    run: '0001-dcgan-photos',
    facts: ['dcgan', 'cpu'],
    step: 0,
    steps: 1000,
    imagesPerStep: 64,
    losses: [
      { key: 'g', label: 'G', meaning: 'generator', from: 'g/total' },
      { key: 'd', label: 'D', meaning: 'discriminator', from: 'd/total' },
    ],
    stdout,
    stderr,
    environment: { LANG: 'C.UTF-8' },
    now: () => clock.ms,
  })
  return { progress, clock, stdout, stderr }
}

const summary: RunSummary = {
  status: 'done',
  dir: 'runs/0001-dcgan-photos',
  step: 1000,
  steps: 1000,
  seconds: 9,
  next: [],
}

test.each([
  [{ json: true, quiet: true }, true, {}, 'json'],
  [{ quiet: true }, true, {}, 'quiet'],
  [{}, false, {}, 'plain'],
  [{}, true, { CI: 'true' }, 'plain'],
  [{}, true, { TERM: 'dumb' }, 'plain'],
] as const)('with %o, terminal %s and %o shows progress as %s… %s', (options, isTTY, environment, mode) => {
  expect(progressMode({ ...options, stderr: { isTTY }, environment })).toBe(mode)
})

test('draws no block on a terminal without a size', () => {
  expect(progressMode({ stderr: { isTTY: true, columns: 0, rows: 0 }, environment: {} })).toBe('plain')
})

test('writes one plain line every ten seconds, to stderr', () => {
  const { progress, clock, stdout, stderr } = display('plain')
  progress.scalars({ 'g/total': 1.5, 'd/total': 0.5, 'd/acc_real': 0.7, 'd/acc_fake': 0.8, epoch: 1 })
  for (let step = 1; step <= 50; step += 1) {
    clock.ms += 500
    progress.advance(step)
  }
  expect(stderr.text.split('\n')).toEqual([
    '0001-dcgan-photos  dcgan  cpu',
    'step=20/1000 img_s=128 g=1.50 d=0.50 d_acc_real=0.70 d_acc_fake=0.80 eta=490s',
    'step=40/1000 img_s=128 g=1.50 d=0.50 d_acc_real=0.70 d_acc_fake=0.80 eta=480s',
    '',
  ])
  expect(stdout.text).toBe('')
})

test('writes only JSON lines to stdout, and nothing to stderr', () => {
  const { progress, clock, stdout, stderr } = display('json')
  clock.ms += 10_000
  progress.advance(10)
  progress.note('a note')
  progress.warn('a warning')
  progress.finish(summary)
  const lines = stdout.text.trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).kind)).toEqual([
    'progress',
    'progress',
    'note',
    'warning',
    'progress',
    'result',
  ])
  expect(stderr.text).toBe('')
})

test('is silent when quiet, except for warnings and the place of the run', () => {
  const { progress, clock, stdout, stderr } = display('quiet')
  clock.ms += 60_000
  progress.advance(10)
  progress.note('a note')
  progress.warn('a file is gone')
  progress.finish(summary)
  expect(stderr.text).toBe('warning: a file is gone\n')
  expect(stdout.text).toBe('runs/0001-dcgan-photos\n')
})

test('redraws at most ten times a second', () => {
  const { progress, clock, stderr } = display('live', { columns: 80 })
  const before = stderr.writes
  for (let step = 1; step <= 500; step += 1) {
    clock.ms += 2
    progress.advance(step)
  }
  // A change in the number of lines takes two writes.
  expect(stderr.writes - before).toBeLessThanOrEqual(12)
  expect(stderr.text).toContain('500 / 1 000')
  progress.close()
})

test('leaves the summary on stdout and draws no more', () => {
  const { progress, stdout, stderr } = display('live', { columns: 80 })
  progress.finish(summary)
  expect(stdout.text).toContain('runs/0001-dcgan-photos')
  const length = stderr.text.length
  progress.advance(2)
  progress.close()
  expect(stderr.text).toHaveLength(length)
})

test('erases as many rows as a narrower terminal has made of the old lines', () => {
  const { progress, stderr } = display('live', { columns: 100 })
  const before = stderr.text.length
  stderr.columns = 30
  stderr.emit('resize')
  const written = stderr.text.slice(before)
  // The lines of 31 and 55 columns have become two rows each.
  expect(written.split('\u001b[1A')).toHaveLength(1 + 4)
  expect(written).toContain('0001-dcgan-photos')
  progress.close()
})

test('does not count pauses as training', () => {
  const { progress, clock } = display('plain')
  clock.ms += 4_000
  progress.pause()
  progress.pause()
  clock.ms += 60_000
  expect(progress.state).toMatchObject({ elapsedSeconds: 4, activity: 'paused' })
  progress.continue()
  clock.ms += 1_000
  expect(progress.state).toMatchObject({ elapsedSeconds: 5, activity: undefined })
})

test('survives a terminal that was closed', () => {
  const { progress, stderr } = display('live', { columns: 80 })
  stderr.emit('error', Object.assign(new Error('EIO'), { code: 'EIO' }))
  progress.advance(1)
  progress.close()
})

test('takes only the losses that it was told of', () => {
  const { progress } = display('plain')
  progress.scalars({ 'g/total': 2, 'x/total': 3, 'd/total': Number.NaN })
  progress.scalars({ 'g/total': 4 })
  expect(progress.state.losses.map(({ value, history }) => ({ value, history }))).toEqual([
    { value: 4, history: [2, 4] },
    { value: Number.NaN, history: [Number.NaN] },
  ])
  expect(progress.state.accuracy).toBeUndefined()
})
