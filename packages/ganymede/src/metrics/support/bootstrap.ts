/** Bootstrap intervals (Efron 1979): how much a number would vary if other samples had been drawn. */
import { GanymedeError, givenOptions, requireArray } from '@ganymede/core'
import { CounterRandom } from '@ganymede/core/random'
import { requireCounts } from './metric-inputs.js'
import { drawWithReplacement } from './subsets.js'

/**
 * `percentile`: quantiles of the resampled values, right for means; `centred`: the same, moved so that their median is the
 * estimate. Resampled sets repeat samples, which adds to FID and takes from KID by itself; centring takes that out.
 */
export type IntervalMethod = 'percentile' | 'centred'

/** Where a number lies with some confidence, as far as the choice of samples goes. */
export interface MetricInterval {
  readonly low: number
  readonly high: number
  /** Such as 0.95. */
  readonly confidence: number
  readonly method: IntervalMethod
  readonly resamples: number
}

export interface BootstrapOptions {
  /** Root of the resamples. */
  readonly seed: number
  /** Default 1000; FID takes fewer. More: a steadier interval, more time. */
  readonly resamples?: number
  /** Default 0.95, between 0 and 1. Higher: a wider interval. */
  readonly confidence?: number
  readonly method?: IntervalMethod
  /** Told after each resample: of wide features one takes seconds. */
  readonly onResample?: ((done: number, total: number) => void) | undefined
}

/**
 * Interval of a statistic of one or several independent sets: each set is resampled with replacement to its own size.
 *
 * @param counts     samples per set
 * @param estimate   the statistic of the sets as they are
 * @param statistic  of resampled sets, given by rows; called `resamples` times
 * @throws GanymedeError `OPTION_INVALID` for counts, resamples below 2, or a confidence outside of (0, 1)
 * @example
 * const interval = bootstrapInterval([scores.length], mean(scores), ([rows]) => mean(pick(scores, rows)), { seed: 0 })
 */
export function bootstrapInterval(
  counts: readonly number[],
  estimate: number,
  statistic: (rows: readonly Uint32Array[]) => number,
  options: BootstrapOptions,
): MetricInterval {
  const {
    seed,
    resamples = 1000,
    confidence = 0.95,
    method = 'percentile',
    onResample,
  } = givenOptions('bootstrapInterval', options, ['seed', 'resamples', 'confidence', 'method', 'onResample'])
  requireCounts('a bootstrap', { resamples, ...Object.fromEntries(counts.map((count, i) => [`set ${i + 1}`, count])) })
  if (resamples < 2 || !(confidence > 0 && confidence < 1)) {
    throw new GanymedeError('OPTION_INVALID', 'a bootstrap needs 2 resamples and a confidence between 0 and 1', {
      lines: [`resamples: ${resamples}`, `confidence: ${confidence}`],
    })
  }
  const streams = counts.map((_, i) => new CounterRandom(seed, `bootstrap-${i}`))
  const values = Float64Array.from({ length: resamples }, (_, done) => {
    const value = statistic(counts.map((count, i) => drawWithReplacement(count, count, streams[i]!)))
    onResample?.(done + 1, resamples)
    return value
  }).sort()
  const [low, high] = [quantile(values, (1 - confidence) / 2), quantile(values, (1 + confidence) / 2)]
  const shift = method === 'percentile' ? 0 : estimate - quantile(values, 0.5)
  return { low: low + shift, high: high + shift, confidence, method, resamples }
}

/**
 * Interval of the mean of numbers, one per sample: SSIM, PSNR, LPIPS, accuracy, precision.
 *
 * @param values  at least one, none NaN; booleans as 0 and 1. PSNR of equal images is infinite
 * @throws GanymedeError `NON_FINITE` for NaN
 */
export function meanInterval(values: ArrayLike<number>, options: BootstrapOptions): MetricInterval {
  requireArray('meanInterval', 'values', values)
  const numbers = Float64Array.from(values)
  const place = numbers.findIndex(Number.isNaN)
  if (place >= 0) throw new GanymedeError('NON_FINITE', `the mean of a metric: value ${place} is NaN`)
  const mean = (rows: Uint32Array | null) => {
    let sum = 0
    for (let i = 0; i < numbers.length; i++) sum += numbers[rows === null ? i : rows[i]!]!
    return sum / numbers.length
  }
  return bootstrapInterval([numbers.length], mean(null), ([rows]) => mean(rows!), options)
}

/** Quantile of sorted values, linear between neighbours (numpy's default). */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const [a, b] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!]
  // Equal infinities (PSNR of equal images) have no difference to go along.
  return a === b ? a : a + (b - a) * (place - below)
}
