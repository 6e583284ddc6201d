import { randn } from '@ganymede/torch'
import { describe, expect, test } from 'vitest'
import { Conv2d, type Conv2dOptions } from '../../../src/nn/layers/conv2d.js'
import { expectLikePytorch, leakTest, readFixture } from '../fixture.js'

const fixture = readFixture('layers')
const cases: [string, number, number, Conv2dOptions][] = [
  ['conv2d 4x4 stride 2', 4, 3, { kernelSize: 4, stride: 2, padding: 1 }],
  [
    'conv2d groups',
    4,
    6,
    { kernelSize: [3, 2], stride: [1, 2], padding: [2, 1], dilation: [2, 1], groups: 2, bias: false },
  ],
  ['conv2d reflect', 4, 2, { kernelSize: 3, padding: [1, 2], paddingMode: 'reflect' }],
  ['conv2d replicate', 4, 2, { kernelSize: 3, padding: [1, 2], paddingMode: 'replicate' }],
  ['conv2d circular', 4, 2, { kernelSize: 3, padding: [1, 2], paddingMode: 'circular' }],
]

describe.each([false, true])('with channels-last memory: %s', (channelsLast) => {
  for (const [name, inChannels, outChannels, options] of cases) {
    leakTest(`agrees with PyTorch, forward and backward: ${name}`, () => {
      using layer = new Conv2d(inChannels, outChannels, options)
      // Convolutions add up in another order, and channels-last in yet another.
      expectLikePytorch(layer, fixture(name), { channelsLast, tolerance: 1e-5 })
    })
  }
})

leakTest('gives the same in evaluation mode', () => {
  using layer = new Conv2d(2, 3, { kernelSize: 3 })
  const x = randn([1, 2, 5, 5])
  expect(layer.eval().forward(x).floats()).toEqual(layer.train().forward(x).floats())
})

leakTest('takes one image without a batch axis', () => {
  using layer = new Conv2d(2, 3, { kernelSize: 3, padding: 1, paddingMode: 'reflect' })
  expect(layer.forward(randn([2, 5, 6])).shape).toEqual([3, 5, 6])
})

test.each([
  [{ kernelSize: 0 }, 'Conv2d: kernelSize must be a positive integer, got 0'],
  [{ kernelSize: [3, 1.5] as const }, 'Conv2d: kernelSize must be a positive integer or two of them, got [3, 1.5]'],
  [{ kernelSize: 3, padding: -1 }, 'Conv2d: padding must be an integer of at least 0, got -1'],
  [{ kernelSize: 3, groups: 3 }, 'Conv2d: inChannels must be divisible by groups (3), got 4'],
])('refuses %o', (options, message) => {
  expect(() => new Conv2d(4, 6, options)).toThrow(expect.objectContaining({ code: 'ARGUMENT_INVALID', message }))
})

leakTest('names the shapes when the channels differ', () => {
  using layer = new Conv2d(3, 4, { kernelSize: 3 }).rename('critic')
  expect(() => layer.forward(randn([1, 5, 8, 8]))).toThrow(/conv2d: .*\n {2}input .*\[1, 5, 8, 8\][\s\S]*in {2}critic/)
})
