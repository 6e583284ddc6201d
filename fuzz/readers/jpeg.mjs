// @ts-check
/** JPEG pictures. */
import { dataCodes, readDataSet } from '../data-set.mjs'
import { hostileJpeg, validPictures } from '../grammar/images.mjs'

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'jpeg',
  file: 'a.jpg',
  codes: dataCodes,
  samples: () => validPictures('jpeg'),
  hostile: hostileJpeg,
  read: readDataSet,
}
