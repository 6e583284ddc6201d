import { type Tensor, tensor } from '@ganymede/torch'
import { describe, expect, test } from 'vitest'
import { type AdamOptions, adam } from '../../../src/nn/optim/adam.js'
import { adamw } from '../../../src/nn/optim/adamw.js'
import type { Optimizer, ParameterSource } from '../../../src/nn/optim/optimizer.js'
import { rmsprop } from '../../../src/nn/optim/rmsprop.js'
import { sgd } from '../../../src/nn/optim/sgd.js'
import { expectClose } from '../expect-close.js'
import { leakTest, readFixture } from '../fixture.js'

const fixture = readFixture('optimizers')
const shared = fixture('shared')
const all: Partial<AdamOptions> = { lr: 0.1, betas: [0.3, 0.9], eps: 0.01, amsgrad: true }

const cases: Record<string, (parameters: ParameterSource) => Optimizer> = {
  adam: (p) => adam(p, { lr: 0.1 }),
  'adam gan': (p) => adam(p, { lr: 0.05, betas: [0.5, 0.999] }),
  'adam all': (p) => adam(p, { ...all, weightDecay: 0.1, maximize: true }),
  adamw: (p) => adamw(p, { lr: 0.1 }),
  'adamw all': (p) => adamw(p, { ...all, weightDecay: 0.2 }),
  sgd: (p) => sgd(p, { lr: 0.1 }),
  'sgd momentum': (p) => sgd(p, { lr: 0.1, momentum: 0.9 }),
  'sgd dampening': (p) => sgd(p, { lr: 0.1, momentum: 0.9, dampening: 0.5, weightDecay: 0.1 }),
  'sgd nesterov': (p) => sgd(p, { lr: 0.1, momentum: 0.9, nesterov: true, maximize: true }),
  rmsprop: (p) => rmsprop(p, { lr: 0.1 }),
  'rmsprop momentum': (p) => rmsprop(p, { lr: 0.1, alpha: 0.9, eps: 0.01, momentum: 0.5, weightDecay: 0.1 }),
  'rmsprop centered': (p) => rmsprop(p, { lr: 0.1, alpha: 0.8, centered: true, momentum: 0.5, maximize: true }),
}

/** Values of PyTorch's foreach and fused implementations, which round in another order than single-tensor ones. */
const AS_PYTORCH = 1e-6

describe.each(Object.keys(cases))('%s', (name) => {
  const expected = fixture(name)

  leakTest('changes parameters as PyTorch does over five steps, skipping those without a gradient', () => {
    const parameters = new Map([...shared.below('start')].map(([key, value]) => [key, value.clone().requiresGrad_()]))
    using optimizer = cases[name]!(parameters)
    for (let step = 0; step < 5; step++) {
      const gradients = shared.below(`gradients/${step}`)
      for (const [key, parameter] of parameters) parameter.grad = gradients.get(key)?.clone() ?? null
      optimizer.step()
      for (const [key, parameter] of parameters) {
        expectClose(parameter, expected.get(`trace/${step}/${key}`), AS_PYTORCH, `${key} after step ${step}`)
      }
    }
    for (const [key, parameter] of parameters) {
      const own = optimizer.state().groups.default!.parameters[key]!
      const saved = expected.below(`state/${key}`)
      expect(Object.keys(own).sort()).toEqual([...saved.keys()].sort())
      for (const [slot, value] of saved) expectClose(own[slot]!, value, AS_PYTORCH, `${slot} of ${key}`)
      parameter.grad = null
    }
  })

  leakTest('gives the same for parameters and gradients that lie channels-last or otherwise', () => {
    const make = (layout: (value: Tensor) => Tensor, gradientLayout: (value: Tensor) => Tensor): Tensor => {
      const values = Float32Array.from({ length: 48 }, (_, i) => Math.sin(i))
      const weight = layout(tensor(values, { shape: [2, 3, 4, 2] })).requiresGrad_()
      using optimizer = cases[name]!([['weight', weight]])
      for (let step = 1; step <= 3; step++) {
        const gradient = tensor(
          values.map((value) => Math.cos(step * value + 1)),
          { shape: [2, 3, 4, 2] },
        )
        weight.grad = gradientLayout(gradient)
        optimizer.step()
      }
      weight.grad = null
      return weight
    }
    const plain = (value: Tensor) => value
    const last = (value: Tensor) => value.to({ memoryFormat: 'channelsLast' })
    const expectedWeight = make(plain, plain)
    for (const other of [make(last, last), make(last, plain), make(plain, last)]) {
      expectClose(other, expectedWeight, AS_PYTORCH)
    }
  })
})

test.each([
  [() => adam([], {}), 'optimizer: there are no parameters'],
  [() => adam(single(), { lr: -1 }), 'adam: lr must be a finite number of at least 0, got -1'],
  [() => adam(single(), { betas: [0.9, 1] }), 'adam: betas must be a number from 0 to'],
  [
    () => adamw(single(), { weightDecay: Number.NaN }),
    'adamw: weightDecay must be a finite number of at least 0, got NaN',
  ],
  [() => sgd(single(), { nesterov: true }), 'sgd: nesterov needs a momentum above 0 and no dampening'],
  [() => sgd(single(), { momentum: -0.1 }), 'sgd: momentum must be a finite number of at least 0, got -0.1'],
  [() => rmsprop(single(), { alpha: 1.1 }), 'rmsprop: alpha must be a number from 0 to 1, got 1.1'],
])('refuses options outside their range %#', (make, message) => {
  expect(make).toThrow(message)
})

function single(): [string, Tensor][] {
  return [['weight', tensor([1]).requiresGrad_()]]
}

leakTest('takes no step where a centred RMSprop met a gradient whose square is infinite', () => {
  // p = Parameter([1., 2.]); RMSprop([p], lr=0.1, alpha=0.9, centered=True) on a CPU with fused multiply-add
  const expected = [
    [1, 1.6666667461395264],
    [1, 1.4117603302001953],
    [1, 1.605666995048523],
  ]
  const parameter = tensor([1, 2]).requiresGrad_()
  using optimizer = rmsprop([['p', parameter]], { lr: 0.1, alpha: 0.9, centered: true })
  for (const [step, gradient] of [
    [1e25, 0.5],
    [0.1, 0.5],
    [0.2, -0.5],
  ].entries()) {
    parameter.grad = tensor(gradient)
    optimizer.step()
    expectClose(parameter, expected[step]!, AS_PYTORCH)
  }
  parameter.grad = tensor([Number.NaN, 0.5])
  optimizer.step()
  expect(parameter.floats()[0]).toBeNaN()
})

test.each([
  [() => adam(single(), { lr: Number.NaN }), 'adam: lr must be a finite number of at least 0, got NaN'],
  [
    () => adam(single(), { lr: Number.POSITIVE_INFINITY }),
    'adam: lr must be a finite number of at least 0, got Infinity',
  ],
  [() => sgd(single(), { lr: '1' as unknown as number }), 'sgd: lr must be a finite number of at least 0, got "1"'],
])('names the number that it refuses (%#)', (make, message) => {
  expect(make).toThrow(message)
})
