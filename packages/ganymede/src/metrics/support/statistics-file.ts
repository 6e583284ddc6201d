/** Feature statistics in a file: so that the real side of FID is computed once, and can be handed on. */

import { GanymedeError, givenOptions, requireObject, requireText } from '@ganymede/core'
import { noGrad, readSafetensors, scope, type Tensor, TorchError, writeSafetensors } from '@ganymede/torch'
import type { GaussianStatistics } from './feature-statistics.js'

const format = 'ganymede-statistics/1'

/** What a statistics file holds. */
export interface StatisticsFile {
  readonly statistics: GaussianStatistics
  /** `[N, d]`, float32, when they were stored too: KID, precision and recall need them. */
  readonly features: Tensor | null
  /** What the writer said of them, such as the network and the data. */
  readonly about: Readonly<Record<string, string>>
}

/**
 * Writes statistics, all or nothing: a safetensors file with `mean`, `covariance` and, when given, `features`.
 *
 * @param about  what they are of; readers compare it
 * @throws GanymedeError `WRITE_FAILED`
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 */
export function writeStatistics(
  path: string,
  statistics: GaussianStatistics,
  options: { readonly features?: Tensor | null; readonly about?: Record<string, string> } = {},
): void {
  const { features = null, about = {} } = givenOptions('writeStatistics', options, ['features', 'about'])
  requireText('writeStatistics', 'path', path)
  requireObject('writeStatistics', statistics, ['mean', 'covariance'])
  const { mean, covariance, count, convention } = statistics
  const metadata = {
    ...Object.fromEntries(Object.entries(about).map(([name, value]) => [`about.${name}`, value])),
    format,
    convention,
    ...(count === null ? {} : { count: String(count) }),
  }
  try {
    scope('statistics-file', () =>
      writeSafetensors(
        path,
        [
          ['mean', mean],
          ['covariance', covariance],
          ...(features === null ? [] : [['features', features.detach().to({ dtype: 'float32' })] as const]),
        ],
        { metadata },
      ),
    )
  } catch (cause) {
    if (!(cause instanceof TorchError)) throw cause
    throw new GanymedeError('WRITE_FAILED', `the feature statistics cannot be written to ${path}`, {
      lines: [cause.message],
      cause,
    })
  }
}

/**
 * Reads what {@link writeStatistics} wrote; the tensors belong to the caller's scope.
 *
 * @throws GanymedeError `METRICS_INVALID` naming the file, for another format, truncated files, shapes that do not fit,
 *   numbers that are none, and matrices that are no covariances
 */
export function readStatistics(path: string): StatisticsFile {
  return scope('statistics-file', () =>
    noGrad(() => {
      const { tensors, metadata } = load(path)
      const invalid = (what: string) =>
        new GanymedeError('METRICS_INVALID', `${path} is no file of feature statistics: ${what}`)
      if (metadata.format !== format) throw invalid(`its format is ${JSON.stringify(metadata.format ?? null)}`)
      const mean = tensors.get('mean')
      const covariance = tensors.get('covariance')
      const [d = 0] = mean?.shape ?? []
      if (mean?.ndim !== 1 || d === 0 || covariance?.shape.join() !== `${d},${d}`) throw invalid('shapes do not fit')
      if (mean.dtype !== 'float64' || covariance.dtype !== 'float64') throw invalid('it is not in float64')
      const { convention } = metadata
      if (convention !== 'unbiased' && convention !== 'population') throw invalid('the divisor is not named')
      const count = metadata.count === undefined ? null : Number(metadata.count)
      if (count !== null && !(Number.isSafeInteger(count) && count > 1)) throw invalid(`its count is ${metadata.count}`)
      requireCovariance(mean, covariance, invalid)
      const features = tensors.get('features') ?? null
      if (features !== null && (features.dtype !== 'float32' || features.shape.join() !== `${count},${d}`)) {
        throw invalid('its features do not fit')
      }
      const about = Object.entries(metadata).flatMap(([name, value]) =>
        name.startsWith('about.') ? [[name.slice('about.'.length), value] as const] : [],
      )
      return { statistics: { count, mean, covariance, convention }, features, about: Object.fromEntries(about) }
    }),
  )
}

/** @throws what `invalid` gives, unless all is finite, symmetric up to rounding, and not below 0 on the diagonal */
export function requireCovariance(mean: Tensor, covariance: Tensor, invalid: (what: string) => Error): void {
  const largest = covariance.abs().max().item()
  if (!Number.isFinite(mean.abs().max().item()) || !Number.isFinite(largest))
    throw invalid('it holds NaN or infinities')
  if (covariance.sub(covariance.t()).abs().max().item() > 1e-6 * largest) throw invalid('the matrix is not symmetric')
  if (covariance.diagonal().min().item() < -1e-6 * largest) throw invalid('a variance is below 0')
}

function load(path: string): ReturnType<typeof readSafetensors> {
  try {
    // Copied, not mapped: a cache may be cleared or rewritten by others.
    return readSafetensors(path, { map: false })
  } catch (cause) {
    if (!(cause instanceof TorchError)) throw cause
    throw new GanymedeError('METRICS_INVALID', `${path} cannot be read as feature statistics`, {
      lines: [cause.message, ...cause.lines],
      cause,
    })
  }
}
