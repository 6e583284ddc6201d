/**
 * The residual generator of CycleGAN (Zhu et al. 2017, https://arxiv.org/abs/1703.10593, appendix; after Johnson et al.
 * 2016), with the layer order and `state_dict` names of the authors' PyTorch code.
 */
import { type Generator as RandomStream, type Tensor, TorchError } from '@ganymede/torch'
import { ReLU, Tanh } from '../../nn/activations.js'
import { BatchNorm } from '../../nn/batch-norm.js'
import { ConvTranspose2d } from '../../nn/conv-transpose2d.js'
import { Conv2d } from '../../nn/conv2d.js'
import { Dropout } from '../../nn/dropout.js'
import { InstanceNorm2d } from '../../nn/instance-norm.js'
import { type Layer, Module } from '../../nn/module.js'
import { ReflectionPad2d, ReplicationPad2d } from '../../nn/padding.js'
import { Sequential } from '../../nn/sequential.js'
import { Identity } from '../../nn/shape.js'
import { Upsample } from '../../nn/upsample.js'

export interface ResnetGeneratorShape {
  /** Channels of the input and of the output. */
  readonly inChannels: number
  readonly outChannels: number
  /** Channels after the first convolution; four times as many in the residual blocks. Default 64. */
  readonly width?: number | undefined
  /** Residual blocks: 9 for 256 px and more, 6 for less. Default 9. */
  readonly blocks?: number | undefined
  /** `instance`: without scale, shift and running statistics, so that no layer of it is saved. Default. */
  readonly norm?: 'batch' | 'instance' | 'none' | undefined
  /** Dropout of a half inside every block; moves the names behind it by one. Default false. */
  readonly dropout?: boolean | undefined
  /** What stands outside the image in the blocks; around the whole network always its mirror image. Default `reflect`. */
  readonly padding?: 'reflect' | 'replicate' | 'zero' | undefined
  /**
   * How the resolution grows back: `transposed` convolutions as published, or `resize`, a bilinear enlargement and a
   * 3 x 3 convolution, which leaves no checkerboard. Default `transposed`.
   */
  readonly upsampling?: 'transposed' | 'resize' | undefined
}

/** The sides of images must be multiples of this: two halvings on the way in. */
export const resnetFactor = 4

/** Smallest side: a residual block must have a neighbour to mirror at a quarter of the size. */
export const resnetSmallestSide = 8

const halvings = 2

/**
 * Maps images `[N, inChannels, H, W]` to `[N, outChannels, H, W]` in [-1, 1], H and W multiples of 4 and at least 8.
 *
 * A 7 x 7 convolution, two of stride 2, residual blocks at a quarter of the side, two enlargements, a 7 x 7 convolution
 * and tanh. Owns `model.1`, `.4`, `.7`, `model.<10 + k>.conv_block.1` and `.5` (`.6` with dropout), then, for N blocks,
 * `model.<10 + N>`, `.<13 + N>`, `.<17 + N>`. Convolutions have a bias with instance norm only, the last one always.
 * They start as PyTorch draws them; {@link initialiseTranslation} gives the published start. With instance norm and without
 * dropout training and evaluation do not differ.
 */
export class ResnetGenerator extends Module implements Layer {
  readonly model: Sequential
  readonly inChannels: number
  readonly outChannels: number

