/**
 * The `heartbeat` file: its time says that the trainer lives. Training blocks the main thread, for longer than the 15 s
 * after which a run counts as interrupted when the model is large, so a worker thread that does nothing else touches the file.
 */
import fs from 'node:fs'
import { Worker } from 'node:worker_threads'

import { reportingWrites } from '../files/file-ops.js'

/** How often the file is touched. */
const heartbeatIntervalMs = 2_000

/** A running trainer whose heartbeat is older than this is gone. */
export const heartbeatSilentMs = 15_000

/** A heartbeat that is being kept up. */
export interface Heartbeat {
  /** Touches the file when it is time; called between steps, it serves where no thread could be started. */
  beat(): void
  /** Ends the thread. The file stays, with the time of the last beat. */
  stop(): void
}

// As text and not as a file of its own: it needs nothing but `fs`, and runs the same from sources and when bundled.
const workerSource = `
const { workerData } = require('node:worker_threads')
const { utimesSync } = require('node:fs')
setInterval(() => {
  const now = new Date()
  // A run folder that is being moved or was removed is not this thread's affair.
  try { utimesSync(workerData.file, now, now) } catch {}
}, workerData.intervalMs)
`

/**
 * Creates the heartbeat file and keeps touching it. Never keeps the process alive, and dies with it.
 *
 * @throws GanymedeError `DISK_FULL` or `WRITE_FAILED`
 */
export function startHeartbeat(
  file: string,
  { intervalMs = heartbeatIntervalMs }: { intervalMs?: number } = {},
): Heartbeat {
  reportingWrites(file, () => fs.writeFileSync(file, `${process.pid}\n`))
  let worker: Worker | undefined
  try {
    worker = new Worker(workerSource, {
      eval: true,
      workerData: { file, intervalMs },
      env: {},
      execArgv: [],
      // The thread needs next to nothing; V8 would reserve more.
      resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 8, stackSizeMb: 1 },
    })
    worker.unref()
    // Without a listener a failed thread would end the training; `beat` goes on in its place.
    worker.on('error', () => {
      worker = undefined
    })
  } catch {
    // No thread to be had: `beat` does it alone.
  }

  let last = performance.now()
  return {
    beat() {
      const now = performance.now()
      if (worker !== undefined || now - last < intervalMs) return
      last = now
      touch(file)
    },
    stop() {
      touch(file)
      void worker?.terminate()
      worker = undefined
      last = Number.POSITIVE_INFINITY
    },
  }
}

/** Milliseconds since the last beat, or undefined when there never was one. */
export function heartbeatAge(file: string, now: number = Date.now()): number | undefined {
  const beat = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs
  // A clock that was set back must not make a living run look interrupted.
  return beat === undefined ? undefined : Math.max(0, now - beat)
}

function touch(file: string): void {
  const now = new Date()
  try {
    fs.utimesSync(file, now, now)
  } catch {
    // The folder was moved or removed; saving will say so.
  }
}
