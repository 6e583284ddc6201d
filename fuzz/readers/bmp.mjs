// @ts-check
/** BMP pictures. */
import { dataCodes, readDataSet } from '../data-set.mjs'
import { bmp, hostileBmp, runLengthBmp } from '../grammar/images.mjs'

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'bmp',
  file: 'a.bmp',
  codes: dataCodes,
  samples: async () => [bmp(), runLengthBmp()],
  hostile: hostileBmp,
  read: readDataSet,
}
