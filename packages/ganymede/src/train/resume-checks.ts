/** What must be the same for a run to go on, and what it keeps from its start. */
import type { Dataset } from '../data/dataset.js'
import { GanymedeError } from '../errors.js'
import { differencesThatMatter, valueShown } from './option-difference.js'
import type { ResolvedOptions } from './options.js'
import type { Precision } from './placement.js'
import { requireParts } from './replaced-parts.js'
import type { RunFolder } from './run-folder.js'
import type { RunRecord } from './run-record.js'
import type { AnySystem } from './system.js'

/** A run, and what it is to go on with. */
export interface ChangedRun {
  readonly system: AnySystem
  readonly options: ResolvedOptions
  readonly sources?: Readonly<Record<string, string>>
  readonly resume?: RunFolder
  /** Go on although options that matter have changed. */
  readonly acceptChanges?: boolean
}

/** What `precision: auto` meant when a run was started: it goes on to mean that, also on other hardware. */
export function precisionOf(record: RunRecord | null): Precision | undefined {
  const precision = record?.precision
  return precision === 'float32' || precision === 'bfloat16' ? precision : undefined
}

/** @throws GanymedeError `RUN_CHANGED` when the run was started with another system, other parts or other options */
export function refuseChanges(request: ChangedRun, record: RunRecord): void {
  const { options, acceptChanges = false, resume, system, sources = {} } = request
  if (record.definition.name !== system.name) {
    throw new GanymedeError(
      'RUN_CHANGED',
      `${resume?.name} is a run of ${record.definition.name}, not of ${system.name}`,
    )
  }
  requireParts(record.definition.parts, system)
  const changes = differencesThatMatter(record.options, options, sources)
  if (changes.length === 0 || acceptChanges) return
  throw new GanymedeError('RUN_CHANGED', `${resume?.name} was started with other options`, {
    lines: changes.map(
      ({ path: name, before, after }) => `${name}: was ${valueShown(before)}, now ${valueShown(after)}`,
    ),
  })
}

/** @throws GanymedeError `DATA_CHANGED` */
export function requireSameData(record: RunRecord, { info }: Dataset): void {
  if (record.data.fingerprint === info.fingerprint) return
  throw new GanymedeError('DATA_CHANGED', `${info.path} is not the data that the run was started with`, {
    lines: [
      `images: were ${record.data.images ?? 'unknown'}, are ${info.count}`,
      `fingerprint: was ${record.data.fingerprint.slice(0, 12)}…, is ${info.fingerprint.slice(0, 12)}…`,
    ],
    remedy: 'Put the original data back, or go on with the new data with --accept-changes.',
  })
}
