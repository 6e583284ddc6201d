import path from 'node:path'
import { Generator, ones, scope, type Tensor, writeSafetensors, writeTorchFile, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { PatchDiscriminator } from '../../../src/models/image-to-image/patch-discriminator.js'
import { PixelDiscriminator } from '../../../src/models/image-to-image/pixel-discriminator.js'
import { ResnetGenerator } from '../../../src/models/image-to-image/resnet-generator.js'
import { UnetGenerator } from '../../../src/models/image-to-image/unet.js'
import type { Module } from '../../../src/nn/module.js'
import { ganymede } from './command-line.js'

/** A file with the weights of networks, each behind its prefix; endings choose the format. */
function file(
  name: string,
  networks: Readonly<Record<string, (rng: Generator) => Module>>,
  extra: Readonly<Record<string, () => Tensor>> = {},
): string {
  const target = path.join(temporaryFolder(), name)
  scope(() => {
    const rng = new Generator(2)
    const tensors = new Map<string, Tensor>(Object.entries(extra).map(([key, make]) => [key, make()]))
    for (const [prefix, make] of Object.entries(networks)) {
      const network = make(rng)
      for (const [key, value] of network.stateDict()) tensors.set(`${prefix}${key}`, value.clone())
      network.dispose()
    }
    if (name.endsWith('.pth')) writeTorchFile(target, tensors)
    else writeSafetensors(target, tensors)
    rng.dispose()
  })
  return target
}

const unet = (rng: Generator) =>
  new UnetGenerator({ inputChannels: 3, outputChannels: 1, downs: 6, width: 2, norm: 'batch', rng })
const colouring = (rng: Generator) =>
  new UnetGenerator({ inputChannels: 1, outputChannels: 2, downs: 5, width: 2, norm: 'batch', rng })
const resnet = (rng: Generator) =>
  new ResnetGenerator({ inputChannels: 3, outputChannels: 3, width: 2, blocks: 9, norm: 'instance', rng })
const patch = (rng: Generator) => new PatchDiscriminator({ inputChannels: 6, width: 2, layers: 3, norm: 'batch', rng })
const pixel = (rng: Generator) => new PixelDiscriminator({ inputChannels: 3, width: 4, norm: 'instance', rng })

describe('ganymede inspect', () => {
  it.each([
    [
      'latest_net_G.pth',
      { 'module.': unet },
      'U-Net of 6 halvings, width 2, 3 → 1 channels, batch norm',
      '--network unet --downs 6 --width-g 2 --norm-g batch --channels 3 --target-channels 1',
    ],
    [
      'latest_net_G.pth',
      { '': colouring },
      'U-Net of 5 halvings, width 2, 1 → 2 channels, batch norm',
      'for pix2pix, with --network unet --downs 5 --width-g 2 --norm-g batch --pairs grey --colours lab',
    ],
    [
      'G.safetensors',
      { 'netG.': resnet },
      'ResNet of 9 blocks, width 2, 3 → 3 channels, instance norm',
      'generator.a2b or generator.b2a for cyclegan, with --network resnet-9 --width-g 2 --norm-g instance --no-dropout',
    ],
    [
      'latest_net_D.pth',
      { '': patch },
      'PatchGAN discriminator of 3 layers, width 2, 6 channels, batch norm',
      'for pix2pix, with --layers-d 3 --width-d 2 --norm-d batch',
    ],
    [
      'D.safetensors',
      { '': pixel },
      'pixel discriminator, width 4, 3 channels, instance norm',
      '--discriminator pixel --width-d 4 --norm-d instance',
    ],
  ] as const)('says of %s what it is and how to use it', async (name, networks, text, flags) => {
    const weights = file(name, networks)
    const { code, stdout } = await ganymede('inspect', weights)
    expect(code).toBe(0)
    expect(stdout).toContain(`: ${text}\n`)
    expect(stdout).toContain(flags)
    const isGenerator = !text.includes('discriminator')
    expect(stdout.includes(`ganymede translate ${weights} photo.jpg out.png`)).toBe(isGenerator)
    expect(stdout.includes('makes none')).toBe(!isGenerator)
    const { files } = JSON.parse((await ganymede('inspect', weights, '--json')).stdout)
    expect(files[0].networks).toEqual([expect.objectContaining({ network: text })])
  })

  it('names each of several networks by its key, and looks through what old instance norms left', async () => {
    const weights = file(
      'both.pth',
      { 'a2b.': resnet, 'b2a.': resnet },
      {
        'a2b.model.2.running_mean': () => zeros([2]),
        'a2b.model.2.running_var': () => ones([2]),
      },
    )
    const { stdout } = await ganymede('inspect', weights)
    const unets = (await ganymede('inspect', file('g.pth', { 'a2b.': unet, 'b2a.': unet }))).stdout
    expect(unets).toContain('network b2a: U-Net of 6 halvings')
    for (const key of ['a2b', 'b2a']) {
      expect(stdout).toContain(`network ${key}: ResNet of 9 blocks`)
      expect(stdout).toContain(`ganymede translate ${weights}#${key} photo.jpg out.png`)
    }
  })

  it('says nothing of networks where there are none', async () => {
    const weights = file('plain.safetensors', {}, { 'model.0.weight': () => zeros([4, 2]) })
    const { stdout } = await ganymede('inspect', weights)
    expect(stdout).toContain('1 tensor, 8 elements')
    expect(stdout).not.toContain('network')
  })

  it('has its words from translate too: a discriminator makes no pictures', async () => {
    const weights = file('latest_net_D.pth', { '': patch })
    const { code, stderr } = await ganymede('translate', weights, 'photo.png', 'out.png')
    expect(code).toBe(2)
    expect(stderr).toContain('holds a discriminator, which judges pictures and makes none')
    expect(stderr).toContain('PatchGAN discriminator of 3 layers')
    expect(stderr).toContain('latest_net_G.pth')
  })
})
