// @ts-check
/** Labels in IDX beside valid images. */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { dataCodes, readDataSet } from '../data-set.mjs'
import { hostileIdx, idx, validIdx } from '../grammar/raw-data.mjs'

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'idx-labels',
  file: 'a-labels-idx1-ubyte',
  codes: dataCodes,
  samples: async () => [idx([3], Buffer.from([0, 1, 9]))],
  hostile: hostileIdx,
  surround: (folder) => writeFileSync(join(folder, 'a-images-idx3-ubyte'), validIdx()),
  read: (file) => readDataSet(join(dirname(file), 'a-images-idx3-ubyte')),
}
