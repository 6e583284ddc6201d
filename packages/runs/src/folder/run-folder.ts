/** Where runs lie and how they are called: `runs/0007-dcgan-photos/` and everything inside it. */
import fs from 'node:fs'
import path from 'node:path'

import { GanymedeError } from '@ganymede/core'
import { type FileOps, makeFolders, reportingWrites, systemFileOps, writeError } from '../files/file-ops.js'

/** A run folder and the places in it. All paths start with `dir` as it was given. */
export interface RunFolder {
  readonly dir: string
  /** Number with at least four digits, such as `0007`; empty for a folder that is not named like a run. */
  readonly id: string
  /** Name of the folder. */
  readonly name: string
  readonly record: string
  readonly metrics: string
  readonly heartbeat: string
  readonly lock: string
  readonly control: string
  readonly samples: string
  readonly reals: string
  readonly realsAugmented: string
  readonly checkpoints: string
  readonly report: string
}

/** The places in a run folder; touches no disk. */
export function runFolder(dir: string): RunFolder {
  const name = path.basename(path.resolve(dir))
  return {
    dir,
    id: folderPattern.exec(name)?.[1] ?? '',
    name,
    record: path.join(dir, 'run.json'),
    metrics: path.join(dir, 'metrics.jsonl'),
    heartbeat: path.join(dir, 'heartbeat'),
    lock: path.join(dir, 'run.lock'),
    control: path.join(dir, 'control'),
    samples: path.join(dir, 'samples'),
    reals: path.join(dir, 'reals.png'),
    realsAugmented: path.join(dir, 'reals-aug.png'),
    checkpoints: path.join(dir, 'checkpoints'),
    report: path.join(dir, 'report.html'),
  }
}

/** What a new run is called after. */
export interface NewRun {
  /** Folder of all runs; made when it is missing. */
  readonly out: string
  /** Name of the system, such as `dcgan`. */
  readonly system: string
  /** Short name of the data, such as the last part of its path. */
  readonly dataName: string
  /** Replaces system and data in the folder's name. */
  readonly name?: string | undefined
  readonly ops?: FileOps
}

/**
 * Makes the folder of a new run with the next free number, and its `samples/`, `checkpoints/` and `control/`. Several
 * processes may do this at once: each gets a number of its own.
 *
 * @throws GanymedeError `DISK_FULL` or `WRITE_FAILED`
 */
export function createRunFolder({ out, system, dataName, name, ops = systemFileOps }: NewRun): RunFolder {
  const title = name === undefined ? `${slug(system, 'run')}-${slug(dataName, 'data')}` : slug(name, 'run')
  makeFolders(out)
  for (let number = highestNumber(out) + 1; ; number += 1) {
    const id = String(number).padStart(4, '0')
    // Two runs with different titles must not share a number, so the number is claimed first: mkdir is the lock.
    const claim = path.join(out, `.claim-${id}`)
    if (!claimed(claim, ops)) continue
    try {
      if (folderWithId(out, id) !== undefined) continue
      const folder = runFolder(path.join(out, `${id}-${title}`))
      reportingWrites(folder.dir, () => {
        ops.mkdir(folder.dir)
        for (const inner of [folder.samples, folder.checkpoints, folder.control]) ops.mkdir(inner)
      })
      return folder
    } finally {
      ops.remove(claim)
    }
  }
}

/**
 * Makes those folders of a run again that are not there: removed to save space, or left out of a copy.
 *
 * @throws GanymedeError `DISK_FULL` or `WRITE_FAILED`
 */
export function completeRunFolder({ samples, checkpoints, control }: RunFolder): void {
  for (const folder of [samples, checkpoints, control]) makeFolders(folder)
}

/**
 * Finds a run by its folder, its id (`0007` or `7`), a unique prefix of its name with or without the id, or `latest`
 * (the highest id).
 *
 * @param options.out  folder of all runs, default `runs`
 * @throws GanymedeError `RUN_NOT_FOUND` when nothing fits or several runs do; they are listed
 */
