/** One line on the terminal that says how far something is, and disappears. */

import { grouped } from '@ganymede/core/text'
import type { DataProgress } from '../../data/dataset.js'
import { progressMode } from '../../training/watch/progress.js'
import type { Output } from './output.js'

const redrawMs = 100

const phaseNames: Readonly<Record<DataProgress['phase'], string>> = {
  list: 'listing files',
  headers: 'reading headers',
  pixels: 'decoding images',
  write: 'writing images',
}

/** Runs something that takes long over a data set, with a line that tells how far it is where a terminal is. */
export async function showingDataProgress<T>(
  output: Output,
  work: (onProgress: (progress: DataProgress) => void) => Promise<T>,
): Promise<T> {
  const isLive = progressMode({ json: output.isJson, quiet: output.isQuiet }) === 'live'
  let drawnAt = Number.NEGATIVE_INFINITY
  const show = ({ phase, done, total }: DataProgress): void => {
    if (!isLive || performance.now() - drawnAt < redrawMs) return
    drawnAt = performance.now()
    const of = total > 0 ? ` of ${grouped(total)}` : ''
    output.status(`${phaseNames[phase]}: ${grouped(done)}${of}`)
  }
  try {
    return await work(show)
  } finally {
    if (drawnAt > 0) output.status('')
  }
}
