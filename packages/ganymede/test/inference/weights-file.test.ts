import fs from 'node:fs'
import path from 'node:path'
import { Generator, noGrad, scope, type Tensor, writeSafetensors, writeTorchFile, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { openGeneratorFile } from '../../src/inference/weights-file.js'
import { architectureText, recogniseTranslation } from '../../src/models/image-to-image/recognise.js'
import { ResnetGenerator, type ResnetGeneratorOptions } from '../../src/models/image-to-image/resnet-generator.js'
import { UnetGenerator } from '../../src/models/image-to-image/unet.js'
import { loadGolden, sharedPath, withPrefix } from '../fixtures/golden.js'

const hasGolden = sharedPath('golden/cyclegan/pth_fixture_expected.json') !== null

/** The state of a network with weights of a seed; belongs to the caller's scope. */
function stateOf(make: (rng: Generator) => ResnetGenerator | UnetGenerator): Map<string, Tensor> {
  const rng = new Generator(1)
  const network = make(rng)
  const state = new Map([...network.stateDict()].map(([name, value]) => [name, noGrad(() => value.detach().clone())]))
  network.dispose()
  rng.dispose()
  return state
}

const resnet = (options: Partial<ResnetGeneratorOptions> = {}) =>
  stateOf((rng) => new ResnetGenerator({ inputChannels: 3, outputChannels: 3, width: 4, blocks: 2, rng, ...options }))

const shapes = (state: ReadonlyMap<string, Tensor>) => new Map([...state].map(([name, value]) => [name, value.shape]))

/** Writes into a temporary folder. */
function torchFile(content: Parameters<typeof writeTorchFile>[1], name = 'latest_net_G.pth'): string {
  const file = path.join(temporaryFolder(), name)
  writeTorchFile(file, content)
  return file
}

describe.skipIf(!hasGolden)('the published networks', () => {
  const expected = {
    resnet_9blocks_instance_nodropout: { kind: 'resnet', blocks: 9, norm: 'instance', dropout: false },
    resnet_9blocks_instance_dropout: { kind: 'resnet', blocks: 9, norm: 'instance', dropout: true },
    resnet_6blocks_instance_nodropout: { kind: 'resnet', blocks: 6, norm: 'instance', dropout: false },
    resnet_9blocks_batch_dropout: { kind: 'resnet', blocks: 9, norm: 'batch', dropout: true },
    patchgan_basic_3ch_instance: { kind: 'discriminator', layers: 3, inputChannels: 3, norm: 'instance' },
    unet_256_batch: { kind: 'unet', downs: 8, norm: 'batch' },
    unet_128_batch: { kind: 'unet', downs: 7, norm: 'batch' },
    unet_256_instance_nodropout: { kind: 'unet', downs: 8, norm: 'instance' },
    patchgan_basic_6ch_batch: { kind: 'discriminator', layers: 3, inputChannels: 6, norm: 'batch' },
    pixel_6ch_batch: { kind: 'discriminator', layers: 0, inputChannels: 6, norm: 'batch' },
    n_layers5_6ch_batch: { kind: 'discriminator', layers: 5, inputChannels: 6, norm: 'batch' },
  }

  // The bodies of skipped groups run too, to collect their tests: files are read inside the tests only.
  it('are recognised from names and shapes', () => {
    const listed = ['cyclegan', 'pix2pix'].flatMap((system) => {
      const file = sharedPath(`golden/${system}/state_dict_keys.json`) ?? ''
      const { networks } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
        networks: Record<string, { state_dict: Record<string, readonly number[]> | [string, number[]][] }>
      }
      return Object.entries(networks)
    })
    const recognised = listed.map(([name, { state_dict: state }]) => {
      const pairs = Array.isArray(state) ? state : Object.entries(state)
      return [name, recogniseTranslation(new Map(pairs))] as const
    })
    const wanted = Object.entries(expected).map(([name, about]) => [name, { width: 64, ...about }] as const)
    expect(new Map(recognised)).toEqual(new Map(wanted.map(([name, about]) => [name, expect.objectContaining(about)])))
  })

  it.each(['legacy', 'zip'])('come out of a %s file of PyTorch with the numbers of PyTorch', (format) => {
    const file = sharedPath(`golden/cyclegan/pth_fixture_${format}_net_G.pth`) ?? ''
    scope(() => {
      const golden = loadGolden('cyclegan/pth_fixture_expected')
      const { network, architecture, key } = openGeneratorFile(file)
      expect([architecture, key]).toEqual([
        {
          kind: 'resnet',
          inputChannels: 3,
          outputChannels: 3,
          width: 4,
          blocks: 2,
          norm: 'instance',
          dropout: false,
          padding: 'reflect',
          upsampling: 'transposed',
        },
        '',
      ])
      for (const [name, value] of withPrefix(golden.tensors, 'G.')) {
        expect(network.stateDict().get(name)?.equal(value), name).toBe(true)
      }
      const output = noGrad(() => network.forward(golden.tensors.get('in.x')!))
      const error = output.sub(golden.tensors.get('out')!).abs().max().item()
      expect(error).toBeLessThanOrEqual(golden.about.tensors.out?.suggested_atol ?? 0)
      network.dispose()
    })
  })
})

