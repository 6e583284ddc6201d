import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { scope, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { openDataset } from '../../../src/data/open-dataset.js'
import { classifierFeatures } from '../../../src/metrics/classifier/classifier-features.js'
import type { LabelledImages } from '../../../src/metrics/classifier/labelled-images.js'
import { classifierInput } from '../../../src/metrics/classifier/train-classifier.js'
import type { FeatureBatch } from '../../../src/metrics/features/feature-network.js'
import { cacheFolder } from '../../../src/metrics/support/cache-folder.js'

async function glyphs(split: 'train' | 'test', count: number): Promise<LabelledImages> {
  const data = await openDataset(`builtin:glyphs?count=${count}`, { size: 16, split })
  return {
    count,
    width: 16,
    height: 16,
    channels: 1,
    fingerprint: data.info.fingerprint,
    classes: data.info.classes ?? [],
    read: (index) => data.read(index),
    label: (index) => data.label(index) ?? 0,
  }
}

describe('classifierFeatures', () => {
  it('learns handwriting, tells its accuracy, and is not trained again', async () => {
    const cache = temporaryFolder()
    const [train, test] = [await glyphs('train', 400), await glyphs('test', 100)]
    let trainings = 0
    const options = { cache, seed: 0, device: 'cpu', onTraining: () => (trainings += 1) }
    const first = await classifierFeatures(train, test, options)
    expect(first.accuracy).toBeGreaterThan(0.8)
    expect(first.classes).toHaveLength(10)
    const again = await classifierFeatures(train, test, options)
    expect(trainings).toBe(1)
    expect([again.hash, again.accuracy]).toEqual([first.hash, first.accuracy])
    const pixels = await test.read(3)
    scope(() => {
      const images = tensor(pixels, { shape: [1, 1, 16, 16] })
      const [a, b] = [first.features(images) as FeatureBatch, again.features(images) as FeatureBatch]
      expect(a.features.shape).toEqual([1, 128])
      expect(a.features.toArray()).toEqual(b.features.toArray())
      expect(a.logits!.toArray()).toEqual(b.logits!.toArray())
    })
    first.dispose()
    again.dispose()
  })

  it('is trained again when the file in the cache is damaged, with the same result', async () => {
    const cache = temporaryFolder()
    const train = await glyphs('train', 40)
    const options = { cache, seed: 0, device: 'cpu' }
    const first = await classifierFeatures(train, null, options)
    const [name = ''] = readdirSync(path.join(cache, 'classifiers'))
    writeFileSync(path.join(cache, 'classifiers', name), 'damaged')
    const again = await classifierFeatures(train, null, options)
    expect(again.hash).toBe(first.hash)
    const other = await classifierFeatures(train, null, { ...options, seed: 1 })
    expect(other.hash).not.toBe(first.hash)
    for (const network of [first, again, other]) network.dispose()
  })

  it('refuses data with one class, or with next to nothing to learn from', async () => {
    const options = { cache: temporaryFolder(), seed: 0, device: 'cpu' }
    const train = await glyphs('train', 40)
    await expect(classifierFeatures({ ...train, classes: ['one'] }, null, options)).rejects.toMatchObject({
      code: 'LABELS_MISSING',
    })
    await expect(classifierFeatures({ ...train, count: 2 }, null, options)).rejects.toMatchObject({
      code: 'DATA_EMPTY',
    })
  })

  it('stops when it is aborted', async () => {
    const stop = new AbortController()
    stop.abort(new Error('stopped'))
    const options = { cache: temporaryFolder(), seed: 0, device: 'cpu', signal: stop.signal }
    await expect(classifierFeatures(await glyphs('train', 40), null, options)).rejects.toThrow('stopped')
  })
})

describe('classifierInput', () => {
  it('keeps small images and scales large ones to 64 px', () => {
    expect(classifierInput({ width: 28, height: 28, channels: 1 }).size).toEqual({ width: 28, height: 28 })
    expect(classifierInput({ width: 256, height: 128, channels: 3 }).size).toEqual({ width: 64, height: 32 })
    expect(classifierInput({ width: 3, height: 300, channels: 3 }).size).toEqual({ width: 6, height: 64 })
  })
})

describe('cacheFolder', () => {
  it('is where the environment says, else where caches usually are', () => {
    expect(cacheFolder({ GANYMEDE_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a')
    expect(cacheFolder({ XDG_CACHE_HOME: '/b', HOME: '/h' })).toBe('/b/ganymede')
    expect(cacheFolder({ HOME: '/h' })).toBe('/h/.cache/ganymede')
  })
})
