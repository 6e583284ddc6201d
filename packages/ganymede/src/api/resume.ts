/** Going on with a run from code: what `ganymede resume` does. */

import { givenOptions, requireObject, requireText } from '@ganymede/core'
import { findRun, readRunRecord, refuseOwnLoop } from '@ganymede/runs/folder'
import { findSystem } from '../models/registry.js'
import type { ModelChoice, TrainInput } from '../options/define-config.js'
import { assignmentsOf, resolveOptions } from '../options/resolve-options.js'
import { modelParts, withParts } from '../systems/contract/replaced-parts.js'
import { type Run, startRun } from './train.js'

/** What `resume` can be told. */
export interface ResumeOptions {
  /** Folder of all runs; default `runs`. */
  readonly out?: string
  /** Go on from the checkpoint of this step, and drop later ones; default: the latest one that is intact. */
  readonly step?: number
  /** Options to change, by section: `{ train: { steps: 40_000 } }`. Those that shape the result need `acceptChanges`. */
  readonly change?: {
    readonly model?: Readonly<Record<string, unknown>>
    readonly data?: Readonly<Record<string, unknown>>
    readonly train?: TrainInput
  }
  /** Go on although options that shape the result differ; what changed stays in the run. Default false. */
  readonly acceptChanges?: boolean
  /** Where the data lies now; must be the same data. */
  readonly data?: string
  /** What the run was trained with, where that had parts of its own: `dcgan({ generator: … })`. */
  readonly model?: ModelChoice
  /** Stops the run, with its state saved, when it is aborted. */
  readonly signal?: AbortSignal
}

/**
 * Goes on with a run from its last checkpoint, as `ganymede resume` does: it ends bit for bit like one that was never stopped
 * (CPU). A run that has all its steps already ends at once.
 *
 * @param reference  folder, id, unique prefix or `latest`
 * @returns the training, as `train` does
 * @throws (by rejecting) GanymedeError `RUN_NOT_FOUND`, `RUN_LOCKED`, `RUN_CHANGED` listing changes that shape the result,
 *   `DATA_CHANGED`, `PARTS_MISSING`; `RUN_OWN_LOOP` for runs of `createRun`, which `resumeRun` goes on with
 * @throws GanymedeError `OPTION_INVALID` without a reference, or for unknown options
 * @example
 * const result = await resume('latest', { change: { train: { steps: 40_000 } } })
 */
export function resume(reference: string, options: ResumeOptions = {}): Run {
  const given = givenOptions('resume', options, ['out', 'step', 'change', 'acceptChanges', 'data', 'model', 'signal'])
  requireText('resume', 'reference', reference)
  const { out = 'runs', step, change = {}, acceptChanges = false, data, model, signal } = given
  const sections = givenOptions('resume: change', change, ['model', 'data', 'train'])
  for (const [name, section] of Object.entries(sections)) requireObject(`resume: change.${name}`, section, ['steps'])
  return startRun(signal, async () => {
    const folder = findRun(reference, { out })
    const record = readRunRecord(folder.record)
    refuseOwnLoop(folder, record)
    const system = withParts(findSystem(record.definition.name), model?.[modelParts])
    const changes = [
      ...assignmentsOf(change, 'flag', 'change'),
      ...(data === undefined ? [] : assignmentsOf({ data: { path: data } }, 'flag', 'data')),
    ]
    const { options: resolved, sources } = resolveOptions(system, {
      config: assignmentsOf(record.options, 'config', `${folder.name}/run.json`),
      flags: changes,
    })
    return {
      system,
      options: resolved,
      // What was not changed here keeps its origin.
      sources: Object.fromEntries(Object.entries(sources).filter(([, source]) => source === 'flag')),
      out,
      resume: folder,
      acceptChanges,
      ...(step === undefined ? {} : { resumeStep: step }),
    }
  })
}
