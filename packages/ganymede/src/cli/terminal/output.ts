/** Where a command writes: results to stdout, everything else to stderr. */

import { printable, printableJson, type TextStyle, wantsColour, wantsUnicode } from '../../terminal/terminal-text.js'
import { type WritableText, writeFailure, writeText } from '../../terminal/text-stream.js'

/** A stream of text; `process.stdout` is one. */
export interface OutputStream extends WritableText {
  readonly isTTY?: boolean
  readonly columns?: number
}

/** What was asked about the form of the output. */
export interface OutputMode {
  readonly isJson: boolean
  readonly isQuiet: boolean
  readonly isVerbose: boolean
}

/** Streams and environment of a process. */
export interface OutputPlace {
  readonly stdout?: OutputStream
  readonly stderr?: OutputStream
  readonly environment?: NodeJS.ProcessEnv
}

/** The output of one command. */
export class Output {
  readonly isJson: boolean
  readonly isQuiet: boolean
  readonly isVerbose: boolean
  readonly #stdout: OutputStream
  readonly #stderr: OutputStream
  readonly #environment: NodeJS.ProcessEnv

  constructor(
    { isJson, isQuiet, isVerbose }: OutputMode,
    { stdout = process.stdout, stderr = process.stderr, environment = process.env }: OutputPlace = {},
  ) {
    this.isJson = isJson
    this.isQuiet = isQuiet
    this.isVerbose = isVerbose
    this.#stdout = stdout
    this.#stderr = stderr
    this.#environment = environment
  }

  /** How results may look. */
  get style(): TextStyle {
    return this.#styleOf(this.#stdout)
  }

  /** How notes and errors may look. */
  get noteStyle(): TextStyle {
    return this.#styleOf(this.#stderr)
  }

  /** Columns of the terminal, or 100 where there is none. */
  get width(): number {
    return Math.max(40, this.#stdout.columns ?? 100)
  }

  /** Whether somebody sits at a terminal and can be asked. */
  get canAsk(): boolean {
    return !this.isJson && process.stdin.isTTY === true && this.#stderr.isTTY === true
  }

  /** A result, as lines; not with `--json`. Names in them may be anything. */
  result(...lines: readonly string[]): void {
    this.painted(...lines.map(printable))
  }

  /** The same with colours; whoever made the lines took everything from outside through {@link printable}. */
  painted(...lines: readonly string[]): void {
    if (!this.isJson && lines.length > 0) writeText(this.#stdout, `${lines.join('\n')}\n`)
  }

  /** A result as one line of JSON; only with `--json`. */
  json(value: unknown): void {
    if (this.isJson) writeText(this.#stdout, `${printableJson(JSON.stringify(value, finiteOnly))}\n`)
  }

  /** Something worth knowing, for people only. */
  note(text: string): void {
    if (!this.isJson && !this.isQuiet) writeText(this.#stderr, `${printable(text)}\n`)
  }

  /** Something that must not be missed. */
  warn(text: string): void {
    writeText(this.#stderr, `warning: ${printable(text)}\n`)
  }

  /** Details for `--verbose`. */
  detail(text: string): void {
    if (this.isVerbose) writeText(this.#stderr, `${printable(text)}\n`)
  }

  /** Text of an error in its printed form, to stderr whatever was asked. */
  error(text: string): void {
    writeText(this.#stderr, `${text}\n`)
  }

  /** A passing line about how far something is, on top of the one before; empty text removes it. */
  status(text: string): void {
    writeText(this.#stderr, `\r\u001b[K${printable(text)}`)
  }

  /** Why results did not get to where they should, once all are written; undefined when they did. */
  lostResults(): Promise<string | undefined> {
    return writeFailure(this.#stdout)
  }

  #styleOf(stream: OutputStream): TextStyle {
    return { colour: wantsColour(this.#environment, stream.isTTY === true), unicode: wantsUnicode(this.#environment) }
  }
}

// JSON.stringify would turn these into null, which says something else.
function finiteOnly(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}
