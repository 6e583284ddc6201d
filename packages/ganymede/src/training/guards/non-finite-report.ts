/** `non-finite-step-<n>.json` of a run: what was known when a loss or gradient became NaN or infinite. */
import path from 'node:path'
import { writeFileAtomic } from '@ganymede/runs/files'
import type { RunFolder } from '@ganymede/runs/folder'
import { readLastMetrics } from '@ganymede/runs/logs'
import type { Trainer } from '../trainer.js'
import type { NonFiniteReport } from './finite-guard.js'

const logRows = 50

// JSON has no numbers for what this file is about.
function plain(value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}

/**
 * Writes the report of a failure: step, phase, the terms of the loss, the first parameter with a bad value, learning
 * rates, means since the last log line, and the last 50 rows of the log.
 *
 * @returns name of the file in the run folder
 * @throws GanymedeError `DISK_FULL` or `WRITE_FAILED`
 */
export function writeNonFiniteReport(run: RunFolder, trainer: Trainer, report: NonFiniteReport): string {
  const { step, quantity, value, terms, badParameter, findings } = report
  const name = `non-finite-step-${String(step).padStart(6, '0')}.json`
  const content = {
    format: 1,
    step,
    imagesSeen: trainer.imagesSeen,
    phase: quantity.includes('/') ? quantity.slice(0, quantity.indexOf('/')) : 'main',
    quantity,
    value,
    terms,
    badParameter,
    findings,
    present: trainer.present(),
    sumsSinceLastLog: trainer.means.state(),
    log: readLastMetrics(run.metrics, 1 << 20).slice(-logRows),
  }
  writeFileAtomic(path.join(run.dir, name), `${JSON.stringify(content, (_, one) => plain(one), 2)}\n`)
  return name
}
