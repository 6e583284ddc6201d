/**
 * The residual generator of CycleGAN (Zhu et al. 2017, https://arxiv.org/abs/1703.10593, appendix; after Johnson et al.
 * 2016), with the layer order and `state_dict` names of the authors' PyTorch code.
 */

import { givenOptions } from '@ganymede/core'
import { type Generator as RandomStream, type Tensor, TorchError } from '@ganymede/torch'
import { ReLU, Tanh } from '../../nn/layers/activations.js'
import { ConvTranspose2d } from '../../nn/layers/conv-transpose2d.js'
import { Conv2d } from '../../nn/layers/conv2d.js'
import { Dropout } from '../../nn/layers/dropout.js'
import { ReflectionPad2d, ReplicationPad2d } from '../../nn/layers/padding.js'
import { Upsample } from '../../nn/layers/upsample.js'
import { type Layer, Module } from '../../nn/module.js'
import { Sequential } from '../../nn/sequential.js'
import { hasBias, type TranslationNorm, translationNormLayer } from './normalisation.js'

/** What stands outside the image in the residual blocks. */
export const blockPaddings = ['reflect', 'replicate', 'zero'] as const
export type BlockPadding = (typeof blockPaddings)[number]

/** How the resolution grows back. */
export const resnetUpsamplings = ['transposed', 'resize'] as const
export type ResnetUpsampling = (typeof resnetUpsamplings)[number]

/** Options of {@link ResnetGenerator}. */
export interface ResnetGeneratorOptions {
  readonly inputChannels: number
  readonly outputChannels: number
  /** Channels after the first convolution; default 64. The residual blocks have four times as many. */
  readonly width?: number
  /** Residual blocks; default 9, as published for 256 px and more, 6 for less. */
  readonly blocks?: number
  /** Default `instance`. */
  readonly norm?: TranslationNorm
  /** Dropout of a half inside every block; moves the names of the layers behind it by one. Default false. */
  readonly dropout?: boolean
  /** Default `reflect`: the mirror image. The two 7 x 7 convolutions always see that. */
  readonly padding?: BlockPadding
  /**
   * `transposed` convolutions as published, the default; or `resize`: a bilinear enlargement, then a 3 x 3 convolution,
   * which leaves no checkerboard. Its names are those of the authors' advice in issue 190 of their code.
   */
  readonly upsampling?: ResnetUpsampling
  /** Stream for the initial values; see initialisation.ts for those of the paper. */
  readonly rng?: RandomStream | undefined
}

/** The sides of images must be multiples of this: two halvings on the way in. */
export const resnetFactor = 4

/** Smallest side: a residual block must have a neighbour to mirror at a quarter of the size. */
export const resnetSmallestSide = 8

const halvings = 2

/**
 * Maps images `[N, C, H, W]` to `[N, C', H, W]` in [-1, 1], H and W multiples of 4 and at least 8.
 *
 * A 7 x 7 convolution, two of stride 2, residual blocks at a quarter of the side, two enlargements, a 7 x 7 convolution
 * and tanh; a normalisation and ReLU between. Owns, for n blocks, `model.1`, `.4`, `.7`, `model.<10 + k>.conv_block.1` and
 * `.5` (`.6` with dropout), `model.<10 + n>`, `.<13 + n>` and `.<17 + n>`, with norms one higher; the last convolution
 * always has a bias. With instance norm and without dropout training and evaluation do not differ.
 *
 * @example
 * const G = new ResnetGenerator({ inputChannels: 3, outputChannels: 3, blocks: 6 })
 * const outputs = G.forward(inputs)   // [N, 3, 128, 128] for 128 px
 */
export class ResnetGenerator extends Module implements Layer {
  readonly inputChannels: number
  readonly outputChannels: number
  readonly model: Sequential

