/** Pictures and their features: of real images in their order, of a model by seed. */

import { GanymedeError } from '@ganymede/core'
import { CounterRandom, shuffledIndices } from '@ganymede/core/random'
import { scope, tensor } from '@ganymede/torch'
import type { OpenModel } from '../inference/open-model.js'
import { type ImageSource, readImages } from '../metrics/classifier/labelled-images.js'
import type { FeatureNetwork } from '../metrics/features/feature-network.js'
import { FeatureCollector, type FeatureSet, featureTensor } from '../metrics/features/feature-set.js'
import { describeInput } from '../metrics/features/network-input.js'
import { cacheFolder } from '../metrics/support/cache-folder.js'
import { gaussianStatistics } from '../metrics/support/feature-statistics.js'
import { StatisticsCache } from '../metrics/support/statistics-cache.js'
import { labelTensor } from '../pictures/latents.js'
import { toImageTensor } from '../pictures/real-images.js'
import type { TestLoss } from '../systems/contract/system.js'
import type { ImageSet } from './image-sets.js'

/** Pixels of some images, `[n, h, w, c]`. */
export interface PixelSet {
  readonly pixels: Uint8Array
  readonly shape: readonly [number, number, number, number]
}

/** What is told while images are made and looked at. */
export type EvaluationProgress = (what: string, done: number, total: number) => void

export interface CollectOptions {
  /** Images at a time. */
  readonly batch: number
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: EvaluationProgress | undefined
}

/** Some images of a set: all in order when they are few enough, else drawn at random. */
export function chooseImages(count: number, most: number, seed: number, stream: string): Uint32Array {
  if (count <= most) return Uint32Array.from({ length: count }, (_, i) => i)
  return shuffledIndices(count, new CounterRandom(seed, stream)).slice(0, most).sort()
}

/** Features of images of a set; of their scores only when they are asked for. */
export async function realFeatures(
  network: FeatureNetwork,
  source: ImageSource,
  indices: Uint32Array,
  {
    batch,
    signal,
    onProgress,
    what,
    logits = false,
  }: CollectOptions & {
    readonly what: string
    readonly logits?: boolean
  },
): Promise<FeatureSet> {
  const collector = new FeatureCollector(network, { logits })
  for (let from = 0; from < indices.length; from += batch) {
    signal?.throwIfAborted()
    const some = indices.subarray(from, from + batch)
    await collector.add(await readImages(source, some), [some.length, source.height, source.width, source.channels])
    onProgress?.(what, from + some.length, indices.length)
  }
  return collector.finish()
}

/**
 * Features of real images, from the cache when they have been computed before.
 *
 * @param most  images; more than these are drawn by the seed
 */
export async function cachedRealFeatures(
  network: FeatureNetwork,
  { source, split, transform }: ImageSet,
  {
    most,
    seed,
    cache = cacheFolder(),
    ...options
  }: CollectOptions & {
    readonly most: number
    readonly seed: number
    readonly what: string
    readonly cache?: string | undefined
  },
): Promise<FeatureSet> {
  const indices = chooseImages(source.count, most, seed, 'evaluate-real')
  const isWhole = indices.length === source.count
  const store = new StatisticsCache(`${cache}/features`)
  const key = {
    data: source.fingerprint,
    split,
    // A drawn part is another set for every seed.
    transform: isWhole ? transform : `${transform} drawn by seed ${seed}`,
    network: network.name,
    layer: network.layer,
    weights: network.hash,
    input: describeInput(network.input),
    count: indices.length,
    convention: 'unbiased',
  } as const
  const found = scope(() => {
    const features = store.read(key)?.features ?? null
    return features?.shape.join() === `${indices.length},${network.dims}` ? features.floats() : null
  })
  if (found !== null) return { count: indices.length, dims: network.dims, features: found, classes: 0, logits: null }
  const set = await realFeatures(network, source, indices, options)
  if (set.count >= 2) {
    scope(() => {
      const features = featureTensor(set)
      try {
        store.write(key, gaussianStatistics(features), features)
      } catch {
        // A read-only or full disk costs the next evaluation its time, not this one its result.
      }
    })
  }
  return set
}

/** Pixels of some real images. */
export async function realPixels(source: ImageSource, indices: Uint32Array): Promise<PixelSet> {
  const pixels = await readImages(source, indices)
  return { pixels, shape: [indices.length, source.height, source.width, source.channels] }
}

