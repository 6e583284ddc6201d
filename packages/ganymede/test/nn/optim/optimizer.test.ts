import { memory, noGrad, ones, randn, scope, type Tensor, tensor } from '@ganymede/torch'
import { expect, test } from 'vitest'
import { ReLU } from '../../../src/nn/layers/activations.js'
import { Conv2d } from '../../../src/nn/layers/conv2d.js'
import { Linear } from '../../../src/nn/layers/linear.js'
import { toChannelsLast } from '../../../src/nn/memory-format.js'
import { adam } from '../../../src/nn/optim/adam.js'
import type { Optimizer } from '../../../src/nn/optim/optimizer.js'
import { sgd } from '../../../src/nn/optim/sgd.js'
import { Sequential } from '../../../src/nn/sequential.js'
import { expectClose } from '../expect-close.js'
import { leakTest } from '../fixture.js'

const network = () => new Sequential([new Linear(3, 4), new ReLU(), new Linear(4, 1)])

function trainOnce(model: Sequential, optimizer: Optimizer, x: Tensor): void {
  scope(() => {
    optimizer.zeroGrad()
    model.forward(x).square().mean().backward()
    optimizer.step()
  })
}

const values = (model: Sequential): number[] => model.parameters().flatMap((p) => [...p.floats()])

test('leaves the number of live tensors as it was, from the second step on', () => {
  const model = network()
  const x = randn([5, 3])
  const optimizer = adam(model)
  trainOnce(model, optimizer, x)
  const { live } = memory()
  for (let step = 0; step < 20; step++) trainOnce(model, optimizer, x)
  expect(memory().live).toBe(live)
  optimizer.dispose()
  // 4 parameters: step, exp_avg and exp_avg_sq of each.
  expect(memory().live).toBe(live - 12)
  model.dispose()
  x.dispose()
})

leakTest('makes state when a parameter first has a gradient, also inside a scope', () => {
  using model = network()
  using optimizer = adam(model)
  expect(optimizer.state().groups.default!.parameters).toEqual({})
  const x = randn([5, 3])
  trainOnce(model, optimizer, x)
  const { parameters } = optimizer.state().groups.default!
  expect(Object.keys(parameters)).toEqual(['0.weight', '0.bias', '2.weight', '2.bias'])
  expect(parameters['0.weight']!.exp_avg!.shape).toEqual([4, 3])
  expect(parameters['0.weight']!.step!.item()).toBe(1)
  expect(optimizer.tensors().length).toBe(12)
})

leakTest('leaves frozen parameters and those without a gradient alone', () => {
  using model = network()
  using optimizer = sgd(model, { lr: 1 })
  for (const parameter of model.parameters()) parameter.grad = ones(parameter.shape)
  const [first, , third] = model.parameters()
  first!.requiresGrad_(false)
  third!.grad = null
  const before = model.parameters().map((p) => p.detach().clone())
  optimizer.step()
  const moved = model.parameters().map((p, i) => p.sub(before[i]!).abs().sum().item() > 0)
  expect(moved).toEqual([false, true, false, true])
})

leakTest('sets all gradients to none', () => {
  using model = network()
  using optimizer = sgd(model)
  model
    .forward(randn([2, 3]))
    .sum()
    .backward()
  expect(model.parameters().every((p) => p.grad !== null)).toBe(true)
  optimizer.zeroGrad()
  expect(model.parameters().every((p) => p.grad === null)).toBe(true)
})

leakTest('goes on from a saved state exactly as it would have without the interruption', () => {
  const x = randn([5, 3])
  using model = network()
  using optimizer = adam(model, { lr: 0.1, betas: [0.5, 0.9] })
  optimizer.setLearningRateFactor(0.5)
  for (let step = 0; step < 3; step++) trainOnce(model, optimizer, x)
  using copy = network()
  copy.loadStateDict(model.stateDict())
  using resumed = adam(copy, { lr: 0.7, betas: [0.5, 0.9] })
  resumed.restore(optimizer.state())
  expect(resumed.learningRates()).toEqual({ default: 0.05 })
  for (let step = 0; step < 3; step++) {
    trainOnce(model, optimizer, x)
    trainOnce(copy, resumed, x)
  }
  expect(values(copy)).toEqual(values(model))
  resumed.restore(optimizer.state(), { learningRates: 'own' })
  expect(resumed.learningRates()).toEqual({ default: 0.05 })
})

leakTest('keeps its own learning rate when asked to, and drops state that was not saved', () => {
  const x = randn([5, 3])
  using model = network()
  using optimizer = adam(model, { lr: 0.1 })
  const empty = optimizer.state()
  trainOnce(model, optimizer, x)
  using other = adam(model, { lr: 0.2 })
  other.restore(optimizer.state(), { learningRates: 'own' })
  expect(other.learningRates()).toEqual({ default: 0.2 })
  expect(other.tensors().length).toBe(12)
  other.restore(empty)
  expect(other.tensors().length).toBe(0)
})

