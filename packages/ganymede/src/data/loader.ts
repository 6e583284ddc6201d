/** Batches for training, prepared ahead while the main thread is inside a step. */

import { GanymedeError, givenOptions } from '@ganymede/core'
import type { ChannelCount } from '@ganymede/core/pictures'
import { copyImage } from '@ganymede/core/pictures'
import { CounterRandom } from '@ganymede/core/random'
import type { Dataset, TargetImages } from './dataset.js'
import { type Draw, Sampler, type SamplerState } from './sampler.js'

/** Images of one update as bytes; the training loop turns them into a tensor `[N, C, H, W]` in [−1, 1]. */
export interface ImageBatch {
  /** `[N, H, W, C]` uint8. */
  readonly images: Uint8Array
  /** `[N]`, or null without classes. */
  readonly labels: Int32Array | null
  /** `[N]`, places in the data set. */
  readonly indices: Uint32Array
  readonly n: number
  readonly h: number
  readonly w: number
  readonly c: ChannelCount
  /** `[N, H, W, C']` uint8, the second image of every item; null for data sets of single images. */
  readonly targets: Uint8Array | null
  /** Channels of the second images; 0 without any. */
  readonly targetC: ChannelCount | 0
}

/** The place after the last batch that was handed out; plain JSON. */
export type LoaderState = SamplerState

export interface LoaderStats {
  /** Milliseconds that `next` has waited for images so far: what training lost to slow data. */
  readonly waitMs: number
  readonly batches: number
}

export interface LoaderOptions {
  /** Images per batch, at least 1; may be larger than the data set. */
  readonly batch: number
  /** Seed of order and mirroring. */
  readonly seed: number
  /** Mirror half of the images; default: what the data set was opened with. */
  readonly flip?: boolean | undefined
  /** Shuffle each epoch; default true. */
  readonly shuffle?: boolean | undefined
  /** Batches prepared ahead; more hides longer pauses and takes more memory. Default 4. */
  readonly prefetch?: number | undefined
  readonly signal?: AbortSignal | undefined
}

interface PendingBatch {
  readonly batch: Promise<ImageBatch>
  readonly isReady: () => boolean
  /** Where the order stands after this batch. */
  readonly after: SamplerState
}

// Decodes run on the 4 threads of libuv, which go on only with work that was handed to them before the step blocked
// this thread: so more are under way than there are threads.
const MIN_IN_FLIGHT = 64

/**
 * An endless sequence of batches.
 *
 * Order and mirroring depend on (seed, epoch, position) alone, and {@link Loader.state} counts what was handed out, not
 * what was prepared: a new loader that restores it gives the same batches. A batch that reaches the end of an epoch is
 * filled up from the next, so every batch is full and every image comes once per epoch.
 *
 * @example
 * const loader = new Loader(dataset, { batch: 64, seed: 1 })
 * const { images, labels } = await loader.next()
 */
export class Loader {
  readonly #dataset: Dataset
  readonly #batch: number
  readonly #seed: number
  readonly #flip: boolean
  readonly #prefetch: number
  readonly #maxInFlight: number
  readonly #signal: AbortSignal | undefined
  readonly #sampler: Sampler
  readonly #waiting: (() => void)[] = []
  #closing = new AbortController()
  #queue: PendingBatch[] = []
  #handedOut: SamplerState
  #inFlight = 0
  #flips: { readonly epoch: number; readonly random: CounterRandom } | null = null
  #failure: { readonly error: unknown } | null = null
  #isClosed = false
  #waitMs = 0
  #batches = 0

  /** @throws GanymedeError `OPTION_INVALID` when batch or prefetch is below 1 */
  constructor(dataset: Dataset, options: LoaderOptions) {
    const {
      batch,
      seed,
      flip = dataset.transform.flip,
      shuffle = true,
      prefetch = 4,
      signal,
    } = givenOptions('Loader', options, ['batch', 'seed', 'flip', 'shuffle', 'prefetch', 'signal'])
    for (const [name, value] of [['batch', batch] as const, ['prefetch', prefetch] as const]) {
      if (!Number.isInteger(value) || value < 1) {
        throw new GanymedeError('OPTION_INVALID', `${name} must be an integer of at least 1, got ${value}`)
      }
    }
    this.#dataset = dataset
    this.#batch = batch
    this.#seed = seed
    this.#flip = flip
    this.#prefetch = prefetch
    this.#maxInFlight = Math.max(MIN_IN_FLIGHT, 2 * batch)
    this.#signal = signal
    this.#sampler = new Sampler(dataset.info.count, seed, { shuffle })
    this.#handedOut = this.#sampler.state()
  }