/**
 * Loss of real images by the system itself, over all of them; null for a system without.
 *
 * @param importanceSamples  of the importance-weighted bound; 0: none
 * @throws GanymedeError `OPTION_INVALID` when the bound was asked for and the system has none
 */
export async function lossOfImages(
  model: OpenModel,
  { source, labelled }: Pick<ImageSet, 'source' | 'labelled'>,
  {
    batch,
    seed,
    isRaw,
    importanceSamples,
    signal,
    onProgress,
  }: CollectOptions & { readonly seed: number; readonly isRaw: boolean; readonly importanceSamples: number },
): Promise<TestLoss | null> {
  const { context, system } = model
  const meter = system.testLoss?.(context, { seed, ema: !isRaw, importanceSamples })
  if (meter === undefined) return null
  const { count, height, width, channels } = source
  try {
    for (let from = 0; from < count; from += batch) {
      signal?.throwIfAborted()
      const n = Math.min(batch, count - from)
      const indices = Uint32Array.from({ length: n }, (_, i) => from + i)
      const pixels = await readImages(source, indices)
      const labels = model.classes === null || labelled === null ? null : Array.from(indices, labelled.label)
      scope('test-loss', () => {
        const shape = [n, height, width, channels] as const
        const images = toImageTensor(pixels, shape, { device: context.device, channelsLast: false })
        if (labels === null) meter.add(images)
        else meter.add(images, labelTensor(labels, context.device))
      })
      onProgress?.('loss of real images', from + n, count)
    }
    const loss = meter.result()
    if (importanceSamples === 0 || loss.importanceBound !== undefined) return loss
    throw new GanymedeError('OPTION_INVALID', `--iwae: ${system.name} has no importance-weighted bound`)
  } finally {
    meter.dispose()
  }
}

/** What a model made. */
export interface GeneratedImages {
  /** Null without a network. */
  readonly features: FeatureSet | null
  /** Of the first images. */
  readonly pixels: PixelSet
  /** The class that each was asked for; null for systems without. */
  readonly labels: Int32Array | null
}

/**
 * Makes images of the seeds `seed`, `seed + 1` …, the classes taking turns, and collects their features.
 *
 * @param keepPixels  how many of the first images are kept as pixels
 */
export async function generateImages(
  model: OpenModel,
  network: FeatureNetwork | null,
  {
    count,
    seed,
    keepPixels,
    isRaw,
    batch,
    signal,
    onProgress,
  }: CollectOptions & {
    readonly count: number
    readonly seed: number
    readonly keepPixels: number
    readonly isRaw: boolean
  },
): Promise<GeneratedImages> {
  const { height, width, channels } = model.data
  const size = height * width * channels
  const kept = new Uint8Array(Math.min(keepPixels, count) * size)
  const classes = model.classes?.length ?? 0
  const labels = classes === 0 ? null : Int32Array.from({ length: count }, (_, i) => i % classes)
  const collector = network === null ? null : new FeatureCollector(network)
  for (let from = 0; from < count; from += batch) {
    signal?.throwIfAborted()
    const n = Math.min(batch, count - from)
    const pictures = model.sample({
      seeds: Array.from({ length: n }, (_, i) => seed + from + i),
      ...(labels === null ? {} : { labels: [...labels.subarray(from, from + n)] }),
      ...(isRaw ? { ema: false } : {}),
    })
    const pixels = new Uint8Array(n * size)
    pictures.forEach(({ data }, i) => {
      pixels.set(data, i * size)
    })
    const missing = kept.length - from * size
    if (missing > 0) kept.set(pixels.subarray(0, Math.min(pixels.length, missing)), from * size)
    await collector?.add(pixels, [n, height, width, channels])
    onProgress?.('made images', from + n, count)
    // The event loop runs between batches: signals arrive, progress is drawn.
    await new Promise((next) => setImmediate(next))
  }
  return {
    features: collector?.finish() ?? null,
    pixels: { pixels: kept, shape: [kept.length / size, height, width, channels] },
    labels,
  }
}

/** Images as the tensor that metrics of pixels take, `[N, C, H, W]` float32, 0…255, in the caller's scope. */
export function pixelTensor({ pixels, shape }: PixelSet) {
  return scope(() =>
    tensor(pixels, { shape: [...shape] })
      .permute([0, 3, 1, 2])
      .to({ dtype: 'float32' })
      .contiguous(),
  )
}
