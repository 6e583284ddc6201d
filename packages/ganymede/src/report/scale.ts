/** Axes of charts: ranges, round tick values, and how numbers are written on them. */

/** One axis: where values lie between 0 and 1, and the ticks that are shown. */
export interface Axis {
  readonly ticks: readonly { readonly value: number; readonly label: string }[]
  /** 0 at the low end, 1 at the high end. */
  position(value: number): number
}

/** A linear axis over the values, widened to round ticks. */
export function linearAxis(low: number, high: number, ticks = 5): Axis {
  // A constant curve still needs a height.
  const room = high > low ? high - low : Math.max(Math.abs(high), 1e-9) * 0.2
  const [from, to] = high > low ? [low, high] : [low - room / 2, high + room / 2]
  const step = roundStep((to - from) / ticks)
  const first = Math.floor(from / step) * step
  const last = Math.ceil(to / step) * step
  const count = Math.round((last - first) / step)
  const values = Array.from({ length: count + 1 }, (_, i) => clean(first + i * step, step))
  // Three digits do not tell 195.5 from 196.
  const short = values.map(numberText)
  const decimals = Math.min(9, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)))
  const labels = new Set(short).size === short.length ? short : values.map((value) => value.toFixed(decimals))
  return {
    ticks: values.map((value, i) => ({ value, label: labels[i] ?? '' })),
    position: (value) => (value - first) / (last - first),
  }
}

/** An axis over powers of ten; values must be positive. */
export function logAxis(low: number, high: number): Axis {
  const first = Math.floor(Math.log10(low))
  const last = Math.max(first + 1, Math.ceil(Math.log10(high)))
  const every = Math.ceil((last - first) / 5)
  const powers = Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, i) => first + i * every)
  return {
    ticks: powers.map((power) => ({ value: 10 ** power, label: numberText(10 ** power) })),
    position: (value) => (Math.log10(value) - first) / (last - first),
  }
}

/** An axis of steps: it ends where the data ends. */
export function stepAxis(last: number, ticks = 6): Axis {
  const end = Math.max(1, last)
  const step = Math.max(1, roundStep(end / ticks))
  const values = Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => i * step)
  return {
    ticks: values.map((value) => ({ value, label: stepText(value) })),
    position: (value) => value / end,
  }
}

/** A number for people: at most three significant digits. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (value === 0) return '0'
  if (size >= 1e6 || size < 1e-3) return value.toExponential(1).replace('.0e', 'e').replace('e+', 'e')
  if (size >= 1000) return String(Math.round(value))
  return String(Number(value.toPrecision(3)))
}

function stepText(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`
  return value >= 10_000 ? `${Number((value / 1000).toPrecision(3))}k` : String(value)
}

/** 1, 2 or 5 times a power of ten, at least `rough`. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5, 10].find((one) => one * power >= rough * (1 - 1e-9)) ?? 10
  return factor * power
}

// 0.1 + 0.2 is not 0.3; ticks should be.
function clean(value: number, step: number): number {
  return Math.round(value / step) * step === 0 ? 0 : Number((Math.round(value / step) * step).toPrecision(12))
}
