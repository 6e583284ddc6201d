import { expect, test } from 'vitest'

import { duration, grouped, shortNumber, sparkline } from '../../src/text/number-text.js'

test.each([
  [[1, 2, 3, 4, 5, 6, 7, 8], 8, '▁▂▃▄▅▆▇█'],
  [[1, 1, 1], 8, '▅▅▅'],
  [[1, 1, 3, 3], 2, '▁█'],
  [[1, Number.NaN, 2], 3, '▁×█'],
  [[Number.NaN], 3, '×'],
  [[], 3, ''],
  [[1, 2], 0, ''],
])('draws %j in %i columns', (values, columns, line) => {
  expect(sparkline(values, columns, { unicode: true })).toBe(line)
})

test.each([
  [0, '0s'],
  [59.6, '1m 00s'],
  [698, '11m 38s'],
  [11_220, '3h 07m'],
  [187_200, '2d 04h'],
])('writes %d seconds as %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})

test.each([
  [0, '0.00'],
  [1.844, '1.84'],
  [-0.7149, '-0.71'],
  [12.34, '12.3'],
  [141.4, '141'],
  [0.03124, '0.031'],
  [3.1e-7, '3.1e-7'],
  [2e7, '2.0e+7'],
  [Number.NaN, 'NaN'],
])('writes %d as %s', (value, text) => {
  expect(shortNumber(value)).toBe(text)
})

test('groups the digits of large numbers', () => {
  expect([0, 999, 1000, 1_234_567].map(grouped)).toEqual(['0', '999', '1 000', '1 234 567'])
})
