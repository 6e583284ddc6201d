import { memory, noGrad, ones, randn, scope, type Tensor, tensor, zeros } from '@ganymede/torch'
import { expect, test } from 'vitest'
import { BatchNorm } from '../../src/nn/layers/batch-norm.js'
import { Linear } from '../../src/nn/layers/linear.js'
import { type Layer, Module, runningModulePath } from '../../src/nn/module.js'
import { Sequential } from '../../src/nn/sequential.js'
import { expectClose } from './expect-close.js'
import { leakTest } from './fixture.js'

class Affine extends Module implements Layer {
  readonly norm = this.child('norm', new BatchNorm(2))
  readonly count = this.buffer('count', zeros([], { dtype: 'int64' }))
  readonly weight = this.parameter('weight', ones([2]))

  override forward(x: Tensor): Tensor {
    return this.norm.forward(x).mul(this.weight)
  }
}

leakTest('names own parameters, own buffers and then children, as a PyTorch state_dict does', () => {
  using module = new Affine()
  expect([...module.stateDict().keys()]).toEqual([
    'weight',
    'count',
    'norm.weight',
    'norm.bias',
    'norm.running_mean',
    'norm.running_var',
    'norm.num_batches_tracked',
  ])
  expect([...module.namedParameters('g')].map(([name]) => name)).toEqual(['g.weight', 'g.norm.weight', 'g.norm.bias'])
  expect([...module.namedModules()].map(([name]) => name)).toEqual(['', 'norm'])
  expect(module.parameterCount).toBe(6)
})

leakTest('keeps parameters and buffers out of the scope in which they are made', () => {
  const module = scope(() => {
    const made = new Affine()
    return () => made
  })()
  expect(module.weight.requiresGrad).toBe(true)
  expect(module.count.requiresGrad).toBe(false)
  expect(module.stateDict().get('norm.running_mean')!.toArray()).toEqual([0, 0])
  module.dispose()
  module.dispose()
  expect(module.weight.isDisposed).toBe(true)
})

leakTest('makes a leaf of a parameter that was computed from others', () => {
  class Copy extends Module {
    readonly source: Tensor
    readonly weight: Tensor
    constructor() {
      super()
      this.source = this.parameter('source', ones([2]))
      this.weight = this.parameter('weight', this.source.mul(2))
    }
    override forward(): Tensor {
      return this.weight
    }
  }
  using module = new Copy()
  expect(module.weight.isLeaf).toBe(true)
  expect(module.stateDict().get('weight')).toBe(module.weight)
})

leakTest('counts and optimises a shared parameter once, and saves it under both names', () => {
  using shared = new Linear(2, 2, { bias: false })
  const module = new Sequential([shared, ['again', shared]])
  expect([...module.namedParameters()].map(([name]) => name)).toEqual(['0.weight'])
  expect([...module.stateDict().keys()]).toEqual(['0.weight', 'again.weight'])
})

leakTest('switches itself and everything below between training and evaluation', () => {
  using module = new Affine()
  expect([module.training, module.norm.training]).toEqual([true, true])
  expect(module.eval().norm.training).toBe(false)
  expect(module.train().norm.training).toBe(true)
})

leakTest('tells which module runs, also after one has thrown', () => {
  const seen: (string | null)[] = []
  class Probe extends Module {
    override forward(fail: boolean): void {
      seen.push(runningModulePath())
      if (fail) throw new Error('in the probe')
    }
  }
  class Outer extends Module {
    readonly probe = this.child('probe', new Probe())
    override forward(fail: boolean): void {
      this.probe.forward(fail)
      seen.push(runningModulePath())
    }
  }
  const outer = new Outer().rename('outer')
  outer.forward(false)
  expect(() => outer.forward(true)).toThrow('in the probe')
  expect(seen).toEqual(['outer.probe', 'outer', 'outer.probe'])
  expect(runningModulePath()).toBe(null)
})

leakTest('loads values by name and reports what fits', () => {
  using module = new Linear(2, 1)
  const state = new Map([
    ['weight', tensor([[3, 4]])],
    ['other', ones([1])],
  ])
  const before = module.bias!.floats()
  expect(module.loadStateDict(state, { strict: false })).toEqual({
    matched: ['weight'],
    missing: ['bias'],
    unexpected: ['other'],
  })
  expect(module.weight.toArray()).toEqual([[3, 4]])
  expect(module.bias!.floats()).toEqual(before)
  expect(module.weight.requiresGrad).toBe(true)
})

