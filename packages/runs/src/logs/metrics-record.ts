/**
 * One line of `metrics.jsonl`: how a record is written and read.
 *
 * A run that is killed and resumed must leave the same log as one that never stopped, yet a log needs clocks. So a line
 * has two parts: first everything that follows from the run's options and data, in the order given, then `seconds` and
 * the other measurements of time and memory:
 *
 *     {"kind":"scalars","step":100,"imagesSeen":6400,"d/total":1.38,"seconds":12.5,"imagesPerSec":512,"time/d":0.01}
 *
 * Everything before `,"seconds":` is equal byte for byte in both runs ({@link stablePart}), for every kind but `status`
 * and `note`, which tell what happened to the process and not to the model.
 */

/** Kinds of records. */
const recordKinds = ['scalars', 'probe', 'sample', 'checkpoint', 'metric', 'finding', 'status', 'note'] as const
export type RecordKind = (typeof recordKinds)[number]

/** A value in a record. NaN and infinities are kept: they are what one looks for in the log of a failed run. */
export type RecordValue =
  | string
  | number
  | boolean
  | null
  | readonly RecordValue[]
  | { readonly [key: string]: RecordValue }

/** Named values of a record, in the order in which they are written; absent values are left out, never zero. */
export type RecordFields = { readonly [key: string]: RecordValue | undefined }

/** A record as a reader gets it. A newer version's kinds come through as they are. */
export interface MetricsRecord {
  readonly kind: RecordKind | (string & {})
  /** Steps done. */
  readonly step: number
  /** Seconds of training so far, over all processes that worked on the run; pauses between them do not count. */
  readonly seconds: number
  readonly [key: string]: RecordValue
}

/** Kinds that follow from options and data alone, so that a resumed run must repeat them. */
export function isRepeatable(kind: string): boolean {
  return kind !== 'status' && kind !== 'note'
}

/**
 * A record as one line, with its line feed.
 *
 * @param fields  what follows from options and data
 * @param clock   measurements of time and memory; written behind `seconds`
 */
export function encodeRecord(
  kind: RecordKind,
  step: number,
  fields: RecordFields,
  seconds: number,
  clock: RecordFields = {},
): string {
  for (const key of reservedKeys) {
    if (key in fields || key in clock) throw new Error(`a record's field cannot be called ${key}`)
  }
  const line = JSON.stringify({ kind, step, ...fields, seconds: rounded(seconds), ...clock }, keepNonFinite)
  // Texts cannot hold these letters, their quotation marks are escaped; only a nested key could.
  if (line.indexOf(clockStart) !== line.lastIndexOf(clockStart))
    throw new Error('no nested field can be called seconds')
  return `${line}\n`
}

/** A line as a record, or undefined when it is none: torn, empty or damaged. */
export function decodeRecord(line: string): MetricsRecord | undefined {
  if (line.length > longestRecord) return undefined
  let value: unknown
  try {
    // An editor may have put a byte order mark in front of the first line.
    const text = line.replace(/^\ufeff/, '')
    // To look at each value costs more than the parsing, and few lines have such a value.
    value = nonFinite.test(text) ? JSON.parse(text, restoreNonFinite) : JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const { kind, step, seconds } = value as Record<string, unknown>
  if (typeof kind !== 'string' || typeof step !== 'number' || typeof seconds !== 'number') return undefined
  return value as MetricsRecord
}
/** The part of a line that a resumed run repeats byte for byte. In a shell: `sed 's/,"seconds":.*/
;/'`. */
export function stablePart(line: string): string {
  const clock = line.indexOf(clockStart)
  return clock < 0 ? line : line.slice(0, clock)
}

const clockStart = ',"seconds":'

/** What every record has; no field of its own can be called so. */
export const reservedKeys: readonly string[] = ['kind', 'step', 'seconds']

function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}

// JSON has no numbers for these, and JSON.stringify would turn them into null.
function keepNonFinite(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}

// Ten thousand scalars are half of it.
const longestRecord = 1 << 20

const nonFinite = /"(?:NaN|-?Infinity)"/

function restoreNonFinite(_key: string, value: unknown): unknown {
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : value
}
