/** Run folders for tests that need no training. */
import path from 'node:path'
import { createRunFolder, type RunFolder, type RunRecord, writeRunRecord } from '@ganymede/runs/folder'
import { MetricsLog } from '@ganymede/runs/logs'
import { exampleRecord } from '../../../../runs/test/folder/run-record-example.js'

/** Adds a run of DCGAN on `/data/photos` to a folder of runs. */
export function addRun(
  out: string,
  { name, ...changes }: Partial<RunRecord> & { name?: string } = {},
  { title }: { title?: string } = {},
): RunFolder {
  const run = createRunFolder({
    out,
    system: 'dcgan',
    dataName: 'photos',
    ...(title === undefined ? {} : { name: title }),
  })
  const dataPath = path.resolve('/data/photos')
  writeRunRecord(
    run.record,
    exampleRecord({
      id: run.id,
      name: name ?? run.name,
      status: 'done',
      step: 100,
      options: { model: { size: 64 }, data: { path: dataPath }, train: { batch: 64, steps: 100 } },
      sources: { 'model.size': 'default', 'data.path': 'flag', 'train.batch': 'flag', 'train.steps': 'config' },
      ...changes,
    }),
  )
  const log = new MetricsLog(run.metrics, { seconds: () => 90 })
  log.append('scalars', 50, { 'g/total': 1.5, 'd/total': 0.75 })
  log.append('status', 100, { status: 'done' })
  log.close()
  return run
}
