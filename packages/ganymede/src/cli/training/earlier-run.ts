/** "The same command again resumes": which earlier run a training command means. */

import { GanymedeError } from '@ganymede/core'
import { listRunFolders, lockHolder, type RunFolder, type RunRecord, readRunRecord, slug } from '@ganymede/runs/folder'
import { nameOfPath } from '../../data/dataset.js'
import { differencesThatMatter, type OptionDifference } from '../../options/option-difference.js'
import type { ResolvedOptions } from '../../options/train-options.js'
import { extentOf, isComplete } from '../../training/end-of-run.js'
import { flagValue } from './train-words.js'

/** What a training command asks for. */
export interface TrainingGoal {
  /** Folder of all runs. */
  readonly out: string
  readonly system: string
  readonly options: ResolvedOptions
  /** Where the value of each option came from. */
  readonly sources?: Readonly<Record<string, string>>
  readonly name?: string | undefined
  /** Weights that it starts from, as they are typed. */
  readonly from?: readonly string[] | undefined
}

/** An earlier run that a training command fits to. */
export interface EarlierRun {
  readonly run: RunFolder
  readonly record: RunRecord
  readonly state: 'unfinished' | 'finished'
  /** Options that make it another run; empty when it can simply go on. */
  readonly differences: readonly OptionDifference[]
}

/**
 * Finds the run that a command goes on with: the newest of the same system, data, name and start.
 *
 * An unfinished run with equal options wins over a newer one with others. A finished run with other options is history:
 * the command then starts a new one.
 *
 * @returns undefined for a new run
 */
export function earlierRun(goal: TrainingGoal): EarlierRun | undefined {
  const fitting = listRunFolders(goal.out)
    .flatMap((run) => {
      const record = recordOf(run)
      return record !== undefined && fits(run, record, goal) ? [candidate(run, record, goal)] : []
    })
    .reverse()
  const equal = fitting.filter(({ differences }) => differences.length === 0)
  const newest = fitting[0]
  return (
    equal.find(({ state }) => state === 'unfinished') ??
    (newest?.state === 'unfinished' ? newest : undefined) ??
    equal[0]
  )
}

/**
 * Refuses to touch a run that another process is training.
 *
 * @throws GanymedeError `RUN_LOCKED`
 */
export function requireIdle(run: RunFolder, remedy: string): void {
  const holder = lockHolder(run)
  if (holder === undefined) return
  throw new GanymedeError('RUN_LOCKED', `process ${holder.pid} is training in ${run.dir}`, {
    lines: [`since ${holder.since}, on ${holder.host}`],
    remedy,
  })
}

function candidate(run: RunFolder, record: RunRecord, { options, sources }: TrainingGoal): EarlierRun {
  const isFinished = record.status === 'done' && isComplete(options.train, extentOf(run, record.step, options.train))
  const differences = differencesThatMatter(record.options, JSON.parse(JSON.stringify(options)), sources)
  return {
    run,
    record,
    state: isFinished || (record.status === 'done' && differences.length > 0) ? 'finished' : 'unfinished',
    differences,
  }
}

function fits(run: RunFolder, record: RunRecord, { system, options, name, from = [] }: TrainingGoal): boolean {
  if (record.definition.name !== system) return false
  const data = record.options.data
  const dataPath = typeof data === 'object' && data !== null && 'path' in data ? data.path : undefined
  if (dataPath !== options.data.path || startOf(record).join('\n') !== from.join('\n')) return false
  const title = run.name.slice(run.id.length + 1)
  const standard = [record.data.name, nameOfPath(options.data.path)].map(
    (one) => `${slug(system, 'run')}-${slug(one, 'data')}`,
  )
  return name === undefined ? standard.includes(title) : title === slug(name, 'run')
}

function startOf({ from, command }: RunRecord): readonly string[] {
  if (from !== undefined) return from.references
  // Runs of before 0.2 say it in their command line only.
  const named = flagValue(command, '--from')
  return named === undefined ? [] : [named]
}

function recordOf(run: RunFolder): RunRecord | undefined {
  try {
    return readRunRecord(run.record)
  } catch {
    // A damaged run is named by `ganymede runs`; it must not keep others from training.
    return undefined
  }
}
