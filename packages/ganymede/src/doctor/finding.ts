/** What the doctor says: one finding per thing that is wrong. */
import type { WatcherFinding } from '@ganymede/runs/folder'

/** Stable names of everything that the doctor can find. */
const findingCodes = [
  'TRAINING_BROKE',
  'WEIGHTS_DO_NOT_MOVE',
  'LEARNING_RATE_TOO_HIGH',
  'CRITIC_UNBOUNDED',
  'DISCRIMINATOR_WON',
  'GRADIENTS_EXPLODE',
  'GRADIENTS_VANISH',
  'DEAD_UNITS',
  'MODE_COLLAPSE',
  'MODES_MISSING',
  'DUPLICATES',
  'MEMORISATION',
  'FEW_IMAGES',
  'KL_COLLAPSE',
  'KL_TOO_LARGE',
  'LABELS_IGNORED',
  'LABELS_MEANINGLESS',
  'TRANSLATION_IDLE',
  'COLOURS_INVERTED',
  'DATA_STARVATION',
] as const
export type FindingCode = (typeof findingCodes)[number]

/**
 * How bad it is: a `problem` spoils the run, a `warning` is worth knowing.
 *
 * `ganymede doctor` exits with 4 when there is a problem.
 */
export type Severity = 'problem' | 'warning'

/** One thing that is wrong with a run, in plain words, with what was measured and what to change. */
export interface Finding extends WatcherFinding {
  readonly code: FindingCode
  readonly severity: Severity
}

/** Fields of a finding that a check has to give; the others have defaults. */
export type FindingParts = Omit<Finding, 'isTiming' | 'severity'> & Partial<Pick<Finding, 'isTiming' | 'severity'>>

/** A finding; a `problem` that does not come from clocks unless said otherwise. */
export function finding(parts: FindingParts): Finding {
  return { severity: 'problem', isTiming: false, ...parts }
}