leakTest('refuses a state that does not fit, listing all differences and changing nothing', () => {
  const x = randn([5, 3])
  using model = network()
  using optimizer = adam(model)
  trainOnce(model, optimizer, x)
  const state = optimizer.state()
  const saved = state.groups.default!
  const { '0.bias': moments, ...rest } = saved.parameters
  const parameters = {
    ...rest,
    '0.bias': { step: moments!.step!, exp_avg: ones([7]) },
    other: moments!,
  }
  const broken = { ...state, groups: { default: { ...saved, parameters }, second: saved } }
  const before = optimizer.tensors().map((value) => value.toArray())
  expect(() => optimizer.restore(broken)).toThrow(
    expect.objectContaining({
      code: 'STATE_MISMATCH',
      message: [
        'the saved state does not fit this adam optimizer',
        'group not in this optimizer: second',
        'shape of exp_avg of 0.bias: expected [4], saved [7]',
        'missing from the state: exp_avg_sq of 0.bias',
        'not in this optimizer: other',
      ].join('\n  '),
    }),
  )
  expect(optimizer.tensors().map((value) => value.toArray())).toEqual(before)
  using sgdOptimizer = sgd(model)
  expect(() => sgdOptimizer.restore(state)).toThrow('algorithm: this one is sgd, saved is adam')
  expect(() => optimizer.restore({ ...state, groups: {} })).toThrow('group missing from the state: default')
})

leakTest('gives groups learning rates of their own, which schedules multiply', () => {
  using model = network()
  const [first, second] = [model.at(0), model.at(2)]
  using optimizer = sgd(
    [
      { name: 'body', parameters: first },
      { name: 'head', parameters: second, options: { lr: 0.5 } },
    ],
    { lr: 0.1 },
  )
  expect(optimizer.learningRates()).toEqual({ body: 0.1, head: 0.5 })
  optimizer.setLearningRateFactor(0.5)
  optimizer.setLearningRate(1, 'body')
  expect(optimizer.learningRates()).toEqual({ body: 0.5, head: 0.25 })
  const before = model.parameters().map((p) => p.detach().clone())
  for (const parameter of model.parameters()) parameter.grad = ones(parameter.shape)
  optimizer.step()
  const expected = [0.5, 0.5, 0.25, 0.25]
  model.parameters().forEach((parameter, i) => {
    expectClose(before[i]!.sub(parameter), ones(parameter.shape).mul(expected[i]!), 1e-6)
  })
})

leakTest('follows a network whose layout and dtype change between steps', () => {
  const make = () => {
    const model = new Sequential([new Conv2d(2, 3, { kernelSize: 3 })])
    noGrad(() => model.parameters().forEach((p) => void p.fill_(0.1)))
    return { model, optimizer: adam(model, { lr: 0.01 }) }
  }
  const x = randn([2, 2, 6, 6])
  const [plain, moved] = [make(), make()]
  for (let step = 0; step < 6; step++) {
    if (step === 2) toChannelsLast(moved.model)
    if (step === 4) moved.model.to({ dtype: 'float64' })
    trainOnce(plain.model, plain.optimizer, x)
    trainOnce(moved.model, moved.optimizer, step < 4 ? x : x.to({ dtype: 'float64' }))
  }
  expectClose(moved.model.at(0).parameters()[0]!, plain.model.at(0).parameters()[0]!, 1e-5)
  for (const { model, optimizer } of [plain, moved]) {
    optimizer.dispose()
    model.dispose()
  }
})

leakTest('refuses groups and parameters that come twice, and tensors that are not dense leaves', () => {
  using model = new Linear(2, 2)
  expect(() =>
    sgd([
      { name: 'a', parameters: model },
      { name: 'a', parameters: [['w', ones([1])]] },
    ]),
  ).toThrow('two groups have one name: a, a')
  expect(() =>
    sgd([
      { name: 'a', parameters: model },
      { name: 'b', parameters: model },
    ]),
  ).toThrow('the parameter weight of group b comes twice')
  expect(() =>
    sgd([
      ['w', ones([1])],
      ['w', ones([1])],
    ]),
  ).toThrow('two parameters called w')
  expect(() => sgd([['w', ones([4, 4]).slice(1, 0, 2).requiresGrad_()]])).toThrow(
    'w of group default is not a dense leaf',
  )
  expect(() => sgd([['w', model.weight.mul(2)]])).toThrow('w of group default is not a dense leaf')
})

leakTest('refuses learning rates and factors that are negative or not finite', () => {
  using optimizer = sgd([['w', tensor([1]).requiresGrad_()]])
  expect(() => optimizer.setLearningRate(-1)).toThrow('the learning rate must be at least 0, got -1')
  expect(() => optimizer.setLearningRate(1, 'none')).toThrow('there is no group "none"')
  expect(() => optimizer.setLearningRateFactor(Number.NaN)).toThrow('the factor must be at least 0, got NaN')
})
