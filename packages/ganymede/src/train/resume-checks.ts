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

const NAMED_CLASSES = 8

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

/** How the classes of labels differ from those that a run has learned, in lines; none where they are the same. */
function changedClasses(before: unknown, now: readonly string[] | null): string[] {
  if (before === undefined) return []
  const were = Array.isArray(before) ? before.map(String) : []
  const are = now ?? []
  const [known, found] = [new Set(were), new Set(are)]
  const list = (names: readonly string[]) =>
    `${names.slice(0, NAMED_CLASSES).join(', ')}${names.length > NAMED_CLASSES ? ` and ${names.length - NAMED_CLASSES} more` : ''}`
  const gone = were.filter((name) => !found.has(name))
  const added = are.filter((name) => !known.has(name))
  const moved = gone.length + added.length > 0 ? [] : are.filter((name, label) => were[label] !== name)
  return [
    ...(gone.length === 0 ? [] : [`classes that are gone: ${list(gone)}`]),
    ...(added.length === 0 ? [] : [`classes that are new: ${list(added)}`]),
    ...(moved.length === 0 ? [] : [`classes with other numbers: ${list(moved)}`]),
  ]
}

/**
 * @param hasLabels  whether the system learns classes: to others they mean nothing
 * @throws GanymedeError `DATA_CHANGED`
 */
export function requireSameData(
  record: RunRecord,
  { info }: Dataset,
  { hasLabels }: { readonly hasLabels: boolean },
): void {
  const classes = hasLabels ? changedClasses(record.data.classes, info.classes) : []
  const isSame = record.data.fingerprint === info.fingerprint
  if (isSame && classes.length === 0) {
    requireSameTimes(record, info)
    return
  }
  const shown = (fingerprint: string) => `${fingerprint.slice(0, 12)}…`
  const what = isSame ? `the classes of ${info.path} are not those` : `${info.path} is not the data`
  throw new GanymedeError('DATA_CHANGED', `${what} that the run was started with`, {
    lines: [
      ...(isSame
        ? []
        : [
            `images: were ${record.data.images ?? 'unknown'}, are ${info.count}`,
            `fingerprint: was ${shown(record.data.fingerprint)}, is ${shown(info.fingerprint)}`,
          ]),
      ...classes,
      ...info.notes,
    ],
    remedy:
      classes.length === 0
        ? 'Put the original data back, or go on with the new data with --accept-changes. Where the files are as they were, this version reads them otherwise than the one that started the run, as the notes say: --accept-changes goes on with what is read now.'
        : 'Put the original folders, or dataset.json, back. A run cannot go on with another number of classes; with as many, --accept-changes goes on.',
  })
}
