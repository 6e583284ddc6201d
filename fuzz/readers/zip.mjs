// @ts-check
/** Zip archives of pictures. */
import { dataCodes, readDataSet } from '../data-set.mjs'
import { validPictures } from '../grammar/images.mjs'
import { hostileZip, zip } from '../grammar/zip.mjs'

const pictures = await validPictures('png')
const parts = pictures.map((data, i) => ({ name: `c${i % 2}/${i}.png`, data, deflate: i === 1 }))

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'zip',
  file: 'a.zip',
  codes: dataCodes,
  samples: async () => [zip(parts)],
  hostile: (draws) => hostileZip(draws, parts),
  read: readDataSet,
}
