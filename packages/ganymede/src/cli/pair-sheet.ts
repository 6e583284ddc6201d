/** A picture of pairs as training sees them. */
import fs from 'node:fs'
import { GanymedeError } from '@ganymede/core'
import { inThreeColours } from '@ganymede/core/pictures'
import { writeFileAtomic } from '@ganymede/runs/files'
import { composeSheet, type Picture } from '@ganymede/runs/sheets'
import type { Dataset } from '../data/dataset.js'
import { Sampler } from '../data/sampler.js'

// Two items beside one another, so that a few do not make a tall strip.
const itemsAcross = 2

/**
 * Writes a sheet of the first items of an epoch: input and target side by side.
 *
 * @returns the file
 * @throws GanymedeError `OUTPUT_EXISTS` unless `force`, `WRITE_FAILED`, `DATA_UNREADABLE`
 */
export async function writePairSheet(
  dataset: Dataset,
  file: string,
  { count, force }: { readonly count: number; readonly force: boolean },
): Promise<string> {
  if (fs.existsSync(file) && !force) throw new GanymedeError('OUTPUT_EXISTS', `${file} exists already`)
  const { targets, info, transform } = dataset
  if (targets === undefined) throw new GanymedeError('INTERNAL', `${info.path} has no second images`)
  const { width, height, channels } = transform
  const order = new Sampler(info.count, 1)
  const pictures: Picture[] = []
  for (let i = 0; i < Math.min(count, info.count); i++) {
    const { image, target } = await targets.draw({ ...order.next(), seed: 1, flip: transform.flip })
    const both = [
      { width, height, channels, data: image },
      { width, height, channels: targets.channels, data: target },
    ]
    pictures.push(...both.map((one) => ({ ...inThreeColours(one), channels: 3 as const })))
  }
  const columns = Math.min(2 * itemsAcross, pictures.length)
  const columnTitles = Array.from({ length: columns }, (_, i) => (i % 2 === 0 ? 'input' : 'target'))
  // As large as the network has them, however large that is.
  const facts = { run: info.name, step: 0, view: 'pairs', columns, columnTitles, enlarged: 1 }
  const sheet = await composeSheet(pictures, facts)
  writeFileAtomic(file, sheet)
  return file
}
