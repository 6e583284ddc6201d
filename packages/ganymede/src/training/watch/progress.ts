/**
 * Shows how training goes: as a live block on a terminal, as one plain line every ten seconds elsewhere, as JSON lines,
 * or not at all. Progress and notes go to stderr, results to stdout.
 */

import { createLogUpdate } from 'log-update'
import {
  type LossState,
  type ProgressState,
  progressObject,
  renderPlain,
  renderProgress,
} from '../../terminal/progress-view.js'
import { type RunSummary, renderSummary } from '../../terminal/run-summary.js'
import {
  isInCi,
  isInForeground,
  printable,
  printableJson,
  textWidth,
  wantsColour,
  wantsUnicode,
} from '../../terminal/terminal-text.js'
import { outliveFailures, writeText } from '../../terminal/text-stream.js'
import { RateEstimator } from './rate-estimator.js'

/** Ways of showing progress. */
export type ProgressMode = 'live' | 'plain' | 'json' | 'quiet'

/** A stream that progress is written to; `process.stderr` is one. */
export interface TextStream {
  readonly isTTY?: boolean
  readonly columns?: number | undefined
  readonly rows?: number | undefined
  /** Asks the terminal for its size and emits `resize` when it has changed; Node's terminal streams have it. */
  _refreshSize?(): void
  write(text: string): unknown
  on(event: 'resize' | 'error', listener: (...values: unknown[]) => void): unknown
  removeListener(event: 'resize' | 'error', listener: (...values: unknown[]) => void): unknown
}

/** What is shown of a run, and where. */
export interface ProgressOptions {
  readonly mode: ProgressMode
  readonly run: string
  readonly facts: readonly string[]
  /** Steps done before this process began. */
  readonly step: number
  readonly steps: number
  /** Real images that a step consumes. */
  readonly imagesPerStep: number
  /** Training time before this process began. */
  readonly elapsedSeconds?: number
  /** Losses to show, by the key of the log record (`g/total`) that holds each. */
  readonly losses: readonly (Pick<LossState, 'key' | 'label' | 'meaning'> & { readonly from: string })[]
  /** Keys that are listened to, with what they do, and what they do while training is paused where that differs. */
  readonly keys?: readonly { readonly key: string; readonly text: string; readonly pausedText?: string }[]
  /** How the processors are shared with other programs, as `processorUse` of the engine. */
  readonly processorUse?: () => (NonNullable<ProgressState['sharedProcessors']> & { readonly isShared: boolean }) | null
  /** Milliseconds between plain lines; default 10 000. */
  readonly intervalMs?: number
  readonly stdout?: TextStream
  readonly stderr?: TextStream
  readonly environment?: NodeJS.ProcessEnv
  /** A clock in milliseconds that never goes back. */
  readonly now?: () => number
}

const redrawMs = 100
const longestHistory = 120

/** How progress is shown here: `--json` and `--quiet` decide, then whether somebody can be looking. */
export function progressMode({
  json = false,
  quiet = false,
  stderr = process.stderr,
  environment = process.env,
}: {
  json?: boolean
  quiet?: boolean
  stderr?: Pick<TextStream, 'isTTY' | 'columns' | 'rows'>
  environment?: NodeJS.ProcessEnv
} = {}): ProgressMode {
  if (json) return 'json'
  if (quiet) return 'quiet'
  // Terminals made by programs may have no size: there is no room for a block.
  const hasRoom = stderr.columns !== 0 && stderr.rows !== 0
  const isTerminal = stderr.isTTY === true && environment.TERM !== 'dumb'
  const isLive = isTerminal && hasRoom && !isInCi(environment) && isInForeground()
  return isLive ? 'live' : 'plain'
}

/** The progress display of one training. */
export class Progress {
  readonly #options: ProgressOptions
  readonly #mode: ProgressMode
  readonly #stdout: TextStream
  readonly #stderr: TextStream
  readonly #style: { colour: boolean; unicode: boolean }
  readonly #now: () => number
  readonly #rate = new RateEstimator()
  readonly #block: ReturnType<typeof createLogUpdate> | undefined
  readonly #ticker: NodeJS.Timeout | undefined
  #losses: LossState[]
  #facts: Partial<ProgressState> = {}
  #step: number
  #activeMs: number
  #activeSince: number | undefined
  #drawnAt = Number.NEGATIVE_INFINITY
  #drawn: string[] = []
  #isClosed = false

