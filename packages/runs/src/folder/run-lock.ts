/** One trainer per run: a lock file that names its process, and that a later process takes over when that one is gone. */
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import { GanymedeError } from '@ganymede/core'
import { z } from 'zod'
import { reportingWrites, writeError } from '../files/file-ops.js'
import { readJsonFile } from '../files/text-file.js'
import type { RunFolder } from './run-folder.js'
import { requireReadableFile } from './run-places.js'

/** A lock that this process holds. */
export interface RunLock {
  /** Whether the lock was left by a process that died, so that there may be traces of an unfinished save. */
  readonly isTakenOver: boolean
  /** Gives the lock up; a second call does nothing. It also happens when the process exits. */
  release(): void
}

const lockSchema = z.object({
  pid: z.number().int().positive(),
  processStart: z.string().describe('Start of the process as the system tells it, because process ids are used again.'),
  host: z.string(),
  since: z.string(),
  token: z.string(),
})

type LockContent = z.infer<typeof lockSchema>

// Another host's process cannot be asked for; its heartbeat (every 2 s) must have been silent for this long.
const otherHostSilenceMs = 60_000
// The takeover section lasts milliseconds; a folder this old was left by a crash inside it.
const staleTakeoverMs = 10_000

/**
 * Locks a run for training.
 *
 * @throws GanymedeError `RUN_LOCKED` naming the process that trains in it, `RUN_INVALID` when the lock is no file, `DISK_FULL`
 *   or `WRITE_FAILED`
 */
export function lockRun(run: RunFolder): RunLock {
  const content: LockContent = {
    pid: process.pid,
    processStart: processStart(process.pid) ?? '',
    host: os.hostname(),
    since: new Date().toISOString(),
    token: randomUUID(),
  }
  const isTakenOver = !created(run.lock, content)
  if (isTakenOver) takeOver(run, content)

  const release = (): void => {
    process.removeListener('exit', release)
    if (readLock(run.lock)?.token === content.token) fs.rmSync(run.lock, { force: true })
  }
  process.on('exit', release)
  return { isTakenOver, release }
}

/** The process that trains in a run, or undefined when no living one does. Changes nothing. */
export function lockHolder(run: RunFolder): { pid: number; host: string; since: string } | undefined {
  const holder = readLock(run.lock)
  return holder !== undefined && isAlive(holder, run) ? holder : undefined
}

/** Whether a process died that was training in a run: its lock is still there. Changes nothing. */
export function isAbandoned(run: RunFolder): boolean {
  const holder = readLock(run.lock)
  return holder !== undefined && !isAlive(holder, run)
}

function takeOver(run: RunFolder, content: LockContent): void {
  requireReadableFile(run.lock)
  // Two processes may find the same dead lock. Only one enters this section, and looks again inside it.
  const section = `${run.lock}.takeover`
  if (!entered(section)) throw locked(run, readLock(run.lock))
  try {
    const holder = readLock(run.lock)
    if (holder !== undefined && isAlive(holder, run)) throw locked(run, holder)
    reportingWrites(run.lock, () => fs.rmSync(run.lock, { force: true }))
    if (!created(run.lock, content)) throw locked(run, readLock(run.lock))
  } finally {
    fs.rmSync(section, { recursive: true, force: true })
  }
}

function entered(section: string): boolean {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      fs.mkdirSync(section)
      return true
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw writeError(error, section)
      const made = fs.statSync(section, { throwIfNoEntry: false })?.mtimeMs
      if (made !== undefined && Date.now() - made < staleTakeoverMs) return false
      fs.rmSync(section, { recursive: true, force: true })
    }
  }
  return false
}

function created(file: string, content: LockContent): boolean {
  // Written beside and linked into place, so that a reader never meets a lock that is not written yet.
  const temporary = `${file}.tmp-${process.pid}`
  return reportingWrites(file, () => {
    fs.writeFileSync(temporary, `${JSON.stringify(content)}\n`)
    try {
      fs.linkSync(temporary, file)
      return true
    } catch (error) {
      if (isErrno(error, 'EEXIST')) return false
      // Some network and FAT file systems have no hard links; exclusive creation is nearly as good.
      if (isErrno(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) return createdExclusively(file, content)
      throw error
    } finally {
      fs.rmSync(temporary, { force: true })
    }
  })
}

function createdExclusively(file: string, content: LockContent): boolean {
  try {
    fs.writeFileSync(file, `${JSON.stringify(content)}\n`, { flag: 'wx' })
    return true
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false
    throw error
  }
}

/** The lock's content; undefined when there is none or when it is damaged, which only a dead process can leave behind. */
function readLock(file: string): LockContent | undefined {
  try {
    requireReadableFile(file)
    return lockSchema.parse(readJsonFile(file))
  } catch {
    return undefined
  }
}

function isAlive(holder: LockContent, run: RunFolder): boolean {
  if (holder.host !== os.hostname()) {
    const beat = fs.statSync(run.heartbeat, { throwIfNoEntry: false })?.mtimeMs
    return beat !== undefined && Date.now() - beat < otherHostSilenceMs
  }
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    // EPERM: the process exists and belongs to somebody else.
    if (!isErrno(error, 'EPERM')) return false
  }
  const start = processStart(holder.pid)
  if (start === ended) return false
  return start === undefined || holder.processStart === '' || start === holder.processStart
}

/** In the place of a start: a process that is only remembered. */
const ended = 'ended'

/** When a process started, in the system's own notation; undefined when that cannot be found out. */
function processStart(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      // proc(5): field 22 is the start in clock ticks since boot; the name in field 2 may contain blanks and brackets.
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
      const [state, ...others] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      // It has ended, and its parent has not looked: in containers without an init process nobody ever does.
      if (state === 'Z') return ended
      const ticks = others[18]
      const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
      return ticks === undefined ? undefined : `${boot}:${ticks}`
    } catch {
      return undefined
    }
  }
  if (process.platform === 'win32') return undefined
  const { stdout, status } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined
}

function locked(run: RunFolder, holder: LockContent | undefined): GanymedeError {
  if (holder === undefined) {
    return new GanymedeError('RUN_LOCKED', `another process is starting to train in ${run.dir}`)
  }
  const { pid, host, since } = holder
  const where = host === os.hostname() ? '' : ` on ${host}`
  return new GanymedeError(
    'RUN_LOCKED',
    pid === process.pid && where === ''
      ? `this process (${pid}) is training in ${run.dir} already`
      : `process ${pid}${where} is training in ${run.dir}`,
    { lines: [`since ${since}`], remedy: `Stop it first (kill ${pid} saves and ends it), or wait until it has ended.` },
  )
}

function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
}
