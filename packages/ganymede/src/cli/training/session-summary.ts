/** What is told when a training in a terminal has ended: where everything is, and the commands that make sense now. */

import type { ResolvedOptions } from '../../options/train-options.js'
import type { WatchedResult } from '../../report/watched-training.js'
import type { AnySystem } from '../../systems/contract/system.js'
import type { RunSummary } from '../../terminal/run-summary.js'
import { pictureCommands, programName, shellWord } from '../../terminal/typed-command.js'
import { longerFlags, typedDuration } from '../../training/train-longer.js'
import { runReference } from '../run-option.js'

/** What else than its result is known of a training. */
export interface EndedTraining {
  /** Folder of all runs. */
  readonly out: string
  readonly options: ResolvedOptions
  /** Whether somebody asked for its end, by a key, a signal or a command. */
  readonly isRequested: boolean
  /** What was trained; default: a system that makes pictures from seeds. */
  readonly system?: Pick<AnySystem, 'translate'>
}

/** Commands are whole and work as they stand; one that makes the run longer raises the limit that ended it. */
export function sessionSummary(
  result: WatchedResult,
  { out, options, isRequested, system = {} }: EndedTraining,
): RunSummary {
  const { run, status, step, steps, seconds, lastSample, lastCheckpoint, bestCheckpoint, report } = result
  const { train } = options
  const program = programName()
  const reference = shellWord(runReference(run, out))
  const limit =
    status === 'done' || isRequested || train.maxTime === undefined ? undefined : typedDuration(train.maxTime)
  const resume =
    limit === undefined
      ? { command: `${program} resume ${reference}`, text: 'go on from here' }
      : { command: `${program} resume ${reference} --max-time ${limit}`, text: `train for another ${limit}` }
  const longer = { command: `${program} resume ${reference} ${longerFlags(train, result)}`, text: 'train longer' }
  return {
    status,
    ...(limit === undefined ? {} : { reason: `time limit of ${limit}` }),
    dir: run.dir,
    step,
    steps,
    seconds,
    lastSample,
    lastCheckpoint,
    bestCheckpoint,
    report,
    next: [
      ...(status === 'stopped' ? [resume] : []),
      ...pictureCommands(reference, { isTranslation: system.translate !== undefined }),
      ...(status === 'done' ? [longer] : []),
    ],
  }
}
