import { scope, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { inceptionScore } from '../../src/metrics/inception-score.js'
import { expectGolden, gaussianNoise, hasMetricGoldens, metricCase, refusal } from './golden-metric.js'

describe.skipIf(!hasMetricGoldens)('inception score against the reference', () => {
  it.each([
    ['even', 4],
    ['uneven', 10],
  ])('agrees for splits that come out %s', (name, splits) => {
    scope(() => {
      const golden = metricCase('is_from_logits')
      const score = inceptionScore(golden.input(`logits_${name}`), { splits })
      expectGolden(golden, `scores_${name}`, score.perSplit)
      expectGolden(golden, `mean_${name}`, score.mean)
      expectGolden(golden, `std_${name}`, score.std)
    })
  })

  it.each(['onehot', 'constant'])('agrees at its end: %s', (name) => {
    scope(() => {
      const golden = metricCase('is_from_logits')
      expectGolden(golden, `mean_${name}`, inceptionScore(golden.input(`logits_${name}`), { splits: 1 }).mean)
    })
  })
})

describe('inceptionScore', () => {
  it('stays a number when classes have no probability at all', () => {
    scope(() => {
      const logits = zeros([20, 3])
      logits.select(1, 0).fill_(5000)
      expect(inceptionScore(logits, { splits: 2 }).mean).toBe(1)
    })
  })

  it('shuffles by a seed or by explicit rows', () => {
    scope(() => {
      const logits = gaussianNoise([40, 5], 1).mul(3)
      const seeded = inceptionScore(logits, { splits: 4, order: { seed: 3 } })
      expect(inceptionScore(logits, { splits: 4, order: { seed: 3 } })).toEqual(seeded)
      expect(seeded.perSplit).not.toEqual(inceptionScore(logits, { splits: 4 }).perSplit)
      const backwards = Array.from({ length: 40 }, (_, i) => 39 - i)
      const { perSplit } = inceptionScore(logits, { splits: 4, order: backwards })
      const given = inceptionScore(logits, { splits: 4 }).perSplit
      for (const [i, score] of perSplit.entries()) expect(score).toBeCloseTo(given[3 - i]!, 10)
    })
  })

  it('refuses fewer samples than splits and NaN', () => {
    scope(() => {
      refusal('OPTION_INVALID', () => inceptionScore(zeros([5, 3]), { splits: 6 }))
      refusal('OPTION_INVALID', () => inceptionScore(zeros([5, 3]), { splits: 2, order: [0, 1] }))
      refusal('NON_FINITE', () => inceptionScore(zeros([20, 3]).add(Number.NaN)))
    })
  })
})
