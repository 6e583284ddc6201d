/** Items that training does not learn from, for the measure that chooses the best checkpoint. */

import { GanymedeError } from '@ganymede/core'
import type { Dataset } from '../../data/dataset.js'
import type { ResolvedOptions } from '../../options/train-options.js'
import { hasLatents } from '../../pictures/latents.js'
import type { AnySystem } from '../../systems/contract/system.js'
import { openTrainingData, withChannels } from '../feed/open-training-data.js'
import { makesPictures } from './compared-pictures.js'
import { isTrainedJudge } from './feature-metric.js'

/** What the measure of checkpoints compares. */
export interface HeldOut {
  /** The test part of the data, read as the training part is; null where the measure takes what training learns from. */
  readonly dataset: Dataset | null
  /** For people, at the start of a run; null where there is nothing to say. */
  readonly note: string | null
}

const nothing: HeldOut = { dataset: null, note: null }

/**
 * Opens the test part of data whose first images are translated, so that the best checkpoint is not the one that knows the
 * training pairs by heart. `val` stands in for a missing `test`. Makers of pictures from noise are measured against the
 * images they learn from, as metrics of this kind are.
 *
 * @param dataset  what the run learns from, open
 */
export async function openHeldOut(
  system: AnySystem,
  options: ResolvedOptions,
  dataset: Dataset,
  signal?: AbortSignal,
): Promise<HeldOut> {
  const { quickMetric, metricFeatures } = options.train
  const measure = quickMetric === 'auto' ? (isTrainedJudge(metricFeatures) ? 'swd' : 'fid') : quickMetric
  if (measure === 'none' || hasLatents(system) || !makesPictures(system) || dataset.info.domains === undefined) {
    return nothing
  }
  const what = dataset.info.domains.items === 'pairs' ? 'pairs' : 'images'
  const learned = (why: string): HeldOut => ({
    dataset: null,
    note: `${measure} compares translations of ${what} that the run learns from: ${why}`,
  })
  if (dataset.info.split === undefined) return learned('the data have no test part (a folder test/ or val/)')
  if (dataset.info.split === 'test') return nothing
  let held: Dataset
  try {
    const { channels } = dataset.transform
    const same = withChannels(options, channels, dataset.targets?.channels ?? channels)
    held = await openTrainingData(system, same, { signal, split: 'test' })
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof GanymedeError)) throw error
    const isMissing = error.code === 'DATA_NOT_FOUND'
    return learned(
      isMissing ? 'the data have no test part (a folder test/ or val/)' : `of the test part, ${error.message}`,
    )
  }
  const [own, other] = [dataset.transform, held.transform]
  if (own.width !== other.width || own.height !== other.height) {
    await held.close()
    return learned(
      `the images of the test part come out at ${other.width}×${other.height}, not ${own.width}×${own.height}`,
    )
  }
  return {
    dataset: held,
    note: `${measure} compares translations of the test part, ${held.info.count} ${what} that the run does not learn from`,
  }
}
