/** A measure of pictures, and by how much it would change with other pictures: told by the same measure of parts of them. */

const parts = 4

/** What a measure found. */
export interface Measured {
  readonly metric: string
  /** Lower is better. */
  readonly value: number
  /** By how much other pictures of the same networks would change the value, about two standard errors. */
  readonly spread: number
  /** SHA-256 of the network whose features were compared; values of two networks are no rivals. */
  readonly features?: string
}

/** Who listens while a measure is taken. */
export interface MeasureTelling {
  /** Told what takes long at present. */
  readonly onActivity?: ((text: string) => void) | undefined
  /** Told what keeps a measure from being taken. */
  readonly onNote?: ((text: string) => void) | undefined
}

/**
 * Two standard errors of a measure, about: the deviation of its values on four parts, divided by the root of four, twice.
 *
 * @param count    pictures that are measured
 * @param measure  the same measure of `n` pictures from a place on
 * @returns 0 where there are too few pictures to divide
 */
export function spreadOf(count: number, measure: (from: number, n: number) => number): number {
  const n = Math.floor(count / parts)
  if (n < 2) return 0
  const values = Array.from({ length: parts }, (_, part) => measure(part * n, n))
  const mean = values.reduce((sum, value) => sum + value, 0) / parts
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (parts - 1)
  return (2 * Math.sqrt(variance)) / Math.sqrt(parts)
}
