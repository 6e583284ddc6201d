/** A picture of a data set as training will see it, for `ganymede data check --sheet`. */
import fs from 'node:fs'
import { GanymedeError } from '@ganymede/core'
import type { Fit } from '@ganymede/core/pictures'
import { CounterRandom, shuffledIndices } from '@ganymede/core/random'
import { writeFileAtomic } from '@ganymede/runs/files'
import { composeSheet, type Picture } from '@ganymede/runs/sheets'
import type { CheckOptions } from '../data/check/data-report.js'
import type { Dataset } from '../data/dataset.js'
import { openDataset } from '../data/open-dataset.js'
import { openPairs } from '../data/pairs/open-pairs.js'
import { pairMaking } from '../training/feed/pair-making.js'
import { writePairSheet } from './pair-sheet.js'

export interface DataSheetOptions extends Pick<CheckOptions, 'pairs' | 'targets' | 'unpaired' | 'signal'> {
  /** Side of the images in pixels, as networks get them. */
  readonly size: number
  readonly fit: Fit
  readonly force: boolean
}

/** What was drawn. */
export interface DataSheet {
  readonly file: string
  readonly drawn: number
  readonly count: number
}

const mostImages = 64
const mostPairs = 32
// That of runs unless they have another, so that the sheet shows what their reals.png will show.
const seed = 1

/**
 * @throws GanymedeError `OPTION_INVALID` for a name that does not end in .png, `OUTPUT_EXISTS`; call it before a long check
 */
export function requireSheetPlace(file: string, { force }: Pick<DataSheetOptions, 'force'>): void {
  if (!/\.png$/i.test(file)) {
    throw new GanymedeError('OPTION_INVALID', `--sheet ${file} must end in .png`, { remedy: 'Choose another name.' })
  }
  if (fs.existsSync(file) && !force) throw new GanymedeError('OUTPUT_EXISTS', `${file} exists already`)
}

/**
 * Draws images of a data set, scaled, cropped and converted as training will have them; files that cannot be read are left out.
 * The sheet tells the name of each image. Of two domains, inputs and targets stand side by side.
 *
 * @throws GanymedeError as opening the data does; `WRITE_FAILED`, `DISK_FULL`
 */
export async function writeDataSheet(ref: string, file: string, options: DataSheetOptions): Promise<DataSheet> {
  const { pairs = false, targets, unpaired = false, size, fit, force, signal } = options
  const common = { size, fit, signal, skipBad: true, cacheBytes: 0 }
  const isOfTwo = pairs !== false || targets !== undefined || unpaired
  const making = pairMaking({ pairs: typeof pairs === 'string' ? pairs : 'found' })
  const dataset = isOfTwo
    ? await openPairs(ref, { ...common, items: unpaired ? 'unpaired' : 'pairs', targets, making })
    : await openDataset(ref, common)
  try {
    if (!isOfTwo) return await drawImages(dataset, file)
    await writePairSheet(dataset, file, { count: mostPairs, force })
    return { file, drawn: Math.min(mostPairs, dataset.info.count), count: dataset.info.count }
  } finally {
    await dataset.close()
  }
}

async function drawImages(dataset: Dataset, file: string): Promise<DataSheet> {
  const { info, transform } = dataset
  const { width, height } = transform
  const chosen = shuffledIndices(info.count, new CounterRandom(seed, 'reals')).subarray(0, mostImages)
  const pictures: Picture[] = []
  const labels: string[] = []
  for (const index of chosen) {
    pictures.push({ width, height, channels: info.channels === 1 ? 1 : 3, data: await dataset.read(index) })
    const label = dataset.label(index)
    const name = info.classes?.[label ?? -1]
    labels.push(name === undefined ? dataset.nameOf(index) : `${dataset.nameOf(index)} (${name})`)
  }
  const facts = { run: info.name, step: 0, view: 'data', enlarged: 1, labels }
  writeFileAtomic(file, await composeSheet(pictures, facts))
  return { file, drawn: pictures.length, count: info.count }
}
