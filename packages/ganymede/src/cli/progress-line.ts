/** A line on the terminal that says how far something is, where there is a terminal. */
import { grouped } from '../train/number-text.js'
import { progressMode } from '../train/progress.js'
import type { Output } from './output.js'

export interface ProgressLine {
  /** At most ten times a second, and at the end; `total` 0 while it is not known. */
  show(what: string, done: number, total: number): void
  clear(): void
}

export function progressLine(output: Output): ProgressLine {
  const isLive = progressMode({ json: output.isJson, quiet: output.isQuiet }) === 'live'
  let drawnAt = Number.NEGATIVE_INFINITY
  return {
    show(what, done, total) {
      const isDone = total > 0 && done === total
      if (!isLive || (!isDone && performance.now() - drawnAt < 100)) return
      drawnAt = performance.now()
      const far = total > 0 ? `: ${grouped(done)} of ${grouped(total)}` : ' …'
      output.status(`${what}${far}`)
    },
    clear() {
      if (drawnAt > 0) output.status('')
      drawnAt = Number.NEGATIVE_INFINITY
    },
  }
}
