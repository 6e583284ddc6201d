/**
 * `control/`: the way into a running trainer. The studio and the command line drop request files there, named after an
 * action; the trainer takes them between steps and removes them. No connection, no port, no signal.
 */
import fs from 'node:fs'
import path from 'node:path'

import { readJsonFile } from '../text-file.js'
import { removeQuietly } from './atomic-file.js'
import { writeError } from './file-ops.js'

/** What a trainer can be asked to do. */
const controlActions = ['pause', 'continue', 'stop', 'checkpoint', 'sample'] as const
export type ControlAction = (typeof controlActions)[number]

/** A request that was taken from the folder. */
export interface ControlRequest {
  readonly action: ControlAction
  /** Name of the file that held it. */
  readonly file: string
  /** The JSON in the file, or undefined when it was empty or not JSON. */
  readonly data: unknown
}

/** Result of {@link takeControlRequests}. */
export interface TakenRequests {
  /** Oldest first. */
  readonly requests: readonly ControlRequest[]
  /** Names of files that are no requests, or could not be removed; they were left alone. */
  readonly ignored: readonly string[]
}

// A request needs a few bytes; more than this is something else.
const maxRequestBytes = 65_536

/**
 * Takes all requests: reads and removes them. A file asks for the action it is named after; behind the name may stand a
 * hyphen or dot and anything, so that two requests do not collide (`sample-3f2a.json`).
 *
 * @param dir  the run's `control` folder; when it is missing there are no requests
 */
export function takeControlRequests(dir: string): TakenRequests {
  let names: string[]
  try {
    names = fs.readdirSync(dir)
  } catch {
    return { requests: [], ignored: [] }
  }
  if (names.length === 0) return { requests: [], ignored: [] }

  const found: { name: string; action: ControlAction; time: number }[] = []
  const ignored: string[] = []
  for (const name of names.sort()) {
    if (isTemporary(name)) continue
    const action = actionOf(name)
    const stat = fs.lstatSync(path.join(dir, name), { throwIfNoEntry: false })
    if (stat === undefined) continue
    if (action === undefined || !stat.isFile() || stat.size > maxRequestBytes) ignored.push(name)
    else found.push({ name, action, time: stat.mtimeMs })
  }

  const requests: ControlRequest[] = []
  // The clock of the file system ticks coarsely; within a tick the names that we write tell the order.
  const order = ({ name, action }: { name: string; action: string }): string => name.slice(action.length)
  for (const { name, action } of found.sort((a, b) => a.time - b.time || (order(a) < order(b) ? -1 : 1))) {
    const file = path.join(dir, name)
    const data = readJson(file)
    try {
      fs.unlinkSync(file)
      requests.push({ action, file: name, data })
    } catch {
      // A request that cannot be removed would be obeyed again before every step.
      ignored.push(name)
    }
  }
  return { requests, ignored }
}

/**
 * Asks a trainer for something. The file appears in one go.
 *
 * @param dir     the run's `control` folder; made when it is missing
 * @param data    further facts as JSON, such as `{ "count": 16 }`
 * @returns path of the request file; it disappears when the trainer has taken it
 * @throws GanymedeError `DISK_FULL` or `WRITE_FAILED`
 */
export function writeControlRequest(dir: string, action: ControlAction, data?: unknown): string {
  written += 1
  const number = String(written).padStart(4, '0')
  const file = path.join(dir, `${action}-${Date.now().toString(36)}-${process.pid}-${number}.json`)
  const temporary = path.join(dir, `.${path.basename(file)}.tmp`)
  try {
    fs.mkdirSync(dir, { recursive: true })
    fs.writeFileSync(temporary, data === undefined ? '' : JSON.stringify(data))
    fs.renameSync(temporary, file)
  } catch (error) {
    removeQuietly(temporary)
    throw writeError(error, file)
  }
  return file
}

/** The trainer's side of the folder: takes requests between steps and tells once about each file that is none. */
export class ControlInbox {
  readonly #dir: string
  readonly #note: (text: string) => void
  readonly #noted = new Set<string>()

  /** @param note  receives one sentence for each file that is ignored */
  constructor(dir: string, { note }: { note: (text: string) => void }) {
    this.#dir = dir
    this.#note = note
  }

  /** Requests since the last call, oldest first. */
  take(): readonly ControlRequest[] {
    const { requests, ignored } = takeControlRequests(this.#dir)
    for (const name of ignored) {
      if (this.#noted.has(name)) continue
      this.#noted.add(name)
      this.#note(`control/${name} is not a request (${controlActions.join(', ')}) and is left alone`)
    }
    return requests
  }

  /** Drops requests from before this trainer started: a `stop` meant for a dead process must not stop the next. */
  discardOld(): void {
    const old = this.take()
    if (old.length > 0) this.#note(`dropped old requests: ${old.map((request) => request.action).join(', ')}`)
  }
}

let written = 0

function actionOf(name: string): ControlAction | undefined {
  return controlActions.find(
    (action) => name === action || name.startsWith(`${action}-`) || name.startsWith(`${action}.`),
  )
}

function isTemporary(name: string): boolean {
  return name.startsWith('.') || name.endsWith('.tmp') || /\.tmp-\d+$/.test(name)
}

function readJson(file: string): unknown {
  try {
    return readJsonFile(file)
  } catch {
    return undefined
  }
}
