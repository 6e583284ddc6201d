/**
 * The four networks of CycleGAN, two by two: one pair of generators, one pair of discriminators. A pair is one network for
 * averages, checkpoints and views, so that both directions are always of the same moment.
 */
import type { Generator as RandomStream, Tensor } from '@ganymede/torch'
import { type Layer, Module } from '../../nn/module.js'
import type { DataShape, RandomStreams, TranslationDirection } from '../../systems/contract/system.js'
import { initialiseTranslation } from '../image-to-image/initialisation.js'
import { PatchDiscriminator } from '../image-to-image/patch-discriminator.js'
import { PixelDiscriminator } from '../image-to-image/pixel-discriminator.js'
import { ResnetGenerator } from '../image-to-image/resnet-generator.js'
import { UnetGenerator } from '../image-to-image/unet.js'
import { blocksOf, type CycleganOptions, downsOf } from './options.js'

/** Which of the two kinds of images. */
export type Domain = 'a' | 'b'

/**
 * Two generators, one for each direction: `a2b` is G_A of the authors' code, `b2a` its G_B. Their names in the `state_dict`
 * are those of the authors behind `a2b.` and `b2a.`.
 *
 * @example
 * const fakeB = pair.forward(imagesOfA, 'a2b')
 */
export class GeneratorPair extends Module {
  readonly a2b: Layer
  readonly b2a: Layer

  constructor({ a2b, b2a }: { readonly a2b: Layer; readonly b2a: Layer }) {
    super()
    this.a2b = this.child('a2b', a2b)
    this.b2a = this.child('b2a', b2a)
  }

  /** @param images  `[N, C, H, W]` of the domain that the direction starts from */
  override forward(images: Tensor, direction: TranslationDirection): Tensor {
    return this[direction].forward(images)
  }
}

/**
 * Two discriminators, each called by the domain that it judges: `b` is D_A of the authors' code, which trains G_A, `a` its
 * D_B.
 */
class DiscriminatorPair extends Module {
  readonly a: Layer
  readonly b: Layer

  constructor({ a, b }: { readonly a: Layer; readonly b: Layer }) {
    super()
    this.a = this.child('a', a)
    this.b = this.child('b', b)
  }

  /** @returns logits `[N, 1, H', W']`; no sigmoid: losses take logits */
  override forward(images: Tensor, domain: Domain): Tensor {
    return this[domain].forward(images)
  }
}

export type CycleganNetworks = { readonly generator: GeneratorPair; readonly discriminator: DiscriminatorPair }

/** Builds all four, each from a random stream of its own. */
export function buildCyclegan(options: CycleganOptions, data: DataShape, random: RandomStreams): CycleganNetworks {
  const { channels, targetChannels = channels } = data
  const generator = (from: number, to: number, stream: string) =>
    initialised(options, random.stream(stream), (rng) => generatorOf(options, from, to, rng))
  const discriminator = (inputChannels: number, stream: string) =>
    initialised(options, random.stream(stream), (rng) => discriminatorOf(options, inputChannels, rng))
  return {
    generator: new GeneratorPair({
      a2b: generator(channels, targetChannels, 'init-generator-a2b'),
      b2a: generator(targetChannels, channels, 'init-generator-b2a'),
    }),
    discriminator: new DiscriminatorPair({
      a: discriminator(channels, 'init-discriminator-a'),
      b: discriminator(targetChannels, 'init-discriminator-b'),
    }),
  }
}

/** Makes one network for some channels; see {@link pairedGenerators}. */
type MakeNetwork = (options: CycleganOptions, data: DataShape, rng: RandomStream) => Module

/** Both generators from a function that makes one: it is told the channels of its own way, and called for a2b first. */
export function pairedGenerators(make: MakeNetwork) {
  return (options: CycleganOptions, data: DataShape, rng: RandomStream): GeneratorPair => {
    const a2b = make(options, data, rng) as Layer
    return new GeneratorPair({ a2b, b2a: make(options, turnedRound(data), rng) as Layer })
  }
}

/** Both discriminators from a function that makes one: `data.channels` are those that it judges; that of A comes first. */
export function pairedDiscriminators(make: MakeNetwork) {
  return (options: CycleganOptions, data: DataShape, rng: RandomStream): DiscriminatorPair => {
    const a = make(options, data, rng) as Layer
    return new DiscriminatorPair({ a, b: make(options, turnedRound(data), rng) as Layer })
  }
}

function turnedRound(data: DataShape): DataShape {
  const { channels, targetChannels = channels } = data
  return { ...data, channels: targetChannels, targetChannels: channels }
}

function initialised<M extends Module>(
  { init, initGain }: CycleganOptions,
  rng: RandomStream,
  make: (rng: RandomStream) => M,
): M {
  return initialiseTranslation(make(rng), { name: init, gain: initGain, rng })
}

function generatorOf(
  options: CycleganOptions,
  inputChannels: number,
  outputChannels: number,
  rng: RandomStream,
): Layer {
  const { widthG: width, normG: norm, dropout, upsampling, padding } = options
  const blocks = blocksOf(options)
  const common = { inputChannels, outputChannels, width, norm, dropout, upsampling, rng }
  return blocks === null
    ? new UnetGenerator({ ...common, downs: downsOf(options) })
    : new ResnetGenerator({ ...common, blocks, padding })
}

function discriminatorOf(options: CycleganOptions, inputChannels: number, rng: RandomStream): Layer {
  const { discriminator, widthD: width, normD: norm, layersD: layers } = options
  const common = { inputChannels, width, norm, rng }
  return discriminator === 'pixel' ? new PixelDiscriminator(common) : new PatchDiscriminator({ ...common, layers })
}
