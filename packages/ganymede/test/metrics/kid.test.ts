import { memory, scope, type Tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { kid, squaredMmd } from '../../src/metrics/kid.js'
import { expectGolden, gaussianNoise, hasMetricGoldens, metricCase, numbersOf, refusal } from './golden-metric.js'

function rowsOf(indices: Tensor): number[][] {
  const numbers = numbersOf(indices)
  const [subsets = 0, size = 0] = indices.shape
  return Array.from({ length: subsets }, (_, i) => numbers.slice(i * size, (i + 1) * size))
}

describe.skipIf(!hasMetricGoldens)('KID against the reference', () => {
  it.each([
    ['mmd2_unbiased', {}],
    ['mmd2_biased', { estimator: 'biased' }],
    ['mmd2_ustatistic', { estimator: 'u-statistic' }],
    ['mmd2_rbf_sigma10_unbiased', { kernel: { kind: 'gaussian', sigma: 10 } }],
  ] as const)('agrees on given subsets: %s', (name, options) => {
    scope(() => {
      const golden = metricCase('kid_given_subsets')
      const result = kid(golden.input('features1'), golden.input('features2'), {
        seed: 0,
        realRows: rowsOf(golden.input('subset_idx1')),
        fakeRows: rowsOf(golden.input('subset_idx2')),
        ...options,
      })
      expectGolden(golden, name, result.perSubset)
      if (name !== 'mmd2_unbiased') return
      expectGolden(golden, 'kid_mean', result.mean)
      expectGolden(golden, 'kid_std', result.std)
    })
  })

  it('agrees on whole sets of two sizes', () => {
    scope(() => {
      const golden = metricCase('kid_given_subsets')
      expectGolden(golden, 'mmd2_full_sets_unequal_n', squaredMmd(golden.input('features1'), golden.input('features2')))
    })
  })
})

describe('kid', () => {
  const options = { seed: 7, subsetSize: 40, subsets: 12 }

  it('repeats with the seed, draws other subsets with another, and is near 0 for equal distributions', () => {
    scope(() => {
      const [a, b] = [gaussianNoise([300, 8], 1), gaussianNoise([300, 8], 2)]
      const first = kid(a, b, options)
      expect(kid(a, b, options)).toEqual(first)
      expect(kid(a, b, { ...options, seed: 8 }).mean).not.toBe(first.mean)
      expect(first.perSubset).toHaveLength(12)
      expect(Math.abs(first.mean)).toBeLessThan(2 * first.std)
      expect(kid(a, b.add(2), options).mean).toBeGreaterThan(20 * first.std)
    })
  })

  it('takes whole sets when they are smaller than 1000, so that all subsets agree', () => {
    scope(() => {
      const [a, b] = [gaussianNoise([30, 4], 1), gaussianNoise([30, 4], 2)]
      const result = kid(a, b, { seed: 0, subsets: 3 })
      expect(result.subsetSize).toBe(30)
      expect(result.std).toBeLessThan(1e-12)
      expect(result.mean).toBeCloseTo(squaredMmd(a, b), 12)
    })
  })

  it('sums kernel matrices in blocks as in one', () => {
    scope(() => {
      // Blocks have 1,997 rows of 2,100 columns.
      const [x, y] = [gaussianNoise([2100, 3], 1).to({ dtype: 'float64' }), gaussianNoise([2050, 3], 2).add(0.3)]
      const kernel = (a: Tensor, b: Tensor) =>
        a
          .matmul(b.to({ dtype: 'float64' }).t())
          .div(3)
          .add(1)
          .pow(3)
      const inner = (a: Tensor) => {
        const values = kernel(a, a)
        const n = a.shape[0]!
        return (values.sum().item() - values.diagonal().sum().item()) / (n * (n - 1))
      }
      const expected = inner(x) + inner(y.to({ dtype: 'float64' })) - 2 * kernel(x, y).mean().item()
      expect(squaredMmd(x, y)).toBeCloseTo(expected, 10)
    })
  })

  it('refuses subsets larger than a set, rows that do not exist, and one-sided rows', () => {
    scope(() => {
      const [a, b] = [gaussianNoise([30, 4], 1), gaussianNoise([20, 4], 2)]
      const before = memory().live
      kid(a, b, { seed: 0, subsets: 2 })
      expect(memory().live).toBe(before)
      refusal('OPTION_INVALID', () => kid(a, b, { seed: 0, subsetSize: 21 }))
      refusal('OPTION_INVALID', () => kid(a, b, { seed: 0, subsets: 0 }))
      refusal('OPTION_INVALID', () => kid(a, b, { seed: 0, realRows: [[0, 1]] }))
      refusal('OPTION_INVALID', () => kid(a, b, { seed: 0, realRows: [[0, 30]], fakeRows: [[0, 1]] }))
      refusal('OPTION_INVALID', () => squaredMmd(a, b, { estimator: 'u-statistic' }))
      refusal('OPTION_INVALID', () => squaredMmd(a, b, { kernel: { kind: 'gaussian', sigma: 0 } }))
    })
  })
})
