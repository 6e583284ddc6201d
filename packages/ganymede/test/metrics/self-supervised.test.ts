import { readdirSync } from 'node:fs'
import path from 'node:path'
import { CounterRandom, shuffledIndices } from '@ganymede/core/random'
import {
  Generator,
  noGrad,
  randn,
  scope,
  type Tensor,
  tensor,
  upsampleBilinear2d,
  upsampleBilinear2dAa,
} from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { patience } from '../../../../test/setup/patience.js'
import { openDataset } from '../../src/data/open-dataset.js'
import type { ImageSource } from '../../src/metrics/classifier/labelled-images.js'
import type { FeatureNetwork } from '../../src/metrics/features/feature-network.js'
import { fid } from '../../src/metrics/fid.js'
import { selfSupervisedFeatures } from '../../src/metrics/self-supervised/self-supervised-features.js'
import { sharedData, temporaryFolder } from '../data/fixtures.js'

const cache = temporaryFolder()

interface Loaded {
  readonly source: ImageSource
  readonly labels: readonly number[]
  readonly pixels: Uint8Array
}

async function load(reference: string, side: number): Promise<Loaded> {
  const dataset = await openDataset(reference, { size: side })
  try {
    const { count, channels, fingerprint } = dataset.info
    const size = side * side * channels
    const pixels = new Uint8Array(count * size)
    for (let i = 0; i < count; i += 1) pixels.set(await dataset.read(i), i * size)
    const source: ImageSource = {
      count,
      width: side,
      height: side,
      channels: channels as 1 | 3,
      fingerprint,
      read: async (index) => pixels.subarray(index * size, (index + 1) * size),
    }
    return { source, labels: Array.from({ length: count }, (_, i) => dataset.label(i) ?? 0), pixels }
  } finally {
    await dataset.close()
  }
}

/** `[n, C, H, W]`, 0…255, of the images at the indices. */
function chosen({ source: { width, height, channels }, pixels }: Loaded, indices: readonly number[]): Tensor {
  const size = width * height * channels
  const some = new Uint8Array(indices.length * size)
  indices.forEach((index, i) => {
    some.set(pixels.subarray(index * size, (index + 1) * size), i * size)
  })
  return scope(() =>
    tensor(some, { shape: [indices.length, height, width, channels] })
      .permute([0, 3, 1, 2])
      .contiguous(),
  )
}

const toBytes = (images: Tensor) => images.round().clamp({ min: 0, max: 255 })

function blurred(images: Tensor, factor: number): Tensor {
  const [, , h = 0, w = 0] = images.shape
  const small = [Math.round(h / factor), Math.round(w / factor)]
  const floats = images.to({ dtype: 'float32' })
  return toBytes(upsampleBilinear2d(upsampleBilinear2dAa(floats, small, false), [h, w], false))
}

function noisy(images: Tensor, level: number): Tensor {
  const generator = new Generator(9)
  const noise = randn(images.shape, { generator }).mul(255 * level)
  generator.dispose()
  return toBytes(images.to({ dtype: 'float32' }).add(noise))
}

async function featuresOf(network: FeatureNetwork, images: Tensor): Promise<Tensor> {
  const rows: number[][] = []
  const n = images.shape[0] ?? 0
  for (let from = 0; from < n; from += 60) {
    const { features } = await network.features(images.narrow(0, from, Math.min(60, n - from)), { logits: false })
    rows.push(...(features.toArray() as number[][]))
    features.dispose()
  }
  return tensor(rows)
}

/** Distances of the worsened sets by SqueezeNet 1.1 trained on ImageNet, in their order. */
const ofSqueezeNet = [1006.8, 1587.3, 2270.2, 347.6, 1387.9, 3456.1, 337.0, 544.6, 1736.8, 576.7, 1071.0, 2065.5]

/** Names of worsened sets, and the images of each: blur, noise, missing kinds and copies, each in three strengths. */
function worsened(loaded: Loaded, own: readonly number[]): readonly (readonly [string, () => Tensor])[] {
  const count = own.length
  const cycle = (indices: readonly number[]) =>
    Array.from({ length: count }, (_, i) => indices[i % indices.length] ?? 0)
  const kinds = Math.max(...loaded.labels) + 1
  return [
    ...[1.5, 2, 4].map((factor) => [`blur ${factor}`, () => blurred(chosen(loaded, own), factor)] as const),
    ...[0.02, 0.06, 0.15].map((level) => [`noise ${level}`, () => noisy(chosen(loaded, own), level)] as const),
    ...[0.25, 0.5, 0.9].map((share) => {
      const kept = own.filter((index) => (loaded.labels[index] ?? 0) >= share * kinds)
      return [`missing kinds ${share}`, () => chosen(loaded, cycle(kept))] as const
    }),
    ...[4, 12, 60].map((times) => {
      return [`copies ${times}`, () => chosen(loaded, cycle(own.slice(0, Math.ceil(count / times))))] as const
    }),
  ]
}

