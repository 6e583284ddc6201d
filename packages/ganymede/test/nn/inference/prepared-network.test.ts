import { autocast, cpuFeatures, isGradEnabled, manualSeed, memory, noGrad, randn, type Tensor } from '@ganymede/torch'
import { expect, test } from 'vitest'
import {
  inferenceLayout,
  PreparedNetwork,
  type PreparedNetworkOptions,
} from '../../../src/nn/inference/prepared-network.js'
import { LeakyReLU, ReLU, Tanh } from '../../../src/nn/layers/activations.js'
import { BatchNorm } from '../../../src/nn/layers/batch-norm.js'
import { ConditionalBatchNorm } from '../../../src/nn/layers/conditional-batch-norm.js'
import { ConvTranspose2d } from '../../../src/nn/layers/conv-transpose2d.js'
import { Conv2d } from '../../../src/nn/layers/conv2d.js'
import { Dropout, Dropout2d } from '../../../src/nn/layers/dropout.js'
import { GroupNorm } from '../../../src/nn/layers/group-norm.js'
import { InstanceNorm2d } from '../../../src/nn/layers/instance-norm.js'
import { Linear } from '../../../src/nn/layers/linear.js'
import { Identity } from '../../../src/nn/layers/shape.js'
import { spectralNorm } from '../../../src/nn/layers/spectral-norm.js'
import { isChannelsLast } from '../../../src/nn/memory-format.js'
import type { Layer, Module } from '../../../src/nn/module.js'
import { Sequential } from '../../../src/nn/sequential.js'
import { expectClose } from '../expect-close.js'
import { leakTest } from '../fixture.js'

const FOLDED = 1e-5 // float32: scales are multiplied into the weights before the sums
const layouts = ['channels-last', 'plain'] as const
const hasBfloat16 = cpuFeatures().amxBf16 || cpuFeatures().avx512Bf16

/** Statistics and scales that no layer would have by accident. */
function withHistory<M extends Module>(network: M): M {
  manualSeed(7)
  noGrad(() => {
    for (const [, norm] of network.namedModules()) {
      if (!(norm instanceof BatchNorm)) continue
      norm.runningMean?.normal_(0.3)
      norm.runningVar?.uniform_(0.1, 3)
      norm.weight?.normal_(1, 0.5)
      norm.bias?.normal_()
    }
  })
  return network.eval()
}

function states(network: Module): number[][] {
  return [...network.stateDict().values()].map((value) => Array.from(value.data() as ArrayLike<number>, Number))
}

/** Compares what a network gives with and without preparation; says how many norms were folded. */
function expectSame(network: Layer, x: Tensor, options: PreparedNetworkOptions = {}, tolerance = FOLDED): number {
  using fast = new PreparedNetwork(network, options)
  const before = states(network)
  const expected = noGrad(() => network.forward(x))
  expectClose(
    fast.run(() => network.forward(x)),
    expected,
    tolerance,
    'first pass',
  )
  expectClose(
    fast.run(() => network.forward(x)),
    expected,
    tolerance,
    'second pass',
  )
  expect(states(network)).toEqual(before)
  return fast.foldedCount
}

