import { Generator, manualSeed, memory, noGrad, ones, randn, scope, type Tensor, TorchError } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { UnetGenerator, type UnetGeneratorOptions, unetFactor } from '../../../src/models/image-to-image/unet.js'
import { ConvTranspose2d } from '../../../src/nn/layers/conv-transpose2d.js'
import { Dropout } from '../../../src/nn/layers/dropout.js'
import { type Layer, Module } from '../../../src/nn/module.js'
import { loadGolden, sharedPath } from '../../fixtures/golden.js'
import { expectGoldenTensor, loadGoldenState, shapesOf } from './golden-state.js'

const rgb = { inputChannels: 3, outputChannels: 3 }

/** Runs `fn` with a network that is disposed of afterwards. */
function withUnet(options: Partial<UnetGeneratorOptions> & { downs: number }, fn: (network: UnetGenerator) => void) {
  const network = new UnetGenerator({ ...rgb, width: 2, ...options })
  try {
    scope(() => fn(network))
  } finally {
    network.dispose()
  }
}

/** Dropout with a mask from a file: what is kept is doubled. */
class RecordedMask extends Module implements Layer {
  readonly #mask: Tensor

  constructor(mask: Tensor) {
    super()
    this.#mask = mask
  }

  override forward(x: Tensor): Tensor {
    return x.mul(this.#mask).mul(2)
  }
}

describe.skipIf(sharedPath('golden/pix2pix/unet_bn_forward.json') === null)('the U-Net beside the authors’', () => {
  it('gives the same pictures with running and with batch statistics, which move alike', () => {
    withUnet({ downs: 6, width: 4 }, (network) => {
      const golden = loadGolden('pix2pix/unet_bn_forward')
      loadGoldenState(network, golden, 'init.G.')
      const x = golden.tensors.get('in.x')!
      network.eval()
      expectGoldenTensor(golden, 'out.eval', network.forward(x))
      network.train()
      expectGoldenTensor(golden, 'out.train', network.forward(x))
      const state = network.stateDict()
      const moved = [...golden.tensors.keys()].filter((name) => name.startsWith('after_train.G.'))
      expect(moved.length).toBeGreaterThan(10)
      for (const name of moved) expectGoldenTensor(golden, name, state.get(name.slice('after_train.G.'.length))!)
    })
  })

  it('gives the same pictures with the dropout masks that were recorded', () => {
    scope(() => {
      const golden = loadGolden('pix2pix/unet_bn_dropout_masked_forward')
      const path = 'model.model.1.model.3.model.3.model.3.model.7'
      const mask = golden.tensors.get(`mask.${path}`)!
      withUnet({ downs: 6, width: 4, dropout: true, dropoutLayer: () => new RecordedMask(mask) }, (network) => {
        loadGoldenState(network, golden, 'init.G.')
        const paths = [...network.namedModules()].filter(([, m]) => m instanceof RecordedMask).map(([name]) => name)
        expect(paths).toEqual([path])
        expectGoldenTensor(golden, 'out.train', network.forward(golden.tensors.get('in.x')!))
      })
    })
  })

  it('gives the same pictures with instance norm, in training and in evaluation', () => {
    withUnet({ downs: 5, width: 4, norm: 'instance' }, (network) => {
      const golden = loadGolden('pix2pix/unet_instance_forward')
      loadGoldenState(network, golden, 'init.G.')
      expectGoldenTensor(golden, 'out', network.forward(golden.tensors.get('in.x')!))
      network.eval()
      expectGoldenTensor(golden, 'out', network.forward(golden.tensors.get('in.x')!))
    })
  })
})

describe('the U-Net', () => {
  it.each([
    [64, 64, 6],
    [64, 128, 6],
    [96, 32, 5],
  ])('translates %i x %i with %i halvings, and leaves no tensor but the picture', (height, width, downs) => {
    withUnet({ downs, inputChannels: 1, outputChannels: 4 }, (network) => {
      const x = randn([1, 1, height, width])
      const live = memory().live
      const y = noGrad(() => network.forward(x))
      expect(memory().live).toBe(live + 1)
      expect(y.shape).toEqual([1, 4, height, width])
      expect(y.abs().max().item()).toBeLessThanOrEqual(1)
    })
  })

  it('has dropout only in the blocks between the innermost and the three that narrow', () => {
    const count = (downs: number) => {
      let found = 0
      withUnet({ downs, dropout: true }, (network) => {
        found = [...network.namedModules()].filter(([, module]) => module instanceof Dropout).length
      })
      return found
    }
    expect([5, 6, 7, 8].map(count)).toEqual([0, 1, 2, 3])
  })

  it('changes with every pass in training when it has dropout, and repeats with the seed', () => {
    withUnet({ downs: 6, dropout: true, norm: 'none' }, (network) => {
      const x = randn([1, 3, 64, 64], { generator: new Generator(1) })
      const pass = (seed: number) => {
        manualSeed(seed)
        return network.forward(x)
      }
      const [a, b, c] = [pass(1), pass(1), pass(2)]
      expect(a.sub(b).abs().max().item()).toBe(0)
      expect(a.sub(c).abs().max().item()).toBeGreaterThan(0)
    })
  })

  it('can double pixels instead of transposing convolutions, under the same names', () => {
    withUnet({ downs: 5, upsampling: 'resize' }, (network) => {
      expect([...network.namedModules()].some(([, module]) => module instanceof ConvTranspose2d)).toBe(false)
      expect(network.forward(ones([1, 3, 32, 64])).shape).toEqual([1, 3, 32, 64])
      withUnet({ downs: 5 }, (transposed) => {
        expect([...network.stateDict().keys()]).toEqual([...transposed.stateDict().keys()])
      })
    })
  })

  it('sends gradients to every weight, through the skips', () => {
    withUnet({ downs: 5 }, (network) => {
      network
        .forward(randn([2, 3, 64, 64]))
        .abs()
        .mean()
        .backward()
      for (const [name, weight] of network.namedParameters()) {
        expect(weight.grad, name).not.toBeNull()
        expect(weight.grad!.abs().sum().item(), name).toBeGreaterThan(0)
        weight.grad = null
      }
    })
  })

  it('names the nearest size when a side does not halve evenly', () => {
    withUnet({ downs: 6 }, (network) => {
      expect(unetFactor(6)).toBe(64)
      const attempt = () => network.forward(ones([1, 3, 100, 64]))
      expect(attempt).toThrow(/multiples of 64, got 64 x 100/)
      try {
        attempt()
      } catch (error) {
        expect((error as TorchError).message + JSON.stringify(error)).toContain('64 x 128')
      }
      expect(() => network.forward(ones([1, 1, 64, 64]))).toThrow(/3 channels/)
    })
  })

  it('refuses fewer than five halvings', () => {
    expect(() => new UnetGenerator({ ...rgb, downs: 4 })).toThrow(TorchError)
    expect(() => new UnetGenerator({ ...rgb, downs: 5.5 })).toThrow(/whole number/)
  })
})

const keysFile = sharedPath('golden/pix2pix/state_dict_keys.json')

describe.skipIf(keysFile === null)('full-size networks', () => {
  it.each([
    ['unet_256_batch', { downs: 8, norm: 'batch', dropout: true }],
    ['unet_128_batch', { downs: 7, norm: 'batch' }],
    ['unet_256_instance_nodropout', { downs: 8, norm: 'instance' }],
  ] as const)('%s has the authors’ names, shapes and number of weights', async (name, options) => {
    const { readFileSync } = await import('node:fs')
    const { networks } = JSON.parse(readFileSync(keysFile!, 'utf8')) as {
      networks: Record<string, { parameters: number; state_dict: Record<string, number[]> }>
    }
    const expected = networks[name]!
    withUnet({ ...options, width: 64 }, (network) => {
      expect(Object.entries(shapesOf(network))).toEqual(Object.entries(expected.state_dict))
      expect(network.parameterCount).toBe(expected.parameters)
    })
  })
})
