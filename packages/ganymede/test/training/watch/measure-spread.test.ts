import { expect, it } from 'vitest'
import { spreadOf } from '../../../src/training/watch/measure-spread.js'

it('is two standard errors of the values of four parts', () => {
  const asked: [number, number][] = []
  const values = [1, 2, 3, 4]
  const spread = spreadOf(10, (from, n) => {
    asked.push([from, n])
    return values[asked.length - 1] ?? 0
  })
  expect(asked).toEqual([
    [0, 2],
    [2, 2],
    [4, 2],
    [6, 2],
  ])
  // Deviation √(5/3), by the root of four, twice.
  expect(spread).toBeCloseTo(Math.sqrt(5 / 3), 12)
})

it('is 0 where there is too little to divide', () => {
  expect(spreadOf(7, () => 1)).toBe(0)
})