  get stats(): LoaderStats {
    return { waitMs: this.#waitMs, batches: this.#batches }
  }

  /**
   * The next batch; its arrays belong to the caller.
   *
   * @throws GanymedeError `DATA_UNREADABLE` naming a damaged file, from then on at every call; the reason of the signal
   *   after an abort
   */
  async next(): Promise<ImageBatch> {
    if (this.#isClosed) throw new GanymedeError('INTERNAL', 'next() of a loader that was closed')
    this.#signal?.throwIfAborted()
    if (this.#failure !== null) throw this.#failure.error
    this.#fill(1)
    const { batch, isReady, after } = this.#queue.shift() as PendingBatch
    this.#fill(this.#prefetch)
    const from = isReady() ? null : performance.now()
    try {
      const images = await batch
      this.#handedOut = after
      this.#batches += 1
      return images
    } catch (error) {
      this.#failure ??= { error }
      throw error
    } finally {
      if (from !== null) this.#waitMs += performance.now() - from
    }
  }

  state(): LoaderState {
    return this.#handedOut
  }

  /** Continues from a saved place: the next batch is the one that followed it. */
  restore(state: LoaderState): void {
    this.#sampler.restore(state)
    this.#handedOut = this.#sampler.state()
    this.#drop()
    this.#failure = null
  }

  /** Stops preparing and waits until nothing is under way; the data set stays open. */
  async close(): Promise<void> {
    this.#isClosed = true
    const pending = this.#queue.map(({ batch }) => batch)
    this.#drop()
    await Promise.allSettled(pending)
  }

  #drop(): void {
    this.#closing.abort(new GanymedeError('INTERNAL', 'the loader was closed'))
    this.#closing = new AbortController()
    this.#queue = []
  }

  #fill(length: number): void {
    while (this.#queue.length < length && !this.#isClosed) {
      const draws = Array.from({ length: this.#batch }, () => this.#sampler.next())
      let isSettled = false
      const batch = this.#prepare(draws, this.#closing.signal)
      const settled = (): void => {
        isSettled = true
      }
      batch.then(settled, settled) // also keeps a failure quiet until next() hands it out
      this.#queue.push({ batch, isReady: () => isSettled, after: this.#sampler.state() })
    }
  }

  async #prepare(draws: readonly Draw[], closing: AbortSignal): Promise<ImageBatch> {
    const { width, height, channels } = this.#dataset.transform
    const stride = width * height * channels
    const images = new Uint8Array(draws.length * stride)
    const { targets: second } = this.#dataset
    if (second !== undefined) return this.#prepareItems(draws, second, images, closing)
    const mirrors = draws.map((draw) => this.#flip && this.#isMirrored(draw))
    const place = (image: Uint8Array, i: number): void =>
      copyImage(image, images, i * stride, { width, height, channels, mirrored: mirrors[i] === true })
    const late: Promise<void>[] = []
    draws.forEach(({ index }, i) => {
      const image = this.#dataset.readNow?.(index) ?? null
      if (image !== null) place(image, i)
      else {
        const read = this.#inTurn(closing, () => this.#dataset.read(index, this.#signal))
        late.push(read.then((pixels) => place(pixels, i)))
      }
    })
    await Promise.all(late)
    const indices = Uint32Array.from(draws, ({ index }) => index)
    const { classes } = this.#dataset.info
    const labels = classes === null ? null : Int32Array.from(indices, (index) => this.#dataset.label(index) ?? -1)
    const shape = { n: draws.length, h: height, w: width, c: channels }
    return { images, labels, indices, ...shape, targets: null, targetC: 0 }
  }

  /** Both images of every item; crops and mirroring are drawn by the data set. */
  async #prepareItems(
    draws: readonly Draw[],
    second: TargetImages,
    images: Uint8Array,
    closing: AbortSignal,
  ): Promise<ImageBatch> {
    const { width: w, height: h, channels: c } = this.#dataset.transform
    const targets = new Uint8Array(draws.length * w * h * second.channels)
    await Promise.all(
      draws.map(async (draw, i) => {
        const request = { ...draw, seed: this.#seed, flip: this.#flip }
        const { image, target } = await this.#inTurn(closing, () => second.draw(request, this.#signal))
        images.set(image, i * w * h * c)
        targets.set(target, i * w * h * second.channels)
      }),
    )
    const indices = Uint32Array.from(draws, ({ index }) => index)
    return { images, labels: null, indices, n: draws.length, h, w, c, targets, targetC: second.channels }
  }

  /** Reads one item when its turn comes: at most `maxInFlight` are under way, in the order they were asked for. */
  async #inTurn<T>(closing: AbortSignal, read: () => Promise<T>): Promise<T> {
    while (this.#inFlight >= this.#maxInFlight) await new Promise<void>((go) => this.#waiting.push(go))
    this.#inFlight += 1
    try {
      closing.throwIfAborted()
      return await read()
    } finally {
      this.#inFlight -= 1
      this.#waiting.shift()?.()
    }
  }

  #isMirrored({ epoch, position }: Draw): boolean {
    if (this.#flips?.epoch !== epoch) {
      this.#flips = { epoch, random: new CounterRandom(this.#seed, `flip/${epoch}`) }
    }
    return this.#flips.random.uint32At(position) >= 2 ** 31
  }
}
