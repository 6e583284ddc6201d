/** How far something is: a line that is drawn anew on a terminal, a line every ten seconds elsewhere. */
import { duration, grouped } from '@ganymede/core/text'
import { type ProgressMode, progressMode } from '../../training/watch/progress.js'
import type { Output } from './output.js'

export interface ProgressLine {
  /** `total` 0 while it is not known. */
  show(what: string, done: number, total: number): void
  clear(): void
}

export interface ProgressLineOptions {
  /** A clock in milliseconds that never goes back. */
  readonly now?: () => number
  /** Default: as standard error is. */
  readonly mode?: ProgressMode
}

const redrawMs = 100
const lineMs = 10_000
// The first part of a kind of work tells little about the rest.
const knownMs = 2000

export function progressLine(
  output: Output,
  {
    now = () => performance.now(),
    mode = progressMode({ json: output.isJson, quiet: output.isQuiet }),
  }: ProgressLineOptions = {},
): ProgressLine {
  // Whoever waits in a pipe hears nothing of work that is done before the first ten seconds.
  let toldAt = mode === 'live' ? Number.NEGATIVE_INFINITY : now()
  let isDrawn = false
  let work = { what: '', from: 0, first: 0 }
  const left = (done: number, total: number): string => {
    const ms = now() - work.from
    if (total === 0 || done >= total || done <= work.first || ms < knownMs) return ''
    return `, about ${duration((ms / 1000 / (done - work.first)) * (total - done))} left`
  }
  return {
    show(what, done, total) {
      if (mode !== 'live' && mode !== 'plain') return
      if (what !== work.what) work = { what, from: now(), first: done }
      const isDone = total > 0 && done === total
      if (now() - toldAt < (mode === 'live' ? redrawMs : lineMs) && !(isDone && mode === 'live')) return
      toldAt = now()
      const text = total > 0 ? `${what}: ${grouped(done)} of ${grouped(total)}${left(done, total)}` : `${what} …`
      if (mode === 'plain') output.note(text)
      else {
        output.status(text)
        isDrawn = true
      }
    },
    clear() {
      if (isDrawn) output.status('')
      isDrawn = false
      if (mode === 'live') toldAt = Number.NEGATIVE_INFINITY
    },
  }
}
