/** Mean and covariance of feature vectors that come in batches: all that FID needs of a set, in bounded memory. */

import { GanymedeError } from '@ganymede/core'
import { keep, noGrad, scope, type Tensor, zeros } from '@ganymede/torch'
import { requireTensors } from '../../nn/given-tensors.js'
import { requireFeatures } from './metric-inputs.js'

/** Divisor of the covariance: `unbiased` N − 1 (TTUR, pytorch-fid), `population` N (NVlabs' code). */
export type CovarianceConvention = 'unbiased' | 'population'

/** A feature set as a normal distribution; the real side of FID. */
export interface GaussianStatistics {
  /** Number of samples, or null where the file of another tool does not tell. */
  readonly count: number | null
  /** float64 `[d]` */
  readonly mean: Tensor
  /** float64 `[d, d]` */
  readonly covariance: Tensor
  readonly convention: CovarianceConvention
}

// Rows of a block hold at most this many numbers in float64.
const blockElements = 2 ** 22

/**
 * Sums up feature vectors batch by batch in float64: two `d`-sized tensors, however many samples come.
 *
 * Every batch is centred by its own mean before it is squared and joined by the update of Chan, Golub and LeVeque (1979),
 * so that large means do not cancel. The state lives outside of scopes: call `dispose()` at the end.
 *
 * @example
 * const statistics = new FeatureStatistics()
 * for (const features of batches) statistics.update(features)
 * const { mean, covariance } = statistics.summary()
 */
export class FeatureStatistics {
  #count = 0
  #mean: Tensor | null = null
  #scatter: Tensor | null = null

  /** Samples so far. */
  get count(): number {
    return this.#count
  }

  /**
   * @param features  `[N, d]`, any floating dtype
   * @throws GanymedeError `OPTION_INVALID` when d changes, `NON_FINITE` for NaN or infinite features
   */
  update(features: Tensor): this {
    requireFeatures('feature statistics', { features })
    const [rows = 0, width = 0] = features.shape
    this.#requireWidth(width)
    const block = Math.max(1, Math.floor(blockElements / width))
    for (let from = 0; from < rows; from += block) {
      scope('feature-statistics', () =>
        noGrad(() => {
          const count = Math.min(block, rows - from)
          const x = features.detach().narrow(0, from, count).to({ dtype: 'float64' })
          const mean = x.mean([0])
          const centred = x.sub(mean)
          this.#absorb(count, mean, centred.t().matmul(centred))
        }),
      )
    }
    return this
  }

  /**
   * Adds the samples of another set, as if they had come here.
   *
   * @throws GanymedeError `OPTION_INVALID` when the widths differ
   */
  merge(other: FeatureStatistics): this {
    if (other.#mean === null || other.#scatter === null) return this
    this.#requireWidth(other.#mean.shape[0]!)
    const [mean, scatter] = [other.#mean, other.#scatter]
    scope('feature-statistics', () => noGrad(() => this.#absorb(other.#count, mean, scatter)))
    return this
  }

  /**
   * Mean and covariance of what has come so far; belongs to the caller's scope.
   *
   * @throws GanymedeError `OPTION_INVALID` with fewer than 2 samples
   */
  summary(convention: CovarianceConvention = 'unbiased'): GaussianStatistics {
    const [count, sum, scatter] = [this.#count, this.#mean, this.#scatter]
    if (sum === null || scatter === null || count < 2) {
      throw new GanymedeError('OPTION_INVALID', `a covariance needs at least 2 samples, got ${count}`)
    }
    const divisor = convention === 'unbiased' ? count - 1 : count
    return noGrad(() => ({ count, mean: sum.clone(), covariance: scatter.div(divisor), convention }))
  }

  dispose(): void {
    this.#mean?.dispose()
    this.#scatter?.dispose()
    this.#mean = null
    this.#scatter = null
    this.#count = 0
  }

  #requireWidth(width: number): void {
    const known = this.#mean?.shape[0] ?? width
    if (known === width) return
    throw new GanymedeError('OPTION_INVALID', `feature statistics of ${known} numbers got features of ${width}`)
  }

  #absorb(count: number, mean: Tensor, scatter: Tensor): void {
    const width = mean.shape[0]!
    this.#mean ??= keep(zeros([width], { dtype: 'float64', device: mean.device }))
    this.#scatter ??= keep(zeros([width, width], { dtype: 'float64', device: mean.device }))
    const total = this.#count + count
    const shift = mean.sub(this.#mean) // [d]
    this.#scatter.add_(scatter)
    this.#scatter.add_(shift.outer(shift), { alpha: (this.#count * count) / total })
    this.#mean.add_(shift, { alpha: count / total })
    this.#count = total
  }
}

/**
 * Mean and covariance of a whole feature set.
 *
 * @param features  `[N, d]`, N at least 2
 */
export function gaussianStatistics(
  features: Tensor,
  convention: CovarianceConvention = 'unbiased',
): GaussianStatistics {
  requireTensors('gaussianStatistics', { features })
  const statistics = new FeatureStatistics()
  try {
    return statistics.update(features).summary(convention)
  } finally {
    statistics.dispose()
  }
}