  /**
   * @throws TorchError `ARGUMENT_INVALID` for less than one channel, or a number of blocks that is not whole
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(options: ResnetGeneratorOptions) {
    super()
    const {
      inputChannels,
      outputChannels,
      width = 64,
      blocks = 9,
      norm = 'instance',
      dropout = false,
      padding = 'reflect',
      upsampling = 'transposed',
      rng,
    } = givenOptions('ResnetGenerator', options, [
      'inputChannels',
      'outputChannels',
      'width',
      'blocks',
      'norm',
      'dropout',
      'padding',
      'upsampling',
      'rng',
    ])
    if (!Number.isInteger(blocks) || blocks < 0) {
      throw new TorchError('ARGUMENT_INVALID', `ResnetGenerator: blocks must be a whole number, got ${blocks}`)
    }
    this.inputChannels = inputChannels
    this.outputChannels = outputChannels
    const bias = hasBias(norm)
    const inner = width * 2 ** halvings
    const layers: Layer[] = [
      new ReflectionPad2d(3),
      new Conv2d(inputChannels, width, { kernelSize: 7, bias, rng }),
      translationNormLayer(norm, width),
      new ReLU(),
    ]
    for (let before = width; before < inner; before *= 2) {
      layers.push(new Conv2d(before, 2 * before, { kernelSize: 3, stride: 2, padding: 1, bias, rng }))
      layers.push(translationNormLayer(norm, 2 * before), new ReLU())
    }
    for (let block = 0; block < blocks; block++) {
      layers.push(new ResidualBlock({ channels: inner, norm, dropout, padding, rng }))
    }
    for (let before = inner; before > width; before /= 2) {
      layers.push(...enlarging(upsampling, before, { bias, rng }), translationNormLayer(norm, before / 2), new ReLU())
    }
    layers.push(new ReflectionPad2d(3), new Conv2d(width, outputChannels, { kernelSize: 7, rng }), new Tanh())
    this.model = this.child('model', new Sequential(layers))
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the images have other channels or sides, with the nearest sides that fit */
  override forward(images: Tensor): Tensor {
    const [, channels, height = 0, width = 0] = images.shape
    if (images.ndim !== 4 || channels !== this.inputChannels) {
      throw new TorchError(
        'SHAPE_MISMATCH',
        `residual generator: expected images [N, ${this.inputChannels}, H, W], got [${images.shape.join(', ')}]`,
      )
    }
    const [fitH, fitW] = [nearestResnetSide(height), nearestResnetSide(width)]
    if (fitH !== height || fitW !== width) {
      throw new TorchError(
        'SHAPE_MISMATCH',
        `residual generator: sides must be multiples of ${resnetFactor} and at least ${resnetSmallestSide}, got ${width} x ${height}`,
        { lines: [`nearest size that fits: ${fitW} x ${fitH}`] },
      )
    }
    return this.model.forward(images)
  }
}

/** The side nearest to this one that the generator can take: a multiple of 4, at least 8. */
export function nearestResnetSide(side: number): number {
  return Math.max(resnetSmallestSide, Math.round(side / resnetFactor) * resnetFactor)
}

interface BlockOptions {
  readonly channels: number
  readonly norm: TranslationNorm
  readonly dropout: boolean
  readonly padding: BlockPadding
  readonly rng: RandomStream | undefined
}

/** x + F(x), F two 3 x 3 convolutions with norms; no activation after the sum. Maps `[N, C, H, W]` to the same shape. */
class ResidualBlock extends Module implements Layer {
  readonly convBlock: Sequential

  constructor({ channels, norm, dropout, padding, rng }: BlockOptions) {
    super()
    // Zeros are the convolution's own business: no layer, so that the names move as they do in the authors' code.
    const around: () => Layer[] = () =>
      padding === 'zero' ? [] : [padding === 'reflect' ? new ReflectionPad2d(1) : new ReplicationPad2d(1)]
    const convolution = () =>
      new Conv2d(channels, channels, { kernelSize: 3, padding: padding === 'zero' ? 1 : 0, bias: hasBias(norm), rng })
    const layers: Layer[] = [...around(), convolution(), translationNormLayer(norm, channels), new ReLU()]
    if (dropout) layers.push(new Dropout(0.5))
    layers.push(...around(), convolution(), translationNormLayer(norm, channels))
    this.convBlock = this.child('conv_block', new Sequential(layers))
  }

  override forward(x: Tensor): Tensor {
    using change = this.convBlock.forward(x)
    return x.add(change)
  }
}

function enlarging(
  upsampling: ResnetUpsampling,
  before: number,
  options: { readonly bias: boolean; readonly rng: RandomStream | undefined },
): readonly Layer[] {
  const kernel = { kernelSize: 3, ...options } as const
  if (upsampling === 'transposed') {
    return [new ConvTranspose2d(before, before / 2, { ...kernel, stride: 2, padding: 1, outputPadding: 1 })]
  }
  return [
    new Upsample({ scaleFactor: 2, mode: 'bilinear' }),
    new ReflectionPad2d(1),
    new Conv2d(before, before / 2, kernel),
  ]
}
