// @ts-check
/** What set-up prints: one line per part, a live counter on a terminal, a sign of life every ten seconds elsewhere. */

const signOfLifeMs = 10_000

/** Prints the progress of set-up to standard error, so that standard output stays free for results. */
export class Reporter {
  /** @type {{ name: string, text: string, started: number, timer: NodeJS.Timeout | undefined } | null} */
  #step = null
  #headed = false
  #stream
  #live

  /**
   * @param {object} [options]
   * @param {boolean} [options.quiet]    print errors only
   * @param {boolean} [options.verbose]  print commands and times
   * @param {NodeJS.WritableStream & { isTTY?: boolean, columns?: number }} [options.stream]
   * @param {NodeJS.ProcessEnv} [options.env]
   */
  constructor({ quiet = false, verbose = false, stream = process.stderr, env = process.env } = {}) {
    this.quiet = quiet
    this.verbose = verbose
    this.#stream = stream
    this.#live = stream.isTTY === true && !env.CI && env.TERM !== 'dumb'
  }

  /**
   * Begins a part of the work. The parts follow one another.
   *
   * @param {string} name  at most ten characters, the first column
   * @param {string} text  what is being done
   */
  start(name, text) {
    this.#head()
    const timer = setInterval(() => this.#signOfLife(), this.#live ? 1000 : signOfLifeMs)
    timer.unref()
    this.#step = { name, text, started: performance.now(), timer }
    this.#draw('…', text)
  }

  /**
   * Says how far the part is.
   *
   * @param {string} text
   */
  progress(text) {
    if (this.#step === null || this.#step.text === text) return
    this.#step.text = text
    if (this.#live) this.#draw('…', text)
  }

  /**
   * Ends the part.
   *
   * @param {string} text  what there is now
   */
  done(text) {
    const step = this.#stop()
    if (step) this.#draw('✔', `${text}${elapsed(step.started)}`, { name: step.name, last: true })
  }

  /** Ends the part without a word: the error that follows says it all. */
  abandon() {
    const step = this.#stop()
    if (step) this.#draw('✖', step.text, { name: step.name, last: true })
  }

  /**
   * A remark on the part that runs.
   *
   * @param {string} text
   */
  note(text) {
    if (this.quiet) return
    if (this.#live) this.#stream.write('\r\x1b[K')
    this.#stream.write(`    ${text}\n`)
  }

  /**
   * A command or another detail that only `--verbose` shows.
   *
   * @param {string} text
   */
  detail(text) {
    if (this.verbose) this.note(text)
  }

  #stop() {
    const step = this.#step
    clearInterval(step?.timer)
    this.#step = null
    return step
  }

  #signOfLife() {
    const step = this.#step
    if (step) this.#draw('…', `${step.text}${elapsed(step.started)}`)
  }

  #head() {
    if (this.#headed || this.quiet) return
    this.#headed = true
    this.#stream.write('Setting up Ganymede\n')
  }

  /** @param {string} mark @param {string} text @param {{ name?: string, last?: boolean }} [options] */
  #draw(mark, text, { name = this.#step?.name ?? '', last = false } = {}) {
    if (this.quiet) return
    const line = `  ${mark} ${name.padEnd(11)} ${text}`
    if (!this.#live) this.#stream.write(`${line}\n`)
    else if (last) this.#stream.write(`\r\x1b[K${line}\n`)
    // A line that wraps could not be drawn over.
    else this.#stream.write(`\r\x1b[K${line.slice(0, Math.max(20, (this.#stream.columns ?? 80) - 1))}`)
  }
}

/** @param {number} started */
function elapsed(started) {
  const seconds = (performance.now() - started) / 1000
  return seconds < 0.95 ? '' : ` (${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s)`
}

/**
 * Bytes as people write them.
 *
 * @param {number} bytes
 */
export function formatBytes(bytes) {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`
}