const chains: Record<string, { readonly layers: () => Layer[]; readonly x: () => Tensor; readonly folded: number }> = {
  'a convolution without bias': {
    layers: () => [new Conv2d(3, 8, { kernelSize: 3, padding: 1, bias: false }), new BatchNorm(8), new ReLU()],
    x: () => randn([2, 3, 9, 7]),
    folded: 1,
  },
  'a convolution with bias, groups, stride and dilation': {
    layers: () => [
      new Conv2d(4, 8, { kernelSize: [3, 5], stride: 2, dilation: [2, 1], groups: 2 }),
      new BatchNorm(8, { eps: 0.1 }),
    ],
    x: () => randn([1, 4, 12, 12]),
    folded: 1,
  },
  'mirrored padding': {
    layers: () => [new Conv2d(3, 4, { kernelSize: 3, padding: 1, paddingMode: 'reflect' }), new BatchNorm(4)],
    x: () => randn([2, 3, 8, 8]),
    folded: 1,
  },
  'a transposed convolution': {
    layers: () => [new ConvTranspose2d(6, 4, { kernelSize: 4, stride: 2, padding: 1, bias: false }), new BatchNorm(4)],
    x: () => randn([2, 6, 5, 5]),
    folded: 1,
  },
  'a transposed convolution with groups and output padding': {
    layers: () => [
      new ConvTranspose2d(6, 4, { kernelSize: 3, stride: 2, padding: 1, outputPadding: 1, groups: 2 }),
      new BatchNorm(4),
    ],
    x: () => randn([2, 6, 5, 5]),
    folded: 1,
  },
  'a linear layer': {
    layers: () => [new Linear(5, 7), new BatchNorm(7), new Tanh()],
    x: () => randn([4, 5]),
    folded: 1,
  },
  'a norm without scale and shift': {
    layers: () => [new Conv2d(3, 8, { kernelSize: 1 }), new BatchNorm(8, { affine: false })],
    x: () => randn([2, 3, 4, 4]),
    folded: 1,
  },
  'what does nothing between both': {
    layers: () => [
      new Conv2d(3, 8, { kernelSize: 1 }),
      new Identity(),
      new Dropout(0.5),
      new Dropout2d(0.5),
      new BatchNorm(8),
    ],
    x: () => randn([2, 3, 4, 4]),
    folded: 1,
  },
  'two pairs around an activation': {
    layers: () => [
      new Conv2d(3, 8, { kernelSize: 3 }),
      new BatchNorm(8),
      new LeakyReLU(0.2, { inPlace: true }),
      new ConvTranspose2d(8, 4, { kernelSize: 2, stride: 2 }),
      new BatchNorm(4),
    ],
    x: () => randn([2, 3, 6, 6]),
    folded: 2,
  },
  'a chain inside a chain': {
    layers: () => [new Sequential([new Conv2d(3, 4, { kernelSize: 3 }), new BatchNorm(4)]), new ReLU()],
    x: () => randn([2, 3, 6, 6]),
    folded: 1,
  },
}

for (const layout of layouts) {
  for (const [name, { layers, x, folded }] of Object.entries(chains)) {
    leakTest(`folds ${name}, ${layout}`, () => {
      using network = withHistory(new Sequential(layers()))
      expect(expectSame(network, x(), { layout })).toBe(folded)
    })
  }
}

const kept: Record<string, () => Layer[]> = {
  'an activation stands between': () => [new Conv2d(3, 8, { kernelSize: 1 }), new ReLU(), new BatchNorm(8)],
  'the norm keeps no running statistics': () => [
    new Conv2d(3, 8, { kernelSize: 1 }),
    new BatchNorm(8, { trackRunningStats: false }),
  ],
  'the norm looks at the image': () => [new Conv2d(3, 8, { kernelSize: 1 }), new InstanceNorm2d(8)],
  'the weight is made anew in every pass': () => [spectralNorm(new Conv2d(3, 8, { kernelSize: 1 })), new BatchNorm(8)],
  'the layer is of a class of one’s own': () => [new Doubled(3, 8, { kernelSize: 1 }), new BatchNorm(8)],
  'the norm comes first': () => [new BatchNorm(3), new Conv2d(3, 8, { kernelSize: 1 })],
}

class Doubled extends Conv2d {
  override forward(x: Tensor): Tensor {
    return super.forward(x).mul(2)
  }
}

for (const layout of layouts) {
  for (const [name, layers] of Object.entries(kept)) {
    leakTest(`leaves a norm alone when ${name}, ${layout}`, () => {
      using network = withHistory(new Sequential(layers()))
      expect(expectSame(network, randn([2, 3, 6, 6]), { layout })).toBe(0)
    })
  }
}

