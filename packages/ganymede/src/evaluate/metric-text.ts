/** Metrics as people read them. */
import type { MetricCard } from '../metrics/support/metric-card.js'

const shares = new Set([
  'precision',
  'recall',
  'coverage',
  'accuracy',
  'copies',
  'l1-gain',
  'pixel-accuracy',
  'class-accuracy',
  'iou',
])

/** A value with as many digits as mean something: `12.35`, `0.0132`, `97.3 %`, `10`. */
export function metricValue(metric: string, value: number): string {
  if (!Number.isFinite(value)) return '∞'
  if (shares.has(metric)) return `${(100 * value).toFixed(1)} %`
  if (metric === 'class-coverage') return `${value}`
  const size = Math.abs(value)
  return size >= 100 ? value.toFixed(1) : size >= 1 ? value.toFixed(2) : value.toPrecision(3)
}

/** The value of a card, with what belongs to it: `9.78 ± 0.05`, `10 of 10`. */
export function metricNumber({ metric, value, details }: MetricCard): string {
  const text = metricValue(metric, value)
  if (metric === 'class-coverage') return `${text} of ${details.classes}`
  return details.std === undefined ? text : `${text} ± ${metricValue(metric, details.std)}`
}

/** The interval of a card: `11.9 … 12.8`, or nothing. */
export function metricInterval({ metric, interval }: MetricCard): string {
  return interval === null ? '' : `${metricValue(metric, interval.low)} … ${metricValue(metric, interval.high)}`
}
