import { expect, it } from 'vitest'
import { type BestScore, betterScore } from '../../src/train/best-score.js'

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

it('begins anew with another metric, and with checkpoints of old', () => {
  expect(betterScore({ metric: 'swd', value: 20, step: 100 }, { metric: 'fid', value: 90, spread: 1 }, 200)).toEqual({
    metric: 'fid',
    value: 90,
    step: 200,
    lowest: 90,
  })
  expect(betterScore({ metric: 'fid', value: 20, step: 100 }, { metric: 'fid', value: 20.5, spread: 1 }, 200)).toEqual({
    metric: 'fid',
    value: 20.5,
    step: 200,
    lowest: 20,
  })
})
