// @ts-check
/** IDX in gzip. */
import { gzipSync } from 'node:zlib'
import { dataCodes, readDataSet } from '../data-set.mjs'
import { hostileIdx, hostileIdxGzip, validIdx } from '../grammar/raw-data.mjs'

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'idx-gzip',
  file: 'a-images-idx3-ubyte.gz',
  codes: dataCodes,
  samples: async () => [gzipSync(validIdx())],
  hostile: (draws) => (draws.chance(0.6) ? hostileIdxGzip(draws) : gzipSync(hostileIdx(draws))),
  read: readDataSet,
}