describe('a file of weights', () => {
  it.each<Partial<ResnetGeneratorOptions>>([
    { norm: 'batch', dropout: true },
    { norm: 'none' },
    { blocks: 0, inputChannels: 1 },
    { padding: 'zero', dropout: true },
    { upsampling: 'resize', outputChannels: 4 },
  ])('of a ResNet with %j is opened as what it is', (options) => {
    scope(() => {
      const { network, architecture } = openGeneratorFile(torchFile(resnet(options)))
      expect(architecture).toMatchObject({ kind: 'resnet', width: 4, blocks: 2, ...options })
      network.dispose()
    })
  })

  it.each(['batch', 'instance', 'none'] as const)('of a U-Net with %s norm is opened as what it is', (norm) => {
    scope(() => {
      for (const upsampling of ['transposed', 'resize'] as const) {
        const state = stateOf(
          (rng) =>
            new UnetGenerator({ inputChannels: 1, outputChannels: 2, downs: 6, width: 2, norm, upsampling, rng }),
        )
        const { network, architecture } = openGeneratorFile(torchFile(state))
        expect(architecture).toEqual({
          kind: 'unet',
          inputChannels: 1,
          outputChannels: 2,
          downs: 6,
          width: 2,
          norm,
          upsampling,
        })
        network.dispose()
      }
    })
  })

  it('may carry the prefixes of data-parallel and compiled models, and safetensors will do', () => {
    scope(() => {
      const wrapped = new Map([...resnet()].map(([name, value]) => [`module._orig_mod.${name}`, value]))
      openGeneratorFile(torchFile(wrapped)).network.dispose()
      const file = path.join(temporaryFolder(), 'G.safetensors')
      writeSafetensors(file, new Map([...resnet()].map(([name, value]) => [`netG.${name}`, value])))
      const { network, key } = openGeneratorFile(file)
      expect(key).toBe('netG')
      network.dispose()
    })
  })

  it('of a whole training is searched for its generator', () => {
    scope(() => {
      const file = torchFile({ epoch: 7, optimizer: { state: {} }, models: { netG: resnet(), other: zeros([2]) } })
      const { network, key, architecture } = openGeneratorFile(file)
      expect([key, architectureText(architecture)]).toEqual([
        'models.netG',
        'ResNet of 2 blocks, width 4, 3 → 3 channels, instance norm',
      ])
      network.dispose()
    })
  })

  it('of a CycleGAN holds both directions', () => {
    scope(() => {
      const back = new Map([...resnet()].map(([name, value]) => [name, noGrad(() => value.add(1))]))
      const file = torchFile({ G_A: resnet(), G_B: back })
      const found = openGeneratorFile(file, { direction: 'b2a' })
      expect([found.key, found.directions]).toEqual(['G_B', ['a2b', 'b2a']])
      expect(openGeneratorFile(file).key).toBe('G_A')
      expect(found.network.stateDict().get('model.1.bias')?.equal(back.get('model.1.bias')!)).toBe(true)
    })
  })

  it('with several generators must be told which one', () => {
    scope(() => {
      const file = torchFile({ first: resnet(), second: resnet({ norm: 'batch' }) })
      expect(() => openGeneratorFile(file)).toThrow(/holds 2 generators/)
      const { network, architecture } = openGeneratorFile(`${file}#second`)
      expect(architecture.norm).toBe('batch')
      network.dispose()
      expect(() => openGeneratorFile(`${file}#third`)).toThrow(/no translation generator under "third"/)
    })
  })

  it('that lacks tensors, or has others, is refused with their names and shapes', () => {
    const refusal = (change: (state: Map<string, Tensor>) => void) =>
      scope(() => {
        const state = resnet()
        change(state)
        try {
          openGeneratorFile(torchFile(state))
        } catch (error) {
          return (error as { lines: readonly string[] }).lines.join('\n')
        }
        return ''
      })
    expect(refusal((state) => state.delete('model.15.bias'))).toBe('missing from the file: model.15.bias [4]')
    expect(refusal((state) => state.set('model.15.bias', zeros([5])))).toBe(
      'model.15.bias: needs [4], the file has [5]',
    )
    expect(refusal((state) => state.set('extra.weight', zeros([5, 2])))).toBe('in the file only: extra.weight [5, 2]')
  })

  it('of another kind of network is refused', () => {
    scope(() => {
      const file = torchFile(new Map([['fc.weight', zeros([3, 4])]]))
      expect(() => openGeneratorFile(file)).toThrow(/no translation generator is recognised/)
    })
  })

  it('that claims a network larger than any is refused before it is built', () => {
    scope(() => {
      const state = new Map(shapesOf(400))
      expect(() => openGeneratorFile(torchFile(state))).toThrow(/no network of this size exists/)
      expect(() => openGeneratorFile(torchFile(unetOf(2, 13)))).toThrow(/no network of this size exists/)
    })
  })

  it('that claims more weights than it has bytes for is refused before they are allocated', () => {
    scope(() => {
      const claim = /more than 1114112000 weights, and the file \d+ bytes/
      expect(() => openGeneratorFile(torchFile(unetOf(640, 6)))).toThrow(claim)
      expect(() => openGeneratorFile(torchFile(new Map(shapesOf(60, 512))))).toThrow(/more than \d+ weights/)
    })
  })
})

