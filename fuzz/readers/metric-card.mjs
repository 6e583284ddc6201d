// @ts-check
/** A metric card of a run or an evaluation. */
import { readCards } from '../../packages/ganymede/dist/evaluate/cards.js'
import { encoded, hostileJson } from '../grammar/json.mjs'

const valid = {
  format: 'ganymede-metric/1',
  metric: 'psnr',
  value: 20.5,
  better: 'higher',
  interval: null,
  features: null,
  resizer: 'none',
  counts: { real: 10, fake: 10 },
  split: 'test',
  data: 'abc',
  settings: { k: 3 },
  seed: 1,
  subject: { name: 'run', step: 10, weights: 'ema' },
  details: { sd: 1.5 },
  remarks: [],
  tools: { ganymede: '0.1.0' },
}

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'metric-card',
  file: 'fid.json',
  codes: ['METRICS_INVALID'],
  samples: async () => [Buffer.from(JSON.stringify(valid))],
  hostile: (draws) => encoded(draws, hostileJson(draws, valid)),
  read: (file) => void readCards(file),
}
