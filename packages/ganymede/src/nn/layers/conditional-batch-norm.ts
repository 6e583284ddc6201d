/** Batch normalisation whose scale and shift depend on the class (Dumoulin et al. 2016, https://arxiv.org/abs/1610.07629). */
import { addcmul, noGrad, type Tensor } from '@ganymede/torch'
import { Module } from '../module.js'
import { BatchNorm } from './batch-norm.js'
import { Embedding } from './embedding.js'

/**
 * Maps images `[N, C, H, W]` and classes `[N]` to the shape of the images.
 *
 *     y = norm(x) · gamma[class] + beta[class]
 *
 * Owns `gamma.weight` `[K, C]` (ones), `beta.weight` `[K, C]` (zeros), and `norm`, a batch norm without scale and shift
 * of its own, which is where training and evaluation differ.
 */
export class ConditionalBatchNorm extends Module {
  readonly norm: BatchNorm
  readonly gamma: Embedding
  readonly beta: Embedding

  constructor(features: number, classes: number) {
    super()
    this.norm = this.child('norm', new BatchNorm(features, { affine: false }))
    this.gamma = this.child('gamma', new Embedding(classes, features))
    this.beta = this.child('beta', new Embedding(classes, features))
    noGrad(() => {
      this.gamma.weight.fill_(1)
      this.beta.weight.fill_(0)
    })
  }

  override forward(x: Tensor, labels: Tensor): Tensor {
    const normalised = this.norm.forward(x)
    const perImage = (table: Embedding): Tensor =>
      table.forward(labels).to({ dtype: normalised.dtype }).unsqueeze(-1).unsqueeze(-1) // [N, C, 1, 1]
    return addcmul(perImage(this.beta), normalised, perImage(this.gamma))
  }
}
