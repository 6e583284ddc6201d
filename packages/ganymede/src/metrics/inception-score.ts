/**
 * Inception score (Salimans et al. 2016, "Improved Techniques for Training GANs", https://arxiv.org/abs/1606.03498), of any
 * classifier; with another one than Inception call it a classifier score.
 */

import { GanymedeError, givenOptions } from '@ganymede/core'
import { CounterRandom, shuffledIndices } from '@ganymede/core/random'
import { noGrad, scope, type Tensor } from '@ganymede/torch'
import { requireTensors } from '../nn/given-tensors.js'
import { indexTensor, requireCounts, requireFeatures } from './support/metric-inputs.js'
import { meanAndDeviation } from './support/subsets.js'

export interface InceptionScoreOptions {
  /** Parts whose scores are averaged; default 10. */
  readonly splits?: number
  /** Order of the samples before they are split: a seed for a shuffle, or explicit rows; default: as given. */
  readonly order?: { readonly seed: number } | ArrayLike<number>
}

export interface InceptionScore {
  readonly mean: number
  /** Population standard deviation over the splits. */
  readonly std: number
  readonly perSplit: readonly number[]
}

/**
 *     score = exp(meanₙ Σ_c p (log p − log meanₙ p)),   p = softmax(logits), in float64
 *
 * From 1 (all images look alike to the classifier, or it cannot tell) to the number of classes; higher is better.
 *
 * @param logits  `[N, C]`, before softmax; the original takes them without the bias of the last layer
 * @throws GanymedeError `OPTION_INVALID` with fewer samples than splits, `NON_FINITE`
 */
export function inceptionScore(logits: Tensor, options: InceptionScoreOptions = {}): InceptionScore {
  const { splits = 10, order } = givenOptions('inceptionScore', options, ['splits', 'order'])
  requireTensors('inceptionScore', { logits })
  requireFeatures('inception score', { logits })
  requireCounts('the inception score', { splits })
  const [count = 0] = logits.shape
  if (count < splits) {
    throw new GanymedeError('OPTION_INVALID', `inception score: ${splits} splits of ${count} samples`)
  }
  return scope('inception-score', () =>
    noGrad(() => {
      const ordered = inOrder(logits.detach(), order).to({ dtype: 'float64' })
      const perSplit = Array.from({ length: splits }, (_, i) => {
        const from = Math.floor((i * count) / splits)
        return scoreOf(ordered.narrow(0, from, Math.floor(((i + 1) * count) / splits) - from))
      })
      return { ...meanAndDeviation(perSplit), perSplit }
    }),
  )
}

function scoreOf(logits: Tensor): number {
  return scope(() => {
    const logP = logits.logSoftmax(1) // [n, C]
    const p = logP.exp()
    // A class that no sample of the split has anything of contributes nothing: 0 · log 0 = 0.
    const logMean = p.mean([0]).log().clampMin(-1e300)
    return Math.exp(p.mul(logP.sub(logMean)).sum(1).mean().item())
  })
}

function inOrder(logits: Tensor, order: InceptionScoreOptions['order']): Tensor {
  if (order === undefined) return logits
  const [count = 0] = logits.shape
  const rows = 'seed' in order ? shuffledIndices(count, new CounterRandom(order.seed, 'inception-score')) : order
  if (rows.length !== count) {
    throw new GanymedeError('OPTION_INVALID', `inception score: an order of ${rows.length} rows for ${count} samples`)
  }
  return logits.indexSelect(0, indexTensor('inception score', rows, count, logits.device))
}
