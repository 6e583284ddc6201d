// @ts-check
/** metrics.jsonl of a run. */
import { readLastMetrics, readMetrics } from '../../packages/runs/dist/logs/metrics-reader.js'
import { hostileJson } from '../grammar/json.mjs'

const record = { kind: 'scalars', step: 100, imagesSeen: 6400, 'd/total': 1.38, seconds: 12.5, 'time/d': 0.01 }

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'metrics-log',
  file: 'metrics.jsonl',
  codes: ['RUN_INVALID'],
  samples: async () => [Buffer.from(`${JSON.stringify(record)}\n`.repeat(3))],
  hostile: (draws) => {
    if (draws.chance(0.3))
      return Buffer.from(
        draws.pick(['\n', '{}\n', 'x', '\u0000', `${JSON.stringify(record)}\n`]).repeat(draws.large(100_000)),
      )
    return Buffer.from(Array.from({ length: draws.large(20) }, () => `${hostileJson(draws, record)}\n`).join(''))
  },
  read: (file) => {
    readMetrics(file)
    readLastMetrics(file)
  },
}
