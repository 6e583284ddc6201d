import { expect, test } from 'vitest'
import { patience, patienceFactor } from './patience.js'

test('an idle machine of the usual speed has twice the time', () => {
  expect(patienceFactor(10, 0)).toBe(2)
  expect(patienceFactor(2, 0.4)).toBe(2)
})

test.each([
  ['slow', 40, 0, 8],
  ['busy', 10, 6, 12],
  ['slow because it is busy', 60, 6, 12],
])('a machine that is %s has more', (_, work, load, factor) => {
  expect(patienceFactor(work, load)).toBe(factor)
})

test('what hangs is ended some time everywhere', () => {
  expect(patienceFactor(1e6, 500)).toBe(20)
})

test('limits of tests follow the machine, those of tests that name none too', ({ task }) => {
  expect(patience(1000)).toBeGreaterThanOrEqual(2000)
  expect(patience(1000)).toBeLessThanOrEqual(20_000)
  expect(task.timeout).toBe(patience(180_000))
})
