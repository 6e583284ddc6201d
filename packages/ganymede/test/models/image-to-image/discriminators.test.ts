import { readFileSync } from 'node:fs'
import { ones, scope } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import {
  PatchDiscriminator,
  patchField,
  patchMapSide,
  smallestPatchInput,
} from '../../../src/models/image-to-image/patch-discriminator.js'
import { PixelDiscriminator } from '../../../src/models/image-to-image/pixel-discriminator.js'
import { loadGolden, sharedPath } from '../../fixtures/golden.js'
import { expectGoldenTensor, loadGoldenState, shapesOf } from './golden-state.js'

const input = { inputChannels: 6 }

describe.skipIf(sharedPath('golden/pix2pix/discriminators_forward.json') === null)('beside the authors’', () => {
  it.each([
    ['basic_batch', () => new PatchDiscriminator({ ...input, width: 8 })],
    ['n_layers2_batch', () => new PatchDiscriminator({ ...input, width: 8, layers: 2 })],
    ['n_layers4_instance', () => new PatchDiscriminator({ ...input, width: 4, layers: 4, norm: 'instance' })],
    ['pixel_batch', () => new PixelDiscriminator({ ...input, width: 8 })],
  ] as const)('%s gives the same logits in both modes', (tag, make) => {
    const network = make()
    scope(() => {
      const golden = loadGolden('pix2pix/discriminators_forward')
      loadGoldenState(network, golden, `${tag}.D.`)
      const x = golden.tensors.get('in.x')!
      network.eval()
      expectGoldenTensor(golden, `${tag}.out.eval`, network.forward(x))
      network.train()
      expectGoldenTensor(golden, `${tag}.out.train`, network.forward(x))
    })
    network.dispose()
  })
})

describe.skipIf(sharedPath('golden/cyclegan/patchgan_instance_forward.json') === null)('in CycleGAN', () => {
  it('the patch discriminator gives the authors’ logits, in both modes', () => {
    scope(() => {
      const golden = loadGolden('cyclegan/patchgan_instance_forward')
      const first = golden.tensors.get('init.D.model.0.weight')!
      const [width = 0, inputChannels = 0] = first.shape
      const network = new PatchDiscriminator({ inputChannels, width, norm: 'instance' })
      loadGoldenState(network, golden, 'init.D.')
      const x = golden.tensors.get('in.x')!
      expectGoldenTensor(golden, 'out', network.forward(x))
      expectGoldenTensor(golden, 'out', network.eval().forward(x))
      network.dispose()
    })
  })
})

const keysFile = sharedPath('golden/pix2pix/state_dict_keys.json')

describe.skipIf(keysFile === null)('at full size', () => {
  it.each([
    ['patchgan_basic_6ch_batch', () => new PatchDiscriminator(input)],
    ['pixel_6ch_batch', () => new PixelDiscriminator(input)],
    ['n_layers5_6ch_batch', () => new PatchDiscriminator({ ...input, layers: 5 })],
  ] as const)('%s has the authors’ names, shapes and number of weights', (name, make) => {
    const { networks } = JSON.parse(readFileSync(keysFile!, 'utf8')) as {
      networks: Record<string, { parameters: number; state_dict: Record<string, number[]> }>
    }
    const network = make()
    expect(Object.entries(shapesOf(network))).toEqual(Object.entries(networks[name]!.state_dict))
    expect(network.parameterCount).toBe(networks[name]!.parameters)
    network.dispose()
  })
})

describe('the patch discriminator', () => {
  // Isola et al. 2017, section 3.4; sizes for 256 pixels from the authors' network.
  it.each([
    [1, 16, 126],
    [2, 34, 62],
    [3, 70, 30],
    [4, 142, 14],
    [5, 286, 6],
  ])('with %i layers sees patches of %i pixels, on a map of %i for 256', (layers, field, map) => {
    expect(patchField(layers)).toBe(field)
    expect(patchMapSide(256, layers)).toBe(map)
  })

  it.each([1, 2, 3, 4])('with %i layers takes images from its smallest size on, of any shape', (layers) => {
    const network = new PatchDiscriminator({ inputChannels: 2, width: 2, layers, norm: 'instance' })
    scope(() => {
      const smallest = smallestPatchInput(layers)
      expect(network.forward(ones([1, 2, smallest, smallest])).shape).toEqual([1, 1, 1, 1])
      const odd = smallest + 3
      expect(network.forward(ones([2, 2, odd, 2 * smallest + 1])).shape).toEqual([
        2,
        1,
        patchMapSide(odd, layers),
        patchMapSide(2 * smallest + 1, layers),
      ])
      expect(() => network.forward(ones([1, 2, smallest - 1, smallest]))).toThrow(`at least ${smallest} pixels`)
      expect(() => network.forward(ones([1, 3, smallest, smallest]))).toThrow(/2 channels/)
    })
    network.dispose()
  })

  it('has no bias without normalisation, but in the first and the last layer', () => {
    const network = new PatchDiscriminator({ inputChannels: 2, width: 2, norm: 'none' })
    expect(Object.keys(shapesOf(network)).filter((name) => name.endsWith('bias'))).toEqual([
      'model.0.bias',
      'model.11.bias',
    ])
    network.dispose()
  })
})

describe('the pixel discriminator', () => {
  it('judges each pixel without regard to its neighbours', () => {
    const network = new PixelDiscriminator({ inputChannels: 2, width: 2, norm: 'none' })
    scope(() => {
      const image = ones([1, 2, 4, 4])
      const before = network.forward(image).floats()
      image.narrow(2, 1, 1).narrow(3, 2, 1).fill_(-3)
      const after = network.forward(image).floats()
      const changed = [...after].flatMap((value, i) => (value === before[i] ? [] : [i]))
      expect(changed).toEqual([6])
      expect(() => network.forward(ones([1, 3, 4, 4]))).toThrow(/2 channels/)
    })
    network.dispose()
  })
})
