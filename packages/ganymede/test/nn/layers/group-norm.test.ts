import { expect, test } from 'vitest'
import { GroupNorm } from '../../../src/nn/layers/group-norm.js'
import { expectLikePytorch, leakTest, readFixture } from '../fixture.js'

const fixture = readFixture('norms')

for (const channelsLast of [false, true]) {
  leakTest(`agrees with PyTorch, with channels-last memory: ${channelsLast}`, () => {
    using layer = new GroupNorm(2, 4)
    expectLikePytorch(layer, fixture('group'), { channelsLast })
  })
}

leakTest('agrees with PyTorch without learned numbers', () => {
  using layer = new GroupNorm(4, 4, { eps: 0.01, affine: false })
  expectLikePytorch(layer, fixture('group no affine'))
})

test('refuses groups that do not divide the channels', () => {
  expect(() => new GroupNorm(3, 4)).toThrow('GroupNorm: numChannels must be divisible by numGroups (3), got 4')
})
