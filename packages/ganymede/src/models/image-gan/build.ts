/** From options to networks: what `auto` stands for, which options a network has, and the network itself. */
import type { Generator as RandomStream } from '@ganymede/torch'
import type { NormalisationName } from '../../nn/normalisation.js'
import type { DataShape } from '../../train/system.js'
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
  /** Whether its layers can be normalised. */
  readonly isNormalised: boolean
  readonly sizes: 'any' | 'powers of two'
}

const families: Readonly<Record<NetworkName, NetworkFamily>> = {
  dcgan: {
    generator: ConvolutionalGenerator,
    discriminator: ConvolutionalDiscriminator,
    widthG: 64,
    widthD: 64,
    isNormalised: true,
    sizes: 'powers of two',
  },
  upsample: {
    generator: UpsamplingGenerator,
    discriminator: UpsamplingDiscriminator,
    widthG: 64,
    widthD: 16,
    isNormalised: true,
    sizes: 'any',
  },
  resnet: {
    generator: ResidualGenerator,
    discriminator: ResidualDiscriminator,
    widthG: 64,
    widthD: 64,
    isNormalised: false,
    sizes: 'powers of two',
  },
  'large-kernel': {
    generator: LargeKernelGenerator,
    discriminator: LargeKernelDiscriminator,
    widthG: 64,
    widthD: 64,
    isNormalised: false,
    sizes: 'any',
  },
  mlp: {
    generator: PerceptronGenerator,
    discriminator: PerceptronDiscriminator,
    widthG: 512,
    widthD: 512,
    isNormalised: false,
    sizes: 'any',
  },
}

/** What D's and G's normalisation options come to. */
export function normsOf(
  { network, normG, normD }: Pick<ImageGanOptions, 'network' | 'normG' | 'normD'>,
  defaults: ImageGanDefaults,
): { readonly normG: NormalisationName; readonly normD: NormalisationName } {
  const { isNormalised } = families[network]
  return {
    normG: normG === 'auto' ? (isNormalised ? 'batch' : 'none') : normG,
    normD: normD === 'auto' ? (isNormalised ? defaults.normD : 'none') : normD,
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

/** Options that the chosen network does not have, and combinations that it cannot build; one a line. */
export function networkProblems(options: ImageGanOptions, defaults: ImageGanDefaults): string[] {
  const { network, size, optimizer } = options
  const family = families[network]
  const { normD } = normsOf(options, defaults)
  const only = (name: string, where: string) => `model.${name} has an effect on ${where} only, not on ${network}`
  const cases: readonly (readonly [boolean, string])[] = [
    [
      family.sizes === 'powers of two' && !Number.isInteger(Math.log2(size)),
      `model.size ${size} does not halve down to 4 as ${network} needs; use a power of two, or network upsample, large-kernel or mlp`,
    ],
    [
      !family.isNormalised && (options.normG !== 'auto' || options.normD !== 'auto'),
      only('normG and model.normD', 'dcgan and upsample'),
    ],
    [
      network === 'upsample' && normD === 'instance' && size <= 16,
      'model.normD instance cannot normalise the single pixels that D of upsample ends with at 16 px',
    ],
    [network !== 'dcgan' && options.extraLayers > 0, only('extraLayers', 'dcgan')],
    [network !== 'upsample' && options.dropoutD !== 0.25, only('dropoutD', 'upsample')],
    [network !== 'resnet' && options.widthMax !== 512, only('widthMax', 'resnet')],
    [network !== 'resnet' && options.conditional, only('conditional', 'resnet')],
    [!options.conditional && options.embedDim !== 256, 'model.embedDim has no effect without model.conditional'],
    [
      optimizer !== 'adam' && (options.beta1 !== defaults.beta1 || options.beta2 !== defaults.beta2),
      `model.beta1 and model.beta2 have an effect on adam only, not on ${optimizer}`,
    ],
  ]
  return cases.filter(([applies]) => applies).map(([, reason]) => reason)
}
