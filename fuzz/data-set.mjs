// @ts-check
/** Opens a data set and reads its first items, as training does. */
import { openDataset } from '../packages/ganymede/dist/data/open-dataset.js'

/** The errors with which data are refused. */
export const dataCodes = ['DATA_UNREADABLE', 'DATA_EMPTY', 'DATA_NOT_FOUND']

const itemsRead = 4

/** @param {string} place */
export async function readDataSet(place) {
  const dataset = await openDataset(place, { size: 8 })
  try {
    for (let index = 0; index < Math.min(itemsRead, dataset.info.count); index++) await dataset.read(index)
  } finally {
    await dataset.close()
  }
}