  constructor(options: ProgressOptions) {
    const { mode, stdout = process.stdout, stderr = process.stderr, environment = process.env } = options
    this.#options = options
    this.#mode = mode
    this.#stdout = stdout
    this.#stderr = stderr
    this.#style = {
      colour: wantsColour(environment, stderr.isTTY === true),
      unicode: wantsUnicode(environment),
    }
    this.#now = options.now ?? (() => performance.now())
    this.#step = options.step
    this.#activeMs = (options.elapsedSeconds ?? 0) * 1000
    this.#activeSince = this.#now()
    this.#losses = options.losses.map(({ key, label, meaning }) => ({ key, label, meaning, history: [] }))
    this.#rate.record(this.#step, this.#now())
    for (const stream of [stdout, stderr]) outliveFailures(stream)
    if (mode === 'live') {
      this.#block = createLogUpdate(stderr as NodeJS.WritableStream)
      stderr.on('resize', this.#onResize)
      process.on('exit', this.#restore)
      // Keeps the clock going while training is paused or saving; steps draw by themselves.
      this.#ticker = setInterval(() => this.#draw(), 500)
      this.#ticker.unref()
    } else if (mode === 'plain') {
      this.#writeLine([options.run, ...options.facts].map(printable).join('  '))
      this.#drawnAt = this.#now()
    }
    this.#draw()
  }

  /** Everything on display, as of now. */
  get state(): ProgressState {
    const { run, facts, steps, imagesPerStep, keys = [] } = this.#options
    const perSecond = this.#rate.stepsPerSecond
    const use = this.#options.processorUse?.() ?? null
    return {
      run,
      facts,
      step: this.#step,
      steps,
      imagesPerSecond: perSecond === undefined ? undefined : perSecond * imagesPerStep,
      elapsedSeconds: this.elapsedSeconds,
      leftSeconds: perSecond === undefined ? undefined : Math.max(0, steps - this.#step) / perSecond,
      sharedProcessors: use?.isShared ? { processors: use.processors, others: use.others } : undefined,
      losses: this.#losses,
      keys: keys.map(({ key, text, pausedText = text }) => ({ key, text: this.#isPaused ? pausedText : text })),
      ...this.#facts,
      activity: this.#facts.activity ?? (this.#isPaused ? 'paused' : undefined),
    }
  }

  get #isPaused(): boolean {
    return this.#activeSince === undefined
  }

  /** Seconds of training, without pauses, over all processes that worked on the run. */
  get elapsedSeconds(): number {
    const running = this.#activeSince === undefined ? 0 : this.#now() - this.#activeSince
    return (this.#activeMs + running) / 1000
  }

  /** Tells that so many steps are done; call it after every step, it draws only when it is time. */
  advance(step: number): void {
    this.#step = step
    this.#rate.record(step, this.#now())
    this.#draw()
  }

  /** Takes the losses and accuracies out of a log record. */
  scalars(record: Readonly<Record<string, unknown>>): void {
    this.#losses = this.#losses.map((loss, index) => {
      const value = record[this.#options.losses[index]?.from ?? '']
      if (typeof value !== 'number') return loss
      return { ...loss, value, history: [...loss.history, value].slice(-longestHistory) }
    })
    const { 'd/acc_real': real, 'd/acc_fake': fake } = record
    if (typeof real === 'number' && typeof fake === 'number') this.#facts = { ...this.#facts, accuracy: { real, fake } }
    this.#draw()
  }

  /** Shows the newest sample sheet or checkpoint. */
  show(facts: Pick<ProgressState, 'lastSample' | 'lastCheckpoint'>): void {
    this.#facts = { ...this.#facts, ...facts }
    this.#draw()
  }

  /** Says what happens instead of training, such as `saving`; undefined when that is over. */
  activity(text: string | undefined): void {
    this.#facts = { ...this.#facts, activity: text }
    this.#draw({ now: this.#mode === 'live' })
  }

  /** Stops the clock: training is paused. */
  pause(): void {
    if (this.#activeSince === undefined) return
    this.#activeMs += this.#now() - this.#activeSince
    this.#activeSince = undefined
    this.#rate.pause()
    this.#draw({ now: true })
  }

  /** Lets the clock go on. */
  continue(): void {
    if (this.#activeSince !== undefined) return
    this.#activeSince = this.#now()
    this.#rate.record(this.#step, this.#now())
    this.#draw({ now: true })
  }

  /** Tells something: in the block until the next note, as a line elsewhere. */
  note(text: string): void {
    this.#facts = { ...this.#facts, note: text }
    if (this.#mode === 'plain') this.#writeLine(`note: ${printable(text)}`)
    if (this.#mode === 'json') this.#writeJson({ kind: 'note', step: this.#step, text })
    this.#draw()
  }

  /** Tells something that must not be overwritten: a line of its own, above the block. Also when quiet. */
  warn(text: string): void {
    if (this.#mode === 'json') this.#writeJson({ kind: 'warning', step: this.#step, text })
    else if (this.#block === undefined || this.#isClosed) this.#writeLine(`warning: ${printable(text)}`)
    else {
      this.#block.clear()
      this.#writeLine(`warning: ${printable(text)}`)
      this.#draw({ now: true })
    }
  }

  /** Takes the block off the screen before the program is suspended, or shows it again after that. */
  suspend(): void {
    this.#block?.clear()
    this.#block?.done()
  }

  /** Draws now, whatever the time; after {@link suspend}. */
  redraw(): void {
    this.#drawn = []
    this.#draw({ now: true })
  }

  /** Ends the display: leaves the last block on the screen and writes the summary to stdout. */
  finish(summary: RunSummary): void {
    this.#facts = { ...this.#facts, activity: summary.status, keys: [] }
    this.#draw({ now: true })
    this.close()
    if (this.#mode === 'json') {
      this.#writeJson({ kind: 'result', ...summary })
      return
    }
    const environment = this.#options.environment ?? process.env
    const style = { ...this.#style, colour: wantsColour(environment, this.#stdout.isTTY === true) }
    const lines = this.#mode === 'quiet' ? [printable(summary.dir)] : renderSummary(summary, style)
    writeText(this.#stdout, `${lines.join('\n')}\n`)
  }

  /** Gives the terminal back; a second call does nothing. It also happens when the process exits. */
  close(): void {
    if (this.#isClosed) return
    this.#restore()
    clearInterval(this.#ticker)
    this.#stderr.removeListener('resize', this.#onResize)
    process.removeListener('exit', this.#restore)
    this.#isClosed = true
  }

  readonly #restore = (): void => {
    if (!this.#isClosed) this.#block?.done()
  }

  // A terminal that became narrower has wrapped the old lines. The display library would erase too few of them.
  readonly #onResize = (): void => {
    if (this.#block === undefined || this.#isClosed) return
    const columns = this.#stderr.columns ?? 80
    const rows = this.#drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(visibleWidth(line) / columns)), 0)
    // Line by line upwards from the empty one below the block.
    if (rows > 0) writeText(this.#stderr, `${'\u001b[2K\u001b[1A'.repeat(rows)}\u001b[2K\u001b[G`)
    this.#block.done()
    this.redraw()
  }

  #draw({ now = false }: { now?: boolean } = {}): void {
    if (this.#isClosed || this.#mode === 'quiet') return
    const time = this.#now()
    const due = this.#mode === 'live' ? redrawMs : (this.#options.intervalMs ?? 10_000)
    if (!now && time - this.#drawnAt < due) return
    this.#drawnAt = time
    if (this.#mode === 'json') this.#writeJson(progressObject(this.state))
    else if (this.#block === undefined) this.#writeLine(renderPlain(this.state))
    else {
      // Steps block the thread, so a resize may not have been heard of yet; drawing for the old size makes a mess.
      this.#stderr._refreshSize?.()
      const { columns = 80, rows = 24 } = this.#stderr
      const lines = renderProgress(this.state, { ...this.#style, width: columns, height: rows })
      // log-update 7 redraws from the first line that differs and loses the last ones when lines came or went.
      if (lines.length !== this.#drawn.length) this.#block.clear()
      this.#drawn = lines
      this.#block(lines.join('\n'))
    }
  }

  #writeLine(line: string): void {
    writeText(this.#stderr, `${line}\n`)
  }

  #writeJson(value: object): void {
    writeText(this.#stdout, `${printableJson(JSON.stringify(value))}\n`)
  }
}

function visibleWidth(line: string): number {
  // Only colours are ever in our lines.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  return textWidth(line.replace(/\u001b\[\d+m/g, ''))
}
