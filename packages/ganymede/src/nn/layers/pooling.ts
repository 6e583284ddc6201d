/** Layers that summarise neighbouring pixels. None owns parameters; training and evaluation do not differ. */

import { givenOptions } from '@ganymede/core'
import { adaptiveAvgPool2d, avgPool2d, maxPool2d, type Tensor } from '@ganymede/torch'
import { both, type Pair, requireIntegers } from '../layer-options.js'
import { type Layer, Module } from '../module.js'

/** Options of {@link AvgPool2d}; pairs are `[height, width]`. */
export interface AvgPool2dOptions {
  /** Step between outputs in pixels; default: the kernel size. */
  readonly stride?: Pair | undefined
  /** Zeros added on each side in pixels, at most half the kernel; default 0. */
  readonly padding?: Pair | undefined
  /** Whether a last, partly filled window counts; default false. */
  readonly ceilMode?: boolean | undefined
  /** Whether added zeros take part in the mean; default true. */
  readonly countIncludePad?: boolean | undefined
}

/**
 * Mean over windows: maps `[N, C, H, W]` to `[N, C, H', W']`.
 *
 *     H' = ⌊(H + 2·padding − kernel) / stride⌋ + 1
 *
 * @example
 * const half = new AvgPool2d(2).forward(randn([8, 64, 32, 32]))   // [8, 64, 16, 16]
 */
export class AvgPool2d extends Module implements Layer {
  readonly kernelSize: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly padding: readonly [number, number]
  readonly ceilMode: boolean
  readonly countIncludePad: boolean

  /**
   * @param kernelSize  side of the window in pixels
   * @throws TorchError `ARGUMENT_INVALID` for values out of range
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(kernelSize: Pair, options: AvgPool2dOptions = {}) {
    super()
    const {
      stride = kernelSize,
      padding = 0,
      ceilMode = false,
      countIncludePad = true,
    } = givenOptions('AvgPool2d', options, ['stride', 'padding', 'ceilMode', 'countIncludePad'])
    requireIntegers('AvgPool2d', { kernelSize, stride })
    requireIntegers('AvgPool2d', { padding }, 0)
    this.kernelSize = both(kernelSize)
    this.stride = both(stride)
    this.padding = both(padding)
    this.ceilMode = ceilMode
    this.countIncludePad = countIncludePad
  }

  override forward(x: Tensor): Tensor {
    const { stride, padding, ceilMode, countIncludePad } = this
    return avgPool2d(x, this.kernelSize, { stride, padding, ceilMode, countIncludePad })
  }
}

/** Options of {@link MaxPool2d}; pairs are `[height, width]`. */
export interface MaxPool2dOptions {
  /** Step between outputs in pixels; default: the kernel size. */
  readonly stride?: Pair | undefined
  /** Pixels of −∞ added on each side, at most half the kernel; default 0. */
  readonly padding?: Pair | undefined
  /** Distance between the pixels of a window; default 1. */
  readonly dilation?: Pair | undefined
  /** Whether a last, partly filled window counts; default false. */
  readonly ceilMode?: boolean | undefined
}

/**
 * Largest value of each window: maps `[N, C, H, W]` to `[N, C, H', W']`; see {@link AvgPool2d} for H'.
 *
 * @example
 * const half = new MaxPool2d(2).forward(randn([8, 64, 32, 32]))   // [8, 64, 16, 16]
 */
export class MaxPool2d extends Module implements Layer {
  readonly kernelSize: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly padding: readonly [number, number]
  readonly dilation: readonly [number, number]
  readonly ceilMode: boolean

  /**
   * @param kernelSize  side of the window in pixels
   * @throws TorchError `ARGUMENT_INVALID` for values out of range
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(kernelSize: Pair, options: MaxPool2dOptions = {}) {
    super()
    const {
      stride = kernelSize,
      padding = 0,
      dilation = 1,
      ceilMode = false,
    } = givenOptions('MaxPool2d', options, ['stride', 'padding', 'dilation', 'ceilMode'])
    requireIntegers('MaxPool2d', { kernelSize, stride, dilation })
    requireIntegers('MaxPool2d', { padding }, 0)
    this.kernelSize = both(kernelSize)
    this.stride = both(stride)
    this.padding = both(padding)
    this.dilation = both(dilation)
    this.ceilMode = ceilMode
  }

  override forward(x: Tensor): Tensor {
    const { stride, padding, dilation, ceilMode } = this
    return maxPool2d(x, this.kernelSize, { stride, padding, dilation, ceilMode })
  }
}

/**
 * Mean over as many windows as the result has pixels: maps `[N, C, H, W]` to `[N, C, ...outputSize]`, whatever H and W.
 *
 * @example
 * const pooled = new AdaptiveAvgPool2d(1).forward(randn([8, 64, 7, 5]))   // [8, 64, 1, 1]
 */
export class AdaptiveAvgPool2d extends Module implements Layer {
  readonly outputSize: readonly [number, number]

  /** @param outputSize  pixels of the result */
  constructor(outputSize: Pair) {
    super()
    requireIntegers('AdaptiveAvgPool2d', { outputSize })
    this.outputSize = both(outputSize)
  }

  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool2d(x, this.outputSize)
  }
}
