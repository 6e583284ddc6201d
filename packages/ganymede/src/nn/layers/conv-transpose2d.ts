/** Transposed convolution: the learned way to raise the resolution of images. */

import { givenOptions } from '@ganymede/core'
import { convTranspose2d, type Generator, type Tensor } from '@ganymede/torch'
import { preparedLayerOf } from '../inference/prepared-layers.js'
import { layerBias, layerWeight } from '../init.js'
import { both, type Pair, requireDivisible, requireIntegers, requireRange } from '../layer-options.js'
import { type Layer, Module } from '../module.js'

/** Options of {@link ConvTranspose2d}; pairs are `[height, width]`. */
export interface ConvTranspose2dOptions {
  /** Side of the kernel in pixels. A multiple of the stride avoids checkerboard patterns. */
  readonly kernelSize: Pair
  /** Factor by which the resolution grows; default 1. */
  readonly stride?: Pair | undefined
  /** Pixels cut off on each side of the output; default 0. */
  readonly padding?: Pair | undefined
  /** Pixels added at the bottom and right of the output; default 0. Must be below the stride or the dilation. */
  readonly outputPadding?: Pair | undefined
  /** Distance between kernel elements in pixels; default 1. */
  readonly dilation?: Pair | undefined
  /** Number of independent groups of channels; default 1. Must divide both channel counts. */
  readonly groups?: number | undefined
  /** Whether a learned offset per channel is added; default true. */
  readonly bias?: boolean | undefined
  /** Stream for the initial values; default: libtorch's default generator. */
  readonly rng?: Generator | undefined
}

/**
 * Transposed convolution: maps `[N, inChannels, H, W]` to `[N, outChannels, H', W']`.
 *
 *     H' = (H − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1
 *
 * Owns `weight` `[inChannels, outChannels / groups, kH, kW]` and `bias` `[outChannels]`, both drawn from
 * U(−1/√fan, 1/√fan) with fan = outChannels / groups · kH · kW: PyTorch takes the second axis of the weight for the
 * inputs here too. Training and evaluation do not differ. With channels-last weights or input the output is
 * channels-last.
 *
 * @example
 * const up = new ConvTranspose2d(512, 256, { kernelSize: 4, stride: 2, padding: 1 })
 * const y = up.forward(randn([8, 512, 4, 4]))   // [8, 256, 8, 8]
 */
export class ConvTranspose2d extends Module implements Layer {
  readonly inChannels: number
  readonly outChannels: number
  readonly kernelSize: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly padding: readonly [number, number]
  readonly outputPadding: readonly [number, number]
  readonly dilation: readonly [number, number]
  readonly groups: number
  weight: Tensor
  readonly bias: Tensor | null

  /**
   * @throws TorchError `ARGUMENT_INVALID` when a size is not a positive integer, `groups` does not divide the channels,
   *   or `outputPadding` is not below the stride or the dilation
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(inChannels: number, outChannels: number, options: ConvTranspose2dOptions) {
    super()
    const {
      kernelSize,
      stride = 1,
      padding = 0,
      outputPadding = 0,
      dilation = 1,
      groups = 1,
      bias = true,
      rng,
    } = givenOptions('ConvTranspose2d', options, [
      'kernelSize',
      'stride',
      'padding',
      'outputPadding',
      'dilation',
      'groups',
      'bias',
      'rng',
    ])
    requireIntegers('ConvTranspose2d', { inChannels, outChannels, kernelSize, stride, dilation, groups })
    requireIntegers('ConvTranspose2d', { padding, outputPadding }, 0)
    requireDivisible('ConvTranspose2d', 'inChannels', inChannels, 'groups', groups)
    requireDivisible('ConvTranspose2d', 'outChannels', outChannels, 'groups', groups)
    this.inChannels = inChannels
    this.outChannels = outChannels
    this.kernelSize = both(kernelSize)
    this.stride = both(stride)
    this.padding = both(padding)
    this.outputPadding = both(outputPadding)
    this.dilation = both(dilation)
    this.groups = groups
    for (const axis of [0, 1] as const) {
      const limit = Math.max(this.stride[axis], this.dilation[axis]) - 1
      requireRange('ConvTranspose2d', 'outputPadding', this.outputPadding[axis], 0, limit)
    }
    this.weight = this.parameter('weight', layerWeight([inChannels, outChannels / groups, ...this.kernelSize], rng))
    this.bias = bias ? this.parameter('bias', layerBias(outChannels, this.weight, rng)) : null
  }

  /**
   * @param x  `[N, inChannels, H, W]` or `[inChannels, H, W]`
   * @returns `[N, outChannels, H', W']` or `[outChannels, H', W']`
   * @throws TorchError `OP_FAILED` with all shapes when the channels differ
   */
  override forward(x: Tensor): Tensor {
    const { bias, stride, padding, outputPadding, groups, dilation } = this
    const prepared = preparedLayerOf(this)
    if (prepared !== undefined) return prepared.forward(x)
    return convTranspose2d(x, this.weight, { bias, stride, padding, outputPadding, groups, dilation })
  }
}
