import { manualSeed } from '@ganymede/torch'
import { describe, expect, test } from 'vitest'
import { ConvTranspose2d, type ConvTranspose2dOptions } from '../../../src/nn/layers/conv-transpose2d.js'
import { expectClose } from '../expect-close.js'
import { expectLikePytorch, leakTest, readFixture } from '../fixture.js'

const fixture = readFixture('layers')
const cases: [string, number, number, ConvTranspose2dOptions][] = [
  ['conv-transpose2d 4x4 stride 2', 4, 3, { kernelSize: 4, stride: 2, padding: 1 }],
  [
    'conv-transpose2d output padding',
    4,
    2,
    { kernelSize: 3, stride: 2, padding: 1, outputPadding: 1, groups: 2, dilation: [1, 2], bias: false },
  ],
]

describe.each([false, true])('with channels-last memory: %s', (channelsLast) => {
  for (const [name, inChannels, outChannels, options] of cases) {
    leakTest(`agrees with PyTorch, forward and backward: ${name}`, () => {
      using layer = new ConvTranspose2d(inChannels, outChannels, options)
      expectLikePytorch(layer, fixture(name), { channelsLast, tolerance: 1e-5 })
    })
  }
})

leakTest('draws the initial values that PyTorch draws from the same seed', () => {
  manualSeed(0)
  using layer = new ConvTranspose2d(2, 3, { kernelSize: 2 })
  // torch.manual_seed(0); l = torch.nn.ConvTranspose2d(2, 3, 2)
  // print(l.weight[0, 0].tolist(), l.weight[1, 2].tolist(), l.bias.tolist())
  const [first, last] = [layer.weight.select(0, 0).select(0, 0), layer.weight.select(0, 1).select(0, 2)]
  expectClose(
    first,
    [
      [-0.002161259, 0.154857919],
      [-0.237592667, -0.212447301],
    ],
    1e-7,
  )
  expectClose(
    last,
    [
      [0.104851745, 0.239712343],
      [-0.059409391, 0.21601899],
    ],
    1e-7,
  )
  expectClose(layer.bias!, [-0.046529628, 0.0305459, 0.261388451], 1e-7)
})

test.each([
  [{ kernelSize: 3, outputPadding: 1 }, 'ConvTranspose2d: outputPadding must be a number from 0 to 0, got 1'],
  [{ kernelSize: 3, groups: 4 }, 'ConvTranspose2d: outChannels must be divisible by groups (4), got 6'],
  [{ kernelSize: 3, stride: 0 }, 'ConvTranspose2d: stride must be a positive integer, got 0'],
])('refuses %o', (options, message) => {
  expect(() => new ConvTranspose2d(4, 6, options)).toThrow(
    expect.objectContaining({ code: 'ARGUMENT_INVALID', message }),
  )
})
