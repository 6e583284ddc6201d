/** The normalisations of the translation networks; a convolution has a bias only beside instance norm. */
import { BatchNorm } from '../../nn/layers/batch-norm.js'
import { InstanceNorm2d } from '../../nn/layers/instance-norm.js'
import { Identity } from '../../nn/layers/shape.js'
import type { Layer } from '../../nn/module.js'

/**
 * `batch`: over the batch, with learned scale and shift and running statistics. `instance`: over the pixels of each channel
 * of each image, with neither, so that training and evaluation do not differ. `none`.
 */
export const translationNorms = ['batch', 'instance', 'none'] as const
export type TranslationNorm = (typeof translationNorms)[number]

/**
 * The layer behind a convolution: maps `[N, C, H, W]` to the same shape. Always a layer, so that the numbers of those behind
 * it in a {@link Sequential}, and with them the names of published weights, do not depend on the choice.
 *
 * @param channels  C
 */
export function translationNormLayer(norm: TranslationNorm, channels: number): Layer {
  switch (norm) {
    case 'batch':
      return new BatchNorm(channels)
    case 'instance':
      return new InstanceNorm2d(channels)
    case 'none':
      return new Identity()
  }
}

/**
 * Whether the convolution before the normalisation has a bias. The original code asks only whether it is instance norm, so
 * without any normalisation there is none either, and published weights have no such name.
 */
export function hasBias(norm: TranslationNorm): boolean {
  return norm === 'instance'
}
