/** Reads a run folder: options, curves, samples, checkpoints. For every command but `train`, and for the studio. */
import fs from 'node:fs'
import path from 'node:path'
import { givenOptions, requireObject, requireText } from '@ganymede/core'
import { type CheckpointEntry, listCheckpoints } from '../checkpoints/checkpoint-reader.js'
import { readMetrics } from '../logs/metrics-reader.js'
import type { MetricsRecord } from '../logs/metrics-record.js'
import { heartbeatAge, heartbeatSilentMs } from './heartbeat.js'
import { findRun, type RunFolder } from './run-folder.js'
import { isAbandoned } from './run-lock.js'
import { type RunRecord, type RunStatus, readRunRecord } from './run-record.js'

/** What a run is doing: its stored status, or `interrupted` when it should be running and its trainer is gone. */
export type LiveStatus = RunStatus | 'interrupted'

/** One curve; the lists are equally long and in the order of the log. */
export interface Series {
  readonly steps: readonly number[]
  /** Seconds of training. */
  readonly seconds: readonly number[]
  readonly values: readonly number[]
}

/** A sample sheet in a run folder. */
export interface SampleEntry {
  readonly step: number
  /** Name of the view; undefined for the run's main one. */
  readonly view: string | undefined
  readonly file: string
}

/**
 * Opens a run for reading; loads no libtorch.
 *
 * @param reference    folder, id, unique prefix or `latest`
 * @param options.out  folder of all runs, default `runs`
 * @throws GanymedeError `RUN_NOT_FOUND`, or `RUN_INVALID` naming the file and field
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 */
export function openRun(reference: string, options: { out?: string } = {}): RunReader {
  const { out = 'runs' } = givenOptions('openRun', options, ['out'])
  requireText('openRun', 'reference', reference)
  return new RunReader(findRun(reference, { out }))
}

/** The run's status as it is now, with what the heartbeat tells. */
export function liveStatus(folder: RunFolder, record: RunRecord, now: number = Date.now()): LiveStatus {
  if (record.status !== 'running' && record.status !== 'paused') return record.status
  // A lock tells at once that its process is gone; without one, the heartbeat's silence does.
  const age = heartbeatAge(folder.heartbeat, now)
  return isAbandoned(folder) || age === undefined || age > heartbeatSilentMs ? 'interrupted' : record.status
}

/**
 * A run that is being read, perhaps while it is written. {@link RunReader.refresh} picks up what is new.
 *
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 */
export class RunReader {
  readonly folder: RunFolder
  #record: RunRecord
  #records: MetricsRecord[] = []
  #nextByte = 0
  #inode = 0

  constructor(folder: RunFolder) {
    requireObject('RunReader', folder, ['record', 'metrics'])
    this.folder = folder
    this.#record = readRunRecord(folder.record)
    this.#readLog()
  }

  /** Reads `run.json` and what was added to the log since the last time. */
  refresh(): void {
    this.#record = readRunRecord(this.folder.record)
    this.#readLog()
  }

  get id(): string {
    return this.#record.id
  }

  /** `run.json`. */
  get record(): RunRecord {
    return this.#record
  }

  /** All options, nested as in a configuration file. */
  get options(): RunRecord['options'] {
    return this.#record.options
  }

  get status(): LiveStatus {
    return liveStatus(this.folder, this.#record)
  }

  /** Steps done, as far as `run.json` and the log tell. */
  get step(): number {
    return Math.max(this.#record.step, this.#records.at(-1)?.step ?? 0)
  }

  /** Log records, of one kind or all, in their order. */
  records(kind?: string): readonly MetricsRecord[] {
    return kind === undefined ? this.#records : this.#records.filter((record) => record.kind === kind)
  }

  /** Names of all curves, sorted. */
  tags(): string[] {
    return [...this.series().keys()].sort()
  }

  /**
   * Curves by tag, such as `d/total`, `lr/g` or, for the value of a metric, `metric/fid`.
   *
   * @param tags          default: all
   * @param options.from  first step
   * @param options.to    last step
   * @returns only tags that have values
   * @throws GanymedeError `OPTION_INVALID` for unknown options
   */
  series(
    tags?: readonly string[],
    options: { readonly from?: number; readonly to?: number } = {},
  ): ReadonlyMap<string, Series> {
    const { from = 0, to = Number.POSITIVE_INFINITY } = givenOptions('series', options, ['from', 'to'])
    const wanted = tags === undefined ? undefined : new Set(tags)
    const series = new Map<string, { steps: number[]; seconds: number[]; values: number[] }>()
    for (const record of this.#records) {
      if (record.step < from || record.step > to) continue
      if (record.kind !== 'scalars' && record.kind !== 'metric') continue
      for (const [tag, value] of curvesIn(record)) {
        if (wanted !== undefined && !wanted.has(tag)) continue
        const one = series.get(tag) ?? { steps: [], seconds: [], values: [] }
        series.set(tag, one)
        one.steps.push(record.step)
        one.seconds.push(record.seconds)
        one.values.push(value)
      }
    }
    return series
  }

  /** Sample sheets, oldest step first. */
  samples(): SampleEntry[] {
    return listSamples(this.folder)
  }

  /** Checkpoints, oldest step first. */
  checkpoints(): CheckpointEntry[] {
    return listCheckpoints(this.folder.checkpoints)
  }

  #readLog(): void {
    const stat = fs.statSync(this.folder.metrics, { throwIfNoEntry: false })
    const inode = stat?.ino ?? 0
    // A run that resumed from a checkpoint has put another log in the place of the one that was read.
    if (inode !== this.#inode || (stat?.size ?? 0) < this.#nextByte) {
      this.#records = []
      this.#nextByte = 0
    }
    this.#inode = inode
    const page = readMetrics(this.folder.metrics, { from: this.#nextByte })
    for (const record of page.records) this.#records.push(record)
    this.#nextByte = page.nextByte
  }
}

/** Sample sheets of a run, oldest step first; `init.png` counts as step 0. */
export function listSamples(folder: RunFolder): SampleEntry[] {
  let names: string[]
  try {
    names = fs.readdirSync(folder.samples)
  } catch {
    return []
  }
  return names
    .flatMap((name) => {
      const match = /^(?:step-(\d{6,})|init)(?:-(.+))?\.png$/.exec(name)
      return match === null
        ? []
        : [{ step: Number(match[1] ?? 0), view: match[2], file: path.join(folder.samples, name) }]
    })
    .sort((a, b) => a.step - b.step || ((a.view ?? '') < (b.view ?? '') ? -1 : 1))
}

function curvesIn(record: MetricsRecord): Iterable<[tag: string, value: number]> {
  const { kind, metric, value } = record
  if (kind === 'metric' && typeof metric === 'string') {
    return typeof value === 'number' ? [[`metric/${metric}`, value]] : []
  }
  return numbersIn(record)
}

function* numbersIn(record: object, prefix = ''): Generator<[tag: string, value: number]> {
  for (const [key, value] of Object.entries(record)) {
    if (prefix === '' && (key === 'step' || key === 'seconds')) continue
    if (typeof value === 'number') yield [prefix + key, value]
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      yield* numbersIn(value, `${prefix}${key}/`)
    }
  }
}
