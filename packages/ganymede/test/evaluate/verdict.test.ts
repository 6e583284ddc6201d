import { expect, it } from 'vitest'
import { verdict } from '../../src/evaluate/verdict.js'
import type { MetricCard } from '../../src/metrics/support/metric-card.js'

const cards = (values: Readonly<Record<string, number>>) =>
  Object.entries(values).map(([metric, value]) => ({ metric, value }) as MetricCard)

it.each([
  [
    'far from the data: fid 79.00, other real pictures reach 0.300; 3 of 10 pictures could be real ones, and 1 of 10 real ones could be made',
    { fid: 79, precision: 0.26, recall: 0.11 },
    { fid: 0.3 },
  ],
  [
    'close to the data: fid 0.500, other real pictures reach 0.300; 8 of 10 pictures could be real ones, and 7 of 10 real ones could be made',
    { fid: 0.5, precision: 0.8, recall: 0.7 },
    { fid: 0.3 },
  ],
  [
    'on the way to the data: 9 of 10 pictures could be real ones, and 4 of 10 real ones could be made; 2.0 % are copies of training images',
    { fid: 12, precision: 0.9, recall: 0.4, copies: 0.02 },
    {},
  ],
  [
    'far from the data: 1 of 100 pictures could be real ones, and 0 of 100 real ones could be made',
    { precision: 0.01, recall: 0 },
    {},
  ],
  ['far from the data: fid 79.00, other real pictures reach 0.300', { fid: 79 }, { fid: 0.3 }],
])('%s', (text, values, floors: Readonly<Record<string, number>>) => {
  expect(verdict(cards(values), cards(floors))).toBe(text)
})

it('says nothing about what tells nothing', () => {
  expect(verdict(cards({ swd: 20, fid: 12 }), [])).toBeNull()
})
