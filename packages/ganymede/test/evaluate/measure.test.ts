import { describe, expect, it } from 'vitest'
import type { PixelSet } from '../../src/evaluate/collect.js'
import { measure } from '../../src/evaluate/measure.js'
import type { FeatureSet } from '../../src/metrics/features/feature-set.js'

function features(count: number, from: number): FeatureSet {
  const classes = 3
  const values = (width: number) => Float32Array.from({ length: count * width }, (_, i) => Math.sin(from + i * i))
  return { count, dims: 4, classes, features: values(4), logits: values(classes) }
}

describe('measure', () => {
  it('tells how far each part of long metrics and of their intervals is', async () => {
    const told = new Map<string, [number, number][]>()
    const pixels = (from: number): PixelSet => ({
      shape: [2, 16, 16, 1],
      pixels: Uint8Array.from({ length: 512 }, (_, i) => (from + i * i) % 256),
    })
    const sets = {
      real: features(12, 0),
      fake: features(12, 5),
      realPixels: pixels(0),
      fakePixels: pixels(3),
      labels: new Int32Array(12),
      training: null,
      loss: null,
      importanceSamples: 0,
      isInception: false,
    }
    await measure(['is', 'pr', 'dc', 'swd', 'accuracy'], sets, {
      seed: 0,
      resamples: 2,
      onProgress: (what, done, total) => {
        if (total > 0) told.set(what, [...(told.get(what) ?? []), [done, total]])
      },
    })
    const resamples = [
      [1, 2],
      [2, 2],
    ]
    const blocks = [
      [1, 3],
      [2, 3],
      [3, 3],
    ]
    expect(Object.fromEntries(told)).toEqual({
      'is, resamples of its interval': resamples,
      pr: blocks,
      'precision, resamples of its interval': resamples,
      'recall, resamples of its interval': resamples,
      dc: blocks,
      'density, resamples of its interval': resamples,
      'coverage, resamples of its interval': resamples,
      swd: blocks,
      'accuracy, resamples of its interval': resamples,
    })
  })
})
