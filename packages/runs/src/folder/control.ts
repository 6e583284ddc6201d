/**
 * `control/`: the way into a running trainer. The studio and the command line drop request files there, named after an
 * action; the trainer takes them between steps and removes them. No connection, no port, no signal.
 */
import fs from 'node:fs'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { removeQuietly } from '../files/atomic-file.js'
import { writeError } from '../files/file-ops.js'
import { readJsonFile } from '../files/text-file.js'

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
  /** Why nothing was taken from the folder at all: it is a link, or a file; undefined for a folder, and for none. */
  readonly refused?: string | undefined
}

// A request needs a few bytes; more than this is something else.
const maxRequestBytes = 65_536
// So many files that are no requests are told of by name.
const mostNotes = 8

/**
 * Takes all requests: reads and removes them. A file asks for the action it is named after; behind the name may stand a
 * hyphen with letters and digits, so that two requests do not collide, and `.json` (`sample-3f2a.json`).
 *
 * @param dir  the run's `control` folder; when it is missing there are no requests. A link is not followed: what lies behind
 *   it belongs to somebody else, and requests are removed
 */
export function takeControlRequests(dir: string): TakenRequests {
  const refused = refusalOf(dir)
  if (refused !== undefined) return { requests: [], ignored: [], refused }
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
    if (action === undefined) {
      ignored.push(name)
      continue
    }
    const stat = fs.lstatSync(path.join(dir, name), { throwIfNoEntry: false })
    if (stat === undefined) continue
    if (!stat.isFile() || stat.size > maxRequestBytes) ignored.push(name)
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
 * @throws GanymedeError `DISK_FULL` or `WRITE_FAILED`; also where the folder is a link, from which no trainer takes requests
 */
export function writeControlRequest(dir: string, action: ControlAction, data?: unknown): string {
  const refused = refusalOf(dir)
  if (refused !== undefined) {
    throw new GanymedeError('WRITE_FAILED', `nothing can be asked of the run: ${dir} ${refused}`, {
      remedy: 'Put a folder in its place.',
    })
  }
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

/** The trainer's side of the folder: takes requests between steps and tells about files that are none. */
export class ControlInbox {
  readonly #dir: string
  readonly #note: (text: string) => void
  readonly #noted = new Set<string>()
  #isSilent = false

  /** @param note  receives a sentence for each of the first files that are ignored, and one for all further ones */
  constructor(dir: string, { note }: { note: (text: string) => void }) {
    this.#dir = dir
    this.#note = note
  }

  /**
   * Requests since the last call, oldest first. Of several for the same action the last one counts: a thousand sheets of one
   * step are one.
   */
  take(): readonly ControlRequest[] {
    const { requests, ignored, refused } = takeControlRequests(this.#dir)
    if (refused !== undefined) this.#noteOnce(refused, `no requests are taken: control ${refused}`)
    this.#tellOf(ignored)
    const last = new Map(requests.map((request) => [request.action, request]))
    return requests.filter((request) => last.get(request.action) === request)
  }

  #tellOf(ignored: readonly string[]): void {
    const fresh = this.#isSilent ? [] : ignored.filter((name) => !this.#noted.has(name))
    this.#isSilent ||= this.#noted.size + fresh.length > mostNotes
    if (this.#isSilent && fresh.length > 0) {
      const some = `control holds ${ignored.length} files that are no requests (${controlActions.join(', ')})`
      this.#note(`${some}, such as ${fresh[0]}; they are left alone, and so are further ones`)
      return
    }
    for (const name of fresh) {
      this.#noteOnce(name, `control/${name} is not a request (${controlActions.join(', ')}) and is left alone`)
    }
  }

  #noteOnce(what: string, text: string): void {
    if (this.#noted.has(what)) return
    this.#noted.add(what)
    this.#note(text)
  }

  /** Drops requests from before this trainer started: a `stop` meant for a dead process must not stop the next. */
  discardOld(): void {
    const old = this.take()
    if (old.length > 0) this.#note(`dropped old requests: ${old.map((request) => request.action).join(', ')}`)
  }
}

let written = 0

// A name and an ending that pictures and notes do not have: what is taken is removed.
const requestPattern = new RegExp(`^(${controlActions.join('|')})(?:-[A-Za-z0-9_-]+)?(?:\\.json)?$`)

function actionOf(name: string): ControlAction | undefined {
  const action = requestPattern.exec(name)?.[1]
  return controlActions.find((one) => one === action)
}

/** Why a path is not the folder that requests are taken from; undefined when it is, and when nothing is there. */
function refusalOf(dir: string): string | undefined {
  const found = fs.lstatSync(dir, { throwIfNoEntry: false })
  if (found === undefined || found.isDirectory()) return undefined
  return found.isSymbolicLink() ? 'is a link, which is not followed' : 'is not a folder'
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
