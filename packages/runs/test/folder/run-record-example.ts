/** A complete `run.json` for tests. */
import type { RunRecord } from '../../src/folder/run-record.js'

/** The record of a small run, with some fields replaced. */
export function exampleRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    format: 1,
    id: '0001',
    name: '0001-dcgan-photos',
    definition: { name: 'dcgan', version: '1' },
    options: { size: 64, train: { batch: 64, steps: 100 } },
    sources: { size: 'default', 'train.batch': 'flag', 'train.steps': 'config' },
    data: { path: '/data/photos', name: 'photos', fingerprint: 'abc', images: 4812 },
    seeds: { root: 1 },
    versions: { ganymede: '0.1.0', libtorch: '2.13.0', node: '20.20.2' },
    command: ['ganymede', 'train', 'dcgan', 'photos'],
    created: '2026-01-02T03:04:05.000Z',
    status: 'running',
    step: 10,
    steps: 100,
    device: 'cpu',
    precision: 'bf16',
    threads: 2,
    ...changes,
  }
}
