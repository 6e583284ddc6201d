// @ts-check
/** state.json of a checkpoint. */
import { dirname } from 'node:path'
import { readCheckpointState } from '../../packages/ganymede/dist/checkpoint/checkpoint.js'
import { encoded, hostileJson } from '../grammar/json.mjs'

const valid = {
  format: 1,
  versions: { ganymede: '0.1.0', libtorch: '2.13.0' },
  system: { name: 'dcgan', version: '1' },
  options: { size: 64 },
  data: { fingerprint: 'abc' },
  networks: ['generator', 'discriminator'],
  optimizers: { generator: { lr: 0.0002, step: 10 } },
  ema: null,
  loop: { step: 10, imagesSeen: 640 },
  loader: { epoch: 0, position: 640 },
  means: { 'g/total': { sum: 1.5, count: 2 } },
  logBytes: 100,
  best: null,
  extra: { system: {} },
}

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'checkpoint-state',
  file: 'state.json',
  codes: ['CHECKPOINT_CORRUPT'],
  samples: async () => [Buffer.from(JSON.stringify(valid))],
  hostile: (draws) => encoded(draws, hostileJson(draws, valid)),
  read: (file) => void readCheckpointState(dirname(file)),
}
