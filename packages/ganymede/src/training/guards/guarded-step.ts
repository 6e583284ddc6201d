/** One step, and what becomes of it when a loss or gradient is NaN or infinite. training-loop specification, section 8. */

import { GanymedeError } from '@ganymede/core'
import { counted } from '@ganymede/core/text'
import type { CheckpointStore, IntactCheckpoint } from '@ganymede/runs/checkpoints'
import { scope } from '@ganymede/torch'
import { writeCheckpoint } from '../../checkpoint/checkpoint.js'
import type { RunOutput } from '../run-output.js'
import type { Trainer } from '../trainer.js'
import { isOutOfMemory } from './failure-of-error.js'
import { NonFiniteError } from './finite-guard.js'
import { writeNonFiniteReport } from './non-finite-report.js'
import { StepMemoryError } from './out-of-memory.js'
import { rateShare } from './skipped-updates.js'

/** `done`: all updates made; `skipped`: the rest of the step was dropped; `rolled-back`: at an earlier step again. */
export type StepEnd = 'done' | 'skipped' | 'rolled-back'

export interface GuardedParts {
  readonly trainer: Trainer
  readonly output: RunOutput
  readonly store: CheckpointStore
}

// A run that fails more often has a reason that neither of the two mends.
const skipLimit = 10
const skipWindow = 1000
const rollbackLimit = 3

/**
 * Runs a step. When it is not finite, goes on as `train.onNonFinite` says, within its limits.
 *
 * @throws GanymedeError `NON_FINITE`, after a report and a checkpoint marked `failed` were written; `OUT_OF_MEMORY`; any
 *   other error of the step as it is
 */
export async function guardedStep(parts: GuardedParts): Promise<StepEnd> {
  const { trainer } = parts
  try {
    await trainer.runStep()
    return 'done'
  } catch (error) {
    if (isOutOfMemory(error)) throw new StepMemoryError(trainer.step, trainer.train, error)
    if (!(error instanceof NonFiniteError)) throw error
    const { onNonFinite } = trainer.train
    if (onNonFinite === 'skip' && skip(parts, error)) return 'skipped'
    if (onNonFinite === 'rollback' && rollBack(parts, error)) return 'rolled-back'
    throw await failure(parts, error)
  }
}

function skip({ trainer, output }: GuardedParts, error: NonFiniteError): boolean {
  const { step, mishaps } = trainer
  const recent = mishaps.skipped.filter((one) => one > step - skipWindow)
  if (recent.length >= skipLimit) return false
  trainer.mishaps = { ...mishaps, skipped: [...recent, step] }
  trainer.skipStep()
  output.note(
    `${error.message}: the update was left out, ${recent.length + 1} of ${skipLimit} in the last ${skipWindow} steps`,
  )
  return true
}

function rollBack({ trainer, output, store }: GuardedParts, error: NonFiniteError): boolean {
  const rollbacks = trainer.mishaps.rollbacks + 1
  if (rollbacks > rollbackLimit) return false
  const good = lastGood(store)
  if (good === null) return false
  const report = quietly(() => writeNonFiniteReport(output.run, trainer, error.report))
  const { logBytes } = trainer.restore(good.dir)
  trainer.mishaps = { ...trainer.mishaps, rollbacks }
  trainer.rates.share = rateShare(trainer.mishaps)
  // What a crash finds must be this checkpoint, and not one of the future that was left.
  store.goBackTo(good.step)
  output.goBackTo(good.name, logBytes)
  output.note(
    `${error.message}: back to ${good.name} with learning rates times ${trainer.rates.share}, ` +
      `rollback ${rollbacks} of ${rollbackLimit}${report === null ? '' : `; see ${report}`}`,
  )
  return true
}

function lastGood(store: CheckpointStore): IntactCheckpoint | null {
  try {
    return store.find('latest')
  } catch {
    return null
  }
}

async function failure({ trainer, output, store }: GuardedParts, error: NonFiniteError): Promise<GanymedeError> {
  const report = quietly(() => writeNonFiniteReport(output.run, trainer, error.report))
  const saved = await saveFailure(trainer, store, output)
  const good = lastGood(store)
  const { skipped, rollbacks } = trainer.mishaps
  const { onNonFinite } = trainer.train
  const names = Object.keys(trainer.resolved.model).filter((name) => /^lr([A-Z]|$)/.test(name))
  const rates = names.map((name) => `--set model.${name}=…`)
  return new GanymedeError('NON_FINITE', error.message, {
    lines: [
      ...error.lines,
      ...(onNonFinite === 'skip'
        ? [
            `${counted(skipped.length, 'update')} ${skipped.length === 1 ? 'was' : 'were'} left out in the last ${skipWindow} steps`,
          ]
        : []),
      ...(onNonFinite === 'rollback' ? [`the run went back to a checkpoint ${counted(rollbacks, 'time')}`] : []),
      ...(report === null ? [] : [`report: ${report}`]),
      saved,
      good === null ? 'there is no earlier checkpoint' : `last good checkpoint: checkpoints/${good.name}`,
    ],
    remedy:
      good === null
        ? `Start again with a lower learning rate (${rates.join(', ')}) or --set train.precision=float32.`
        : `Resume with a lower learning rate (${rates.join(', ')}) or --set train.precision=float32, and --accept-changes.`,
    cause: error,
  })
}

/** Saves the state in which it happened; failing at that must not hide what happened. */
async function saveFailure(trainer: Trainer, store: CheckpointStore, output: RunOutput): Promise<string> {
  try {
    const bytes = output.log.sync()
    const { name } = await store.save(
      trainer.step,
      (folder, ops) => scope('checkpoint', () => writeCheckpoint(folder, trainer.checkpoint(bytes), ops)),
      { isFailed: true },
    )
    return `state at the failure: checkpoints/${name}`
  } catch (error) {
    return `the state at the failure could not be saved: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** A report that cannot be written must not hide what it reports. */
function quietly<T>(fn: () => T): T | null {
  try {
    return fn()
  } catch {
    return null
  }
}
