import { CounterRandom } from '@ganymede/core/random'
import { memory, scope } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { fid } from '../../../src/metrics/fid.js'
import { inceptionScore } from '../../../src/metrics/inception-score.js'
import { squaredMmd } from '../../../src/metrics/kid.js'
import { bootstrapInterval, meanInterval } from '../../../src/metrics/support/bootstrap.js'
import { fidInterval, inceptionScoreInterval, kidInterval } from '../../../src/metrics/support/feature-intervals.js'
import { gaussianStatistics } from '../../../src/metrics/support/feature-statistics.js'
import { drawSubset } from '../../../src/metrics/support/subsets.js'
import { gaussianNoise, refusal } from '../golden-metric.js'

const options = { seed: 5, resamples: 60 }

describe('meanInterval', () => {
  it('is as wide as the standard error says', () => {
    const random = new CounterRandom(1, 'values')
    const values = Array.from({ length: 400 }, () => random.nextNormal())
    const { low, high, confidence } = meanInterval(values, { seed: 2, resamples: 2000 })
    const mean = values.reduce((sum, value) => sum + value, 0) / 400
    const error = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 400 / 400)
    expect(confidence).toBe(0.95)
    // 1.96 standard errors on both sides; 2,000 resamples leave the ends uncertain by about 4 %.
    expect((high - low) / (2 * 1.96 * error)).toBeCloseTo(1, 0.9)
    expect((low + high) / 2).toBeCloseTo(mean, 1.5)
  })

  it('covers the true mean about as often as it says', () => {
    const random = new CounterRandom(3, 'coverage')
    let covered = 0
    for (let i = 0; i < 200; i++) {
      const values = Array.from({ length: 50 }, () => random.nextNormal())
      const { low, high } = meanInterval(values, { seed: i, resamples: 200, confidence: 0.9 })
      if (low <= 0 && high >= 0) covered += 1
    }
    expect(covered).toBeGreaterThan(165)
    expect(covered).toBeLessThan(195)
  })

  it('repeats with the seed, has no width for equal values, and takes infinities', () => {
    const values = [1, 4, 2, 8, 5]
    expect(meanInterval(values, options)).toEqual(meanInterval(values, options))
    expect(meanInterval(values, { ...options, seed: 6 })).not.toEqual(meanInterval(values, options))
    expect(meanInterval([3, 3, 3], options)).toMatchObject({ low: 3, high: 3 })
    const infinite = meanInterval([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], options)
    expect(infinite.low).toBe(Number.POSITIVE_INFINITY)
  })

  it('refuses no values, one resample and a confidence of 1', () => {
    refusal('OPTION_INVALID', () => meanInterval([], options))
    refusal('OPTION_INVALID', () => meanInterval([1, 2], { seed: 0, resamples: 1 }))
    refusal('OPTION_INVALID', () => meanInterval([1, 2], { seed: 0, confidence: 1 }))
  })
})

describe('bootstrapInterval', () => {
  it('moves the quantiles so that their median is the estimate, when centred', () => {
    const values = [0, 1, 2, 3, 10]
    const statistic = ([rows]: readonly Uint32Array[]) => Math.max(...[...rows!].map((row) => values[row]!))
    const percentile = bootstrapInterval([5], 10, statistic, options)
    const centred = bootstrapInterval([5], 12, statistic, { ...options, method: 'centred' })
    // Two of three resamples hold the largest value.
    expect(centred).toMatchObject({ low: percentile.low + 2, high: percentile.high + 2 })
  })

  it('resamples sets of different sizes independently', () => {
    const sizes: number[][] = []
    bootstrapInterval(
      [3, 7],
      0,
      (rows) => {
        sizes.push(rows.map(({ length }) => length))
        return 0
      },
      { seed: 0, resamples: 2 },
    )
    expect(sizes).toEqual([
      [3, 7],
      [3, 7],
    ])
  })
})

describe('intervals of feature metrics', () => {
  it('hold the number of more data, although resampled sets have a larger FID', () => {
    scope(() => {
      const [real, fake] = [gaussianNoise([300, 4], 1), gaussianNoise([300, 4], 2).mul(1.3).add(0.5)]
      const estimate = fid(real, fake).distance
      const before = memory().live
      const interval = fidInterval(real, fake, estimate, options)
      expect(memory().live).toBe(before)
      // Exact: 4 · (0.5² + 0.3²).
      expect(interval.low).toBeLessThan(1.36)
      expect(interval.high).toBeGreaterThan(1.36)
      expect(interval.method).toBe('centred')
      const fixed = fidInterval(gaussianStatistics(real), fake, estimate, options)
      expect(fixed.high - fixed.low).toBeLessThan(interval.high - interval.low)
      const population = gaussianStatistics(real, 'population')
      expect(fidInterval(population, fake, estimate, options).low).toBeGreaterThan(0.5)
    })
  })

  it('hold KID and the inception score', () => {
    scope(() => {
      const [real, fake] = [gaussianNoise([120, 4], 1), gaussianNoise([120, 4], 2).add(0.5)]
      const estimate = squaredMmd(real, fake)
      const interval = kidInterval(real, fake, estimate, options)
      expect(interval.low).toBeLessThan(estimate)
      expect(interval.high).toBeGreaterThan(estimate)
      const moved = kidInterval(real, fake, estimate + 1, options)
      expect(moved.low).toBeCloseTo(interval.low + 1, 10)
      const logits = gaussianNoise([200, 6], 3).mul(3)
      const score = inceptionScore(logits, { splits: 2 }).mean
      const scores = inceptionScoreInterval(logits, score, { ...options, splits: 2 })
      expect(scores.low).toBeLessThan(score)
      expect(scores.high).toBeGreaterThan(score)
    })
  })
})

describe('drawSubset', () => {
  it('draws every number once when all are asked for, and all numbers equally often', () => {
    const random = new CounterRandom(0, 'subset')
    expect([...drawSubset(50, 50, random)].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i))
    const counts = new Array<number>(10).fill(0)
    for (let i = 0; i < 2000; i++) for (const chosen of drawSubset(10, 3, random)) counts[chosen]! += 1
    // 600 expected each, deviation about 20.
    for (const count of counts) expect(Math.abs(count - 600)).toBeLessThan(100)
  })
})

it('tells of each resample, and gives the same interval with a listener as without', () => {
  const told: (readonly [number, number])[] = []
  const values = [1, 2, 3, 4]
  const heard = meanInterval(values, { seed: 0, resamples: 3, onResample: (done, total) => told.push([done, total]) })
  expect(told).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ])
  expect(heard).toEqual(meanInterval(values, { seed: 0, resamples: 3 }))
})
