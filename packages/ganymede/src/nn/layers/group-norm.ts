/** Group normalisation (Wu and He 2018, https://arxiv.org/abs/1803.08494). */

import { givenOptions } from '@ganymede/core'
import { groupNorm, ones, type Tensor, zeros } from '@ganymede/torch'
import { requireDivisible, requireIntegers, requireRange } from '../layer-options.js'
import { type Layer, Module } from '../module.js'

/** Options of {@link GroupNorm}. */
export interface GroupNormOptions {
  /** Added to the variance against division by zero; default 1e-5. */
  readonly eps?: number | undefined
  /** Whether the result is scaled and shifted by learned numbers per channel; default true. */
  readonly affine?: boolean | undefined
}

/**
 * Group normalisation: maps `[N, C, …]` to the same shape, each group of channels of each sample normalised over the
 * group and all positions.
 *
 *     y = (x − mean) / √(var + eps) · weight + bias
 *
 * Owns `weight` `[C]` (ones) and `bias` `[C]` (zeros). Independent of the batch: training and evaluation do not differ.
 *
 * @example
 * const norm = new GroupNorm(8, 64)
 * const y = norm.forward(randn([2, 64, 16, 16]))   // [2, 64, 16, 16]
 */
export class GroupNorm extends Module implements Layer {
  readonly numGroups: number
  readonly numChannels: number
  readonly eps: number
  readonly weight: Tensor | null
  readonly bias: Tensor | null

  /**
   * @param numGroups    number of groups; must divide `numChannels`
   * @param numChannels  C, the size of the second axis
   * @throws TorchError `ARGUMENT_INVALID` when it does not
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(numGroups: number, numChannels: number, options: GroupNormOptions = {}) {
    super()
    const { eps = 1e-5, affine = true } = givenOptions('GroupNorm', options, ['eps', 'affine'])
    requireIntegers('GroupNorm', { numGroups, numChannels })
    requireDivisible('GroupNorm', 'numChannels', numChannels, 'numGroups', numGroups)
    requireRange('GroupNorm', 'eps', eps, 0, Number.MAX_VALUE)
    this.numGroups = numGroups
    this.numChannels = numChannels
    this.eps = eps
    this.weight = affine ? this.parameter('weight', ones([numChannels])) : null
    this.bias = affine ? this.parameter('bias', zeros([numChannels])) : null
  }

  /**
   * @param x  `[N, C, …]`
   * @returns the shape of `x`
   * @throws TorchError `OP_FAILED` when C is another number
   */
  override forward(x: Tensor): Tensor {
    return groupNorm(x, this.numGroups, { weight: this.weight, bias: this.bias, eps: this.eps })
  }
}