leakTest('refuses a state that does not fit, listing all differences and changing nothing', () => {
  using module = new Linear(2, 1).rename('head')
  const before = module.bias!.floats()
  const state = new Map([
    ['weight', ones([2, 2])],
    ['bias', ones([1])],
    ['extra', ones([1])],
  ])
  expect(() => module.loadStateDict(state)).toThrow(
    expect.objectContaining({
      code: 'STATE_MISMATCH',
      message: [
        'the state does not fit head',
        'shape of weight: module [1, 2], state [2, 2]',
        'not in the module: extra',
      ].join('\n  '),
    }),
  )
  expect(module.bias!.floats()).toEqual(before)
})

leakTest('accepts old checkpoints without batch counters, as PyTorch does', () => {
  using module = new Affine()
  const state = new Map([...module.stateDict()].filter(([name]) => name !== 'norm.num_batches_tracked'))
  expect(module.loadStateDict(state).missing).toEqual(['norm.num_batches_tracked'])
  state.delete('norm.running_mean')
  expect(() => module.loadStateDict(state)).toThrow(/missing from the state: norm\.running_mean$/)
})

leakTest('refuses to turn weights into integers', () => {
  using module = new Linear(1, 1)
  expect(() => module.to({ dtype: 'int64' })).toThrow('module.to: int64 cannot hold weights')
})

leakTest('changes dtype and layout in place, with gradients, and leaves integer buffers alone', () => {
  using module = new Affine()
  const { weight } = module
  module
    .forward(randn([4, 2]))
    .sum()
    .backward()
  const gradient = weight.grad!.floats()
  module.to({ dtype: 'float64' })
  expect(module.weight).toBe(weight)
  expect([weight.dtype, weight.requiresGrad, weight.isLeaf]).toEqual(['float64', true, true])
  expect(module.count.dtype).toBe('int64')
  expect(module.norm.runningMean!.dtype).toBe('float64')
  expect(weight.grad!.dtype).toBe('float64')
  expect(weight.grad!.floats()).toEqual(gradient)
  module
    .forward(randn([4, 2], { dtype: 'float64' }))
    .sum()
    .backward()
  const live = memory().live
  module.to({})
  expect(memory().live).toBe(live)
})

leakTest('switches gradients of all parameters', () => {
  using module = new Affine()
  module.requiresGrad(false)
  expect(module.parameters().some((p) => p.requiresGrad)).toBe(false)
  expect(module.forward(randn([4, 2])).requiresGrad).toBe(false)
  module.requiresGrad(true)
  expect(module.parameters().every((p) => p.requiresGrad)).toBe(true)
})

leakTest('gives the gradients of a network to all of its parameters', () => {
  using module = new Affine()
  module
    .forward(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    )
    .mul(
      tensor([
        [1, 0],
        [0, 1],
      ]),
    )
    .sum()
    .backward()
  // The batch is normalised to ∓1 per column: d/d weight = Σ rows of the mask.
  expectClose(module.weight.grad!, [-1, 1], 1e-4)
  noGrad(() =>
    expect(module.forward(ones([2, 2])).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]),
  )
})

test('refuses names that are taken, empty or with a dot', () => {
  class Wrong extends Module {
    constructor(name: string) {
      super()
      this.child('taken', new Sequential([]))
      this.child(name, new Sequential([]))
    }
    override forward(): void {}
  }
  expect(() => new Wrong('taken')).toThrow('module Wrong: the name "taken" is taken')
  expect(() => new Wrong('')).toThrow('module: "" is not a name')
  expect(() => new Wrong('a.b')).toThrow('module: "a.b" is not a name')
})

leakTest('names the parameter and the network when it is used after it was freed', () => {
  const net = new Sequential([new Linear(2, 2), new BatchNorm(2)])
  using x = ones([3, 2])
  net.dispose()
  expect(() => net.forward(x)).toThrow('the parameter "0.weight" of Sequential is used after it was freed')
  expect(() => net.rename('critic').forward(x)).toThrow('of Sequential "critic" is used after it was freed')
  expect(() => net.stateDict().get('1.running_mean')!.shape).toThrow('the buffer "1.running_mean" of Sequential')
})
