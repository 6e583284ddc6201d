import { memory, randn, type Tensor } from '@ganymede/torch'
import { expect } from 'vitest'
import { LeakyReLU, ReLU, Tanh } from '../../src/nn/layers/activations.js'
import { BatchNorm } from '../../src/nn/layers/batch-norm.js'
import { ConvTranspose2d } from '../../src/nn/layers/conv-transpose2d.js'
import { Conv2d } from '../../src/nn/layers/conv2d.js'
import { channelsLast, isChannelsLast, toChannelsLast } from '../../src/nn/memory-format.js'
import { Sequential } from '../../src/nn/sequential.js'
import { expectClose } from './expect-close.js'
import { leakTest } from './fixture.js'

const build = () =>
  new Sequential([
    new Conv2d(3, 8, { kernelSize: 4, stride: 2, padding: 1 }),
    new LeakyReLU(0.2),
    new Conv2d(8, 16, { kernelSize: 4, stride: 2, padding: 1, bias: false }),
    new BatchNorm(16),
    new ReLU(),
    new ConvTranspose2d(16, 3, { kernelSize: 4, stride: 4 }),
    new Tanh(),
  ])

leakTest('gives the same outputs, gradients and statistics with channels-last weights and inputs', () => {
  using plain = build()
  using other = build()
  other.loadStateDict(plain.stateDict())
  const live = memory().live
  expect(toChannelsLast(other)).toBe(other)
  expect(memory().live).toBe(live)
  const x = randn([4, 3, 16, 16])
  for (const input of [x, channelsLast(x)]) {
    for (const [network, expected] of [[other, plain]] as const) {
      const run = (n: Sequential, value: Tensor) => {
        for (const parameter of n.parameters()) parameter.grad = null
        const y = n.forward(value)
        y.square().sum().backward()
        return y
      }
      const y = run(network, input)
      expectClose(y, run(expected, x), 1e-5)
      expect(isChannelsLast(y)).toBe(true)
      const gradients = new Map(network.namedParameters())
      for (const [name, parameter] of expected.namedParameters()) {
        const gradient = gradients.get(name)!.grad!
        expectClose(gradient, parameter.grad!, 1e-4, name)
        if (gradient.ndim === 4) expect(isChannelsLast(gradient)).toBe(true)
      }
    }
  }
  expectClose(other.stateDict().get('3.running_var')!, plain.stateDict().get('3.running_var')!, 1e-5)
})

leakTest('leaves weights that lie so already, and tensors without four axes', () => {
  const x = channelsLast(randn([2, 3, 4, 4]))
  expect(isChannelsLast(x)).toBe(true)
  expect(isChannelsLast(randn([2, 3, 4, 4]))).toBe(false)
  const z = randn([2, 3])
  expect(channelsLast(z)).toBe(z)
  expect(isChannelsLast(z)).toBe(false)
})

leakTest('calls both layouts channels-last where they are one', () => {
  expect(isChannelsLast(randn([4, 100, 1, 1]))).toBe(true)
  expect(isChannelsLast(randn([4, 1, 8, 8]))).toBe(true)
})
