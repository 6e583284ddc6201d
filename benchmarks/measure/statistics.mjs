// @ts-check
/** Medians, ratios and tables of benchmarks. */

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** @param {readonly number[]} values */
export function minimum(values) {
  return values.length === 0 ? Number.NaN : Math.min(...values)
}

/**
 * Lines of a table, the first column to the left, the others to the right.
 *
 * @param {readonly (readonly string[])[]} rows  the first one is the head
 */
export function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  )
}

/** @param {number} value */
export const fixed = (value, digits = 2) => (Number.isFinite(value) ? value.toFixed(digits) : '-')

/** @param {number} bytes */
export const mebibytes = (bytes) => (bytes > 0 ? (bytes / 2 ** 20).toFixed(0) : '-')
