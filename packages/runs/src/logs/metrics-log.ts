/** The writer of `metrics.jsonl`. */
import fs from 'node:fs'

import { AppendFile, writeFileAtomic } from '../files/atomic-file.js'
import { type FileOps, systemFileOps } from '../files/file-ops.js'
import { readLines } from './metrics-reader.js'
import { decodeRecord, encodeRecord, isRepeatable, type RecordFields, type RecordKind } from './metrics-record.js'

/** Settings of a {@link MetricsLog}. */
export interface MetricsLogOptions {
  /** Seconds of training so far; asked for each record. */
  readonly seconds: () => number
  readonly ops?: FileOps
}

/** A checkpoint to which a log goes back. */
export interface LogPosition {
  /** What {@link MetricsLog.sync} returned when the checkpoint was saved. */
  readonly bytes: number
  readonly step: number
  /** Fields of the checkpoint's own record, written again in case the crash came before it was. */
  readonly checkpoint: RecordFields
}

const lineFeed = 10

/**
 * Appends records to a log. A record is one write, so that a kill loses nothing that was logged; a torn line that an
 * earlier crash left is cut off when the log is opened.
 */
export class MetricsLog {
  readonly #path: string
  readonly #ops: FileOps
  readonly #seconds: () => number
  #file: AppendFile

  /** @throws GanymedeError `DISK_FULL` or `WRITE_FAILED` */
  constructor(path: string, { seconds, ops = systemFileOps }: MetricsLogOptions) {
    this.#path = path
    this.#ops = ops
    this.#seconds = seconds
    cutTornLine(path)
    this.#file = new AppendFile(path, ops)
  }

  /**
   * Appends one record.
   *
   * @param kind    what it tells of
   * @param step    steps done
   * @param fields  what follows from options and data alone
   * @param clock   measurements of time and memory (`imagesPerSec`, `time/…`, `mem/peak`); they differ between runs
   * @throws GanymedeError `DISK_FULL` or `WRITE_FAILED`; the log is as before then
   */
  append(kind: RecordKind, step: number, fields: RecordFields, clock?: RecordFields): void {
    this.#file.append(encodeRecord(kind, step, fields, this.#seconds(), clock))
  }

  /** Bytes in the file. */
  get bytes(): number {
    return this.#file.size
  }

  /** Flushes the log to disk and returns its length, to be stored in the checkpoint for {@link rewind}. */
  sync(): number {
    this.#file.sync()
    return this.#file.size
  }

  /**
   * Goes back to a checkpoint when a run resumes: removes the records that were written after it, because the resumed
   * run will write them again. Records of status changes and notes stay, in their order; the checkpoint's own record is
   * added when the crash came before it was written.
   */
  rewind({ bytes, step, checkpoint }: LogPosition): void {
    this.#file.close()
    const kept: string[] = []
    let hasCheckpoint = false
    readLines(this.#path, { from: Math.min(bytes, this.#file.size) }, (line) => {
      const record = decodeRecord(line)
      if (record === undefined) return
      if (record.kind === 'checkpoint' && record.step === step && !hasCheckpoint) {
        hasCheckpoint = true
        kept.unshift(`${line}\n`)
      } else if (!isRepeatable(record.kind)) {
        kept.push(`${line}\n`)
      }
    })
    if (!hasCheckpoint) kept.unshift(encodeRecord('checkpoint', step, checkpoint, this.#seconds()))
    const before = fs.readFileSync(this.#path).subarray(0, bytes)
    // A log that somebody has edited may be cut inside a line here.
    const whole = before.subarray(0, before.lastIndexOf(lineFeed) + 1)
    // Renamed into place and not cut, so that a program that follows the file sees that it is another one.
    writeFileAtomic(this.#path, Buffer.concat([whole, Buffer.from(kept.join(''))]), this.#ops)
    this.#file = new AppendFile(this.#path, this.#ops)
  }

  /** Flushes and closes; a second call does nothing. */
  close(): void {
    this.#file.close()
  }
}

function cutTornLine(path: string): void {
  const size = fs.statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size === 0) return
  const whole = readLines(path, { from: 0 }, () => {})
  if (whole < size) fs.truncateSync(path, whole)
}
