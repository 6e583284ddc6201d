/** Numbers for people: durations, grouped digits, three significant digits, small curves. */
import { grouped } from './counted.js'

export { grouped }
/**
 * Numbers as a line of small bars, oldest left; more than fit are averaged in groups.
 *
 * @param columns  most characters
 */
export function sparkline(values: readonly number[], columns: number, { unicode }: { unicode: boolean }): string {
  const levels = unicode ? '▁▂▃▄▅▆▇█' : '_.-=+*#@'
  const groups = Math.min(columns, values.length)
  const means = Array.from({ length: Math.max(0, groups) }, (_, index) => {
    const from = Math.floor((index * values.length) / groups)
    const to = Math.floor(((index + 1) * values.length) / groups)
    return values.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from)
  })
  const finite = means.filter(Number.isFinite)
  const low = Math.min(...finite)
  const range = Math.max(...finite) - low
  return means
    .map((mean) => {
      if (!Number.isFinite(mean)) return unicode ? '×' : 'x'
      // A constant is drawn in the middle; so is what differs only by rounding.
      const height = range > Math.abs(low) * 1e-6 ? (mean - low) / range : 0.5
      return levels[Math.min(levels.length - 1, Math.floor(height * levels.length))]
    })
    .join('')
}

/** `12m 04s`, `3h 07m`, `45s`, `2d 04h`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const two = (value: number): string => String(value).padStart(2, '0')
  if (whole < 60) return `${whole}s`
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${two(whole % 60)}s`
  if (whole < 86_400) return `${Math.floor(whole / 3600)}h ${two(Math.floor((whole % 3600) / 60))}m`
  return `${Math.floor(whole / 86_400)}d ${two(Math.floor((whole % 86_400) / 3600))}h`
}

/** `300 of 2 000`; the first alone where nobody has said how many steps there will be. */
export function stepsText(done: number, planned: number, between = ' of '): string {
  return planned === 0 ? grouped(done) : `${grouped(done)}${between}${grouped(planned)}`
}

/** Three significant digits without an exponent where that is readable: `1.84`, `141`, `0.0312`, `3.1e-7`. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (size >= 1e6 || (size > 0 && size < 1e-4)) return value.toExponential(1)
  if (size >= 100) return String(Math.round(value))
  return size >= 10
    ? value.toFixed(1)
    : size >= 0.1 || size === 0
      ? value.toFixed(2)
      : String(Number(value.toPrecision(2)))
}

/** `12 KB`, `3.4 MB`, `1.2 GB`; decimal units. */
export function bytesText(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} KB`
  const [value, unit] = bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB']
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`
}