export function findRun(reference: string, { out = 'runs' }: { out?: string } = {}): RunFolder {
  if (reference !== '' && fs.existsSync(path.join(reference, 'run.json'))) return runFolder(reference)
  refuseCheckpoint(reference)
  const runs = listRunFolders(out)
  const last = runs.at(-1)
  if (last === undefined) {
    throw new GanymedeError('RUN_NOT_FOUND', `there is no run ${reference}, and no run at all in ${out}`, {
      remedy: 'Start one with `ganymede train <system> <data>`, or name another folder with --runs.',
    })
  }
  if (reference === 'latest') return last

  const fitting = runsFitting(reference, runs)
  const only = fitting.length === 1 ? fitting[0] : undefined
  if (only !== undefined) return only
  if (fitting.length > 1) {
    throw new GanymedeError('RUN_NOT_FOUND', `${reference} fits ${fitting.length} runs in ${out}`, {
      lines: shortList(fitting),
      remedy: 'Give the id or more of the name.',
    })
  }
  const isFolder = reference !== '' && fs.existsSync(reference)
  throw new GanymedeError(
    'RUN_NOT_FOUND',
    isFolder ? `${reference} holds no run.json, so it is not a run` : `no run in ${out} is called ${reference}`,
    { lines: shortList([...runs].reverse()) },
  )
}

/** A checkpoint is named by its run and its step: pictures and measurements are filed with the run. */
function refuseCheckpoint(reference: string): void {
  const folder = path.resolve(reference)
  const run = path.resolve(folder, '..', '..')
  const step = /^step-0*(\d+)$/.exec(path.basename(folder))?.[1]
  if (step === undefined || !fs.existsSync(folder) || !fs.existsSync(path.join(run, 'run.json'))) return
  throw new GanymedeError('RUN_NOT_FOUND', `${reference} is a checkpoint, and its run is asked for`, {
    lines: [`run: ${path.relative('.', run) || run}`],
    remedy: `Name the run. Commands that take a checkpoint choose it with --step ${step}.`,
  })
}

/** The run folders in `out`, by number; folders without a `run.json` do not count. An `out` that is missing has none. */
export function listRunFolders(out: string): RunFolder[] {
  return numberedFolders(out)
    .map(({ name }) => runFolder(path.join(out, name)))
    .filter((run) => fs.existsSync(run.record))
}

/**
 * Name of a sample sheet: `step-010000.png` for a run's main view, `step-010000-<view>.png` for each other.
 *
 * @param step  steps done when the pictures were made
 */
export function sampleFileName(step: number, view?: string): string {
  const number = String(step).padStart(6, '0')
  return view === undefined ? `step-${number}.png` : `step-${number}-${slug(view, 'view')}.png`
}

/** Text as a part of a file name: lower case letters and digits of any script, joined by single hyphens. */
export function slug(text: string, fallback: string): string {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  // 40 characters keep the whole path readable in a table and far from every file system's limit.
  const joined = [...words.join('-')].slice(0, 40).join('').replace(/-$/, '')
  return joined === '' ? fallback : joined
}

const folderPattern = /^(\d{4,})-./

// A claim lasts milliseconds; one this old was left by a crash.
const staleClaimMs = 60_000

function claimed(claim: string, ops: FileOps): boolean {
  try {
    ops.mkdir(claim)
    return true
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw writeError(error, claim)
    const made = fs.statSync(claim, { throwIfNoEntry: false })?.mtimeMs
    if (made !== undefined && Date.now() - made > staleClaimMs) ops.remove(claim)
    return false
  }
}

function highestNumber(out: string): number {
  return Number(numberedFolders(out).at(-1)?.id ?? 0)
}

function folderWithId(out: string, id: string): string | undefined {
  return numberedFolders(out).find((folder) => Number(folder.id) === Number(id))?.name
}

function numberedFolders(out: string): { id: string; name: string }[] {
  let entries: fs.Dirent[]
  try {
    entries = fs.readdirSync(out, { withFileTypes: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new GanymedeError('RUN_NOT_FOUND', `${out} is not a folder of runs that can be read`, { cause: error })
  }
  return entries
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map((entry) => ({ id: folderPattern.exec(entry.name)?.[1] ?? '', name: entry.name }))
    .filter(({ id }) => id !== '' && Number.isSafeInteger(Number(id)))
    .sort((a, b) => Number(a.id) - Number(b.id) || (a.name < b.name ? -1 : 1))
}

function runsFitting(reference: string, runs: readonly RunFolder[]): RunFolder[] {
  const sameName = runs.filter((run) => run.name === reference)
  if (sameName.length > 0) return sameName
  const sameNumber = /^\d+$/.test(reference) ? runs.filter((run) => Number(run.id) === Number(reference)) : []
  return sameNumber.length > 0 ? sameNumber : runs.filter((run) => startsWith(run, reference))
}

function startsWith(run: RunFolder, reference: string): boolean {
  return reference !== '' && (run.name.startsWith(reference) || run.name.slice(run.id.length + 1).startsWith(reference))
}

function shortList(runs: readonly RunFolder[]): string[] {
  const names = runs.slice(0, 8).map((run) => run.name)
  return runs.length > 8 ? [...names, `and ${runs.length - 8} more`] : names
}
