// @ts-check
/** What set-up prints: one line per part, live counters on a terminal, a sign of life every ten seconds elsewhere. */

const signOfLifeMs = 10_000

/**
 * What a part of set-up tells while it works; a {@link Reporter} tells it of no part in particular.
 *
 * @typedef {Pick<Part, 'progress' | 'note' | 'detail'>} Telling
 */

/** Prints the progress of set-up to standard error, so that standard output stays free for results. */
export class Reporter {
  /** The parts that run, oldest first. @type {Set<Part>} */
  #running = new Set()
  /** @type {NodeJS.Timeout | undefined} */
  #timer
  #headed = false
  #stream
  #live
  #verbose

  /**
   * @param {object} [options]
   * @param {boolean} [options.quiet]    print errors only
   * @param {boolean} [options.verbose]  print commands and times
   * @param {NodeJS.WritableStream & { isTTY?: boolean, columns?: number }} [options.stream]
   * @param {NodeJS.ProcessEnv} [options.env]
   */
  constructor({ quiet = false, verbose = false, stream = process.stderr, env = process.env } = {}) {
    this.quiet = quiet
    this.#verbose = verbose
    this.#stream = stream
    this.#live = stream.isTTY === true && !env.CI && env.TERM !== 'dumb'
  }

  /**
   * Begins a part of the work; others may run at the same time.
   *
   * @param {string} name  at most ten characters, the first column
   * @param {string} text  what is being done
   */
  start(name, text) {
    if (!this.#headed && !this.quiet) this.#stream.write('Setting up Ganymede\n')
    this.#headed = true
    const part = new Part(this, name, text)
    this.#running.add(part)
    this.#timer ??= setInterval(() => this.#signOfLife(), this.#live ? 1000 : signOfLifeMs).unref()
    if (this.#live) this.redraw()
    else this.#line(line('…', name, text))
    return part
  }

  /** Of no part in particular: nothing. */
  progress() {}

  /**
   * A remark.
   *
   * @param {string} text
   */
  note(text) {
    this.#line(`    ${text}`)
    this.redraw()
  }

  /**
   * A command or another detail that only `--verbose` shows.
   *
   * @param {string} text
   */
  detail(text) {
    if (this.#verbose) this.note(text)
  }

  /**
   * Ends a part with its last line.
   *
   * @param {Part} part
   * @param {'✔' | '✖'} mark
   * @param {string} text
   */
  end(part, mark, text) {
    this.#running.delete(part)
    if (this.#running.size === 0) {
      clearInterval(this.#timer)
      this.#timer = undefined
    }
    this.#line(line(mark, part.name, text))
    this.redraw()
  }

  /** Draws the line of a terminal again, with all parts that run. */
  redraw() {
    if (!this.#live || this.quiet || this.#running.size === 0) return
    const columns = Math.max(20, (this.#stream.columns ?? 80) - 1)
    const parts = [...this.#running]
    const [only, ...others] = parts
    if (only === undefined) return
    const text =
      others.length === 0 ? line('…', only.name, `${only.text}${only.elapsed()}`) : `  … ${joined(parts, columns - 4)}`
    // A line that wraps could not be drawn over.
    this.#stream.write(`\r\x1b[K${text.slice(0, columns)}`)
  }

  #signOfLife() {
    if (this.#live) this.redraw()
    else for (const part of this.#running) this.#line(line('…', part.name, `${part.text}${part.elapsed()}`))
  }

  /** @param {string} text */
  #line(text) {
    if (!this.quiet) this.#stream.write(`${this.#live ? '\r\x1b[K' : ''}${text}\n`)
  }
}

/** A part of set-up that runs. */
class Part {
  #report
  #started = performance.now()

  /** @param {Reporter} report @param {string} name @param {string} text */
  constructor(report, name, text) {
    this.#report = report
    this.name = name
    this.text = text
  }

  /**
   * Says how far the part is.
   *
   * @param {string} text
   */
  progress(text) {
    if (this.text === text) return
    this.text = text
    this.#report.redraw()
  }

  /**
   * Ends the part.
   *
   * @param {string} text  what there is now
   */
  done(text) {
    this.#report.end(this, '✔', `${text}${this.elapsed()}`)
  }

  /**
   * Ends the part as failed.
   *
   * @param {string} [why]  told at once, as the error itself follows only when the parts beside have ended
   */
  abandon(why = this.text) {
    this.#report.end(this, '✖', why)
  }

  /** @param {string} text */
  note(text) {
    this.#report.note(text)
  }

  /** @param {string} text */
  detail(text) {
    this.#report.detail(text)
  }

  /** Time since its start, once it is worth telling. */
  elapsed() {
    const seconds = (performance.now() - this.#started) / 1000
    return seconds < 0.95 ? '' : ` (${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s)`
  }
}

/**
 * Parts in one line, their texts cut where they are too long together; names and times stay.
 *
 * @param {readonly Part[]} parts
 * @param {number} columns
 */
function joined(parts, columns) {
  const gap = ' · '
  const fixed = parts.map((part) => ({ name: `${part.name}: `, time: part.elapsed() }))
  const taken = fixed.reduce((sum, { name, time }) => sum + name.length + time.length, gap.length * (parts.length - 1))
  let free = columns - taken
  /** @type {Map<Part, number>} */
  const rooms = new Map()
  // The shortest first: what it leaves is for the longer ones.
  for (const part of [...parts].sort((a, b) => a.text.length - b.text.length)) {
    const room = Math.min(part.text.length, Math.max(0, Math.floor(free / (parts.length - rooms.size))))
    rooms.set(part, room)
    free -= room
  }
  return parts
    .map((part, index) => `${fixed[index]?.name}${cut(part.text, rooms.get(part) ?? 0)}${fixed[index]?.time}`)
    .join(gap)
}

/** @param {string} text @param {number} length */
function cut(text, length) {
  return text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1))}${length > 0 ? '…' : ''}`
}

/** @param {string} mark @param {string} name @param {string} text */
function line(mark, name, text) {
  return `  ${mark} ${name.padEnd(11)} ${text}`
}

/**
 * Bytes as people write them.
 *
 * @param {number} bytes
 */
export function formatBytes(bytes) {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`
}
