import { autocast, Generator, grad, linalgSvd, memory, randn, scope, tanh } from '@ganymede/torch'
import { expect, test } from 'vitest'
import { ConvTranspose2d } from '../../../src/nn/layers/conv-transpose2d.js'
import { Conv2d } from '../../../src/nn/layers/conv2d.js'
import { Embedding } from '../../../src/nn/layers/embedding.js'
import { Linear } from '../../../src/nn/layers/linear.js'
import { spectralNorm } from '../../../src/nn/layers/spectral-norm.js'
import { toChannelsLast } from '../../../src/nn/memory-format.js'
import type { Layer } from '../../../src/nn/module.js'
import { expectClose } from '../expect-close.js'
import { expectBackward, inputOf, leakTest, readFixture } from '../fixture.js'

const fixture = readFixture('spectral-norm')
const layers: Record<string, () => Layer> = {
  linear: () => spectralNorm(new Linear(4, 3)),
  conv2d: () => spectralNorm(new Conv2d(2, 3, { kernelSize: 3, padding: 1 })),
  'conv-transpose2d': () => spectralNorm(new ConvTranspose2d(2, 3, { kernelSize: 2, stride: 2 })),
  embedding: () => spectralNorm(new Embedding(4, 3)),
}
/** σ divides everything, so that its rounding shows in every number. */
const SPECTRAL = 5e-6

for (const [name, make] of Object.entries(layers)) {
  for (const channelsLast of name.startsWith('conv') ? [false, true] : [false]) {
    leakTest(
      `agrees with PyTorch over three training passes and one in evaluation: ${name}, channels-last ${channelsLast}`,
      () => {
        const expected = fixture(name)
        using layer = make()
        expect([...layer.stateDict().keys()].sort()).toEqual([...expected.below('state').keys()].sort())
        layer.loadStateDict(expected.below('state'))
        if (channelsLast) toChannelsLast(layer)
        for (let pass = 0; pass < 3; pass++) {
          const x = inputOf(expected, channelsLast)
          const before = memory().live
          const y = layer.forward(x)
          expect(memory().live - before).toBe(1)
          expectBackward(layer, expected, `forwards/${pass}/`, { x, y }, SPECTRAL)
          for (const [key, value] of expected.below(`forwards/${pass}/after`)) {
            expectClose(layer.stateDict().get(key)!, value, SPECTRAL, `${key} after pass ${pass}`)
          }
        }
        layer.eval()
        expectClose(layer.forward(expected.get('x')), expected.get('evaluation'), SPECTRAL)
        expectClose(layer.stateDict().get('weight_u')!, expected.get('afterEvaluation/weight_u'), SPECTRAL)
      },
    )
  }
}

leakTest('has the second derivatives of PyTorch, for gradient penalties', () => {
  const expected = fixture('penalty')
  using layer = spectralNorm(new Conv2d(2, 3, { kernelSize: 3 }))
  layer.loadStateDict(expected.below('state'))
  const x = inputOf(expected)
  const [inner] = grad([tanh(layer.forward(x)).sum()], [x], { createGraph: true })
  const penalty = inner!.square().mean()
  expectClose(penalty, expected.get('value'), SPECTRAL)
  penalty.backward()
  expectClose(layer.weight.grad!, expected.get('grads/weight_orig'), SPECTRAL)
})

leakTest('allows backward through two forward passes, between which the vectors have moved', () => {
  using layer = spectralNorm(new Linear(4, 3))
  const x = randn([2, 4])
  const sum = layer.forward(x).sum().add(layer.forward(x).sum())
  sum.backward()
  expect(layer.weight.grad!.shape).toEqual([3, 4])
})

leakTest('bounds the largest singular value by 1 after some passes', () => {
  const rng = new Generator(3)
  using layer = spectralNorm(new Linear(20, 10, { bias: false, rng }), { rng })
  const identity = randn([20, 20], { generator: rng })
  for (let pass = 0; pass < 100; pass++) scope(() => layer.forward(identity))
  const [, values] = linalgSvd(layer.eval().forward(identity).t().matmul(identity.t().linalgInv()))
  expect(values.floats()[0]).toBeCloseTo(1, 3)
  rng.dispose()
})

leakTest('improves its vectors in full precision under autocast', () => {
  using layer = spectralNorm(new Linear(64, 64))
  const saved = new Map([...layer.stateDict()].map(([name, value]) => [name, value.detach().clone()]))
  const x = randn([2, 64])
  const vectorAfter = (run: () => unknown) => {
    layer.loadStateDict(saved)
    run()
    return layer.stateDict().get('weight_u')!.floats()
  }
  const expected = vectorAfter(() => layer.forward(x))
  expect(vectorAfter(() => autocast({ dtype: 'bfloat16' }, () => layer.forward(x)))).toEqual(expected)
})

leakTest('shows the original weight outside forward passes, so that it can be initialised and optimised', () => {
  using layer = spectralNorm(new Linear(4, 3))
  layer.forward(randn([2, 4]))
  expect(layer.weight).toBe(layer.stateDict().get('weight_orig'))
  expect(layer.weight.isLeaf).toBe(true)
  expect(() => layer.forward(randn([2, 5]))).toThrow(/linear/)
  expect(layer.weight).toBe(layer.stateDict().get('weight_orig'))
})

test('refuses to normalise twice', () => {
  using layer = spectralNorm(new Linear(4, 3))
  expect(() => spectralNorm(layer)).toThrow('Linear has no plain parameter "weight"')
  expect(() => spectralNorm(new Linear(2, 2), { powerIterations: 0 })).toThrow(
    'powerIterations must be a positive integer',
  )
})
