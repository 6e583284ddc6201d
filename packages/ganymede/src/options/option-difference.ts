/** How two sets of options differ, and whether a run may go on with the difference. */
import { changeableTrainOptions } from './train-options.js'

/** One option that differs; `undefined` where an option is not there. */
export interface OptionDifference {
  /** Dotted path, such as `train.batch`. */
  readonly path: string
  readonly before: unknown
  readonly after: unknown
}

/** Compares two sets of options, or any other plain nested objects; lists are compared as wholes. */
export function optionDifference(before: object, after: object): OptionDifference[] {
  const a = flattened(before)
  const b = flattened(after)
  return [...new Set([...a.keys(), ...b.keys()])]
    .sort()
    .filter((key) => JSON.stringify(a.get(key)) !== JSON.stringify(b.get(key)))
    .map((key) => ({ path: key, before: a.get(key), after: b.get(key) }))
}

/** A value of a difference as text. */
export function valueShown(value: unknown): string {
  return value === undefined ? 'not set' : JSON.stringify(value)
}

// Where the data lies may change; that it is the same data is checked by its fingerprint.
const changeable = new Set([
  ...changeableTrainOptions.map((name) => `train.${name}`),
  'data.path',
  'data.targets',
  'data.skipBad',
])

/** Whether a run may go on with another value of an option as if nothing were: limits, intervals, device, place of the data. */
export function isChangeable(path: string): boolean {
  return changeable.has(path)
}

// Where channels come from decides on the shapes of the outermost layers.
const shapingData = new Set(['data.path', 'data.channels', 'data.targetChannels', 'data.pairs', 'data.direction'])

/** Model options that only rates, losses and noise come from; all others may shape networks, or what is saved beside them. */
const steering: ReadonlySet<string> = new Set([
  ...['beta1', 'beta2', 'beta', 'klWarmup', 'freeBits', 'realLabel', 'fakeLabel', 'generatorLabel'],
  ...['lossScaleD', 'dLossScale', 'lsganScale', 'lsganScaleG', 'penaltyWeight', 'penaltyInterval', 'drift', 'clip'],
  ...['instanceNoise', 'instanceNoiseSteps', 'l1Weight', 'cycleA', 'cycleB', 'identity', 'dropoutD'],
])

/** Whether the networks of a checkpoint fit whatever the option is, so that a run can go on with another value of it. */
export function fitsCheckpoint(path: string): boolean {
  const [section, key = ''] = path.split('.')
  if (section === 'model') return steering.has(key) || /^lr([A-Z]|$)/.test(key)
  return section === 'train' || !shapingData.has(path)
}

/**
 * Differences that make it another run: everything but limits, intervals, device, threads and the place of the data.
 *
 * @param sources  where values of `after` came from, by path; an option that the run does not know, because it is newer, and
 *   that nobody set (`default`, or no source) makes no difference
 */
export function differencesThatMatter(
  before: object,
  after: object,
  sources: Readonly<Record<string, string>> = {},
): OptionDifference[] {
  const isNew = ({ path, before: value }: OptionDifference) =>
    value === undefined && (sources[path] ?? 'default') === 'default'
  return optionDifference(before, after).filter((one) => !changeable.has(one.path) && !isNew(one))
}

function flattened(value: object, prefix = '', into = new Map<string, unknown>()): Map<string, unknown> {
  for (const [key, inner] of Object.entries(value)) {
    const isBranch =
      typeof inner === 'object' && inner !== null && !Array.isArray(inner) && Object.keys(inner).length > 0
    if (isBranch) flattened(inner, `${prefix}${key}.`, into)
    else if (inner !== undefined) into.set(prefix + key, inner)
  }
  return into
}
