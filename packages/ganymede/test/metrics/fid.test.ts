import { memory, scope, type Tensor, tensor, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { fid, frechetDistance } from '../../src/metrics/fid.js'
import { FeatureStatistics, gaussianStatistics } from '../../src/metrics/support/feature-statistics.js'
import { expectGolden, gaussianNoise, hasMetricGoldens, metricCase, numbersOf, refusal } from './golden-metric.js'

describe.skipIf(!hasMetricGoldens)('FID against the reference', () => {
  it.each(['fid_identical', 'fid_small_fullrank', 'fid_rank_deficient', 'fid_real_features192', 'fid_ill_conditioned'])(
    'agrees in %s, from features and from statistics',
    (name) => {
      scope(() => {
        const golden = metricCase(name)
        const [a, b] = [golden.input('features1'), golden.input('features2')]
        for (const result of [fid(a, b), frechetDistance(gaussianStatistics(a), gaussianStatistics(b))]) {
          expectGolden(golden, 'fid', result.distance)
          expectGolden(golden, 'mean_term', result.meanTerm)
          expectGolden(golden, 'trace_term', result.traceTerm)
        }
      })
    },
  )

  it('keeps the digits of small variances beside large ones', () => {
    scope(() => {
      const golden = metricCase('fid_ill_conditioned')
      // 60 decimal digits (mpmath), from the side-car; a float64 eigendecomposition of the product gives 179.10687.
      const { distance } = fid(golden.input('features1'), golden.input('features2'))
      expect(Math.abs(distance - 179.10694434646157)).toBeLessThan(1e-6)
    })
  })

  it('gives the reference means and unbiased covariances', () => {
    scope(() => {
      const golden = metricCase('fid_small_fullrank')
      for (const set of [1, 2]) {
        const { count, mean, covariance } = gaussianStatistics(golden.input(`features${set}`))
        expect(count).toBe(set === 1 ? 200 : 150)
        expectGolden(golden, `mu${set}`, mean)
        expectGolden(golden, `sigma${set}`, covariance)
      }
    })
  })
})

/** The formula in 20 lines of plain JavaScript for diagonal covariances: Σ (μ₁ − μ₂)² + (σ₁ − σ₂)². */
function diagonalDistance(mean: readonly number[], sigma1: readonly number[], sigma2: readonly number[]): number {
  return mean.reduce((sum, m, i) => sum + m ** 2 + (sigma1[i]! - sigma2[i]!) ** 2, 0)
}

describe('frechetDistance', () => {
  it('is the sum over coordinates when covariances are diagonal', () => {
    scope(() => {
      const diagonal = (values: readonly number[]) => tensor(values, { dtype: 'float64' }).square().diag()
      const normal = (mean: readonly number[], sigma: readonly number[]) => ({
        count: 10,
        mean: tensor(mean, { dtype: 'float64' }),
        covariance: diagonal(sigma),
        convention: 'unbiased' as const,
      })
      const { distance } = frechetDistance(normal([1, -2, 0], [3, 0, 1e-4]), normal([0, 0, 0], [1, 2, 2e-4]))
      expect(distance).toBeCloseTo(diagonalDistance([1, -2, 0], [3, 0, 1e-4], [1, 2, 2e-4]), 12)
    })
  })

  it('counts means alone when every sample is the same', () => {
    scope(() => {
      const [a, b] = [zeros([6, 3]), zeros([9, 3]).add(2)]
      expect(fid(a, b)).toEqual({ distance: 12, meanTerm: 12, traceTerm: 0 })
      expect(fid(a.narrow(0, 0, 2), b.narrow(0, 0, 3)).distance).toBeCloseTo(12, 12)
    })
  })

  it('refuses statistics of two widths or two conventions', () => {
    scope(() => {
      const [a, b] = [gaussianNoise([20, 4], 1), gaussianNoise([20, 5], 2)]
      refusal('OPTION_INVALID', () => frechetDistance(gaussianStatistics(a), gaussianStatistics(b)))
      const error = refusal('OPTION_INVALID', () =>
        frechetDistance(gaussianStatistics(a), gaussianStatistics(a, 'population')),
      )
      expect(error.lines.join('\n')).toContain('population')
    })
  })
})

describe('fid', () => {
  it('follows the convention: both traces shrink by (N − 1)/N with population covariances', () => {
    scope(() => {
      const [a, b] = [gaussianNoise([10, 6], 1), gaussianNoise([10, 6], 2).mul(3)]
      const [unbiased, population] = [fid(a, b), fid(a, b, { convention: 'population' })]
      expect(population.traceTerm).toBeCloseTo(unbiased.traceTerm * 0.9, 10)
      expect(population.meanTerm).toBe(unbiased.meanTerm)
    })
  })

  it.each(['unbiased', 'population'] as const)('gives one value on both ways for few samples (%s)', (convention) => {
    scope(() => {
      const [a, b] = [gaussianNoise([12, 40], 3), gaussianNoise([9, 40], 4)]
      const few = fid(a, b, { convention }).distance
      const matrices = frechetDistance(gaussianStatistics(a, convention), gaussianStatistics(b, convention)).distance
      expect(few).toBeCloseTo(matrices, 9)
    })
  })

  it('refuses NaN features, single samples and sets of two widths, and leaves no tensors behind', () => {
    scope(() => {
      const a = gaussianNoise([8, 4], 1)
      const before = memory().live
      fid(a, a)
      expect(memory().live).toBe(before)
      refusal('NON_FINITE', () => fid(a, zeros([8, 4]).add(Number.NaN)))
      refusal('OPTION_INVALID', () => fid(a, a.narrow(0, 0, 1)))
      refusal('OPTION_INVALID', () => fid(a, zeros([8, 5])))
      refusal('OPTION_INVALID', () => fid(a, zeros([8])))
    })
  })
})

describe('FeatureStatistics', () => {
  const closeTo = (a: Tensor, b: Tensor, tolerance: number) =>
    expect(a.sub(b).abs().max().item()).toBeLessThan(tolerance)

  it('does not depend on how samples are batched, with a mean a million times the deviation', () => {
    scope(() => {
      const x = gaussianNoise([500, 8], 5).to({ dtype: 'float64' }).add(1e6)
      const whole = gaussianStatistics(x)
      const statistics = new FeatureStatistics()
      for (const [from, count] of [
        [0, 1],
        [1, 7],
        [8, 400],
        [408, 92],
      ] as const) {
        statistics.update(x.narrow(0, from, count))
      }
      const parts = statistics.summary()
      statistics.dispose()
      closeTo(parts.mean, whole.mean, 1e-8)
      closeTo(parts.covariance, whole.covariance, 1e-9)
      closeTo(whole.covariance, gaussianStatistics(x.sub(1e6)).covariance, 1e-9)
    })
  })

  it('cuts large batches into blocks without a trace', () => {
    scope(() => {
      // 64 features: blocks of 65,536 rows.
      const x = gaussianNoise([66_000, 64], 8).add(3)
      const centred = x.to({ dtype: 'float64' }).sub(x.mean([0], { dtype: 'float64' }))
      const { count, covariance } = gaussianStatistics(x)
      expect(count).toBe(66_000)
      closeTo(covariance, centred.t().matmul(centred).div(65_999), 1e-12)
    })
  })

  it('joins two halves to the whole', () => {
    scope(() => {
      const x = gaussianNoise([64, 5], 6)
      const [a, b] = [new FeatureStatistics(), new FeatureStatistics()]
      a.update(x.narrow(0, 0, 20))
      b.update(x.narrow(0, 20, 44))
      a.merge(b).merge(new FeatureStatistics())
      expect(a.count).toBe(64)
      closeTo(a.summary().covariance, gaussianStatistics(x).covariance, 1e-12)
      a.dispose()
      b.dispose()
    })
  })

  it('divides by N where asked', () => {
    scope(() => {
      const x = tensor([[0], [2], [4]])
      expect(numbersOf(gaussianStatistics(x).covariance)).toEqual([4])
      expect(numbersOf(gaussianStatistics(x, 'population').covariance)[0]).toBeCloseTo(8 / 3, 12)
    })
  })

  it('refuses another width, and a covariance of one sample', () => {
    scope(() => {
      const statistics = new FeatureStatistics().update(zeros([1, 3]))
      refusal('OPTION_INVALID', () => statistics.update(zeros([1, 4])))
      refusal('OPTION_INVALID', () => statistics.summary())
      statistics.dispose()
    })
  })
})
