/** Data sets of two domains: pairs, or images that do not belong together; crops and mirroring are drawn here. */

import { GanymedeError } from '@ganymede/core'
import type { ChannelCount, ImageTransform, Raster } from '@ganymede/core/pictures'
import { CounterRandom } from '@ganymede/core/random'
import type { BadFile } from '../bad-files.js'
import type { DataInfo, Dataset, DomainItems, DrawRequest, ItemPixels, TargetImages } from '../dataset.js'
import { cutStage, isCropped, type Size, type SizePolicy, windowOf } from './size-policy.js'
import type { StageReader } from './stage-reader.js'

export interface PairDatasetOptions {
  readonly info: DataInfo
  readonly transform: ImageTransform
  readonly targetChannels: ChannelCount
  readonly policy: SizePolicy
  /** One reader of pairs, or one reader for each domain: input first. */
  readonly readers: readonly StageReader[]
  /** The pairs of the readers hold the target first. */
  readonly isSwapped: boolean
  /** Whether training sees random crops and mirrored images: not for the test part. */
  readonly isRandom: boolean
  readonly skipped: readonly BadFile[]
  readonly contentDigest?: Dataset['contentDigest']
  readonly close: () => Promise<void>
}

// Numbers that one draw may take from its stream: place and mirroring of both images, and which partner.
const NUMBERS_PER_DRAW = 8
const [CROP_X, CROP_Y, FLIP, TARGET_CROP_X, TARGET_CROP_Y, TARGET_FLIP, PARTNER] = [0, 1, 2, 3, 4, 5, 6] as const

/**
 * Pairs, or two domains.
 *
 * Both images of a pair are cropped and mirrored alike. For two domains item i is A[i mod |A|] with a random B, each with a
 * crop of its own; there are max(|A|, |B|) items. All of it depends on (seed, epoch, position) alone, the stream
 * `items/<epoch>`, so that nothing has to be saved.
 */
export class PairDataset implements Dataset {
  readonly info: DataInfo
  readonly transform: ImageTransform
  readonly targets: TargetImages
  readonly contentDigest: Dataset['contentDigest']
  readonly #options: PairDatasetOptions
  #stream: { readonly seed: number; readonly epoch: number; readonly random: CounterRandom } | null = null

  constructor(options: PairDatasetOptions) {
    this.info = options.info
    this.transform = options.transform
    this.contentDigest = options.contentDigest
    this.#options = options
    this.targets = {
      items: this.#items,
      channels: options.targetChannels,
      read: (index, signal) => this.#readItem(index, signal),
      draw: (request, signal) => this.#drawItem(request, signal),
      nameOf: (index) => this.#namesOf(index)[1],
    }
  }

  get skipped(): readonly BadFile[] {
    return this.#options.skipped
  }

  async read(index: number, signal?: AbortSignal): Promise<Uint8Array> {
    return (await this.#readItem(index, signal)).image
  }

  label(): null {
    return null
  }

  nameOf(index: number): string {
    return this.#namesOf(index)[0]
  }

  close(): Promise<void> {
    return this.#options.close()
  }

  get #readers(): readonly [StageReader, StageReader?] {
    return this.#options.readers as readonly [StageReader, StageReader?]
  }

  get #items(): DomainItems {
    return this.#options.info.domains?.items ?? 'pairs'
  }

  async #readItem(index: number, signal?: AbortSignal): Promise<ItemPixels> {
    this.#require(index)
    const [a, b] = await this.#stages(index, null, 'show', signal)
    const common = this.#items === 'pairs' ? commonRoom(a, b) : null
    return { image: this.#cut(a, common ?? a, null, false), target: this.#cut(b, common ?? b, null, false) }
  }

  async #drawItem(request: DrawRequest, signal?: AbortSignal): Promise<ItemPixels> {
    const { index, position, flip } = request
    if (!this.#options.isRandom) return this.#readItem(index, signal)
    this.#require(index)
    const random = this.#randomOf(request)
    // Taken before anything is awaited: other draws move the stream on.
    const numbers = Array.from(
      { length: NUMBERS_PER_DRAW },
      (_, i) => random.uint32At(position * NUMBERS_PER_DRAW + i) / 2 ** 32,
    )
    const number = (place: number): number => numbers[place] as number
    const [a, b] = await this.#stages(index, number(PARTNER), 'train', signal)
    const isCrop = isCropped(this.#options.policy)
    const crop = isCrop ? ([number(CROP_X), number(CROP_Y)] as const) : null
    const isMirrored = flip && number(FLIP) >= 0.5
    if (this.#items === 'pairs') {
      const common = commonRoom(a, b)
      return { image: this.#cut(a, common, crop, isMirrored), target: this.#cut(b, common, crop, isMirrored) }
    }
    const ownCrop = isCrop ? ([number(TARGET_CROP_X), number(TARGET_CROP_Y)] as const) : null
    return {
      image: this.#cut(a, a, crop, isMirrored),
      target: this.#cut(b, b, ownCrop, flip && number(TARGET_FLIP) >= 0.5),
    }
  }

  /** Stages of input and target; `partner` chooses the target of two domains, null the one with the same number. */
  async #stages(
    index: number,
    partner: number | null,
    purpose: 'train' | 'show',
    signal: AbortSignal | undefined,
  ): Promise<readonly [Raster, Raster]> {
    const [first, second] = this.#readers
    if (second === undefined) {
      const [a, b] = (await first.load(index, purpose, signal)) as [Raster, Raster]
      return this.#options.isSwapped ? [b, a] : [a, b]
    }
    const other = partner === null ? index % second.count : Math.floor(partner * second.count)
    const [[a], [b]] = await Promise.all([
      first.load(index % first.count, purpose, signal),
      second.load(other, purpose, signal),
    ])
    return [a as Raster, b as Raster]
  }

  #cut(
    stage: Raster,
    room: { readonly width: number; readonly height: number },
    random: readonly [number, number] | null,
    isMirrored: boolean,
  ): Uint8Array {
    const { width, height } = this.transform
    return cutStage(stage, windowOf(room, { width, height }, { random, isMirrored }), this.#options.policy.background)
  }

  #namesOf(index: number): readonly [string, string] {
    const [first, second] = this.#readers
    if (second !== undefined) {
      return [first.namesOf(index % first.count)[0] ?? '', second.namesOf(index % second.count)[0] ?? '']
    }
    const [a = '', b = ''] = first.namesOf(index)
    return this.#options.isSwapped ? [b, a] : [a, b]
  }

  #randomOf({ seed, epoch }: DrawRequest): CounterRandom {
    if (this.#stream?.seed !== seed || this.#stream.epoch !== epoch) {
      this.#stream = { seed, epoch, random: new CounterRandom(seed, `items/${epoch}`) }
    }
    return this.#stream.random
  }

  #require(index: number): void {
    if (Number.isInteger(index) && index >= 0 && index < this.info.count) return
    throw new GanymedeError('INTERNAL', `item ${index} of ${this.info.name}, which has ${this.info.count}`)
  }
}

/** Halves of an odd width differ by a column; the window lies in both. */
function commonRoom(a: Size, b: Size): Size {
  return { width: Math.min(a.width, b.width), height: Math.min(a.height, b.height) }
}
