/** Finds the checkpoints of a run: the latest, the best, one by its step. Changes nothing, knows no tensors. */
import fs from 'node:fs'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { z } from 'zod'
import { readJsonFile } from '../files/text-file.js'
import { requireReadableFile } from '../folder/run-places.js'
import { manifestName, verifyCheckpoint } from './checkpoint-manifest.js'

/** A checkpoint as a listing shows it. */
export interface CheckpointEntry {
  /** Steps done. */
  readonly step: number
  /** Name of the folder in a listing, such as `step-000100`. */
  readonly name: string
  /** Path of the folder. */
  readonly dir: string
  readonly isLatest: boolean
  readonly isBest: boolean
  /** Saved when training had failed; nothing resumes from it by itself. */
  readonly isFailed: boolean
}

/** A checkpoint whose files were all read and found undamaged. */
export interface IntactCheckpoint extends CheckpointEntry {
  /** One sentence for each damaged checkpoint that was passed over. */
  readonly notes: readonly string[]
}

/** Which checkpoint of a run; a number is a step. Making and measuring pictures takes `preferred` where nobody chooses; going on, `latest`. */
export type CheckpointChoice = 'latest' | 'best' | 'preferred' | number

/** What the `latest` and `best` files hold. */
const checkpointPointerSchema = z.looseObject({
  step: z.number().int().min(0),
  folder: z.string().regex(/^step-\d{6,}(-failed)?$/),
  metric: z.string().optional().describe('In `best`: name of the metric that chose it.'),
  value: z.number().optional().describe('In `best`: its value.'),
  measured: z.boolean().optional().describe('In `latest`: whether the metric was taken of it.'),
})
export type CheckpointPointer = z.infer<typeof checkpointPointerSchema>

/** Name of the folder of a checkpoint. */
export function checkpointName(step: number, { isFailed = false }: { isFailed?: boolean } = {}): string {
  return `step-${String(step).padStart(6, '0')}${isFailed ? '-failed' : ''}`
}

/** Prefix of a checkpoint that is being replaced by another of the same step; it counts while the new one is not there. */
export const replacedPrefix = '.old-'

/** All checkpoints in a `checkpoints` folder, oldest step first. A folder that is missing has none. */
export function listCheckpoints(dir: string): CheckpointEntry[] {
  let names: string[]
  try {
    names = fs.readdirSync(dir)
  } catch {
    return []
  }
  const present = new Set(names)
  const latest = readPointer(dir, 'latest')?.folder
  const best = readPointer(dir, 'best')?.folder
  return names
    .flatMap((folder) => {
      const name = folder.startsWith(replacedPrefix) ? folder.slice(replacedPrefix.length) : folder
      const match = /^step-(\d{6,})(-failed)?$/.exec(name)
      if (match === null || (name !== folder && present.has(name))) return []
      return [
        {
          step: Number(match[1]),
          name,
          dir: path.join(dir, folder),
          isLatest: name === latest,
          isBest: name === best,
          isFailed: match[2] !== undefined,
        },
      ]
    })
    .filter((entry) => fs.existsSync(path.join(entry.dir, manifestName)))
    .sort((a, b) => a.step - b.step || Number(a.isFailed) - Number(b.isFailed))
}

/**
 * Finds a checkpoint and checks all its files.
 *
 * `latest` falls back to the newest intact one when the latest is damaged, and says so in `notes`. An exact step and
 * `best` have no substitute. `preferred` is the best where the latest was measured by FID or KID like it and is worse, and
 * else the latest.
 *
 * @param dir    the run's `checkpoints` folder
 * @throws GanymedeError `CHECKPOINT_MISSING`, or `CHECKPOINT_CORRUPT` naming the file
 */
export function findCheckpoint(dir: string, which: CheckpointChoice = 'latest'): IntactCheckpoint {
  const all = listCheckpoints(dir)
  const usable = all.filter((entry) => !entry.isFailed)
  if (which === 'latest') return newestIntact(dir, usable)
  if (which === 'preferred') return preferred(dir, usable)

  const wanted = which === 'best' ? all.find((entry) => entry.isBest) : all.find((entry) => entry.step === which)
  if (wanted === undefined) {
    const what = which === 'best' ? 'best checkpoint' : `checkpoint of step ${which}`
    throw new GanymedeError('CHECKPOINT_MISSING', `${dir} has no ${what}`, {
      lines: [
        presentSteps(all),
        ...(which === 'best'
          ? ['a run of less than a quarter of an hour chooses one with --quick-metric fid only']
          : []),
      ],
    })
  }
  verifyCheckpoint(wanted.dir, { contents: true })
  return { ...wanted, notes: [] }
}

function preferred(dir: string, usable: readonly CheckpointEntry[]): IntactCheckpoint {
  const best = usable.find((entry) => entry.isBest)
  if (best === undefined || best.isLatest || !hasLost(dir)) return newestIntact(dir, usable)
  try {
    verifyCheckpoint(best.dir, { contents: true })
  } catch (error) {
    const latest = newestIntact(dir, usable)
    const why = error instanceof Error ? error.message : String(error)
    return { ...latest, notes: [`${best.name}, the best, is passed over: ${why}`, ...latest.notes] }
  }
  return { ...best, notes: [] }
}

/** Whether the latest was measured like the best, and found worse; patches of pixels say too little. */
function hasLost(dir: string): boolean {
  return readPointer(dir, 'latest')?.measured === true && readPointer(dir, 'best')?.metric !== 'swd'
}

/** Reads `latest` or `best`; undefined when it is missing or not understood, which only costs a search. */
export function readPointer(dir: string, name: 'latest' | 'best'): CheckpointPointer | undefined {
  try {
    const file = path.join(dir, name)
    requireReadableFile(file)
    return checkpointPointerSchema.parse(readJsonFile(file))
  } catch {
    return undefined
  }
}

function newestIntact(dir: string, usable: readonly CheckpointEntry[]): IntactCheckpoint {
  const notes: string[] = []
  let firstError: unknown
  for (const entry of byPreference(usable)) {
    try {
      verifyCheckpoint(entry.dir, { contents: true })
      return { ...entry, notes }
    } catch (error) {
      firstError ??= error
      notes.push(`${entry.name} is passed over: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (firstError === undefined) throw new GanymedeError('CHECKPOINT_MISSING', `${dir} has no checkpoint`)
  if (firstError instanceof GanymedeError) {
    throw new GanymedeError('CHECKPOINT_CORRUPT', `no checkpoint in ${dir} is intact`, {
      lines: notes,
      remedy: 'Put the files back from a copy, or start a new run.',
      cause: firstError,
    })
  }
  throw firstError
}

/** The one that `latest` names, then the ones before it, newest first, then what a crash left behind it. */
function byPreference(usable: readonly CheckpointEntry[]): CheckpointEntry[] {
  const newestFirst = [...usable].reverse()
  const latest = newestFirst.find((entry) => entry.isLatest)
  if (latest === undefined) return newestFirst
  const others = newestFirst.filter((entry) => entry !== latest)
  return [
    latest,
    ...others.filter((entry) => entry.step < latest.step),
    ...others.filter((entry) => entry.step > latest.step),
  ]
}

function presentSteps(entries: readonly CheckpointEntry[]): string {
  return entries.length === 0 ? 'it has none at all' : `it has: ${entries.map((entry) => entry.name).join(', ')}`
}
