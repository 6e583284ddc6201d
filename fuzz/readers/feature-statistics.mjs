// @ts-check
/** Feature statistics for FID. */

import { readStatistics } from '../../packages/ganymede/dist/metrics/support/statistics-file.js'
import { scope } from '../../packages/torch/dist/index.js'
import { hostileJson } from '../grammar/json.mjs'
import { hostileSafetensors, safetensors } from '../grammar/safetensors.mjs'

const header = {
  __metadata__: { format: 'ganymede-statistics/1', convention: 'unbiased', count: '10' },
  mean: { dtype: 'F64', shape: [2], data_offsets: [0, 16] },
  covariance: { dtype: 'F64', shape: [2, 2], data_offsets: [16, 48] },
}
const numbers = new Uint8Array(Float64Array.from([0, 0, 1, 0, 0, 1]).buffer)

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'feature-statistics',
  file: 'real.safetensors',
  codes: ['METRICS_INVALID'],
  samples: async () => [safetensors(JSON.stringify(header), numbers)],
  hostile: (draws) =>
    draws.chance(0.5) ? hostileSafetensors(draws) : safetensors(hostileJson(draws, header), numbers),
  read: (file) => scope(() => void readStatistics(file)),
}
