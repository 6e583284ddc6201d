/** What `ganymede resume` is told so that a run goes on with other options. */

import {
  fitsCheckpoint,
  isChangeable,
  type OptionDifference,
  optionDifference,
} from '../../options/option-difference.js'
import { valueText } from '../../options/option-text.js'
import type { ResolvedOptions } from '../../options/train-options.js'
import { shellWord } from '../../terminal/typed-command.js'

/** A training command that differs from the run it could go on with. */
export interface ChangedCommand {
  /** Differences that make it another run. */
  readonly differences: readonly OptionDifference[]
  /** Options of the run. */
  readonly before: object
  readonly options: ResolvedOptions
  /** Where the value of each option came from. */
  readonly sources: Readonly<Record<string, string>>
}

/**
 * `--set model.lrG=0.001 --set train.steps=5000`: the differences, and what was typed beside that a run may always change.
 *
 * @returns undefined where no such command can work: an option without a value cannot be typed, and networks of other shapes
 *   do not fit the checkpoint
 */
export function settingsOf({ differences, before, options, sources }: ChangedCommand): string | undefined {
  if (!differences.every(({ path, after }) => after !== undefined && fitsCheckpoint(path))) return undefined
  const typed = optionDifference(before, JSON.parse(JSON.stringify(options))).filter(
    ({ path, after }) => isChangeable(path) && sources[path] === 'flag' && after !== undefined,
  )
  return [...differences, ...typed]
    .map(({ path, after }) => `--set ${shellWord(`${path}=${valueText(after)}`)}`)
    .join(' ')
}
