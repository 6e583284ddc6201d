/** Layer normalisation (Ba et al. 2016, https://arxiv.org/abs/1607.06450). */

import { givenOptions } from '@ganymede/core'
import { layerNorm, ones, type Tensor, zeros } from '@ganymede/torch'
import { requireIntegers, requireRange } from '../layer-options.js'
import { type Layer, Module } from '../module.js'

/** Options of {@link LayerNorm}. */
export interface LayerNormOptions {
  /** Added to the variance against division by zero; default 1e-5. */
  readonly eps?: number | undefined
  /** Whether the result is scaled by learned numbers per element; default true. */
  readonly affine?: boolean | undefined
  /** Whether it is also shifted by learned numbers; default true. Without effect unless `affine`. */
  readonly bias?: boolean | undefined
}

/**
 * Layer normalisation: maps `[…, …normalizedShape]` to the same shape, each sample normalised over the last axes.
 *
 *     y = (x − mean) / √(var + eps) · weight + bias
 *
 * Owns `weight` (ones) and `bias` (zeros), both of shape `normalizedShape`. Training and evaluation do not differ.
 *
 * @example
 * const norm = new LayerNorm(512)
 * const y = norm.forward(randn([8, 77, 512]))   // [8, 77, 512]
 */
export class LayerNorm extends Module implements Layer {
  readonly normalizedShape: readonly number[]
  readonly eps: number
  readonly weight: Tensor | null
  readonly bias: Tensor | null

  /**
   * @param normalizedShape  sizes of the last axes, or the size of the last one
   * @throws TorchError `ARGUMENT_INVALID` unless all are positive integers
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(normalizedShape: number | readonly number[], options: LayerNormOptions = {}) {
    super()
    const { eps = 1e-5, affine = true, bias = true } = givenOptions('LayerNorm', options, ['eps', 'affine', 'bias'])
    const shape = Array.isArray(normalizedShape) ? (normalizedShape as readonly number[]) : [normalizedShape as number]
    for (const size of shape) requireIntegers('LayerNorm', { normalizedShape: size })
    requireRange('LayerNorm', 'eps', eps, 0, Number.MAX_VALUE)
    this.normalizedShape = shape
    this.eps = eps
    this.weight = affine ? this.parameter('weight', ones(shape)) : null
    this.bias = affine && bias ? this.parameter('bias', zeros(shape)) : null
  }

  /**
   * @param x  `[…, …normalizedShape]`
   * @returns the shape of `x`
   * @throws TorchError `OP_FAILED` when the last axes differ
   */
  override forward(x: Tensor): Tensor {
    return layerNorm(x, this.normalizedShape, { weight: this.weight, bias: this.bias, eps: this.eps })
  }
}
