// @ts-check
/** GIF pictures. */
import { dataCodes, readDataSet } from '../data-set.mjs'
import { hostileGif, validPictures } from '../grammar/images.mjs'

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'gif',
  file: 'a.gif',
  codes: dataCodes,
  samples: () => validPictures('gif'),
  hostile: hostileGif,
  read: readDataSet,
}
