import { cat, memory, scope, type Tensor, tensor, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { memorisation, nearestNeighbours, neighbourRadii } from '../../src/metrics/nearest-neighbours.js'
import { precisionRecall, realism } from '../../src/metrics/precision-recall.js'
import { forEachDistanceBlock, forEachSquareBlock, pairDistances } from '../../src/metrics/support/distance-blocks.js'
import { expectGolden, gaussianNoise, hasMetricGoldens, metricCase, numbersOf, refusal } from './golden-metric.js'

describe.skipIf(!hasMetricGoldens)('precision, recall, density and coverage against the references', () => {
  it.each([3, 5])('agree for k = %i', (k) => {
    scope(() => {
      const golden = metricCase('precision_recall_knn')
      const result = precisionRecall(golden.input('real'), golden.input('fake'), { k })
      for (const name of ['precision', 'recall', 'density', 'coverage', 'fscore'] as const) {
        expectGolden(golden, `${name}_k${k}`, result[name])
      }
    })
  })

  it('have the reference radii', () => {
    scope(() => {
      const golden = metricCase('precision_recall_knn')
      expectGolden(golden, 'real_radius_k3', neighbourRadii(golden.input('real'), 3))
    })
  })

  it('count exact copies of duplicated samples as inside of their balls of radius 0', () => {
    scope(() => {
      const golden = metricCase('precision_recall_knn')
      const [real, fake] = [golden.input('real_ties'), golden.input('fake_ties')]
      const ties = precisionRecall(real, fake, { k: 1 })
      expectGolden(golden, 'precision_ties_k1', ties.precision)
      expectGolden(golden, 'recall_ties_k1', ties.recall)
      expect(precisionRecall(real, fake, { k: 1, inside: '<' }).precision).toBeLessThan(ties.precision)
    })
  })
})

/** The definition with loops. */
function byLoops(real: number[][], fake: number[][], k: number) {
  const distance = (a: number[], b: number[]) => Math.hypot(...a.map((value, i) => value - b[i]!))
  const radius = (set: number[][]) => set.map((x) => set.map((y) => distance(x, y)).sort((a, b) => a - b)[k]!)
  const [realRadius, fakeRadius] = [radius(real), radius(fake)]
  const share = (set: number[][], test: (x: number[]) => boolean) => set.filter(test).length / set.length
  return {
    precision: share(fake, (f) => real.some((r, j) => distance(f, r) <= realRadius[j]!)),
    recall: share(real, (r) => fake.some((f, i) => distance(f, r) <= fakeRadius[i]!)),
    coverage: share(real, (r) => Math.min(...fake.map((f) => distance(f, r))) <= realRadius[real.indexOf(r)]!),
  }
}

describe('precisionRecall', () => {
  it('agrees with the definition written as loops', () => {
    scope(() => {
      const [real, fake] = [gaussianNoise([60, 3], 1), gaussianNoise([45, 3], 2).mul(0.7).add(0.4)]
      const expected = byLoops(real.toArray() as number[][], fake.toArray() as number[][], 2)
      expect(precisionRecall(real, fake, { k: 2 })).toMatchObject(expected)
    })
  })

  it('decides exact ties and duplicates as the definition does, in any number', () => {
    scope(() => {
      // Points of a coarse grid, each many times: nearly every distance is a tie.
      const grid = (rows: number, seed: number) => gaussianNoise([rows, 2], seed).mul(1.5).round()
      const [real, fake] = [grid(90, 1), grid(70, 2)]
      for (const k of [1, 3, 20]) {
        const expected = byLoops(real.toArray() as number[][], fake.toArray() as number[][], k)
        expect(precisionRecall(real, fake, { k })).toMatchObject(expected)
      }
      const blank = zeros([50, 3])
      expect(precisionRecall(blank, blank.add(0))).toMatchObject({ precision: 1, recall: 1, coverage: 1 })
      expect(precisionRecall(blank, blank.add(0), { inside: '<' })).toMatchObject({ precision: 0, recall: 0 })
    })
  })

  it('sees a missing mode as lost recall and coverage, not as lost precision', () => {
    scope(() => {
      const real = gaussianNoise([80, 4], 1)
      real.narrow(0, 40, 40).add_(50)
      const { precision, recall, coverage } = precisionRecall(real, gaussianNoise([80, 4], 2))
      expect(precision).toBeGreaterThan(0.7)
      expect(recall).toBeLessThan(0.55)
      expect(coverage).toBeLessThan(0.55)
    })
  })

  it('leaves no tensors behind; refuses k as large as a set, and NaN', () => {
    scope(() => {
      const [real, fake] = [gaussianNoise([20, 4], 1), gaussianNoise([10, 4], 2)]
      const before = memory().live
      precisionRecall(real, fake)
      realism(real, fake)
      memorisation(real, fake)
      expect(memory().live).toBe(before)
      refusal('OPTION_INVALID', () => precisionRecall(real, fake, { k: 10 }))
      refusal('OPTION_INVALID', () => precisionRecall(real, fake, { k: 1.5 }))
      refusal('OPTION_INVALID', () => precisionRecall(real, zeros([10, 5])))
      refusal('NON_FINITE', () => precisionRecall(real, fake.mul(Number.NaN)))
    })
  })
})

describe('forEachDistanceBlock', () => {
  it('gives the same distances in every block and order, to the last bit', () => {
    scope(() => {
      // With 4,000 numbers a sample, blocks have 1,048 samples.
      const [a, b] = [gaussianNoise([1100, 4000], 1), gaussianNoise([3, 4000], 2)]
      const wide = distancesOf(b, a)
      expect(wide.firstColumns).toEqual([0, 1048])
      const tall = distancesOf(a, b)
      for (const i of [0, 500, 1047, 1048, 1099]) {
        for (const j of [0, 1, 2]) expect(wide.at(j, i)).toBe(tall.at(i, j))
        expect(distancesOf(b, a.narrow(0, i, 1)).at(1, 0)).toBe(wide.at(1, i))
      }
    })
  })
})

describe('forEachSquareBlock', () => {
  it.each([0, 1e3])('keeps the bound that it gives, with a mean of %f, and pairs are exact', (mean) => {
    scope(() => {
      const [a, b] = [gaussianNoise([70, 300], 1).add(mean), gaussianNoise([90, 300], 2).add(mean)]
      const exact = distancesOf(a, b)
      const centre = b.mean([0], { dtype: 'float64' })
      forEachSquareBlock(a, b, centre, ({ squares, error }) => {
        expect(error).toBeLessThan(1e-9)
        for (const [at, square] of numbersOf(squares).entries()) {
          const distance = exact.at(Math.floor(at / 90), at % 90)!
          expect(Math.abs(square - distance ** 2)).toBeLessThanOrEqual(error)
        }
      })
      const [rows, columns] = [tensor([3n, 69n, 0n]), tensor([89n, 0n, 0n])]
      expect(numbersOf(pairDistances(a, b, rows, columns))).toEqual([exact.at(3, 89), exact.at(69, 0), exact.at(0, 0)])
    })
  })
})

function distancesOf(a: Tensor, b: Tensor) {
  const found = new Map<string, number>()
  const firstColumns: number[] = []
  forEachDistanceBlock(a, b, ({ distances, firstRow, firstColumn }) => {
    const [, columns = 1] = distances.shape
    if (firstRow === 0) firstColumns.push(firstColumn)
    for (const [at, value] of numbersOf(distances).entries()) {
      found.set(`${firstRow + Math.floor(at / columns)},${firstColumn + (at % columns)}`, value)
    }
  })
  return { firstColumns, at: (row: number, column: number) => found.get(`${row},${column}`) }
}

describe('realism', () => {
  it('is above 1 inside of a ball, falls with the distance, and ignores the balls of outliers', () => {
    scope(() => {
      const real = tensor([[0], [1], [2], [3], [1000]])
      const scores = realism(real, tensor([[0.1], [3.5], [10], [1000]]), { k: 1 })
      expect(scores[0]).toBeCloseTo(1 / (0.1 + 1e-5), 4)
      expect(scores[1]).toBeCloseTo(1 / 0.50001, 4)
      expect(scores[2]).toBeLessThan(0.2)
      expect(scores[3]).toBeLessThan(0.01)
    })
  })

  it('refuses sets of duplicates', () => {
    scope(() => {
      refusal('OPTION_INVALID', () => realism(zeros([8, 2]), zeros([2, 2]), { k: 1 }))
    })
  })
})

describe('nearestNeighbours', () => {
  it('finds the first of the nearest references', () => {
    scope(() => {
      const { rows, distances } = nearestNeighbours(tensor([[0], [5.2], [9]]), tensor([[4], [0], [0], [5]]))
      expect([...rows]).toEqual([1, 3, 3])
      expect(distances[0]).toBe(0)
      expect(distances[1]).toBeCloseTo(0.2, 6)
    })
  })

  it('agrees with a search over all pairs, also where more are equal than candidates', () => {
    scope(() => {
      const references = cat([gaussianNoise([40, 5], 1), gaussianNoise([1, 5], 2).expand([60, 5])])
      const queries = cat([gaussianNoise([30, 5], 3), gaussianNoise([1, 5], 2).expand([20, 5])])
      const all = distancesOf(queries, references)
      const { rows, distances } = nearestNeighbours(queries, references)
      for (const [i, row] of rows.entries()) {
        const each = Array.from({ length: 100 }, (_, j) => all.at(i, j)!)
        expect(distances[i]).toBe(Math.min(...each))
        expect(row).toBe(each.indexOf(Math.min(...each)))
      }
    })
  })
})

describe('memorisation', () => {
  it('tells copies from new samples of the same kind', () => {
    scope(() => {
      const training = gaussianNoise([100, 6], 1)
      const fresh = memorisation(training, gaussianNoise([50, 6], 2))
      expect(fresh.copies).toBe(0)
      expect(fresh.ratio).toBeGreaterThan(0.85)
      expect(fresh.ratio).toBeLessThan(1.25)
      const copied = memorisation(training, training.narrow(0, 10, 50))
      expect(copied).toMatchObject({ copies: 1, close: 1, ratio: 0 })
      expect(copied.nearest.rows[3]).toBe(13)
      expect(numbersOf(training).length).toBe(600)
    })
  })
})
