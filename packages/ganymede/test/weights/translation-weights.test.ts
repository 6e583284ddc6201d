/** Starting pix2pix and CycleGAN from files of the authors' code: what is cleaned, what is refused, and what is advised. */
import path from 'node:path'
import type { GanymedeError } from '@ganymede/core'
import { Generator, ones, scope, type Tensor, writeTorchFile, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { cyclegan } from '../../src/models/cyclegan/cyclegan.js'
import { PatchDiscriminator } from '../../src/models/image-to-image/patch-discriminator.js'
import { PixelDiscriminator } from '../../src/models/image-to-image/pixel-discriminator.js'
import { ResnetGenerator } from '../../src/models/image-to-image/resnet-generator.js'
import { UnetGenerator } from '../../src/models/image-to-image/unet.js'
import { pix2pix } from '../../src/models/pix2pix/pix2pix.js'
import type { Module } from '../../src/nn/module.js'
import { dataSchema, type ResolvedOptions, trainSchema } from '../../src/options/train-options.js'
import type { AnySystem } from '../../src/systems/contract/system.js'
import { openTrainingData } from '../../src/training/feed/open-training-data.js'
import { startFromWeights, type WeightStart } from '../../src/training/start-weights.js'
import { Trainer } from '../../src/training/trainer.js'

const sizes = { size: 32, widthG: 2, widthD: 2 }

/** What starting a run of these options from these files gives. */
async function started(
  system: AnySystem,
  model: Readonly<Record<string, unknown>>,
  references: readonly string[],
  data: Readonly<Record<string, unknown>> = {},
): Promise<WeightStart> {
  const dFirst = system.name === 'pix2pix'
  const options: ResolvedOptions = {
    model: system.options.parse({ ...sizes, ...model }) as never,
    data: dataSchema.parse({ path: 'builtin:glyphs?count=4', channels: 3, targetChannels: 3, ...data }),
    train: trainSchema.parse({ steps: 1, batch: 1, shareFakes: true, dFirst, quickMetric: 'none', threads: 1 }),
  }
  const dataset = await openTrainingData(system, options)
  const trainer = new Trainer({ system, options, dataset })
  try {
    return startFromWeights(trainer, references, temporaryFolder())
  } finally {
    await trainer.close()
  }
}

async function refused(...request: Parameters<typeof started>): Promise<GanymedeError> {
  const error = await started(...request).then(
    () => null,
    (cause: unknown) => cause as GanymedeError,
  )
  expect(error?.code).toBe('WEIGHTS_MISMATCH')
  return error as GanymedeError
}

type Change = (name: string, value: Tensor) => Iterable<readonly [string, Tensor]>

/** A file of one network, as `torch.save(net.state_dict())` writes it. */
function file(make: (rng: Generator) => Module, name: string, change: Change = (key, value) => [[key, value]]): string {
  const target = path.join(temporaryFolder(), name)
  scope(() => {
    const rng = new Generator(7)
    const network = make(rng)
    writeTorchFile(target, new Map([...network.stateDict()].flatMap(([key, value]) => [...change(key, value)])))
    network.dispose()
    rng.dispose()
  })
  return target
}

const patch =
  (options: Partial<ConstructorParameters<typeof PatchDiscriminator>[0]> = {}) =>
  (rng: Generator) =>
    new PatchDiscriminator({ inputChannels: 6, width: 2, layers: 2, norm: 'batch', rng, ...options })
const resnet =
  (options: Partial<ConstructorParameters<typeof ResnetGenerator>[0]> = {}) =>
  (rng: Generator) =>
    new ResnetGenerator({ inputChannels: 3, outputChannels: 3, width: 2, blocks: 6, norm: 'instance', rng, ...options })

const whole = { missing: [], unexpected: [], conflicts: [] }

describe('the discriminator of pix2pix', () => {
  it.each([
    ['a PatchGAN', { layersD: 2 }, patch()],
    ['a PatchGAN of one layer', { layersD: 1, normD: 'none' }, patch({ layers: 1, norm: 'none' })],
    [
      '1 × 1 patches',
      { discriminator: 'pixel' },
      (rng: Generator) => new PixelDiscriminator({ inputChannels: 6, width: 2, norm: 'batch', rng }),
    ],
  ] as const)('comes from %s, with what DataParallel puts in front', async (_, model, make) => {
    const weights = file(make, 'latest_net_D.pth', (key, value) => [[`module.${key}`, value]])
    for (const reference of [`discriminator=${weights}`, weights]) {
      const { networks, untouched } = await started(pix2pix, model, [reference])
      expect(networks).toEqual([expect.objectContaining({ network: 'discriminator', ...whole })])
      expect(networks[0]?.matched).toBe(networks[0]?.total)
      expect(untouched).toEqual(['generator'])
    }
  })

  it('comes from files older than PyTorch 0.4, whose instance norms saved statistics that nothing used', async () => {
    const weights = file(patch({ norm: 'instance' }), 'latest_net_D.pth', (key, value) =>
      key === 'model.2.bias'
        ? [
            [key, value],
            ['model.3.running_mean', zeros([4])],
            ['model.3.running_var', ones([4])],
          ]
        : [[key, value]],
    )
    const { networks } = await started(pix2pix, { layersD: 2, normD: 'instance' }, [`discriminator=${weights}`])
    expect(networks[0]).toMatchObject(whole)
  })

  it.each([
    [{ layersD: 3 }, patch(), '--layers-d 2', /model\.8\.weight .*the file has \[1, 8, 4, 4\]/],
    [{ layersD: 2, normD: 'instance' }, patch(), '--norm-d batch', /in the file only: model\.3\.weight \[4\]/],
    [{ layersD: 2 }, patch({ norm: 'instance' }), '--norm-d instance', /not in the file: model\.3\.weight \[4\]/],
    [{ layersD: 2 }, patch({ width: 4 }), '--width-d 4', /model\.0\.weight \(needs \[2, 6, 4, 4\]/],
    [
      { layersD: 2 },
      (rng: Generator) => new PixelDiscriminator({ inputChannels: 6, width: 2, norm: 'instance', rng }),
      '--discriminator pixel --norm-d instance',
      /in the file only: net\.2\.bias \[4\]/,
    ],
    [{ layersD: 3 }, patch({ norm: 'none' }), '--layers-d 2 --norm-d none', /./],
  ] as const)('is refused with %j otherwise: names, shapes and options', async (model, make, flags, line) => {
    const error = await refused(pix2pix, model, [`discriminator=${file(make, 'latest_net_D.pth')}`])
    expect(error.remedy).toBe(`Train with ${flags}, as these weights were made.`)
    expect(error.lines[0]).toMatch(/^the file holds: (PatchGAN|pixel) discriminator/)
    expect(error.lines[1]).toMatch(/^the run has: PatchGAN discriminator/)
    expect(error.lines.join('\n')).toMatch(line)
  })

  it('takes what fits when only channels differ, and tells what does not', async () => {
    const weights = file(patch({ inputChannels: 4 }), 'latest_net_D.pth')
    const { networks } = await started(pix2pix, { layersD: 2 }, [`discriminator=${weights}`])
    expect(networks[0]).toMatchObject({ missing: [], conflicts: [expect.stringContaining('model.0.weight')] })
  })

  it('is not taken from the file of a generator', async () => {
    const weights = file(resnet(), 'latest_net_G.pth')
    const error = await refused(pix2pix, { network: 'resnet-6', layersD: 2 }, [`discriminator=${weights}`])
    expect(error.lines[0]).toMatch(/^the file holds: ResNet of 6 blocks/)
    expect(error.remedy).toBe('Say which network it is for: --from generator=<file>')
  })
})

describe('generators', () => {
  const unet = (rng: Generator) =>
    new UnetGenerator({ inputChannels: 3, outputChannels: 3, downs: 6, width: 2, norm: 'batch', rng })

  const colouring = (rng: Generator) =>
    new UnetGenerator({ inputChannels: 1, outputChannels: 2, downs: 5, width: 2, norm: 'batch', rng })

  it('of colours go into a run that learns colours', async () => {
    const weights = file(colouring, 'latest_net_G.pth')
    const { networks } = await started(pix2pix, { downs: 5, layersD: 2, colours: 'lab' }, [`generator=${weights}`])
    expect(networks[0]).toMatchObject(whole)
  })

  it.each([
    [{ network: 'resnet-6', normG: 'instance', dropout: true }, resnet(), '--no-dropout'],
    [{ network: 'resnet-9', normG: 'instance', dropout: true }, resnet({ dropout: true }), '--network resnet-6'],
    [{ network: 'resnet-6', dropout: false }, resnet(), '--norm-g instance'],
    [{ network: 'resnet-6' }, unet, '--network unet --downs 6'],
    [{ size: 64, downs: 5 }, unet, '--downs 6'],
    [{ downs: 5 }, colouring, '--colours lab'],
  ] as const)('of pix2pix are refused with %j otherwise', async (model, make, flags) => {
    const error = await refused(pix2pix, { layersD: 2, ...model }, [`generator=${file(make, 'latest_net_G.pth')}`])
    expect(error.remedy).toBe(`Train with ${flags}, as these weights were made.`)
  })

  it('of CycleGAN go where they are sent, all four', async () => {
    const judge = patch({ inputChannels: 3, norm: 'instance' })
    const { networks, untouched } = await started(cyclegan, { network: 'resnet-6', layersD: 2 }, [
      `generator.a2b=${file(resnet(), 'latest_net_G_A.pth')}`,
      `generator.b2a=${file(resnet(), 'latest_net_G_B.pth')}`,
      `discriminator.b=${file(judge, 'latest_net_D_A.pth')}`,
      `discriminator.a=${file(judge, 'latest_net_D_B.pth')}`,
    ])
    expect(networks.map(({ network }) => network)).toEqual([
      'generator.a2b',
      'generator.b2a',
      'discriminator.b',
      'discriminator.a',
    ])
    for (const report of networks) expect(report).toMatchObject(whole)
    expect(untouched).toEqual([])
  })

  it('of CycleGAN are refused with what would make them fit, and with their places when none is named', async () => {
    const model = { network: 'resnet-6', layersD: 2 }
    const judge = file(patch({ inputChannels: 3, layers: 3, norm: 'batch' }), 'latest_net_D_A.pth')
    const error = await refused(cyclegan, model, [`discriminator.b=${judge}`])
    expect(error.remedy).toBe('Train with --layers-d 3 --norm-d batch, as these weights were made.')
    for (const reference of [judge, `discriminator=${judge}`, `generator.a2b=${judge}`]) {
      const { remedy } = await refused(cyclegan, model, [reference])
      expect(remedy, reference).toContain('--from discriminator.b=<file> (net_D_A, which judges images of B)')
    }
    const generator = file(resnet(), 'latest_net_G_B.pth')
    for (const reference of [generator, `generator=${generator}`]) {
      const { remedy } = await refused(cyclegan, model, [reference])
      expect(remedy, reference).toBe(
        'Say which network it is for: --from generator.a2b=<file> (net_G_A), or --from generator.b2a=<file> (net_G_B)',
      )
    }
    const zero = await refused(cyclegan, model, [`generator.a2b=${file(resnet({ padding: 'zero' }), 'G.pth')}`])
    expect(zero.remedy).toBe('Train with --padding zero, as these weights were made.')
  })
})
