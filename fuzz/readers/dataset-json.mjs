// @ts-check
/** dataset.json of a folder of pictures: their labels. */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { dataCodes, readDataSet } from '../data-set.mjs'
import { validPictures } from '../grammar/images.mjs'
import { encoded, hostileJson } from '../grammar/json.mjs'

const valid = {
  labels: [
    ['0.png', 0],
    ['1.png', 1],
    ['2.png', null],
  ],
}
const pictures = await validPictures('png')

/** @type {import('../reader.mjs').Reader} */
export const reader = {
  name: 'dataset-json',
  file: 'dataset.json',
  codes: dataCodes,
  samples: async () => [
    Buffer.from(
      JSON.stringify({
        labels: [
          ['0.png', 0],
          ['1.png', 1],
          ['2.png', 1],
        ],
      }),
    ),
  ],
  hostile: (draws) => encoded(draws, hostileJson(draws, valid)),
  surround: (folder) => pictures.forEach((bytes, i) => void writeFileSync(join(folder, `${i}.png`), bytes)),
  read: (file) => readDataSet(dirname(file)),
}
