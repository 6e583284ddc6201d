/** Bootstrap intervals of the metrics that compare whole feature sets. */
import { scope, type Tensor } from '@ganymede/torch'
import { type BootstrapOptions, bootstrapInterval, type MetricInterval } from './bootstrap.js'
import { type CovarianceConvention, type GaussianStatistics, gaussianStatistics } from './feature-statistics.js'
import { frechetDistance } from './fid.js'
import { inceptionScore } from './inception-score.js'
import { squaredMmd } from './kid.js'
import { indexTensor, requireFeatures } from './requirements.js'

// Each resample costs an eigendecomposition or a kernel matrix; ends of intervals move by a few percent beyond this.
const resamplesOfSets = 200

/**
 * Interval of FID. Resampled sets repeat samples and so have a larger FID by themselves; the basic method takes that out.
 *
 * @param real  features `[N, d]`, or statistics that stay as they are
 * @param fake  `[M, d]`
 * @param estimate  FID of the sets
 */
export function fidInterval(
  real: Tensor | GaussianStatistics,
  fake: Tensor,
  estimate: number,
  { convention = 'unbiased', ...options }: BootstrapOptions & { readonly convention?: CovarianceConvention },
): MetricInterval {
  const fixed = 'covariance' in real ? real : null
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
    bootstrapInterval(counts, estimate, statistic, { resamples: resamplesOfSets, method: 'basic', ...options }),
  )
}

/**
 * Interval of KID, from the unbiased estimate on whole resampled sets, with the basic method.
 *
 * @param estimate  KID of the sets: {@link squaredMmd} or the mean over subsets
 */
export function kidInterval(real: Tensor, fake: Tensor, estimate: number, options: BootstrapOptions): MetricInterval {
  requireFeatures('KID', { real, fake }, 2)
  const whole = squaredMmd(real, fake)
  const interval = bootstrapInterval(
    [real.shape[0]!, fake.shape[0]!],
    whole,
    ([realRows, fakeRows]) => scope('kid-interval', () => squaredMmd(rowsOf(real, realRows!), rowsOf(fake, fakeRows!))),
    { resamples: resamplesOfSets, method: 'basic', ...options },
  )
  // The mean over subsets scatters around the value of the whole sets; the interval belongs to what is reported.
  const shift = estimate - whole
  return { ...interval, low: interval.low + shift, high: interval.high + shift }
}

/** Interval of the inception score with the same number of splits. */
export function inceptionScoreInterval(
  logits: Tensor,
  estimate: number,
  { splits = 10, ...options }: BootstrapOptions & { readonly splits?: number },
): MetricInterval {
  requireFeatures('inception score', { logits })
  return bootstrapInterval(
    [logits.shape[0]!],
    estimate,
    ([rows]) => scope('score-interval', () => inceptionScore(rowsOf(logits, rows!), { splits }).mean),
    { resamples: resamplesOfSets, method: 'basic', ...options },
  )
}

function rowsOf(features: Tensor, rows: Uint32Array): Tensor {
  return features.indexSelect(0, indexTensor('a bootstrap', rows, features.shape[0]!, features.device))
}

function notBelowZero(interval: MetricInterval): MetricInterval {
  return { ...interval, low: Math.max(0, interval.low), high: Math.max(0, interval.high) }
}
