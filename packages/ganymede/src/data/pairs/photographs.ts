/** Opens single images of any kind as pairs that are made on the fly. */

import { type ChannelCount, type Raster, withChannels } from '@ganymede/core/pictures'
import { counted } from '@ganymede/core/text'
import { type BadFile, unreadableError } from '../bad-files.js'
import type { DataInfo, Dataset } from '../dataset.js'
import { chooseChannels, digestOf, emptyError, readHeaders } from '../encoded-dataset.js'
import type { EncodedSource } from '../encoded-source.js'
import { fileTimesOf, fingerprintOf } from '../fingerprint.js'
import { layoutFiles } from '../layout/file-layout.js'
import { openDataset } from '../open-dataset.js'
import type { FoundItems } from './found-items.js'
import { madeChannels, makeInput, makingText, type PairMaking } from './make-pair.js'
import { noPartError } from './pair-errors.js'
import type { OpenPairsOptions } from './pair-options.js'
import { stageSize, toStage } from './size-policy.js'
import { decodeFile, type StageFile, type StageSettings, type StageSource } from './stage-source.js'

/** Pairs to be made, and where they come from. */
export interface FoundPhotographs {
  readonly found: FoundItems
  readonly origin: Pick<DataInfo, 'fingerprint' | 'notes'> &
    Partial<Pick<DataInfo, 'split' | 'fileTimes'>> &
    Pick<Dataset, 'contentDigest'>
  readonly bad: readonly BadFile[]
}

/** Photographs of a folder or zip; folders of classes mean nothing here. */
export async function findPhotographs(
  source: EncodedSource,
  making: PairMaking,
  asked: readonly [ChannelCount | 'auto', ChannelCount | 'auto'],
  options: OpenPairsOptions,
): Promise<FoundPhotographs> {
  if (source.names.length === 0 && source.refused.length === 0) throw emptyError(source)
  const layout = layoutFiles(source.names, options.split)
  if (layout.chosen.length === 0 && source.names.length > 0) {
    throw noPartError(source.path, options.split, layout.divisions)
  }
  const headers = await readHeaders(source, layout.chosen, options)
  const bad: BadFile[] = [...source.refused]
  const files: StageFile[] = []
  headers.forEach((file, i) => {
    if ('reason' in file) bad.push({ name: file.name, reason: file.reason })
    else files.push({ at: layout.chosen[i] as number, name: file.name, header: file.header })
  })
  const total = headers.length + source.refused.length
  if (bad.length > 0 && (options.skipBad !== true || files.length === 0)) throw unreadableError(source.path, bad, total)
  const { channels, note } = chooseChannels(files, asked[1])
  const both = [asked[0] === 'auto' ? madeChannels(making, channels) : asked[0], channels] as const
  return {
    found: {
      layout: `${counted(files.length, 'photograph')} (B); ${makingText(making)}`,
      notes: note === null ? [] : [note],
      count: files.length,
      counts: [files.length, files.length],
      channels: both,
      sizes: files.map(({ name, header: { width, height } }) => ({ width, height, name })),
      sources: (settings) => [
        madeSource(files, making, both, settings, (at, signal) =>
          decodeFile(source, files[at] as StageFile, channels % 2 === 0, settings, signal),
        ),
      ],
    },
    origin: {
      fingerprint: fingerprintOf(headers.map(({ name, identity }) => `${name}\0${identity}`)),
      fileTimes: fileTimesOf(headers),
      contentDigest: digestOf(source, layout.chosen, headers),
      ...(layout.split === null ? {} : { split: layout.split }),
      notes: [...source.notes, ...layout.notes],
    },
    bad,
  }
}

/** Images of a format without files of their own: IDX, CIFAR-10, glyphs. */
export function findNumberedImages(
  dataset: Dataset,
  making: PairMaking,
  asked: readonly [ChannelCount | 'auto', ChannelCount | 'auto'],
): FoundPhotographs {
  const { info, transform } = dataset
  const channels = asked[1] === 'auto' ? info.channels : asked[1]
  const both = [asked[0] === 'auto' ? madeChannels(making, channels) : asked[0], channels] as const
  const files = Array.from({ length: info.count }, (_, index) => ({ name: dataset.nameOf(index) }))
  const { width, height } = transform
  return {
    found: {
      layout: `${counted(info.count, 'image')} (B); ${makingText(making)}`,
      notes: [],
      count: info.count,
      counts: [info.count, info.count],
      channels: both,
      sizes: [{ width, height, name: info.name }],
      sources: (settings) => [
        madeSource(files, making, both, settings, async (at, signal) => ({
          width,
          height,
          channels: info.channels,
          data: await dataset.read(at, signal),
        })),
      ],
    },
    origin: {
      fingerprint: info.fingerprint,
      notes: info.notes,
      ...(info.split === undefined ? {} : { split: info.split }),
    },
    bad: [],
  }
}

/** Opens such data at the size that they are stored at, or drawn at for the size asked for. */
export async function openAtStoredSize(ref: string, { size, split, signal }: OpenPairsOptions): Promise<Dataset> {
  const probe = await openDataset(ref, { size, split, signal, cacheBytes: 0 })
  const [width, height] = probe.info.sizes.max
  await probe.close()
  return openDataset(ref, { size: { width, height }, split, signal, cacheBytes: 0 })
}

function madeSource(
  files: readonly { readonly name: string }[],
  making: PairMaking,
  channels: readonly [ChannelCount, ChannelCount],
  { policy }: StageSettings,
  read: (at: number, signal?: AbortSignal) => Promise<Raster>,
): StageSource {
  return {
    count: files.length,
    async load(at, purpose, signal) {
      const image = await read(at, signal)
      const photograph = toStage(image, stageSize(policy, image, purpose))
      return [withChannels(makeInput(photograph, making), channels[0]), withChannels(photograph, channels[1])]
    },
    namesOf: (at) => [files[at]?.name ?? '', files[at]?.name ?? ''],
  }
}
