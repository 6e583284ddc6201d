/** What must be the same for a run to go on, and what it keeps from its start. */

import { GanymedeError } from '@ganymede/core'
import type { RunFolder, RunRecord } from '@ganymede/runs/folder'
import type { ContentDigest } from '../data/content-digest.js'
import type { Dataset } from '../data/dataset.js'
import { differencesThatMatter, valueShown } from '../options/option-difference.js'
import type { ResolvedOptions } from '../options/train-options.js'
import { requireParts } from '../systems/contract/replaced-parts.js'
import type { AnySystem } from '../systems/contract/system.js'
import type { Precision } from './placement.js'

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

/** What was found about the data of a run. */
export interface ComparedData {
  readonly notes: readonly string[]
  /** For the record of the run; undefined where it is yet to be taken, or there is none. */
  readonly contentDigest: string | undefined
}

/** Data that nothing is compared with: those of a new run, or of one that accepts changes. */
export const acceptedData: ComparedData = { notes: [], contentDigest: undefined }

// The fingerprint looks into the beginning and the end of files. What changed between them shows in their times. These differ in
// a copy too, or where somebody touched a file: then a further look into the files decides, if the run recorded one.
async function compareTimes(record: RunRecord, dataset: Dataset, signal?: AbortSignal): Promise<ComparedData> {
  const { path, fileTimes } = dataset.info
  const { fileTimes: timesBefore, contentDigest: before } = record.data
  if (timesBefore === undefined || fileTimes === undefined) return acceptedData
  if (timesBefore === fileTimes.fingerprint) return { notes: [], contentDigest: before }
  const isInPlace = record.data.path === path
  // Copies of data that no run looked further into have times of their own.
  if (before === undefined && !isInPlace) return acceptedData
  const now = before === undefined ? undefined : await dataset.contentDigest?.(signal)
  if (now !== undefined && now.digest !== null && now.digest === before) {
    return { contentDigest: before, notes: isInPlace ? [sameContentNote(path, now.isWhole)] : [] }
  }
  const { name, changed } = fileTimes.newest
  throw new GanymedeError('DATA_CHANGED', `files in ${path} ${changesFound(before, now)}`, {
    lines: [
      `changed last: ${name}, ${changed}`,
      `names, lengths, beginnings and ends of all files are as they were; ${furtherInside(before, now)}`,
    ],
    remedy: 'Put the original files back, or go on with them as they are with --accept-changes.',
  })
}

function sameContentNote(path: string, isWhole: boolean): string {
  const times = `files in ${path} have other times than when the run was started`
  return isWhole
    ? `${times}, and the same contents`
    : `${times}; they are more than 1 GiB, and only 64 KiB at the beginning, middle and end of each were compared: these are the same`
}

function changesFound(before: string | undefined, now: ContentDigest | undefined): string {
  const isCompared = before !== undefined && now !== undefined && now.digest !== null
  return isCompared ? 'were changed since the run was started' : 'have other times than when the run was started'
}

function furtherInside(before: string | undefined, now: ContentDigest | undefined): string {
  if (before === undefined) return 'their times are not, and the run has no record of what lay further inside'
  if (now === undefined || now.digest !== null) return 'their times and what lies further inside are not'
  return `their times are not, and what lies further inside was not compared: ${now.reason}`
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
 * Compares data with those that a run was started with: by fingerprint, classes and, for files in folders, their times. Where
 * only times differ, the content decides, where the run recorded it: all of it, or of more than 1 GiB three blocks of 64 KiB
 * of each file. Without a record the times decide, where the folder is still in its place.
 *
 * @param hasLabels  whether the system learns classes: to others they mean nothing
 * @throws GanymedeError `DATA_CHANGED`
 */
export async function requireSameData(
  record: RunRecord,
  dataset: Dataset,
  { hasLabels, signal }: { readonly hasLabels: boolean; readonly signal?: AbortSignal },
): Promise<ComparedData> {
  const { info } = dataset
  const classes = hasLabels ? changedClasses(record.data.classes, info.classes) : []
  const isSame = record.data.fingerprint === info.fingerprint
  if (isSame && classes.length === 0) return compareTimes(record, dataset, signal)
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
