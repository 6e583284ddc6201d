// @ts-check
/** WebP pictures. */
import { dataCodes, readDataSet } from '../data-set.mjs'
import { hostileWebp, validPictures } from '../grammar/images.mjs'

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'webp',
  file: 'a.webp',
  codes: dataCodes,
  samples: () => validPictures('webp'),
  hostile: hostileWebp,
  read: readDataSet,
}
