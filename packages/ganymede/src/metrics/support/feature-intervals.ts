/** Bootstrap intervals of the metrics that compare whole feature sets. */

import { requireObject } from '@ganymede/core'
import { scope, type Tensor } from '@ganymede/torch'
import { frechetDistance } from '../fid.js'
import { inceptionScore } from '../inception-score.js'
import { squaredMmd } from '../kid.js'
import { type BootstrapOptions, bootstrapInterval, type MetricInterval } from './bootstrap.js'
import { type CovarianceConvention, type GaussianStatistics, gaussianStatistics } from './feature-statistics.js'
import { indexTensor, requireFeatures } from './metric-inputs.js'

// Each resample costs an eigendecomposition or a kernel matrix; ends of intervals move by a few percent beyond this.
const resamplesOfSets = 200
const resamplesOfWideSets = 50
const wideSet = 512
const rowsOfKernel = 1000

/**
 * Interval of FID. Resampled sets repeat samples and so have a larger FID by themselves; centring takes that out.
 *
 * @param real  features `[N, d]`, or statistics that stay as they are
 * @param fake  `[M, d]`
 * @param estimate  FID of the sets
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 */
export function fidInterval(
  real: Tensor | GaussianStatistics,
  fake: Tensor,
  estimate: number,
  choices: BootstrapOptions & { readonly convention?: CovarianceConvention },
): MetricInterval {
  requireObject('fidInterval', choices, ['seed'])
  const { convention: chosen, ...options } = choices
  const fixed = 'covariance' in real ? real : null
  const convention = chosen ?? fixed?.convention ?? 'unbiased'
  const features = 'covariance' in real ? null : real
  requireFeatures('FID', features === null ? { fake } : { real: features, fake }, 2)
  const counts = features === null ? [fake.shape[0]!] : [fake.shape[0]!, features.shape[0]!]
  const statistic = ([fakeRows, realRows]: readonly Uint32Array[]) =>
    scope('fid-interval', () => {
      const resampled = gaussianStatistics(rowsOf(fake, fakeRows!), convention)
      const reference = fixed ?? gaussianStatistics(rowsOf(features!, realRows!), convention)
      return frechetDistance(reference, resampled).distance
    })
  return notBelowZero(
    bootstrapInterval(counts, estimate, statistic, {
      resamples: fake.shape[1]! > wideSet ? resamplesOfWideSets : resamplesOfSets,
      method: 'centred',
      ...options,
    }),
  )
}

/**
 * Interval of KID. A whole kernel matrix for each resample would take hours, so that resamples have at most 1000 rows; what
 * they scatter more is taken back by √(rows / N), which errs on the wide side for equal distributions.
 *
 * @param estimate  KID of the sets: the mean over subsets, or {@link squaredMmd}
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 */
export function kidInterval(real: Tensor, fake: Tensor, estimate: number, options: BootstrapOptions): MetricInterval {
  requireObject('kidInterval', options, ['seed'])
  requireFeatures('KID', { real, fake }, 2)
  const fewest = Math.min(real.shape[0]!, fake.shape[0]!)
  const size = Math.min(fewest, rowsOfKernel)
  const statistic = ([realRows, fakeRows]: readonly Uint32Array[]) =>
    scope('kid-interval', () =>
      squaredMmd(rowsOf(real, realRows!.subarray(0, size)), rowsOf(fake, fakeRows!.subarray(0, size))),
    )
  const interval = bootstrapInterval([real.shape[0]!, fake.shape[0]!], estimate, statistic, {
    resamples: resamplesOfSets,
    ...options,
    method: 'centred',
  })
  const scaled = (end: number) => estimate + (end - estimate) * Math.sqrt(size / fewest)
  return { ...interval, low: scaled(interval.low), high: scaled(interval.high) }
}

/**
 * Interval of the inception score with the same number of splits.
 *
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 */
export function inceptionScoreInterval(
  logits: Tensor,
  estimate: number,
  choices: BootstrapOptions & { readonly splits?: number },
): MetricInterval {
  requireObject('inceptionScoreInterval', choices, ['seed'])
  const { splits = 10, ...options } = choices
  requireFeatures('inception score', { logits })
  return bootstrapInterval(
    [logits.shape[0]!],
    estimate,
    ([rows]) => scope('score-interval', () => inceptionScore(rowsOf(logits, rows!), { splits }).mean),
    { resamples: resamplesOfSets, method: 'centred', ...options },
  )
}

function rowsOf(features: Tensor, rows: Uint32Array): Tensor {
  return features.indexSelect(0, indexTensor('a bootstrap', rows, features.shape[0]!, features.device))
}

function notBelowZero(interval: MetricInterval): MetricInterval {
  return { ...interval, low: Math.max(0, interval.low), high: Math.max(0, interval.high) }
}
