// @ts-check
/** PBM, PGM and PPM pictures. */
import { dataCodes, readDataSet } from '../data-set.mjs'
import { hostilePnm } from '../grammar/images.mjs'

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'pnm',
  file: 'a.ppm',
  codes: dataCodes,
  samples: async () => [
    Buffer.from('P3\n2 2\n255\n0 0 0 255 0 0 0 255 0 0 0 255\n'),
    Buffer.from('P6\n1 2\n255\nabcdef'),
  ],
  hostile: hostilePnm,
  read: readDataSet,
}
