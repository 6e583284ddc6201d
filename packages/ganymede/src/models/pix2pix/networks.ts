/** The networks of pix2pix, put together from those of image-to-image/ as the options say. */
import { cat, type Generator as RandomStream, type Tensor } from '@ganymede/torch'
import type { Module } from '../../nn/module.js'
import type { DataShape, RandomStreams } from '../../systems/contract/system.js'
import { initialiseTranslation } from '../image-to-image/initialisation.js'
import { PatchDiscriminator } from '../image-to-image/patch-discriminator.js'
import { PixelDiscriminator } from '../image-to-image/pixel-discriminator.js'
import { ResnetGenerator } from '../image-to-image/resnet-generator.js'
import { UnetGenerator } from '../image-to-image/unet.js'
import { downsOf, type Pix2pixOptions } from './options.js'

/** Maps inputs `[N, C, H, W]` in [-1, 1] to outputs `[N, C', H, W]` in [-1, 1]. */
export type TranslationGenerator = Module & { forward(inputs: Tensor): Tensor }
/** Maps inputs and outputs, put together by {@link judged}, to logits of any shape. */
export type ConditionalDiscriminator = Module & { forward(pictures: Tensor): Tensor }

export type Pix2pixNetworks = {
  readonly generator: TranslationGenerator
  readonly discriminator: ConditionalDiscriminator
}

/** What D sees of a picture: the input's channels first, then those of the output or of the truth. `[N, C + C', H, W]`. */
export function judged(input: Tensor, picture: Tensor): Tensor {
  return cat([input, picture], 1)
}

/** Channels that the generator takes and gives. */
export function channelsOf(
  { colours }: Pick<Pix2pixOptions, 'colours'>,
  { channels, targetChannels = channels }: DataShape,
): {
  readonly input: number
  readonly output: number
} {
  return colours === 'lab' ? { input: 1, output: 2 } : { input: channels, output: targetChannels }
}

export function buildNetworks(options: Pix2pixOptions, data: DataShape, random: RandomStreams): Pix2pixNetworks {
  const forG = random.stream('init-generator')
  const forD = random.stream('init-discriminator')
  const begin = <M extends Module>(network: M, rng: RandomStream): M =>
    initialiseTranslation(network, { name: options.init, gain: options.initGain, rng })
  return {
    generator: begin(buildGenerator(options, data, forG), forG),
    discriminator: begin(buildDiscriminator(options, data, forD), forD),
  }
}

function buildGenerator(options: Pix2pixOptions, data: DataShape, rng: RandomStream): TranslationGenerator {
  const { input, output } = channelsOf(options, data)
  const { network, widthG, normG, dropout, upsampling } = options
  const common = { inputChannels: input, outputChannels: output, width: widthG, norm: normG, dropout, upsampling, rng }
  return network === 'unet'
    ? new UnetGenerator({ ...common, downs: downsOf(options) })
    : new ResnetGenerator({ ...common, blocks: network === 'resnet-9' ? 9 : 6 })
}

function buildDiscriminator(options: Pix2pixOptions, data: DataShape, rng: RandomStream): ConditionalDiscriminator {
  const { input, output } = channelsOf(options, data)
  const { discriminator, layersD, widthD, normD } = options
  const common = { inputChannels: input + output, width: widthD, norm: normD, rng }
  return discriminator === 'patch'
    ? new PatchDiscriminator({ ...common, layers: layersD })
    : new PixelDiscriminator(common)
}
