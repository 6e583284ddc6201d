/** Curves of a log as the checks need them: values by key, the last part, medians. */
import type { Evidence } from './evidence.js'

/** Values of one key, with the steps at which they were logged. */
export interface Curve {
  readonly steps: readonly number[]
  readonly values: readonly number[]
}

/** The curve of a key; NaN and infinities are left out. Null when it has fewer than `least` values. */
export function curveOf({ scalars }: Evidence, key: string, least = 1): Curve | null {
  const points = scalars.flatMap((record) => {
    const value = record[key]
    return typeof value === 'number' && Number.isFinite(value) ? [{ step: record.step, value }] : []
  })
  if (points.length < least) return null
  return { steps: points.map(({ step }) => step), values: points.map(({ value }) => value) }
}

/** The values of a part of a curve, `from` and `to` as shares of its length; at least one value. */
export function part(values: readonly number[], from: number, to: number): readonly number[] {
  const first = Math.min(values.length - 1, Math.floor(values.length * from))
  return values.slice(first, Math.max(first + 1, Math.ceil(values.length * to)))
}

/** The last fifth, and at least three values where there are so many: what the run is like now. */
export function recent(values: readonly number[]): readonly number[] {
  return values.slice(-Math.max(3, Math.ceil(values.length / 5)))
}

/** @returns NaN for no values */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length === 0) return Number.NaN
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
}

/** Median of the last part of the curve of a key; null without it, or with fewer than `least` values. */
export function recentMedian(evidence: Evidence, key: string, least = 5): number | null {
  const curve = curveOf(evidence, key, least)
  return curve === null ? null : median(recent(curve.values))
}

/** A number with three digits for evidence lines. */
export function text(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (value !== 0 && (Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3)) return value.toExponential(1)
  return String(Number(value.toPrecision(3)))
}

/** A share as whole percent. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
