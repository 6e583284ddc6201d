// @ts-check
/** run.json of a run. */
import { readRunRecord } from '../../packages/runs/dist/folder/run-record.js'
import { encoded, hostileJson } from '../grammar/json.mjs'

const valid = {
  format: 1,
  id: '0001',
  name: '0001-dcgan-photos',
  definition: { name: 'dcgan', version: '1' },
  options: { size: 64, train: { batch: 64, steps: 100 } },
  sources: { size: 'default', 'train.batch': 'flag' },
  data: { path: '/data/photos', name: 'photos', fingerprint: 'abc', images: 4812 },
  seeds: { root: 1 },
  versions: { ganymede: '0.1.0', libtorch: '2.13.0', node: '20.20.2' },
  command: ['ganymede', 'train'],
  created: '2026-01-02T03:04:05.000Z',
  status: 'running',
  step: 10,
  steps: 100,
  device: 'cpu',
  precision: 'fp32',
  threads: 2,
}

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'run-record',
  file: 'run.json',
  codes: ['RUN_INVALID'],
  samples: async () => [Buffer.from(JSON.stringify(valid))],
  hostile: (draws) => encoded(draws, hostileJson(draws, valid)),
  read: (file) => void readRunRecord(file),
}
