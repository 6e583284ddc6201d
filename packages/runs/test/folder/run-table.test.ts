import fs from 'node:fs'
import path from 'node:path'

import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { createRunFolder } from '../../src/folder/run-folder.js'
import { type RunRecord, writeRunRecord } from '../../src/folder/run-record.js'
import { folderSize, runSortKeys, runTable } from '../../src/folder/run-table.js'
import { MetricsLog } from '../../src/logs/metrics-log.js'
import { exampleRecord } from './run-record-example.js'

function addRun(out: string, changes: Partial<RunRecord> = {}, steps = 0) {
  const run = createRunFolder({ out, system: 'dcgan', dataName: changes.data?.name ?? 'photos' })
  writeRunRecord(run.record, exampleRecord({ id: run.id, name: run.name, status: 'done', step: 0, ...changes }))
  const log = new MetricsLog(run.metrics, { seconds: () => 1 })
  for (let step = 1; step <= steps; step += 1) log.append('scalars', step, { 'g/total': step, 'd/adv_real': 1 })
  log.append('status', steps, { status: 'done' })
  log.close()
  return run
}

test('shows one row for each run', () => {
  const out = temporaryFolder()
  const run = addRun(out, {}, 30)
  const { rows, broken } = runTable(out)
  expect(broken).toEqual([])
  expect(rows).toEqual([
    {
      id: '0001',
      name: '0001-dcgan-photos',
      dir: run.dir,
      system: 'dcgan',
      data: 'photos',
      status: 'done',
      step: 30,
      steps: 100,
      losses: { 'g/total': 30 },
      sizeBytes: fs.statSync(run.record).size + fs.statSync(run.metrics).size,
      started: '2026-01-02T03:04:05.000Z',
    },
  ])
})

test('shows runs that are broken beside those that are not', () => {
  const out = temporaryFolder()
  addRun(out)
  fs.writeFileSync(addRun(out).record, '{"format":1}')
  const { rows, broken } = runTable(out)
  expect(rows.map(({ id }) => id)).toEqual(['0001'])
  expect(broken).toEqual([expect.objectContaining({ id: '0002', problem: expect.stringContaining('run.json') })])
})

test('sorts by every column', () => {
  const out = temporaryFolder()
  addRun(out, { created: '2026-01-02T00:00:00.000Z', status: 'stopped' }, 5)
  addRun(out, { created: '2026-01-03T00:00:00.000Z', definition: { name: 'began', version: '1' } }, 50)
  addRun(out, { created: '2026-01-01T00:00:00.000Z', data: { path: '/', name: 'art', fingerprint: 'x' } }, 20)
  const order = Object.fromEntries(
    runSortKeys.map((sort) => [
      sort,
      runTable(out, { sort })
        .rows.map(({ id }) => Number(id))
        .join(' '),
    ]),
  )
  expect(order).toEqual({
    id: '1 2 3',
    name: '3 1 2',
    system: '2 1 3',
    data: '3 1 2',
    status: '2 3 1',
    step: '2 3 1',
    size: '2 3 1',
    started: '2 1 3',
  })
})

test('has no rows where there is no folder', () => {
  expect(runTable(path.join(temporaryFolder(), 'nowhere'))).toEqual({ rows: [], broken: [] })
})

test('counts bytes in all folders and follows no links', () => {
  const folder = temporaryFolder()
  fs.mkdirSync(path.join(folder, 'inner'))
  fs.writeFileSync(path.join(folder, 'inner', 'a'), Buffer.alloc(1000))
  fs.symlinkSync(folder, path.join(folder, 'round'))
  expect(folderSize(folder)).toBeGreaterThanOrEqual(1000)
  expect(folderSize(folder)).toBeLessThan(2000)
})
