/** From files to stages: images of one domain, or both of a pair, decoded and resized as a policy says. */

import { type ChannelCount, cutHalves, type Raster, withChannels } from '@ganymede/core/pictures'
import { type EncodedSource, shownName } from '../encoded-source.js'
import { decodeWhole, type ImageHeader } from '../formats/decode.js'
import { isCropped, type Size, type SizePolicy, stageSize, toStage } from './size-policy.js'

/** What stages are for: `train` leaves room for crops, `show` is how images are looked at and tested. */
export type StagePurpose = 'train' | 'show'

/** Where stages come from. */
export interface StageSource {
  readonly count: number
  /**
   * The image of a place, or both images of a pair, A first.
   *
   * @throws Error whose message says for people what is wrong with the pixels
   */
  load(at: number, purpose: StagePurpose, signal?: AbortSignal): Promise<readonly Raster[]>
  /** File names of the images of a place; the same one twice for halves and for pairs that are made. */
  namesOf(at: number): readonly string[]
}

/** A file whose header was looked at. */
export interface StageFile {
  /** Place in the source. */
  readonly at: number
  readonly name: string
  readonly header: ImageHeader
}

/** What all stages of a data set have in common. */
export interface StageSettings {
  readonly policy: SizePolicy
  readonly limitPixels?: number | undefined
}

/** A failure that names its file: one of the two of a pair. */
export class StageFailure extends Error {
  readonly file: string

  constructor(file: string, reason: string) {
    super(reason)
    this.file = file
  }
}

/** Decodes a file and changes its channels; the size stays as it is. */
export async function decodeFile(
  source: EncodedSource,
  { at, name, header }: StageFile,
  hasAlpha: boolean,
  { policy, limitPixels }: StageSettings,
  signal?: AbortSignal,
): Promise<Raster> {
  try {
    return await source.withInput(at, (input) => {
      signal?.throwIfAborted()
      return decodeWhole(input, header, { hasAlpha, background: policy.background }, limitPixels)
    })
  } catch (error) {
    signal?.throwIfAborted()
    throw new StageFailure(shownName(source, name), error instanceof Error ? error.message : String(error))
  }
}

/**
 * Two images of one scene. Where windows are cut out, each has the stage of its own size, and halves of an odd width keep
 * their pixels; else the size of the first decides for both.
 */
export function pairStages(
  [a, b]: readonly [Raster, Raster],
  channels: readonly [ChannelCount, ChannelCount],
  policy: SizePolicy,
  purpose: StagePurpose,
): readonly [Raster, Raster] {
  const stageA = stageSize(policy, a, purpose)
  const stageB = isCropped(policy) ? stageSize(policy, b, purpose) : stageA
  // Channels first, as in the official code: grey values are resized, not made from resized colours.
  return [toStage(withChannels(a, channels[0]), stageA), toStage(withChannels(b, channels[1]), stageB)]
}

/** Both images in one file, side by side. */
export function halvesSource(
  source: EncodedSource,
  files: readonly StageFile[],
  channels: readonly [ChannelCount, ChannelCount],
  settings: StageSettings,
): StageSource {
  const hasAlpha = channels.some((count) => count % 2 === 0)
  return {
    count: files.length,
    async load(at, purpose, signal) {
      const whole = await decodeFile(source, files[at] as StageFile, hasAlpha, settings, signal)
      return pairStages(cutHalves(whole), channels, settings.policy, purpose)
    },
    namesOf: (at) => [files[at]?.name ?? '', files[at]?.name ?? ''],
  }
}

/** One half of each file, as images of one domain. @param side  0: the left half, 1: the right */
export function halfSource(
  source: EncodedSource,
  files: readonly StageFile[],
  side: 0 | 1,
  channels: ChannelCount,
  settings: StageSettings,
): StageSource {
  return oneDomain(source, files, channels, settings, (whole) => cutHalves(whole)[side])
}

/** Two files for each pair. */
export function matchedSource(
  source: EncodedSource,
  pairs: readonly (readonly [StageFile, StageFile])[],
  channels: readonly [ChannelCount, ChannelCount],
  settings: StageSettings,
): StageSource {
  const read = (file: StageFile, count: ChannelCount, signal?: AbortSignal): Promise<Raster> =>
    decodeFile(source, file, count % 2 === 0, settings, signal)
  return {
    count: pairs.length,
    async load(at, purpose, signal) {
      const [a, b] = pairs[at] as readonly [StageFile, StageFile]
      const both = await Promise.all([read(a, channels[0], signal), read(b, channels[1], signal)])
      return pairStages(both, channels, settings.policy, purpose)
    },
    namesOf: (at) => (pairs[at] ?? []).map(({ name }) => name),
  }
}

/** The images of one domain. */
export function domainSource(
  source: EncodedSource,
  files: readonly StageFile[],
  channels: ChannelCount,
  settings: StageSettings,
): StageSource {
  return oneDomain(source, files, channels, settings, (image) => image)
}

/** @param part  what of a decoded file is the image */
function oneDomain(
  source: EncodedSource,
  files: readonly StageFile[],
  channels: ChannelCount,
  settings: StageSettings,
  part: (decoded: Raster) => Raster,
): StageSource {
  return {
    count: files.length,
    async load(at, purpose, signal) {
      const image = part(await decodeFile(source, files[at] as StageFile, channels % 2 === 0, settings, signal))
      return [toStage(withChannels(image, channels), stageSize(settings.policy, image, purpose))]
    },
    namesOf: (at) => [files[at]?.name ?? ''],
  }
}

/** Size of the images that a file holds. */
export function sizeOfHalf({ header: { width, height } }: Pick<StageFile, 'header'>): Size {
  return { width: Math.floor(width / 2), height }
}