function ranks(values: readonly number[]): number[] {
  return values.map((value) => values.filter((other) => other < value).length)
}

/** Spearman's rank correlation. */
function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)]
  const squares = x.reduce((sum, rank, i) => sum + (rank - (y[i] ?? 0)) ** 2, 0)
  return 1 - (6 * squares) / (x.length * (x.length ** 2 - 1))
}

describe('a feature network that learns from the images alone', () => {
  it('is trained once for a data set and a seed, and kept', async () => {
    const { source } = await load('builtin:glyphs?count=24', 16)
    let trainings = 0
    const open = (seed: number) =>
      selfSupervisedFeatures(source, { cache, seed, device: 'cpu', onTraining: () => (trainings += 1) })
    const [first, again, other] = [await open(0), await open(0), await open(1)]
    expect([trainings, first.hash === again.hash, first.hash === other.hash]).toEqual([2, true, false])
    expect(readdirSync(path.join(cache, 'self-supervised'))).toHaveLength(2)
    for (const network of [first, again, other]) network.dispose()
  })

  it('gives the same weights for the same seed wherever it is trained', async () => {
    const { source } = await load('builtin:glyphs?count=24', 16)
    const places = [temporaryFolder(), temporaryFolder()]
    const networks = await Promise.all(
      places.map((place) => selfSupervisedFeatures(source, { cache: place, seed: 0, device: 'cpu' })),
    )
    expect(networks[0]?.hash).toBe(networks[1]?.hash)
    for (const network of networks) network.dispose()
  })

  it('leaves nothing behind where its training is broken off, and says why', async () => {
    const { source } = await load('builtin:glyphs?count=24', 16)
    const place = temporaryFolder()
    const abort = new AbortController()
    const open = (images: ImageSource, signal?: AbortSignal) =>
      selfSupervisedFeatures(images, {
        cache: place,
        seed: 0,
        device: 'cpu',
        signal,
        onProgress: () => abort.abort(new Error('broken off')),
      })
    await expect(open(source, abort.signal)).rejects.toThrow('broken off')
    const damaged = { ...source, read: () => Promise.reject(new Error('cannot be read')) }
    await expect(open(damaged)).rejects.toThrow('cannot be read')
    expect(readdirSync(path.join(place, 'self-supervised'))).toEqual([])
  })

  it('refuses fewer images than anything can be learned from', async () => {
    const { source } = await load('builtin:glyphs?count=4', 16)
    await expect(selfSupervisedFeatures(source, { cache, seed: 0, device: 'cpu' })).rejects.toMatchObject({
      code: 'DATA_EMPTY',
    })
  })

  it(
    'ranks blur, noise, missing kinds and copies of photographs as SqueezeNet does',
    async (context) => {
      const flowers = sharedData('flowers64')
      if (flowers === null) return context.skip('no ../shared/data/flowers64')
      const loaded = await load(flowers, 32)
      const order = [...shuffledIndices(loaded.source.count, new CounterRandom(1, 'halves'))]
      const half = Math.floor(order.length / 2)
      const sets = worsened(loaded, order.slice(half))
      const network = await selfSupervisedFeatures(loaded.source, { cache, seed: 0, device: 'cpu' })
      const images = chosen(loaded, order.slice(0, half))
      const real = await featuresOf(network, images)
      const learned: number[] = []
      for (const [, make] of sets) {
        const made = scope(() => noGrad(make))
        const features = await featuresOf(network, made)
        learned.push(scope(() => fid(real, features).distance))
        features.dispose()
        made.dispose()
      }
      for (const one of [images, real, network]) one.dispose()
      const table = sets.map(([name], i) => `${name}: ${learned[i]?.toFixed(2)}`).join('\n')
      // Within each kind, what is worse is farther away.
      for (let kind = 0; kind < sets.length; kind += 3) {
        const [low = 0, middle = 0, high = 0] = learned.slice(kind, kind + 3)
        expect(low < middle && middle < high, table).toBe(true)
      }
      expect(rankCorrelation(learned, ofSqueezeNet), table).toBeGreaterThan(0.8)
    },
    patience(120_000),
  )
})
