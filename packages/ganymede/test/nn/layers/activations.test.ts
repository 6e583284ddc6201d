import { randn } from '@ganymede/torch'
import { expect } from 'vitest'
import * as activations from '../../../src/nn/layers/activations.js'
import type { Layer } from '../../../src/nn/module.js'
import { expectLikePytorch, leakTest, readFixture } from '../fixture.js'

const fixture = readFixture('activations')
const cases: Record<string, () => Layer> = {
  ReLU: () => new activations.ReLU(),
  LeakyReLU: () => new activations.LeakyReLU(0.2),
  'LeakyReLU default': () => new activations.LeakyReLU(),
  ELU: () => new activations.ELU(0.7),
  SELU: () => new activations.SELU(),
  SiLU: () => new activations.SiLU(),
  GELU: () => new activations.GELU(),
  'GELU tanh': () => new activations.GELU('tanh'),
  Mish: () => new activations.Mish(),
  Softplus: () => new activations.Softplus(2),
  Sigmoid: () => new activations.Sigmoid(),
  LogSigmoid: () => new activations.LogSigmoid(),
  Tanh: () => new activations.Tanh(),
  Hardtanh: () => new activations.Hardtanh(-0.5, 1.5),
  Softmax: () => new activations.Softmax(1),
  GLU: () => new activations.GLU(),
}

for (const [name, make] of Object.entries(cases)) {
  leakTest(`agrees with PyTorch, forward and backward: ${name}`, () => expectLikePytorch(make(), fixture(name)))
}

leakTest('learns a slope per channel as PyTorch does', () => {
  using layer = new activations.PReLU(4)
  expectLikePytorch(layer, readFixture('layers')('prelu'))
})

leakTest('starts with the slope 0.25', () => {
  using layer = new activations.PReLU()
  expect(layer.weight.toArray()).toEqual([0.25])
})

for (const [name, inPlace, plain] of [
  ['ReLU', new activations.ReLU({ inPlace: true }), new activations.ReLU()],
  ['LeakyReLU', new activations.LeakyReLU(0.2, { inPlace: true }), new activations.LeakyReLU(0.2)],
] as const) {
  leakTest(`gives the same values and gradients in place: ${name}`, () => {
    const x = randn([5]).requiresGrad_()
    plain.forward(x.mul(2)).sum().backward()
    const gradient = x.grad!.floats()
    x.grad = null
    const doubled = x.mul(2)
    const y = inPlace.forward(doubled)
    expect(y).toBe(doubled)
    y.sum().backward()
    expect(y.floats()).toEqual(plain.forward(x.mul(2)).floats())
    expect(x.grad!.floats()).toEqual(gradient)
  })
}
