import { Generator, manualSeed, noGrad, randn, type Tensor } from '@ganymede/torch'
import { expect } from 'vitest'
import { DcganGenerator } from '../../src/models/dcgan/networks.js'
import { CifarGenerator } from '../../src/models/image-gan/cifar-resnet.js'
import { ResnetGenerator } from '../../src/models/image-to-image/resnet-generator.js'
import { translateEach } from '../../src/models/image-to-image/test-behaviour.js'
import { UnetGenerator } from '../../src/models/image-to-image/unet.js'
import { PreparedNetwork } from '../../src/nn/inference/prepared-network.js'
import { BatchNorm } from '../../src/nn/layers/batch-norm.js'
import type { Layer, Module } from '../../src/nn/module.js'
import { expectClose } from '../nn/expect-close.js'
import { leakTest } from '../nn/fixture.js'

const FOLDED = 1e-5 // float32: scales are multiplied into the weights before the sums

function withHistory<M extends Module>(network: M): M {
  noGrad(() => {
    for (const [, norm] of network.namedModules()) {
      if (!(norm instanceof BatchNorm)) continue
      norm.runningMean?.normal_(0, 0.1)
      norm.runningVar?.uniform_(0.5, 2)
    }
  })
  return network.eval()
}

const images = { inputChannels: 3, outputChannels: 3, width: 4 } as const

const models: Record<string, { make: (rng: Generator) => Layer; x: () => Tensor; folded: number }> = {
  // Every norm but none on the outermost and innermost ways down: 3 downwards, 4 upwards.
  'U-Net': {
    make: (rng) => new UnetGenerator({ ...images, downs: 5, dropout: true, rng }),
    x: () => randn([1, 3, 64, 32]),
    folded: 7,
  },
  'U-Net that enlarges by pixels': {
    make: (rng) => new UnetGenerator({ ...images, downs: 5, upsampling: 'resize', rng }),
    x: () => randn([2, 3, 32, 32]),
    folded: 7,
  },
  'U-Net with instance norm': {
    make: (rng) => new UnetGenerator({ ...images, downs: 5, norm: 'instance', rng }),
    x: () => randn([1, 3, 64, 64]),
    folded: 0,
  },
  'residual generator with batch norm': {
    make: (rng) => new ResnetGenerator({ ...images, blocks: 2, norm: 'batch', dropout: true, rng }),
    x: () => randn([1, 3, 16, 24]),
    folded: 9,
  },
  'residual generator with instance norm': {
    make: (rng) => new ResnetGenerator({ ...images, blocks: 2, rng }),
    x: () => randn([1, 3, 16, 24]),
    folded: 0,
  },
  'generator of DCGAN': {
    make: (rng) => new DcganGenerator({ size: 32, channels: 3, latentDim: 8, widthG: 4, widthD: 4 }, rng),
    x: () => randn([5, 8]),
    folded: 3,
  },
}

for (const [name, { make, x, folded }] of Object.entries(models)) {
  leakTest(`${name}: the same images with and without preparation`, () => {
    manualSeed(3)
    const rng = new Generator(4)
    using network = withHistory(make(rng))
    rng.dispose()
    const input = x()
    using fast = new PreparedNetwork(network)
    expect(fast.foldedCount).toBe(folded)
    const expected = noGrad(() => network.forward(input))
    for (let pass = 0; pass < 2; pass++) {
      expectClose(
        fast.run(() => network.forward(input)),
        expected,
        FOLDED,
      )
    }
  })
}

leakTest('leaves norms of classes alone', () => {
  const rng = new Generator(4)
  const shape = { size: 16, channels: 3, latentDim: 8, widthG: 4, widthD: 4, normG: 'batch', normD: 'none' } as const
  const rest = { normEps: 1e-5, extraLayers: 0, dropoutD: 0, widthMax: 8, embedDim: 4, classes: 3 }
  using network = withHistory(new CifarGenerator({ ...shape, ...rest }, rng))
  rng.dispose()
  using fast = new PreparedNetwork(network)
  expect(fast.foldedCount).toBe(0)
  const [z, labels] = [randn([2, 8]), randn([2]).mul(0).add(1).to({ dtype: 'int64' })]
  const expected = noGrad(() => network.forward(z, labels))
  expectClose(
    fast.run(() => network.forward(z, labels)),
    expected,
    FOLDED,
  )
})

for (const mode of ['batch', 'running'] as const) {
  for (const dropout of [true, false]) {
    leakTest(`translates alike with statistics '${mode}', dropout ${dropout ? 'on' : 'off'}`, () => {
      manualSeed(3)
      const rng = new Generator(4)
      using network = withHistory(new UnetGenerator({ ...images, downs: 6, dropout: true, rng }))
      rng.dispose()
      using fast = new PreparedNetwork(network)
      const input = randn([2, 3, 128, 128])
      const made = () => translateEach(network, input, { mode, dropout, seed: 5 })
      expectClose(fast.run(made), noGrad(made), FOLDED)
    })
  }
}
