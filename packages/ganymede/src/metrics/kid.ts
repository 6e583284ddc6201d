/** Kernel inception distance (Bińkowski et al. 2018, "Demystifying MMD GANs", https://arxiv.org/abs/1801.01401). */

import { GanymedeError, givenOptions } from '@ganymede/core'
import { CounterRandom } from '@ganymede/core/random'
import { noGrad, scope, type Tensor } from '@ganymede/torch'
import { requireTensors } from '../nn/given-tensors.js'
import { indexTensor, requireCounts, requireFeatures } from './support/metric-inputs.js'
import { drawSubset, meanAndDeviation } from './support/subsets.js'

/** `polynomial`: (x·y/d + 1)³, the kernel of KID; `gaussian`: exp(−|x − y|² / (2 σ²)). */
export type Kernel = { readonly kind: 'polynomial' } | { readonly kind: 'gaussian'; readonly sigma: number }

/**
 * Which pairs count: `unbiased` leaves out the diagonals of the two inner matrices (KID), `biased` none, `u-statistic` the
 * diagonal of the mixed matrix too (equal counts only). Never mix them.
 */
export type MmdEstimator = 'unbiased' | 'biased' | 'u-statistic'

export interface KidOptions {
  /** Root of the subsets. */
  readonly seed: number
  /** Samples per subset, without replacement; default 1000, or all of the smaller set. */
  readonly subsetSize?: number
  /** Default 100. More: a steadier mean, more time. */
  readonly subsets?: number
  /** Explicit rows of the real set per subset, instead of drawn ones; comes with `fakeRows`. */
  readonly realRows?: readonly ArrayLike<number>[]
  readonly fakeRows?: readonly ArrayLike<number>[]
  readonly kernel?: Kernel
  readonly estimator?: MmdEstimator
}

export interface Kid {
  /** Mean over the subsets, as it is: papers print it times 10³ or 10². May be a little below 0. */
  readonly mean: number
  /** Population standard deviation over the subsets. */
  readonly std: number
  readonly perSubset: readonly number[]
  readonly subsetSize: number
}

const blockElements = 2 ** 22

/**
 * KID: mean squared maximum mean discrepancy of random subsets, in float64; lower is better. Unbiased in N, so it is the
 * choice for small sets.
 *
 * @param real  `[N, d]`, N at least 2
 * @param fake  `[M, d]`, M at least 2
 * @throws GanymedeError `OPTION_INVALID` for shapes, counts or rows that do not fit, `NON_FINITE`
 */
export function kid(real: Tensor, fake: Tensor, options: KidOptions): Kid {
  const { kernel = { kind: 'polynomial' }, estimator = 'unbiased' } = givenOptions('kid', options, [
    'subsets',
    'subsetSize',
    'seed',
    'realRows',
    'fakeRows',
    'kernel',
    'estimator',
  ])
  requireFeatures('KID', { real, fake }, 2)
  const pairs = chooseRows(real.shape[0]!, fake.shape[0]!, options)
  const perSubset = pairs.map(([realRows, fakeRows]) =>
    scope('kid', () => {
      const x = real.indexSelect(0, indexTensor('KID', realRows, real.shape[0]!, real.device))
      const y = fake.indexSelect(0, indexTensor('KID', fakeRows, fake.shape[0]!, fake.device))
      return squaredMmd(x, y, { kernel, estimator })
    }),
  )
  return { ...meanAndDeviation(perSubset), perSubset, subsetSize: pairs[0]?.[0].length ?? 0 }
}

/**
 * Squared maximum mean discrepancy of two whole sets.
 *
 *     unbiased: Σ_{i≠j} k(xᵢ, xⱼ) / n(n−1) + Σ_{i≠j} k(yᵢ, yⱼ) / m(m−1) − 2 · mean k(xᵢ, yⱼ)
 *
 * The kernel matrices are summed in blocks of at most 32 MB.
 *
 * @param real  `[N, d]`, N at least 2
 * @param fake  `[M, d]`, M at least 2
 * @throws GanymedeError `OPTION_INVALID` for unknown options and values out of range
 */
