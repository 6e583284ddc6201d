import { randn } from '@ganymede/torch'
import { expect } from 'vitest'
import { InstanceNorm2d, type InstanceNorm2dOptions } from '../../src/nn/instance-norm.js'
import { expectLikePytorch, leakTest, readFixture } from './fixture.js'

const fixture = readFixture('norms')
const tracked = { affine: true, trackRunningStats: true }
const cases: [string, InstanceNorm2dOptions, boolean][] = [
  ['instance', {}, true],
  ['instance eval', {}, false],
  ['instance affine tracked train', tracked, true],
  ['instance affine tracked eval', tracked, false],
]

for (const [name, options, training] of cases) {
  leakTest(`agrees with PyTorch in output, gradients and running statistics: ${name}`, () => {
    using layer = new InstanceNorm2d(4, options)
    expectLikePytorch(layer, fixture(name), { training })
  })
}

leakTest('agrees with PyTorch on channels-last images', () => {
  using layer = new InstanceNorm2d(4)
  const x = fixture('instance').get('x')
  const expected = layer.forward(x).floats()
  expect(layer.forward(x.to({ memoryFormat: 'channelsLast' })).floats()).toEqual(expected)
})

leakTest('refuses images of one pixel, which it would turn into zeros', () => {
  using layer = new InstanceNorm2d(4)
  expect(() => layer.forward(randn([2, 4, 1, 1]))).toThrow(
    /expected more than 1 pixel per image\n {2}input {2}\[2, 4, 1, 1\]/,
  )
})

leakTest('refuses another number of channels or axes', () => {
  using layer = new InstanceNorm2d(4)
  expect(() => layer.forward(randn([2, 3, 5, 5]))).toThrow('expected images of 4 channels')
  expect(() => layer.forward(randn([4, 5, 5]))).toThrow('expected images of 4 channels')
})
