// @ts-check
/** TIFF pictures. */
import { dataCodes, readDataSet } from '../data-set.mjs'
import { hostileTiff, validPictures } from '../grammar/images.mjs'

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'tiff',
  file: 'a.tif',
  codes: dataCodes,
  samples: () => validPictures('tiff'),
  hostile: hostileTiff,
  read: readDataSet,
}
