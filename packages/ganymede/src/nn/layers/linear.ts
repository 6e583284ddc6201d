/** Fully connected layer. */

import { givenOptions } from '@ganymede/core'
import { type Generator, linear, type Tensor } from '@ganymede/torch'
import { preparedLayerOf } from '../inference/prepared-layers.js'
import { layerBias, layerWeight } from '../init.js'
import { requireIntegers } from '../layer-options.js'
import { type Layer, Module } from '../module.js'

/** Options of {@link Linear}. */
export interface LinearOptions {
  /** Whether a learned offset is added; default true. */
  readonly bias?: boolean | undefined
  /** Stream for the initial values; default: libtorch's default generator. */
  readonly rng?: Generator | undefined
}

/**
 * Fully connected layer: maps `[…, inFeatures]` to `[…, outFeatures]`.
 *
 *     y = x Wᵀ + b
 *
 * Owns `weight` `[outFeatures, inFeatures]` and `bias` `[outFeatures]`, both drawn from U(−1/√inFeatures, 1/√inFeatures)
 * as PyTorch does. Training and evaluation do not differ.
 *
 * @example
 * const layer = new Linear(100, 256)
 * const y = layer.forward(randn([8, 100]))   // [8, 256]
 */
export class Linear extends Module implements Layer {
  readonly inFeatures: number
  readonly outFeatures: number
  weight: Tensor
  readonly bias: Tensor | null

  /**
   * @param inFeatures   size of the last axis of the input
   * @param outFeatures  size of the last axis of the output
   * @throws TorchError `ARGUMENT_INVALID` unless both are positive integers
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(inFeatures: number, outFeatures: number, options: LinearOptions = {}) {
    super()
    const { bias = true, rng } = givenOptions('Linear', options, ['bias', 'rng'])
    requireIntegers('Linear', { inFeatures, outFeatures })
    this.inFeatures = inFeatures
    this.outFeatures = outFeatures
    this.weight = this.parameter('weight', layerWeight([outFeatures, inFeatures], rng))
    this.bias = bias ? this.parameter('bias', layerBias(outFeatures, this.weight, rng)) : null
  }

  /**
   * @param x  `[…, inFeatures]`
   * @returns `[…, outFeatures]`
   * @throws TorchError `OP_FAILED` with all shapes when the last axis has another size
   */
  override forward(x: Tensor): Tensor {
    return preparedLayerOf(this)?.forward(x) ?? linear(x, this.weight, this.bias)
  }
}
