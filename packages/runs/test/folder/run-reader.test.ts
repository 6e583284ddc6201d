import fs from 'node:fs'
import path from 'node:path'

import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { createRunFolder, type RunFolder, sampleFileName } from '../../src/folder/run-folder.js'
import { openRun } from '../../src/folder/run-reader.js'
import { type RunRecord, writeRunRecord } from '../../src/folder/run-record.js'
import { MetricsLog } from '../../src/logs/metrics-log.js'
import { exampleRecord } from './run-record-example.js'

function newRun(changes: Partial<RunRecord> = {}): { run: RunFolder; log: MetricsLog } {
  const run = createRunFolder({ out: temporaryFolder(), system: 'dcgan', dataName: 'photos' })
  writeRunRecord(run.record, exampleRecord(changes))
  return { run, log: new MetricsLog(run.metrics, { seconds: () => 5 }) }
}

test('gives options, curves and the step of a run that goes on', () => {
  const { run, log } = newRun()
  log.append('status', 0, { status: 'running' })
  log.append('scalars', 10, { lr: { g: 0.1, d: 0.2 }, 'd/total': 1, file: 'x' }, { 'time/d': 0.5 })
  const reader = openRun(run.dir)
  expect(reader.id).toBe('0001')
  expect(reader.options).toEqual({ size: 64, train: { batch: 64, steps: 100 } })
  expect(reader.tags()).toEqual(['d/total', 'lr/d', 'lr/g', 'time/d'])

  log.append('scalars', 20, { 'd/total': Number.NaN })
  log.append('metric', 20, { metric: 'fid', value: 80.5, best: true })
  log.append('finding', 21, { count: 3 })
  reader.refresh()
  expect(reader.series(['d/total', 'metric/fid', 'absent'])).toEqual(
    new Map([
      ['d/total', { steps: [10, 20], seconds: [5, 5], values: [1, Number.NaN] }],
      ['metric/fid', { steps: [20], seconds: [5], values: [80.5] }],
    ]),
  )
  expect(reader.series(['d/total'], { from: 11 }).get('d/total')?.steps).toEqual([20])
  expect(reader.step).toBe(21)
  expect(reader.records('finding')).toHaveLength(1)
})

test('starts anew when the run resumed from a checkpoint', () => {
  const { run, log } = newRun()
  for (let step = 1; step <= 5; step += 1) log.append('scalars', step, { 'd/total': step })
  const bytes = log.sync()
  for (let step = 6; step <= 9; step += 1) log.append('scalars', step, { 'd/total': step })
  const reader = openRun(run.dir)
  expect(reader.step).toBe(10)
  log.rewind({ bytes, step: 5, checkpoint: { file: 'checkpoints/step-000005' } })
  // Longer than what was read before, so that its size alone does not tell.
  for (let step = 6; step <= 30; step += 1) log.append('scalars', step, { 'd/total': step * 100 })
  reader.refresh()
  const { steps, values } = reader.series(['d/total']).get('d/total') ?? { steps: [], values: [] }
  expect(steps).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
  expect(values.slice(3, 7)).toEqual([4, 5, 600, 700])
})

test('lists samples by step and view', () => {
  const { run } = newRun()
  for (const name of ['init.png', sampleFileName(100), sampleFileName(100, 'fresh'), sampleFileName(20), 'note.txt']) {
    fs.writeFileSync(path.join(run.samples, name), '')
  }
  expect(
    openRun(run.dir)
      .samples()
      .map(({ step, view }) => [step, view]),
  ).toEqual([
    [0, undefined],
    [20, undefined],
    [100, undefined],
    [100, 'fresh'],
  ])
})

test('has nothing to show of a run that was only just made', () => {
  const { run, log } = newRun()
  log.close()
  for (const place of [run.metrics, run.samples, run.checkpoints]) fs.rmSync(place, { recursive: true })
  const reader = openRun(run.dir)
  expect([reader.tags(), reader.samples(), reader.checkpoints(), reader.records()]).toEqual([[], [], [], []])
})

test.each([
  ['running', 0, 'running'],
  ['running', 20_000, 'interrupted'],
  ['paused', 20_000, 'interrupted'],
  ['stopped', 20_000, 'stopped'],
] as const)('shows a %s run whose heart beat %i ms ago as %s', (status, age, shown) => {
  const { run } = newRun({ status })
  fs.writeFileSync(run.heartbeat, '')
  const then = new Date(Date.now() - age)
  fs.utimesSync(run.heartbeat, then, then)
  expect(openRun(run.dir).status).toBe(shown)
})

test('shows a run without any heartbeat as interrupted', () => {
  expect(openRun(newRun({ status: 'running' }).run.dir).status).toBe('interrupted')
})

test('refuses a run whose record is broken, naming the file', () => {
  const { run } = newRun()
  fs.writeFileSync(run.record, '{}')
  expect(() => openRun(run.dir)).toThrow(
    expect.objectContaining({ code: 'RUN_INVALID', message: expect.stringContaining(run.record) }),
  )
})
