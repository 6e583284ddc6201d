// @ts-check
/** Batches of CIFAR-10: records of one label and 3072 bytes. */
import { dataCodes, readDataSet } from '../data-set.mjs'

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'cifar',
  file: 'data_batch_1.bin',
  codes: dataCodes,
  samples: async () => [Buffer.alloc(2 * 3073, 3)],
  hostile: (draws) => draws.bytes(draws.pick([3073, 3074, 3072, 1, 3073 * draws.large(3000)])),
  read: readDataSet,
}
