// @ts-check
/** AVIF pictures. */
import { dataCodes, readDataSet } from '../data-set.mjs'
import { hostileAvif } from '../grammar/avif.mjs'
import { validPictures } from '../grammar/images.mjs'

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'avif',
  file: 'a.avif',
  codes: dataCodes,
  samples: () => validPictures('avif'),
  hostile: hostileAvif,
  read: readDataSet,
}