leakTest('leaves linear layers over sequences alone, whose second axis is not the channel', () => {
  using network = withHistory(new Sequential([new Linear(5, 4), new BatchNorm(4)]))
  expectSame(network, randn([3, 4, 5]))
})

leakTest('leaves a norm by class alone', () => {
  using conv = new Conv2d(3, 4, { kernelSize: 3 })
  using norm = withHistory(new ConditionalBatchNorm(4, 5))
  using fast = new PreparedNetwork(norm)
  const [x, labels] = [randn([2, 3, 6, 6]), randn([2]).mul(0).to({ dtype: 'int64' })]
  const pass = () => norm.forward(conv.forward(x), labels)
  expectClose(fast.run(pass), noGrad(pass), 0)
})

leakTest('normalises by the batch while the norm is in training mode, and drops out', () => {
  using network = withHistory(new Sequential([new Conv2d(3, 8, { kernelSize: 1 }), new Dropout(0.5), new BatchNorm(8)]))
  const x = randn([4, 3, 6, 6])
  using fast = new PreparedNetwork(network)
  for (const training of [[1], [2], [1, 2], []]) {
    network.eval()
    for (const place of training) network.at(place).train()
    const pass = () => {
      manualSeed(3)
      return network.forward(x)
    }
    const state = new Map([...network.stateDict()].map(([name, value]) => [name, value.clone()]))
    const expected = noGrad(pass)
    network.loadStateDict(state)
    expectClose(fast.run(pass), expected, FOLDED, `training ${training.join()}`)
  }
})

leakTest('serves a layer that is called by itself with its own weights', () => {
  using network = withHistory(new Sequential([new Conv2d(3, 8, { kernelSize: 1 }), new BatchNorm(8)]))
  const x = randn([2, 3, 4, 4])
  using fast = new PreparedNetwork(network)
  const features = (): Tensor[] => {
    const convolved = network.at(0).forward(x)
    return [convolved, network.at(1).forward(convolved), network.forward(x)]
  }
  const expected = noGrad(features)
  for (const [i, made] of fast.run(features).entries()) expectClose(made, expected[i] as Tensor, FOLDED)
})

leakTest('takes images of other sizes, single ones and none', () => {
  using network = withHistory(new Sequential([new Conv2d(3, 8, { kernelSize: 3 }), new BatchNorm(8)]))
  using fast = new PreparedNetwork(network, { layout: 'channels-last' })
  for (const shape of [
    [2, 3, 8, 8],
    [1, 3, 37, 5],
    [5, 3, 3, 3],
    [0, 3, 8, 8],
  ]) {
    const x = randn(shape)
    expectClose(
      fast.run(() => network.forward(x)),
      noGrad(() => network.forward(x)),
      FOLDED,
    )
  }
})

leakTest('says what the layer itself would say of images that do not fit', () => {
  using network = withHistory(new Sequential([new Conv2d(3, 8, { kernelSize: 3 }), new BatchNorm(8)]))
  network.rename('generator')
  using fast = new PreparedNetwork(network)
  for (const shape of [
    [2, 4, 8, 8],
    [2, 3, 2, 2],
  ]) {
    const x = randn(shape)
    const reason = (run: () => unknown): string => {
      try {
        run()
      } catch (error) {
        return `${(error as Error).message}`
      }
      return 'nothing'
    }
    const said = reason(() => fast.run(() => network.forward(x)))
    expect(said.split('\n')[0]).toBe(reason(() => noGrad(() => network.forward(x))).split('\n')[0])
    expect(said).toContain('generator.0')
  }
})

leakTest('sees weights and statistics that were written since', () => {
  using network = withHistory(new Sequential([new Conv2d(3, 8, { kernelSize: 3 }), new BatchNorm(8)]))
  const x = randn([2, 3, 8, 8])
  for (const layout of layouts) {
    using fast = new PreparedNetwork(network, { layout })
    for (const value of network.tensors()) {
      fast.run(() => network.forward(x))
      if (value.dtype === 'float32') noGrad(() => value.add_(0.25))
      expectClose(
        fast.run(() => network.forward(x)),
        noGrad(() => network.forward(x)),
        FOLDED,
      )
    }
  }
})

