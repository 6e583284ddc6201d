/** Learned vectors for class labels and tokens. */

import { givenOptions } from '@ganymede/core'
import { embedding, type Generator, noGrad, type Tensor } from '@ganymede/torch'
import { normal_, unfilled } from '../init.js'
import { requireIntegers, requireRange } from '../layer-options.js'
import { type Layer, Module } from '../module.js'

/** Options of {@link Embedding}. */
export interface EmbeddingOptions {
  /** Index whose vector starts as zeros and never learns (a padding token); negative counts from the end. */
  readonly paddingIdx?: number | undefined
  /** Stream for the initial values; default: libtorch's default generator. */
  readonly rng?: Generator | undefined
}

/**
 * Table of learned vectors: maps integers `[…]` to `[…, embeddingDim]`.
 *
 * Owns `weight` `[numEmbeddings, embeddingDim]`, drawn from N(0, 1). Training and evaluation do not differ.
 *
 * @example
 * const classes = new Embedding(10, 50)
 * const vectors = classes.forward(tensor([3n, 7n]))   // [2, 50]
 */
export class Embedding extends Module implements Layer {
  readonly numEmbeddings: number
  readonly embeddingDim: number
  readonly paddingIdx: number | null
  weight: Tensor

  /**
   * @param numEmbeddings  number of vectors; indices go from 0 to one less
   * @param embeddingDim   length of a vector
   * @throws TorchError `ARGUMENT_INVALID` unless both are positive integers and `paddingIdx` is one of the indices
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingOptions = {}) {
    super()
    const { paddingIdx, rng } = givenOptions('Embedding', options, ['paddingIdx', 'rng'])
    requireIntegers('Embedding', { numEmbeddings, embeddingDim })
    if (paddingIdx !== undefined) {
      requireRange('Embedding', 'paddingIdx', paddingIdx, -numEmbeddings, numEmbeddings - 1)
    }
    this.numEmbeddings = numEmbeddings
    this.embeddingDim = embeddingDim
    this.paddingIdx = paddingIdx === undefined ? null : (paddingIdx + numEmbeddings) % numEmbeddings
    this.weight = this.parameter('weight', normal_(unfilled([numEmbeddings, embeddingDim], rng), { rng }))
    const padding = this.paddingIdx
    if (padding !== null) noGrad(() => this.weight.select(0, padding).zero_().dispose())
  }

  /**
   * @param indices  `[…]`, int64 or int32, each in 0 … numEmbeddings − 1
   * @returns `[…, embeddingDim]`
   * @throws TorchError `OP_FAILED` when an index lies outside
   */
  override forward(indices: Tensor): Tensor {
    return embedding(this.weight, indices, { paddingIdx: this.paddingIdx ?? -1 })
  }
}