/** What a ResNet of many blocks is recognised by, and no more. */
function shapesOf(blocks: number, width = 2): [string, Tensor][] {
  return [
    ['model.1.weight', zeros([width, 3, 7, 7])],
    ['model.1.bias', zeros([width])],
    ...Array.from({ length: blocks }, (_, i): [string, Tensor] => [
      `model.${10 + i}.conv_block.1.weight`,
      zeros([1, 1, 3, 3]),
    ]),
    [`model.${17 + blocks}.weight`, zeros([3, width, 7, 7])],
  ]
}

/** What a U-Net is recognised by, and no more: its inner convolutions have one weight for each place of the kernel. */
function unetOf(width: number, downs: number): Map<string, Tensor> {
  const inner = Array.from({ length: downs - 1 }, (_, i) => `model.model.1.model.${'3.model.'.repeat(i)}1.weight`)
  return new Map([
    ['model.model.0.weight', zeros([width, 3, 4, 4])],
    ['model.model.3.weight', zeros([2 * width, 3, 4, 4])],
    ...inner.map((name): [string, Tensor] => [name, zeros([1, 1, 4, 4])]),
  ])
}

it('reads shapes only to recognise', () => {
  scope(() => expect(recogniseTranslation(shapes(resnet()))).toMatchObject({ kind: 'resnet', blocks: 2 }))
})
