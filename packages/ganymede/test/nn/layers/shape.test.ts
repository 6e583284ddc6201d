import { randn } from '@ganymede/torch'
import { expect } from 'vitest'
import { Flatten, Identity, Unflatten, View } from '../../../src/nn/layers/shape.js'
import { expectLikePytorch, leakTest, readFixture } from '../fixture.js'

const fixture = readFixture('layers')

leakTest('joins and splits axes as PyTorch does', () => {
  expectLikePytorch(new Flatten(), fixture('flatten'))
  expectLikePytorch(new Unflatten(1, [3, 2, 2]), fixture('unflatten'))
})

leakTest('gives samples another shape, also when they lie channels-last', () => {
  const x = randn([2, 3, 2, 2])
  const expected = new View([12]).forward(x)
  expect(expected.shape).toEqual([2, 12])
  expect(new View([12]).forward(x.to({ memoryFormat: 'channelsLast' })).floats()).toEqual(expected.floats())
  expect(new View([3, 2, 2]).forward(expected).floats()).toEqual(x.floats())
})

leakTest('returns the very input as identity', () => {
  const x = randn([2])
  expect(new Identity().forward(x)).toBe(x)
})
