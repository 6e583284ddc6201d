/** Opens the data of a run as its system and options ask: single images, pairs, or two domains. */

import { GanymedeError } from '@ganymede/core'
import type { ChannelCount } from '@ganymede/core/pictures'
import type { DataSplit, Dataset } from '../../data/dataset.js'
import { openDataset } from '../../data/open-dataset.js'
import { openPairs } from '../../data/pairs/open-pairs.js'
import { type DataOptions, dataSchema, type ResolvedOptions } from '../../options/train-options.js'
import type { AnySystem, DataNeeds } from '../../systems/contract/system.js'
import { pairMaking } from './pair-making.js'

export interface OpenTrainingDataOptions {
  readonly signal?: AbortSignal | undefined
  /** Part of the data; default: what is trained with. The test part is neither cropped nor mirrored at random. */
  readonly split?: DataSplit | undefined
  /** Other data than those of the run, read in the same way. */
  readonly path?: string | undefined
}

/**
 * Opens a system's data as its options ask.
 *
 * @throws GanymedeError `LABELS_MISSING` when the system needs classes and the data have none; `DATA_LAYOUT` or
 *   `PAIRS_BROKEN` when it needs two domains; `OPTION_INVALID` for options of the other kind of data; others as the data give
 */
export async function openTrainingData(
  system: AnySystem,
  options: ResolvedOptions,
  { signal, split, path }: OpenTrainingDataOptions = {},
): Promise<Dataset> {
  const needs: DataNeeds = system.needs(options.model)
  // Runs of older versions lack newer options.
  const data = dataSchema.parse(options.data)
  const { items = 'images' } = needs
  const reference = path ?? data.path
  const common = {
    size: needs.size,
    channels: channelsOf(data.channels, needs.channels),
    fit: data.fit,
    flip: data.flip,
    skipBad: data.skipBad,
    signal,
    split,
  }
  if (items === 'images') {
    refuseDomainOptions(system.name, data)
    const dataset = await openDataset(reference, common)
    if (!needs.labels || dataset.info.classes !== null) return dataset
    await dataset.close()
    throw new GanymedeError('LABELS_MISSING', `${system.name} learns classes, and ${reference} has none`, {
      lines: dataset.info.notes,
    })
  }
  return openPairs(reference, {
    ...common,
    items,
    targets: path === undefined ? data.targets : undefined,
    making: pairMaking(data),
    direction: data.direction,
    targetChannels: channelsOf(data.targetChannels, needs.targetChannels ?? needs.channels),
    preprocess: data.preprocess === 'auto' ? 'resize-crop' : data.preprocess,
    loadSize: data.loadSize,
    multipleOf: system.translationFactor?.(options.model),
  })
}

/** The options with the channels that networks are made for, whatever the files of another part or other data are like. */
export function withChannels(
  options: ResolvedOptions,
  channels: ChannelCount,
  targetChannels: ChannelCount,
): ResolvedOptions {
  return { ...options, data: { ...options.data, channels, targetChannels } }
}

function channelsOf(asked: ChannelCount | 'auto', needed: ChannelCount | 'auto'): ChannelCount | 'auto' {
  return asked === 'auto' ? needed : asked
}

/** Options that mean nothing to systems of single images are refused rather than ignored. */
function refuseDomainOptions(system: string, data: DataOptions): void {
  const problems: string[] = []
  if (data.targets !== undefined) problems.push('data.targets: there are no second images')
  if (pairMaking(data) !== undefined) problems.push('data.pairs: there are no second images')
  if (data.direction !== 'a2b') problems.push('data.direction: there is only one domain')
  if (data.targetChannels !== 'auto') problems.push('data.targetChannels: there are no second images')
  if (data.loadSize !== undefined) problems.push('data.loadSize: images are scaled to the size of the model')
  if (data.preprocess !== 'auto' && data.preprocess !== 'fit') {
    problems.push('data.preprocess: images are fitted as data.fit says')
  }
  if (data.channels === 2 || data.channels === 4) {
    problems.push('data.channels: alpha is only for systems that make pictures from pictures; choose 1 or 3')
  }
  if (problems.length === 0) return
  throw new GanymedeError(
    'OPTION_INVALID',
    `${system} learns from single images, and these options mean nothing to it`,
    {
      lines: problems,
      remedy: 'Leave them out, or choose a system of two domains, such as pix2pix or cyclegan.',
    },
  )
}
