/** What must be the same for a run to go on, and what it keeps from its start. */
import type { DataInfo, Dataset } from '../data/dataset.js'
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

// The fingerprint looks into the beginning and the end of files. What changed between them shows in their times, which mean
// something only where the files lie as they lay: a copy has times of its own.
function requireSameTimes(record: RunRecord, { path, fileTimes }: DataInfo): void {
  const before = record.data.fileTimes
  if (before === undefined || fileTimes === undefined) return
  if (record.data.path !== path || before === fileTimes.fingerprint) return
  const { name, changed } = fileTimes.newest
  throw new GanymedeError('DATA_CHANGED', `files in ${path} were changed since the run was started`, {
    lines: [
      `changed last: ${name}, ${changed}`,
      'names, lengths, beginnings and ends of all files are as they were; their times are not',
    ],
    remedy: 'Put the original files back, or go on with them as they are with --accept-changes.',
  })
}

/** @throws GanymedeError `DATA_CHANGED` */
export function requireSameData(record: RunRecord, { info }: Dataset): void {
  if (record.data.fingerprint === info.fingerprint) {
    requireSameTimes(record, info)
    return
  }
  throw new GanymedeError('DATA_CHANGED', `${info.path} is not the data that the run was started with`, {
    lines: [
      `images: were ${record.data.images ?? 'unknown'}, are ${info.count}`,
      `fingerprint: was ${record.data.fingerprint.slice(0, 12)}…, is ${info.fingerprint.slice(0, 12)}…`,
    ],
    remedy: 'Put the original data back, or go on with the new data with --accept-changes.',
  })
}
