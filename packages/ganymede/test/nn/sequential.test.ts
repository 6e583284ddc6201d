import { keep, memory, noGrad, ones, randn, scope, type Tensor } from '@ganymede/torch'
import { expect, test } from 'vitest'
import { LeakyReLU, ReLU } from '../../src/nn/layers/activations.js'
import { Conv2d } from '../../src/nn/layers/conv2d.js'
import { Linear } from '../../src/nn/layers/linear.js'
import { Identity } from '../../src/nn/layers/shape.js'
import { type Layer, Module } from '../../src/nn/module.js'
import { ModuleList, Sequential } from '../../src/nn/sequential.js'
import { leakTest } from './fixture.js'

leakTest('names layers by position, or by the names given', () => {
  using network = new Sequential([
    new Linear(3, 4),
    new ReLU(),
    ['head', new Sequential([new Linear(4, 2, { bias: false })])],
  ])
  // torch.nn.Sequential names its children '0', '1', …; an OrderedDict gives names.
  expect([...network.stateDict().keys()]).toEqual(['0.weight', '0.bias', 'head.0.weight'])
  expect(network.length).toBe(3)
  expect(network.at(-1)).toBe([...network][2])
})

leakTest('gives what its layers give one after the other', () => {
  using network = new Sequential([new Linear(3, 4), new LeakyReLU(0.2, { inPlace: true }), new Linear(4, 2)])
  const x = randn([5, 3])
  let expected = x
  for (const layer of network) expected = layer.forward(expected)
  expect(network.forward(x).floats()).toEqual(expected.floats())
})

/** Notes how many tensors live while it runs. */
class Counter extends Module implements Layer {
  readonly seen: number[] = []

  override forward(x: Tensor): Tensor {
    this.seen.push(memory().live)
    return x.mul(1)
  }
}

test('frees what lies between two layers as soon as the second has run, with and without recording', () => {
  const counters = Array.from({ length: 6 }, () => new Counter())
  const network = new Sequential(counters)
  const x = randn([2, 2]).requiresGrad_()
  for (const run of [() => network.forward(x), () => noGrad(() => network.forward(x))]) {
    const before = memory().live
    run().dispose()
    const extra = counters.map(({ seen }) => seen.pop()! - before)
    // The input of a layer lives while it runs; the first one's belongs to the caller.
    expect(extra).toEqual([0, 1, 1, 1, 1, 1])
    expect(memory().live).toBe(before)
  }
  x.dispose()
})

leakTest('never frees its input, parameters or kept tensors', () => {
  class Constant extends Module implements Layer {
    readonly value = this.parameter('value', ones([2]))
    override forward(): Tensor {
      return this.value
    }
  }
  class Remember extends Module implements Layer {
    readonly results: Tensor[] = []
    override forward(x: Tensor): Tensor {
      const y = keep(x.mul(2))
      this.results.push(y)
      return y
    }
  }
  using constant = new Constant()
  const remember = new Remember()
  const network = new Sequential([new Identity(), new Identity(), constant, remember, new ReLU()])
  const x = randn([2])
  for (let i = 0; i < 2; i++) expect(network.forward(x).toArray()).toEqual([2, 2])
  expect(x.isDisposed).toBe(false)
  expect(remember.results.map((y) => y.toArray())).toEqual([
    [2, 2],
    [2, 2],
  ])
  for (const y of remember.results) y.dispose()
})

leakTest('returns the input itself when it is empty or does nothing', () => {
  const x = randn([2])
  expect(new Sequential([]).forward(x)).toBe(x)
  expect(new Sequential([new Identity()]).forward(x)).toBe(x)
  expect(scope(() => new Sequential([new Identity()]).forward(x)).isDisposed).toBe(false)
})

leakTest('frees everything when a layer throws, and names it', () => {
  using network = new Sequential([new Conv2d(1, 2, { kernelSize: 3 }), new Conv2d(3, 1, { kernelSize: 3 })])
  network.rename('critic')
  const x = randn([1, 1, 8, 8])
  const before = memory().live
  expect(() => network.forward(x)).toThrow(/in {2}critic\.1$/)
  expect(memory().live).toBe(before)
})

test('refuses a name twice and a position that does not exist', () => {
  expect(() => new Sequential([new ReLU(), ['0', new ReLU()]])).toThrow('the name "0" is taken')
  expect(() => new Sequential([]).at(0)).toThrow('there is no layer 0 in a list of 0')
})

leakTest('lists modules under their positions', () => {
  using blocks = new ModuleList([new Linear(2, 2, { bias: false })])
  blocks.push(new Linear(2, 3))
  expect([...blocks.stateDict().keys()]).toEqual(['0.weight', '1.weight', '1.bias'])
  expect(blocks.at(1).outFeatures).toBe(3)
  expect([...blocks].length).toBe(blocks.length)
  expect(() => blocks.forward()).toThrow('a module list has no forward')
})
