/** Statistics of real images that come in a file instead of the images: those of pytorch-fid (`.npz`), and our own. */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { noGrad, readNpz, scope, type Tensor, TorchError } from '@ganymede/torch'
import type { CovarianceConvention, GaussianStatistics } from './feature-statistics.js'
import { readStatistics, requireCovariance } from './statistics-file.js'

/** The real side of FID out of a file. */
export interface ReferenceStatistics {
  /** Name of the file. */
  readonly name: string
  /** SHA-256 of its bytes. */
  readonly hash: string
  /** Tensors in the caller's scope. */
  readonly statistics: GaussianStatistics
}

/** Whether a path is that of statistics rather than of images, by its ending. */
export function isStatisticsPath(path: string): boolean {
  return /\.(npz|safetensors)$/i.test(path)
}

/**
 * Reads feature statistics: a `.npz` with `mu` `[d]` and `sigma` `[d, d]` as pytorch-fid and clean-fid write them, or a
 * file of `writeStatistics`. A `.npz` does not tell how many images it is of; its divisor is taken to be N − 1, as
 * numpy.cov has it.
 *
 * @throws GanymedeError `METRICS_INVALID` naming the file, for other contents, shapes that do not fit, numbers that are
 *   none, matrices that are no covariances, and arrays of pickled objects
 */
export function readReferenceStatistics(path: string): ReferenceStatistics {
  const statistics = /\.npz$/i.test(path) ? readNumpyStatistics(path) : readStatistics(path).statistics
  return { name: basename(path), hash: hashOf(path), statistics }
}

/** The same as numbers of JavaScript, which belong to no scope. */
export interface HeldStatistics {
  /** Real images; null when nobody knows. */
  readonly count: number | null
  /** `[d]` */
  readonly mean: Float64Array
  /** `[d, d]`, row by row */
  readonly covariance: Float64Array
  readonly convention: CovarianceConvention
}

/** A file of statistics whose contents may outlive any scope. */
export interface HeldReference extends Omit<ReferenceStatistics, 'statistics'> {
  readonly statistics: HeldStatistics
}

/** As {@link readReferenceStatistics}. */
export function readHeldStatistics(path: string): HeldReference {
  return scope('statistics', () => {
    const { statistics, ...about } = readReferenceStatistics(path)
    const { count, mean, covariance, convention } = statistics
    const numbers = (values: Tensor) => Float64Array.from(values.contiguous().data() as Float64Array)
    return { ...about, statistics: { count, mean: numbers(mean), covariance: numbers(covariance), convention } }
  })
}

function readNumpyStatistics(path: string): GaussianStatistics {
  const invalid = (what: string, cause?: unknown) =>
    new GanymedeError('METRICS_INVALID', `${path} is no file of feature statistics: ${what}`, { cause })
  return scope('statistics', () =>
    noGrad(() => {
      const { mu, sigma } = arraysOf(path, invalid)
      const [d = 0] = mu.shape
      if (mu.ndim !== 1 || d === 0 || sigma.shape.join() !== `${d},${d}`) {
        throw invalid(`mu is [${mu.shape.join(', ')}] and sigma [${sigma.shape.join(', ')}]`)
      }
      const isReal = [mu, sigma].every(({ dtype }) => dtype === 'float64' || dtype === 'float32')
      if (!isReal) throw invalid(`mu is ${mu.dtype} and sigma ${sigma.dtype}; float64 or float32 are expected`)
      const [mean, covariance] = [mu, sigma].map((array) => array.to({ dtype: 'float64' }).contiguous())
      if (mean === undefined || covariance === undefined) throw invalid('it is empty')
      requireCovariance(mean, covariance, invalid)
      return { count: null, mean, covariance, convention: 'unbiased' as const }
    }),
  )
}

function arraysOf(path: string, invalid: (what: string, cause: unknown) => GanymedeError) {
  try {
    const arrays = readNpz(path, { names: ['mu', 'sigma'] })
    return { mu: arrays.get('mu')!, sigma: arrays.get('sigma')! }
  } catch (cause) {
    if (!(cause instanceof TorchError)) throw cause
    throw invalid(cause.message.split('\n')[0] ?? 'it cannot be read', cause)
  }
}

const piece = 1 << 20

function hashOf(path: string): string {
  const hash = createHash('sha256')
  const file = openSync(path, 'r')
  try {
    const buffer = new Uint8Array(piece)
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      hash.update(buffer.subarray(0, read))
    }
  } finally {
    closeSync(file)
  }
  return hash.digest('hex')
}
