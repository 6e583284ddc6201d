// @ts-check
/** PNG pictures. */
import { dataCodes, readDataSet } from '../data-set.mjs'
import { hostilePng, validPictures } from '../grammar/images.mjs'

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'png',
  file: 'a.png',
  codes: dataCodes,
  samples: () => validPictures('png'),
  hostile: hostilePng,
  read: readDataSet,
}
