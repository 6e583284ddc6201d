/** A folder of feature statistics of real data: computed once for each network, layer, data and transform. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { GanymedeError } from '@ganymede/core'
import type { Tensor } from '@ganymede/torch'
import type { CovarianceConvention, GaussianStatistics } from './feature-statistics.js'
import { readStatistics, type StatisticsFile, writeStatistics } from './statistics-file.js'

/** Everything that the statistics of a real set depend on. */
export interface StatisticsKey {
  /** Fingerprint of the data set. */
  readonly data: string
  readonly split: string
  /** How images were loaded: size, fit, crop, flips. */
  readonly transform: string
  readonly network: string
  readonly layer: string
  /** SHA-256 of the weights. */
  readonly weights: string
  /** How the network gets images: channels, size, resizer, range. */
  readonly input: string
  /** Images used. */
  readonly count: number
  readonly convention: CovarianceConvention
}

/** Features are stored beside the statistics up to this size. */
const featureBytes = 128 * 2 ** 20

/**
 * Statistics by key. A damaged or foreign file counts as absent and is replaced at the next `write`.
 *
 * @example
 * const cache = new StatisticsCache(folder)
 * const real = cache.read(key) ?? cache.write(key, statistics, features)
 */
export class StatisticsCache {
  readonly folder: string

  /** @param folder  made when the first statistics are written */
  constructor(folder: string) {
    this.folder = folder
  }

  /** Where the statistics of a key are or would be. */
  pathOf(key: StatisticsKey): string {
    const digest = createHash('sha256').update(canonical(key)).digest('hex').slice(0, 32)
    return join(this.folder, `${digest}.safetensors`)
  }

  /** The stored statistics, in the caller's scope, or null. */
  read(key: StatisticsKey): StatisticsFile | null {
    const path = this.pathOf(key)
    if (!existsSync(path)) return null
    try {
      const found = readStatistics(path)
      return found.about.key === canonical(key) ? found : null
    } catch (error) {
      if (error instanceof GanymedeError && error.code === 'METRICS_INVALID') return null
      throw error
    }
  }

  /**
   * @param features  `[N, d]`; left out of the file above 128 MiB
   * @throws GanymedeError `WRITE_FAILED`
   */
  write(key: StatisticsKey, statistics: GaussianStatistics, features: Tensor | null = null): StatisticsFile {
    try {
      mkdirSync(this.folder, { recursive: true })
    } catch (cause) {
      throw new GanymedeError('WRITE_FAILED', `the folder of feature statistics ${this.folder} cannot be made`, {
        cause,
      })
    }
    const stored = features !== null && features.numel * 4 <= featureBytes ? features : null
    const about = { key: canonical(key) }
    writeStatistics(this.pathOf(key), statistics, { features: stored, about })
    return { statistics, features, about }
  }
}

/** The same text for the same key, whatever the order of its fields. */
function canonical(key: StatisticsKey): string {
  return JSON.stringify(Object.fromEntries(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1))))
}
