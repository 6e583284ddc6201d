// @ts-check
/** IDX, the format of MNIST. */
import { dataCodes, readDataSet } from '../data-set.mjs'
import { hostileIdx, validIdx } from '../grammar/raw-data.mjs'

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'idx',
  file: 'a-images-idx3-ubyte',
  codes: dataCodes,
  samples: async () => [validIdx()],
  hostile: hostileIdx,
  read: readDataSet,
}
