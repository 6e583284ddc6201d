/**
 * Fréchet distance of feature distributions: FID (Heusel et al. 2017, "GANs Trained by a Two Time-Scale Update Rule
 * Converge to a Local Nash Equilibrium", https://arxiv.org/abs/1706.08500).
 */

import { GanymedeError, givenOptions, requireObject } from '@ganymede/core'
import { noGrad, raw, scope, type Tensor } from '@ganymede/torch'
import { requireTensors } from '../nn/given-tensors.js'
import { type CovarianceConvention, type GaussianStatistics, gaussianStatistics } from './support/feature-statistics.js'
import { requireFeatures } from './support/metric-inputs.js'

/** A distance, and what it is made of. */
export interface FrechetDistance {
  /** `meanTerm + traceTerm`, not below 0. */
  readonly distance: number
  /** |μ₁ − μ₂|² */
  readonly meanTerm: number
  /** tr Σ₁ + tr Σ₂ − 2 tr (Σ₁ Σ₂)^½ */
  readonly traceTerm: number
}

const singularValues = raw('aten::linalg_svdvals')

/**
 * FID of two feature sets, in float64; lower is better, 0 for equal distributions.
 *
 * Biased: the fewer samples, the larger. Compare equal counts of one extractor and layer only, and have more samples than
 * features. With at most `d` samples in both sets no `d × d` matrix is made.
 *
 * @param real  `[N, d]`, N at least 2
 * @param fake  `[M, d]`, M at least 2
 * @param options.convention  divisor of the covariances; default `unbiased`
 * @throws GanymedeError `OPTION_INVALID` for other shapes, `NON_FINITE` for NaN features
 * @example
 * const { distance } = fid(realFeatures, fakeFeatures)
 */
export function fid(
  real: Tensor,
  fake: Tensor,
  options: { readonly convention?: CovarianceConvention } = {},
): FrechetDistance {
  const { convention = 'unbiased' } = givenOptions('fid', options, ['convention'])
  requireTensors('fid', { real, fake })
  requireFeatures('FID', { real, fake }, 2)
  const [n = 0, d = 0] = real.shape
  const [m = 0] = fake.shape
  return scope('fid', () =>
    noGrad(() =>
      Math.max(n, m) <= d
        ? distanceOfFewSamples(real, fake, convention)
        : frechetDistance(gaussianStatistics(real, convention), gaussianStatistics(fake, convention)),
    ),
  )
}

/**
 * Fréchet distance of two normal distributions.
 *
 *     |μ₁ − μ₂|² + tr Σ₁ + tr Σ₂ − 2 tr (Σ₁ Σ₂)^½
 *
 * With Σ = L Lᵀ from the eigendecomposition, the last trace is the sum of the singular values of L₁ᵀ L₂: no square root of
 * a non-symmetric matrix, nothing complex, right for singular covariances, and small variances keep their digits.
 *
 * @throws GanymedeError `OPTION_INVALID` when widths or conventions differ, `NON_FINITE` for numbers that are none
 */
export function frechetDistance(real: GaussianStatistics, fake: GaussianStatistics): FrechetDistance {
  requireObject('frechetDistance', real, ['mean', 'covariance'])
  requireObject('frechetDistance', fake, ['mean', 'covariance'])
  requireAlike(real, fake)
  return scope('fid', () =>
    noGrad(() => {
      const [a, b] = [real, fake].map(({ mean, covariance }) => ({
        mean: mean.to({ dtype: 'float64', device: real.mean.device }),
        covariance: covariance.to({ dtype: 'float64', device: real.mean.device }),
      })) as [Moments, Moments]
      const product = factor(a.covariance).t().matmul(factor(b.covariance)) // [rank, rank]
      // A set whose samples are all equal has no spread, and libtorch no singular values of an empty matrix.
      const cross = product.numel === 0 ? 0 : singularValues(product).sum().item()
      return assemble(a.mean.sub(b.mean), a.covariance.trace(), b.covariance.trace(), cross)
    }),
  )
}

interface Moments {
  readonly mean: Tensor
  readonly covariance: Tensor
}

/** L with Σ = L Lᵀ, one column per eigenvalue that is more than rounding (the threshold is that of numeric ranks). */
function factor(covariance: Tensor): Tensor {
  return scope(() => {
    const [values, vectors] = covariance.add(covariance.t()).mul(0.5).linalgEigh() // ascending
    const d = covariance.shape[0]!
    const threshold = Math.max(0, values.select(0, d - 1).item()) * d * Number.EPSILON
    const zeros = values.le(threshold).sum().item()
    return vectors.mul(values.clampMin(0).sqrt()).narrow(1, zeros, d - zeros)
  })
}

/** For sets smaller than their features: the singular values of X₁ X₂ᵀ, centred, are those of L₁ᵀ L₂ times the divisors. */
function distanceOfFewSamples(real: Tensor, fake: Tensor, convention: CovarianceConvention): FrechetDistance {
  const [a, b] = [real, fake].map((features) => {
    const x = features.detach().to({ dtype: 'float64', device: real.device })
    const mean = x.mean([0])
    const count = x.shape[0]!
    const rows = x.sub(mean).div(Math.sqrt(convention === 'unbiased' ? count - 1 : count))
    return { mean, rows }
  }) as [{ mean: Tensor; rows: Tensor }, { mean: Tensor; rows: Tensor }]
  const cross = singularValues(a.rows.matmul(b.rows.t())).sum().item()
  return assemble(a.mean.sub(b.mean), a.rows.square().sum(), b.rows.square().sum(), cross)
}

function assemble(shift: Tensor, trace1: Tensor, trace2: Tensor, cross: number): FrechetDistance {
  const meanTerm = shift.square().sum().item()
  const spread = trace1.item() + trace2.item()
  const traceTerm = spread - 2 * cross
  const distance = meanTerm + traceTerm
  // Equal sets may round to a little below 0; more than that cannot come from a covariance.
  if (!(distance > -1e-3 * Math.max(1, spread))) {
    throw new GanymedeError('NON_FINITE', `the Fréchet distance is ${distance}: the statistics are no covariances`, {
      remedy: 'Compute the statistics again; files of statistics may be damaged.',
    })
  }
  return { distance: Math.max(0, distance), meanTerm, traceTerm }
}

function requireAlike(real: GaussianStatistics, fake: GaussianStatistics): void {
  const fits = [real, fake].every(({ mean, covariance }) => {
    const [d = 0] = real.mean.shape
    return mean.ndim === 1 && mean.shape[0] === d && covariance.shape.join() === `${d},${d}`
  })
  if (!fits || real.convention !== fake.convention) {
    throw new GanymedeError('OPTION_INVALID', 'a Fréchet distance needs two statistics of one width and convention', {
      lines: [real, fake].map(
        ({ mean, covariance, convention }) =>
          `mean [${mean.shape.join(', ')}], covariance [${covariance.shape.join(', ')}], ${convention}`,
      ),
      remedy: 'Use statistics of the same extractor and layer, made with the same divisor.',
    })
  }
}
