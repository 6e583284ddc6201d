/** Somebody who looks over the shoulder of a training: sees each record of the log and may have something to say. */
import type { MetricsRecord } from '../logs/metrics-record.js'

/** Something a watcher has found out about the run. */
export interface WatcherFinding {
  /** Stable name: `DISCRIMINATOR_WON`. */
  readonly code: string
  readonly severity: 'problem' | 'warning'
  /** What is wrong, in one sentence. */
  readonly title: string
  /** What was measured, and against which threshold. */
  readonly evidence: readonly string[]
  readonly cause: string
  /** What to change. */
  readonly remedy: string
  /** Whether it follows from clocks: a resumed run need not find it again, so it goes to the log as a note. */
  readonly isTiming: boolean
}

/** What the loop calls; see {@link WatcherFinding}. */
export interface RunWatcher {
  /** Told what the log holds when a run resumes, after records of a lost future were taken out of it. */
  resume(records: readonly MetricsRecord[]): void
  /** Told each record once it is written. What it returns is shown, and written to the log; say each thing once. */
  see(record: MetricsRecord): readonly WatcherFinding[]
}
