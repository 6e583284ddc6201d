import { expect, it } from 'vitest'
import { type BestScore, betterScore } from '../../../src/training/watch/best-score.js'

/** The steps that were the best, one after the other, of values that come every hundred steps. */
function bestSteps(values: readonly number[], spread: number): number[] {
  let best: BestScore | null = null
  return values.map((value, i) => {
    best = betterScore(best, { metric: 'fid', value, spread }, 100 * (i + 1))
    return best?.step ?? 0
  })
}

it('is the newest of those within the spread of the lowest', () => {
  expect(bestSteps([80, 60, 62, 61, 90], 3)).toEqual([100, 200, 300, 400, 400])
})

it('does not creep upwards by small steps', () => {
  expect(bestSteps([60, 62, 64, 66], 3)).toEqual([100, 200, 200, 200])
})

it('is the lowest where a measure has no spread', () => {
  expect(bestSteps([80, 60, 60.1, 59], 0)).toEqual([100, 200, 200, 400])
})

it('never is one without a finite value', () => {
  expect(bestSteps([Number.NaN, 60, Number.POSITIVE_INFINITY, Number.NaN], 3)).toEqual([0, 200, 200, 200])
})

it('goes by the smaller spread: whoever makes something else each time does not win by it', () => {
  const first = betterScore(null, { metric: 'fid', value: 60, spread: 3 }, 100)
  expect(betterScore(first, { metric: 'fid', value: 150, spread: 100 }, 200)).toBe(first)
  const wild = betterScore(null, { metric: 'fid', value: 60, spread: 100 }, 100)
  expect(betterScore(wild, { metric: 'fid', value: 90, spread: 3 }, 200)).toBe(wild)
})

it('begins anew with another metric, and with another network behind it', () => {
  const best = { metric: 'fid', value: 20, step: 100, lowest: 20, spread: 1, features: 'a' }
  expect(betterScore(best, { metric: 'kid', value: 90, spread: 1 }, 200)?.step).toBe(200)
  expect(betterScore(best, { metric: 'fid', value: 90, spread: 1, features: 'b' }, 200)?.step).toBe(200)
  expect(betterScore(best, { metric: 'fid', value: 90, spread: 1, features: 'a' }, 200)).toBe(best)
})

it('goes on with the best of a checkpoint of old, which has a value alone', () => {
  expect(betterScore({ metric: 'swd', value: 20, step: 100 }, { metric: 'swd', value: 20.5, spread: 1 }, 200)).toEqual({
    metric: 'swd',
    value: 20.5,
    step: 200,
    lowest: 20,
    spread: 1,
  })
})
