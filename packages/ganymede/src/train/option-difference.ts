/** How two sets of options differ, and whether a run may go on with the difference. */
import { changeableTrainOptions } from './options.js'

export interface OptionDifference {
  /** Dotted path: `train.batch`. */
  readonly path: string
  /** Values as text; `not set` when absent. */
  readonly before: string
  readonly after: string
}

function flatten(value: unknown, path: string, out: Map<string, string>): void {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, path === '' ? key : `${path}.${key}`, out)
  } else if (value !== undefined) out.set(path, JSON.stringify(value))
}

/** All differences, by path. */
export function optionDifferences(before: unknown, after: unknown): OptionDifference[] {
  const old = new Map<string, string>()
  const now = new Map<string, string>()
  flatten(before, '', old)
  flatten(after, '', now)
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .map((path) => ({ path, before: old.get(path) ?? 'not set', after: now.get(path) ?? 'not set' }))
}

// Where the data lies may change; that it is the same data is checked by its fingerprint.
const changeable = new Set([...changeableTrainOptions.map((name) => `train.${name}`), 'data.path', 'data.skipBad'])

/** Differences that make it another run: everything but limits, intervals, device, threads and the place of the data. */
export function differencesThatMatter(before: unknown, after: unknown): OptionDifference[] {
  return optionDifferences(before, after).filter(({ path }) => !changeable.has(path))
}
