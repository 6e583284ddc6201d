/** The report of a run that trains: written again when there is something new, never so often that training feels it. */

import type { RunFolder } from '@ganymede/runs/folder'
import type { RunEvent } from '../training/watch/run-event.js'
import type { PictureCache } from './inline-pictures.js'
import { writeReport } from './write-report.js'

export interface LiveReportOptions {
  /** Least milliseconds between two pages; default 10 000. Curves alone are worth a page six times less often. */
  readonly intervalMs?: number
  /** Told where the page is, once there is one. */
  readonly onFirst?: (file: string) => void
}

// Writing takes at most this share of the time.
const largestShare = 1 / 50
// But what it takes is measured beside training: where a step lasts seconds, a page of many pictures seems to take minutes.
const longestWaitMs = 5 * 60_000
const mostPictures = 256

const worthAPage: readonly string[] = ['sample', 'checkpoint', 'metric', 'finding', 'status']

/** Writes the page of one run in the background. What goes wrong is left to the page at the end, which tells. */
export class LiveReport {
  readonly #run: RunFolder
  readonly #intervalMs: number
  readonly #pictures: PictureCache = new Map()
  #onFirst: ((file: string) => void) | undefined
  #nextAt = Number.NEGATIVE_INFINITY
  #writing: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(run: RunFolder, { intervalMs = 10_000, onFirst }: LiveReportOptions = {}) {
    this.#run = run
    this.#intervalMs = intervalMs
    this.#onFirst = onFirst
  }

  /** Told each record of the log once it is written. */
  see({ kind }: Pick<RunEvent, 'kind'>): void {
    const wait = worthAPage.includes(kind) ? 0 : 5 * this.#intervalMs
    if (kind !== 'scalars' && wait > 0) return
    const dueIn = Math.max(0, this.#nextAt - performance.now()) + wait
    if (this.#timer !== undefined) {
      if (wait > 0) return
      clearTimeout(this.#timer)
    }
    this.#timer = setTimeout(() => this.#write(), dueIn)
    // A page must not keep a program alive.
    this.#timer.unref()
  }

  /** Writes no more pages; resolves once the last one is there. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#writing
  }

  #write(): void {
    this.#timer = undefined
    if (this.#isClosed || this.#writing !== undefined) return
    this.#writing = this.#writeOnce().finally(() => {
      this.#writing = undefined
    })
  }

  async #writeOnce(): Promise<void> {
    const started = performance.now()
    try {
      if (this.#pictures.size > mostPictures) this.#pictures.clear()
      const { file } = await writeReport(this.#run, {
        isAnimated: false,
        pictures: this.#pictures,
        refreshSeconds: Math.max(5, Math.round(this.#intervalMs / 1000)),
      })
      this.#onFirst?.(file)
      this.#onFirst = undefined
    } catch {
      // A full disk, or a log that is being replaced: training is what matters, and it has an error of its own.
    }
    const cost = performance.now() - started
    this.#nextAt = performance.now() + waitAfter(cost, this.#intervalMs)
  }
}

/**
 * @internal Milliseconds until the next page may be written.
 *
 * @param costMs  what the last one took
 */
export function waitAfter(costMs: number, intervalMs: number): number {
  return Math.max(intervalMs, Math.min(longestWaitMs, costMs / largestShare))
}
