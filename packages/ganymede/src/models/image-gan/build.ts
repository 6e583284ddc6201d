/** From options to networks: what `auto` stands for, which options a network has, and the network itself. */
import type { Generator as RandomStream } from '@ganymede/torch'
import type { NormalisationName } from '../../nn/layers/normalisation.js'
import type { DataShape } from '../../systems/contract/system.js'
import { CifarDiscriminator, CifarGenerator } from './cifar-resnet.js'
import { ConvolutionalDiscriminator, ConvolutionalGenerator } from './convolutional.js'
import { LargeKernelDiscriminator, LargeKernelGenerator } from './large-kernel.js'
import type { ImageDiscriminator, ImageGenerator, NetworkShape } from './networks.js'
import type { ImageGanDefaults, ImageGanOptions, NetworkName } from './options.js'
import { PerceptronDiscriminator, PerceptronGenerator } from './perceptron.js'
import { ResidualDiscriminator, ResidualGenerator } from './residual.js'
import { UpsamplingDiscriminator, UpsamplingGenerator } from './upsampling.js'

interface NetworkFamily {
  readonly generator: new (shape: NetworkShape, rng: RandomStream) => ImageGenerator
  readonly discriminator: new (shape: NetworkShape, rng: RandomStream) => ImageDiscriminator
  readonly widthG: number
  readonly widthD: number
  /** Networks whose layers can be normalised. */
  readonly normalises: readonly ('G' | 'D')[]
  readonly sizes: 'any' | 'powers of two'
}

const families: Readonly<Record<NetworkName, NetworkFamily>> = {
  dcgan: {
    generator: ConvolutionalGenerator,
    discriminator: ConvolutionalDiscriminator,
    widthG: 64,
    widthD: 64,
    normalises: ['G', 'D'],
    sizes: 'powers of two',
  },
  upsample: {
    generator: UpsamplingGenerator,
    discriminator: UpsamplingDiscriminator,
    widthG: 64,
    widthD: 16,
    normalises: ['G', 'D'],
    sizes: 'any',
  },
  resnet: {
    generator: ResidualGenerator,
    discriminator: ResidualDiscriminator,
    widthG: 64,
    widthD: 64,
    normalises: [],
    sizes: 'powers of two',
  },
  'cifar-resnet': {
    generator: CifarGenerator,
    discriminator: CifarDiscriminator,
    widthG: 128,
    widthD: 128,
    normalises: ['G'],
    sizes: 'powers of two',
  },
  'large-kernel': {
    generator: LargeKernelGenerator,
    discriminator: LargeKernelDiscriminator,
    widthG: 64,
    widthD: 64,
    normalises: [],
    sizes: 'any',
  },
  mlp: {
    generator: PerceptronGenerator,
    discriminator: PerceptronDiscriminator,
    widthG: 512,
    widthD: 512,
    normalises: [],
    sizes: 'any',
  },
}

/** What D's and G's normalisation options come to. */
export function normsOf(
  { network, normG, normD }: Pick<ImageGanOptions, 'network' | 'normG' | 'normD'>,
  defaults: ImageGanDefaults,
): { readonly normG: NormalisationName; readonly normD: NormalisationName } {
  const { normalises } = families[network]
  return {
    normG: normG === 'auto' ? (normalises.includes('G') ? 'batch' : 'none') : normG,
    normD: normD === 'auto' ? (normalises.includes('D') ? defaults.normD : 'none') : normD,
  }
}

/** Both networks. */
export function buildNetworks(
  options: ImageGanOptions,
  defaults: ImageGanDefaults,
  data: DataShape,
  streams: { readonly generator: RandomStream; readonly discriminator: RandomStream },
): { readonly generator: ImageGenerator; readonly discriminator: ImageDiscriminator } {
  const family = families[options.network]
  const shape: NetworkShape = {
    ...options,
    ...normsOf(options, defaults),
    channels: data.channels,
    widthG: options.widthG === 'auto' ? family.widthG : options.widthG,
    widthD: options.widthD === 'auto' ? family.widthD : options.widthD,
    classes: options.conditional ? (data.classes?.length ?? null) : null,
  }
  return {
    generator: new family.generator(shape, streams.generator),
    discriminator: new family.discriminator(shape, streams.discriminator),
  }
}

function nearestPower(size: number): number {
  return 2 ** Math.max(4, Math.round(Math.log2(size)))
}

/** Options that the chosen network does not have, and combinations that it cannot build; one a line. */
export function networkProblems(options: ImageGanOptions, defaults: ImageGanDefaults): string[] {
  const { network, size, optimizer } = options
  const family = families[network]
  const { normD } = normsOf(options, defaults)
  const { extraLayers, dropoutD, widthMax, embedDim, classWeightD, classWeightG } = options
  const only = (setting: string, where: string) =>
    `model.${setting} changes ${where} only, not ${network} (model.network); leave it out, or choose another --network`
  const beta = options.beta1 === defaults.beta1 ? `beta2 ${options.beta2}` : `beta1 ${options.beta1}`
  const cases: readonly (readonly [boolean, string])[] = [
    [
      family.sizes === 'powers of two' && !Number.isInteger(Math.log2(size)),
      `model.size must be a power of two to be halved down to 4 by ${network} (model.network), got ${size}; use --size ${nearestPower(size)}, or --network upsample, large-kernel or mlp`,
    ],
    [
      !family.normalises.includes('G') && options.normG !== 'auto',
      only(`normG ${options.normG}`, 'dcgan, upsample and cifar-resnet'),
    ],
    [
      !family.normalises.includes('D') && options.normD !== 'auto',
      only(`normD ${options.normD}`, 'dcgan and upsample'),
    ],
    [
      network === 'cifar-resnet' && options.conditional && options.normG === 'none',
      'model.normG none leaves the class no way into G of cifar-resnet (model.network), whose batch norm takes it; use --norm-g batch, or leave out --conditional',
    ],
    [
      network === 'upsample' && normD === 'instance' && size <= 16,
      `model.normD instance cannot normalise the single pixels that D of upsample (model.network) ends with at ${size} px (model.size); use --norm-d batch, or --size 32`,
    ],
    [network !== 'dcgan' && options.extraLayers > 0, only(`extraLayers ${extraLayers}`, 'dcgan')],
    [network !== 'upsample' && options.dropoutD !== 0.25, only(`dropoutD ${dropoutD}`, 'upsample')],
    [network !== 'resnet' && options.widthMax !== 512, only(`widthMax ${widthMax}`, 'resnet')],
    [
      network !== 'resnet' && network !== 'cifar-resnet' && options.conditional,
      only('conditional', 'resnet and cifar-resnet'),
    ],
    [
      !(network === 'resnet' && options.conditional) && embedDim !== 256,
      `model.embedDim ${embedDim} has no effect without model.conditional and network resnet; add --conditional --network resnet, or leave it out`,
    ],
    [
      !(network === 'cifar-resnet' && options.conditional) && (classWeightD !== 1 || classWeightG !== 0.1),
      `model.${classWeightD === 1 ? `classWeightG ${classWeightG}` : `classWeightD ${classWeightD}`} has no effect without model.conditional and network cifar-resnet; add --conditional --network cifar-resnet, or leave it out`,
    ],
    [
      optimizer !== 'adam' && (options.beta1 !== defaults.beta1 || options.beta2 !== defaults.beta2),
      `model.${beta} changes Adam only, not ${optimizer} (model.optimizer); leave it out, or add --optimizer adam`,
    ],
  ]
  return cases.filter(([applies]) => applies).map(([, reason]) => reason)
}