export function squaredMmd(
  real: Tensor,
  fake: Tensor,
  options: { kernel?: Kernel; estimator?: MmdEstimator } = {},
): number {
  const { kernel = { kind: 'polynomial' }, estimator = 'unbiased' } = givenOptions('squaredMmd', options, [
    'kernel',
    'estimator',
  ])
  requireTensors('squaredMmd', { real, fake })
  requireFeatures('MMD', { real, fake }, 2)
  if (kernel.kind === 'gaussian' && !(kernel.sigma > 0)) {
    throw new GanymedeError('OPTION_INVALID', `the width of a gaussian kernel must be above 0, got ${kernel.sigma}`)
  }
  const [n = 0] = real.shape
  const [m = 0] = fake.shape
  if (estimator === 'u-statistic' && n !== m) {
    throw new GanymedeError('OPTION_INVALID', `the u-statistic needs sets of one size, got ${n} and ${m}`)
  }
  return scope('mmd', () =>
    noGrad(() => {
      const x = real.detach().to({ dtype: 'float64' })
      const y = fake.detach().to({ dtype: 'float64', device: real.device })
      const [xx, yy, xy] = [sums(x, x, kernel), sums(y, y, kernel), sums(x, y, kernel)]
      const inner = ({ all, diagonal }: KernelSums, count: number) =>
        estimator === 'biased' ? all / count ** 2 : (all - diagonal) / (count * (count - 1))
      const mixed = estimator === 'u-statistic' ? (xy.all - xy.diagonal) / (n * (n - 1)) : xy.all / (n * m)
      return inner(xx, n) + inner(yy, m) - 2 * mixed
    }),
  )
}

interface KernelSums {
  readonly all: number
  readonly diagonal: number
}

function sums(x: Tensor, y: Tensor, kernel: Kernel): KernelSums {
  const [n = 0] = x.shape
  const [m = 0] = y.shape
  const block = Math.max(1, Math.floor(blockElements / m))
  let all = 0
  let diagonal = 0
  for (let from = 0; from < n; from += block) {
    scope('mmd-block', () => {
      const count = Math.min(block, n - from)
      const values = applyKernel(x.narrow(0, from, count), y, kernel) // [block, m]
      all += values.sum().item()
      if (from < m) diagonal += values.diagonal({ offset: from }).sum().item()
    })
  }
  return { all, diagonal }
}

function applyKernel(x: Tensor, y: Tensor, kernel: Kernel): Tensor {
  if (kernel.kind === 'polynomial') {
    return x.matmul(y.t()).div_(x.shape[1]!).add_(1).pow(3)
  }
  const lengths = x.square().sum(1, { keepdim: true }).add(y.square().sum(1))
  const squared = lengths.sub(x.matmul(y.t()).mul_(2)).clampMin(0)
  return squared.mul(-1 / (2 * kernel.sigma ** 2)).exp_()
}

type RowPair = readonly [ArrayLike<number>, ArrayLike<number>]

function chooseRows(n: number, m: number, options: KidOptions): RowPair[] {
  const { seed, subsetSize = Math.min(1000, n, m), subsets = 100, realRows, fakeRows } = options
  if (realRows !== undefined || fakeRows !== undefined) {
    if (realRows === undefined || fakeRows === undefined || realRows.length !== fakeRows.length) {
      throw new GanymedeError('OPTION_INVALID', 'KID with explicit rows needs as many real as fake subsets')
    }
    if (realRows.length === 0) throw new GanymedeError('OPTION_INVALID', 'KID needs at least one subset')
    return realRows.map((rows, i) => [rows, fakeRows[i]!])
  }
  requireCounts('KID', { subsetSize, subsets })
  if (subsetSize < 2 || subsetSize > Math.min(n, m)) {
    throw new GanymedeError('OPTION_INVALID', `KID: subsets of ${subsetSize} out of ${n} and ${m} samples`, {
      remedy: `Choose a subset size from 2 to ${Math.min(n, m)}.`,
    })
  }
  const [forReal, forFake] = [new CounterRandom(seed, 'kid-real'), new CounterRandom(seed, 'kid-fake')]
  return Array.from({ length: subsets }, () => [drawSubset(n, subsetSize, forReal), drawSubset(m, subsetSize, forFake)])
}
