import { Generator, manualSeed, randn } from '@ganymede/torch'
import { expect, test } from 'vitest'
import { Linear } from '../../../src/nn/layers/linear.js'
import { expectClose } from '../expect-close.js'
import { expectLikePytorch, leakTest, readFixture } from '../fixture.js'

const fixture = readFixture('layers')

leakTest('agrees with PyTorch, forward and backward', () => {
  using layer = new Linear(5, 4)
  expectLikePytorch(layer, fixture('linear'))
})

leakTest('agrees with PyTorch without a bias, on inputs of three axes', () => {
  using layer = new Linear(5, 2, { bias: false })
  expectLikePytorch(layer, fixture('linear without bias'))
})

// torch.manual_seed(0); l = torch.nn.Linear(3, 2); print(l.weight.tolist(), l.bias.tolist())
const pytorchWeight = [
  [-0.004322518, 0.309715837, -0.475185335],
  [-0.424894601, -0.222368971, 0.154820725],
]
const pytorchBias = [-0.011439145, 0.457774937]

leakTest('draws the initial values that PyTorch draws from the same seed', () => {
  manualSeed(0)
  using layer = new Linear(3, 2)
  expectClose(layer.weight, pytorchWeight, 1e-7)
  expectClose(layer.bias!, pytorchBias, 1e-7)
})

leakTest('draws the initial values from the stream that it is given', () => {
  const rng = new Generator(0)
  using layer = new Linear(3, 2, { rng })
  expectClose(layer.weight, pytorchWeight, 1e-7)
  expectClose(layer.bias!, pytorchBias, 1e-7)
  rng.dispose()
})

test('refuses sizes that are not positive integers', () => {
  expect(() => new Linear(0, 2)).toThrow('Linear: inFeatures must be a positive integer, got 0')
  expect(() => new Linear(3, 2.5)).toThrow('Linear: outFeatures must be a positive integer, got 2.5')
})

leakTest('names shapes and place when the last axis has another size', () => {
  using layer = new Linear(3, 2).rename('head')
  expect(() => layer.forward(randn([4, 5]))).toThrow(/linear: [\s\S]*\[4, 5\][\s\S]*in {2}head/)
})
