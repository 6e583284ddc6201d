/** What `ganymede runs` shows: one row for each run, and the difference between the options of two. */
import fs from 'node:fs'
import path from 'node:path'

import { readLastMetrics } from '../logs/metrics-reader.js'
import { ownLoop } from './own-loop.js'
import { listRunFolders, type RunFolder } from './run-folder.js'
import { type LiveStatus, liveStatus } from './run-reader.js'
import { readRunRecord } from './run-record.js'

/** A run in the table. */
export interface RunRow {
  readonly id: string
  readonly name: string
  readonly dir: string
  readonly system: string
  readonly data: string
  readonly status: LiveStatus
  readonly step: number
  readonly steps: number
  /** Totals of the newest log record that has any, by tag: `g/total`, `d/total`, or `loss` and the like. */
  readonly losses: Readonly<Record<string, number>>
  /** Bytes on disk. */
  readonly sizeBytes: number
  /** When it was made, UTC, as in `run.json`. */
  readonly started: string
}

/** A folder that is named like a run and cannot be read as one. */
export interface BrokenRun {
  readonly id: string
  readonly name: string
  readonly dir: string
  /** Why, naming file and field. */
  readonly problem: string
}

/** Columns by which rows can be sorted. */
export const runSortKeys = ['id', 'name', 'system', 'data', 'status', 'step', 'size', 'started'] as const
export type RunSortKey = (typeof runSortKeys)[number]

/**
 * Collects all runs of a folder. One broken run does not hide the others.
 *
 * @param out           folder of all runs; when it is missing there are none
 * @param options.sort  column; default `id`. Names and states ascend, steps, sizes and dates begin with the largest
 */
export function runTable(
  out: string,
  { sort = 'id', now = Date.now() }: { sort?: RunSortKey; now?: number } = {},
): { readonly rows: readonly RunRow[]; readonly broken: readonly BrokenRun[] } {
  const rows: RunRow[] = []
  const broken: BrokenRun[] = []
  for (const folder of listRunFolders(out)) {
    try {
      rows.push(runRow(folder, now))
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      broken.push({ id: folder.id, name: folder.name, dir: folder.dir, problem })
    }
  }
  return { rows: rows.sort(comparing(sort)), broken }
}

/**
 * One row.
 *
 * @throws GanymedeError `RUN_INVALID`, `RUN_NOT_FOUND`
 */
export function runRow(folder: RunFolder, now: number = Date.now()): RunRow {
  const record = readRunRecord(folder.record)
  const last = readLastMetrics(folder.metrics)
  const scalars = last.filter((entry) => entry.kind === 'scalars').at(-1)
  return {
    id: record.id,
    name: folder.name,
    dir: folder.dir,
    system: record.definition.name,
    data: record.data.name,
    status: liveStatus(folder, record, now),
    step: Math.max(record.step, last.at(-1)?.step ?? 0),
    steps: record.steps,
    losses: Object.fromEntries(
      Object.entries(scalars ?? {}).flatMap(([key, value]) =>
        typeof value === 'number' && isTotal(key) ? [[key, value]] : [],
      ),
    ),
    sizeBytes: folderSize(folder.dir),
    started: record.created,
  }
}

/** What a run is doing, in words: `interrupted (resume 0001)` where a command goes on with it. */
export function statusText({ status, id, system }: Pick<RunRow, 'status' | 'id' | 'system'>): string {
  return status === 'interrupted' && system !== ownLoop ? `${status} (resume ${id})` : status
}

/** Bytes of all files in a folder; links are not followed. */
export function folderSize(dir: string): number {
  let bytes = 0
  let entries: fs.Dirent[]
  try {
    entries = fs.readdirSync(dir, { withFileTypes: true })
  } catch {
    return 0
  }
  for (const entry of entries) {
    const file = path.join(dir, entry.name)
    // A trainer may remove a checkpoint while we count.
    bytes += entry.isDirectory() ? folderSize(file) : (fs.lstatSync(file, { throwIfNoEntry: false })?.size ?? 0)
  }
  return bytes
}

function isTotal(key: string): boolean {
  return key === 'loss' || key.endsWith('/total')
}

function comparing(sort: RunSortKey): (a: RunRow, b: RunRow) => number {
  const byText = (of: (row: RunRow) => string) => (a: RunRow, b: RunRow) => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0)
  const byId = (a: RunRow, b: RunRow): number => Number(a.id) - Number(b.id)
  const first = {
    id: byId,
    name: byText((row) => row.name.slice(row.id.length)),
    system: byText((row) => row.system),
    data: byText((row) => row.data),
    status: byText((row) => row.status),
    step: (a: RunRow, b: RunRow) => b.step - a.step,
    size: (a: RunRow, b: RunRow) => b.sizeBytes - a.sizeBytes,
    started: (a: RunRow, b: RunRow) => Date.parse(b.started) - Date.parse(a.started),
  }[sort]
  return (a, b) => first(a, b) || byId(a, b)
}