leakTest('leaves memory as it was when it is disposed of, and can go on', () => {
  using network = withHistory(new Sequential([new Conv2d(3, 8, { kernelSize: 3 }), new BatchNorm(8), new Tanh()]))
  const x = randn([2, 3, 8, 8])
  const live = memory().live
  const fast = new PreparedNetwork(network)
  expect(memory().live).toBe(live)
  for (let round = 0; round < 2; round++) {
    fast.run(() => network.forward(x)).dispose()
    expect(memory().live).toBeGreaterThan(live)
    fast.dispose()
    expect(memory().live).toBe(live)
  }
  expectClose(
    network.forward(x),
    noGrad(() => network.forward(x)),
    0,
  )
})

leakTest('runs without gradients, and only its own callback', () => {
  using network = withHistory(new Sequential([new Conv2d(3, 8, { kernelSize: 3 }), new BatchNorm(8)]))
  using fast = new PreparedNetwork(network)
  expect(fast.run(isGradEnabled)).toBe(false)
  expect(isGradEnabled()).toBe(true)
  expect(() => fast.run(() => Promise.resolve())).toThrow('promise')
  expect(() =>
    fast.run(() => {
      throw new Error('mine')
    }),
  ).toThrow('mine')
  expect(network.forward(randn([1, 3, 8, 8])).requiresGrad).toBe(true)
})

test('finds the layout by what was measured', () => {
  const best = process.arch === 'x64' ? 'channels-last' : 'plain'
  using batch = new Sequential([new Conv2d(3, 8, { kernelSize: 3 }), new BatchNorm(8)])
  using instance = new Sequential([new Conv2d(3, 8, { kernelSize: 3 }), new InstanceNorm2d(8)])
  expect(inferenceLayout(batch, 'cpu')).toBe(best)
  expect(inferenceLayout(batch, 'cuda:0')).toBe('plain')
  using group = new Sequential([new Conv2d(3, 8, { kernelSize: 3 }), new GroupNorm(2, 8)])
  expect(inferenceLayout(instance, 'cpu')).toBe(best)
  expect(inferenceLayout(group, 'cpu')).toBe('plain')
})

leakTest('gives channels-last images where it packs weights', () => {
  using network = withHistory(new Sequential([new Conv2d(3, 8, { kernelSize: 3 }), new BatchNorm(8)]))
  using fast = new PreparedNetwork(network)
  const y = fast.run(() => network.forward(randn([2, 3, 8, 8])))
  expect(isChannelsLast(y)).toBe(fast.layout === 'channels-last')
})

for (const layout of layouts) {
  test.runIf(hasBfloat16)(`computes in bfloat16 within its rounding, ${layout}`, () => {
    const FOLDED_BF16 = 0.05 // eight bits: 2^-8 for each of a few roundings
    using network = withHistory(
      new Sequential([
        new Conv2d(3, 16, { kernelSize: 3, padding: 1 }),
        new BatchNorm(16),
        new ReLU(),
        new Conv2d(16, 4, { kernelSize: 3 }),
        new Tanh(),
      ]),
    )
    using fast = new PreparedNetwork(network, { precision: 'bfloat16', layout })
    const x = randn([2, 3, 16, 16])
    const made = fast.run(() => network.forward(x))
    expect(made.dtype).toBe('bfloat16')
    const usual = autocast({ dtype: 'bfloat16' }, () => noGrad(() => network.forward(x)))
    for (const expected of [usual, noGrad(() => network.forward(x))]) {
      expectClose(made.to({ dtype: 'float32' }), expected.to({ dtype: 'float32' }), FOLDED_BF16)
    }
  })
}
