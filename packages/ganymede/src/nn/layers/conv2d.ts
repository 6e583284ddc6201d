/** Convolution over images. */

import { givenOptions } from '@ganymede/core'
import { conv2d, type Generator, pad, type Tensor } from '@ganymede/torch'
import { preparedLayerOf } from '../inference/prepared-layers.js'
import { layerBias, layerWeight } from '../init.js'
import { both, type Pair, requireDivisible, requireIntegers } from '../layer-options.js'
import { type Layer, Module } from '../module.js'

/** What stands outside the image: zeros, its mirror image without the edge, its edge repeated, or its opposite side. */
export type PaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular'

/** Options of {@link Conv2d}; pairs are `[height, width]`. */
export interface Conv2dOptions {
  /** Side of the kernel in pixels. */
  readonly kernelSize: Pair
  /** Step between outputs in pixels; default 1. 2 halves the resolution. */
  readonly stride?: Pair | undefined
  /** Pixels added on each side; default 0. */
  readonly padding?: Pair | undefined
  /** What the added pixels hold; default `'zeros'`. */
  readonly paddingMode?: PaddingMode | undefined
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
 * Convolution: maps `[N, inChannels, H, W]` to `[N, outChannels, H', W']`.
 *
 *     H' = ⌊(H + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1
 *
 * Owns `weight` `[outChannels, inChannels / groups, kH, kW]` and `bias` `[outChannels]`, both drawn from
 * U(−1/√fanIn, 1/√fanIn) with fanIn = inChannels / groups · kH · kW, as PyTorch does. Training and evaluation do not
 * differ. With channels-last weights or input the output is channels-last.
 *
 * @example
 * const down = new Conv2d(3, 64, { kernelSize: 4, stride: 2, padding: 1 })
 * const y = down.forward(randn([8, 3, 64, 64]))   // [8, 64, 32, 32]
 */
export class Conv2d extends Module implements Layer {
  readonly inChannels: number
  readonly outChannels: number
  readonly kernelSize: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly padding: readonly [number, number]
  readonly paddingMode: PaddingMode
  readonly dilation: readonly [number, number]
  readonly groups: number
  weight: Tensor
  readonly bias: Tensor | null

  /**
   * @throws TorchError `ARGUMENT_INVALID` when a size is not a positive integer, or `groups` does not divide the channels
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(inChannels: number, outChannels: number, options: Conv2dOptions) {
    super()
    const {
      kernelSize,
      stride = 1,
      padding = 0,
      paddingMode = 'zeros',
      dilation = 1,
      groups = 1,
      bias = true,
      rng,
    } = givenOptions('Conv2d', options, [
      'kernelSize',
      'stride',
      'padding',
      'paddingMode',
      'dilation',
      'groups',
      'bias',
      'rng',
    ])
    requireIntegers('Conv2d', { inChannels, outChannels, kernelSize, stride, dilation, groups })
    requireIntegers('Conv2d', { padding }, 0)
    requireDivisible('Conv2d', 'inChannels', inChannels, 'groups', groups)
    requireDivisible('Conv2d', 'outChannels', outChannels, 'groups', groups)
    this.inChannels = inChannels
    this.outChannels = outChannels
    this.kernelSize = both(kernelSize)
    this.stride = both(stride)
    this.padding = both(padding)
    this.paddingMode = paddingMode
    this.dilation = both(dilation)
    this.groups = groups
    this.weight = this.parameter('weight', layerWeight([outChannels, inChannels / groups, ...this.kernelSize], rng))
    this.bias = bias ? this.parameter('bias', layerBias(outChannels, this.weight, rng)) : null
  }

  /**
   * @param x  `[N, inChannels, H, W]` or `[inChannels, H, W]`
   * @returns `[N, outChannels, H', W']` or `[outChannels, H', W']`
   * @throws TorchError `OP_FAILED` with all shapes when the channels differ or the image is smaller than the kernel
   */
  override forward(x: Tensor): Tensor {
    const { weight, bias, stride, padding, dilation, groups } = this
    const [vertical, horizontal] = padding
    const prepared = preparedLayerOf(this)
    if (this.paddingMode === 'zeros' || (vertical === 0 && horizontal === 0)) {
      return prepared?.forward(x) ?? conv2d(x, weight, { bias, stride, padding, dilation, groups })
    }
    using padded = pad(x, [horizontal, horizontal, vertical, vertical], this.paddingMode)
    return prepared?.forward(padded) ?? conv2d(padded, weight, { bias, stride, dilation, groups })
  }
}