  /** @throws TorchError `ARGUMENT_INVALID` for less than one channel, or a number of blocks that is not whole */
  constructor(
    {
      inChannels,
      outChannels,
      width = 64,
      blocks = 9,
      norm = 'instance',
      dropout = false,
      padding = 'reflect',
      upsampling = 'transposed',
    }: ResnetGeneratorShape,
    rng: RandomStream,
  ) {
    super()
    if (!Number.isInteger(blocks) || blocks < 0) {
      throw new TorchError('ARGUMENT_INVALID', `ResnetGenerator: blocks must be a whole number, got ${blocks}`)
    }
    this.inChannels = inChannels
    this.outChannels = outChannels
    const bias = norm === 'instance'
    const inner = width * 2 ** halvings
    const layers: Layer[] = [
      new ReflectionPad2d(3),
      new Conv2d(inChannels, width, { kernelSize: 7, bias, rng }),
      normOf(norm, width),
      new ReLU(),
    ]
    for (let before = width; before < inner; before *= 2) {
      layers.push(new Conv2d(before, 2 * before, { kernelSize: 3, stride: 2, padding: 1, bias, rng }))
      layers.push(normOf(norm, 2 * before), new ReLU())
    }
    for (let block = 0; block < blocks; block++) {
      layers.push(new ResidualBlock({ channels: inner, norm, dropout, padding, bias }, rng))
    }
    for (let before = inner; before > width; before /= 2) {
      layers.push(...enlarging(upsampling, before, bias, rng), normOf(norm, before / 2), new ReLU())
    }
    layers.push(new ReflectionPad2d(3), new Conv2d(width, outChannels, { kernelSize: 7, rng }), new Tanh())
    this.model = this.child('model', new Sequential(layers))
  }

  /** @throws TorchError `SHAPE_MISMATCH` when the images have other channels or sides, with the nearest sides that fit */
  override forward(images: Tensor): Tensor {
    const [, channels, height = 0, width = 0] = images.shape
    if (images.ndim !== 4 || channels !== this.inChannels) {
      throw new TorchError(
        'SHAPE_MISMATCH',
        `residual generator: expected images [N, ${this.inChannels}, H, W], got [${images.shape.join(', ')}]`,
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

type Shape = Required<ResnetGeneratorShape>

interface BlockShape {
  readonly channels: number
  readonly norm: Exclude<Shape['norm'], undefined>
  readonly dropout: boolean
  readonly padding: Exclude<Shape['padding'], undefined>
  readonly bias: boolean
}

/** x + F(x), F two 3 x 3 convolutions with norms; no activation after the sum. Maps `[N, C, H, W]` to the same shape. */
class ResidualBlock extends Module implements Layer {
  readonly convBlock: Sequential

  constructor({ channels, norm, dropout, padding, bias }: BlockShape, rng: RandomStream) {
    super()
    // Zeros are the convolution's own business: no layer, so that the names move as they do in the authors' code.
    const around: () => Layer[] = () =>
      padding === 'zero' ? [] : [padding === 'reflect' ? new ReflectionPad2d(1) : new ReplicationPad2d(1)]
    const convolution = () =>
      new Conv2d(channels, channels, { kernelSize: 3, padding: padding === 'zero' ? 1 : 0, bias, rng })
    const layers: Layer[] = [...around(), convolution(), normOf(norm, channels), new ReLU()]
    if (dropout) layers.push(new Dropout(0.5))
    layers.push(...around(), convolution(), normOf(norm, channels))
    this.convBlock = this.child('conv_block', new Sequential(layers))
  }

  override forward(x: Tensor): Tensor {
    using change = this.convBlock.forward(x)
    return x.add(change)
  }
}

function enlarging(
  upsampling: 'transposed' | 'resize',
  before: number,
  bias: boolean,
  rng: RandomStream,
): readonly Layer[] {
  if (upsampling === 'transposed') {
    const options = { kernelSize: 3, stride: 2, padding: 1, outputPadding: 1, bias, rng } as const
    return [new ConvTranspose2d(before, before / 2, options)]
  }
  return [
    new Upsample({ scaleFactor: 2, mode: 'bilinear' }),
    new ReflectionPad2d(1),
    new Conv2d(before, before / 2, { kernelSize: 3, bias, rng }),
  ]
}

function normOf(norm: 'batch' | 'instance' | 'none', channels: number): Layer {
  if (norm === 'batch') return new BatchNorm(channels)
  return norm === 'instance' ? new InstanceNorm2d(channels) : new Identity()
}
