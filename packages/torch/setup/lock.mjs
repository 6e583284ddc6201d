// @ts-check
/** One set-up at a time in a clone: a lock file that names its owner and is taken over when the owner has died. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { atExit } from './at-exit.mjs'
import { SetupError } from './errors.mjs'
import { readJson } from './stamp.mjs'

const pollMs = 200

/**
 * Runs the work while holding the lock; waits while a living process holds it.
 *
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {object} [options]
 * @param {(pid: number) => void} [options.onWait]  called once, when there is somebody to wait for
 * @param {number} [options.timeoutMs]
 * @returns {Promise<T>}
 */
export async function withLock(path, work, { onWait, timeoutMs = 30 * 60_000 } = {}) {
  mkdirSync(dirname(path), { recursive: true })
  const deadline = Date.now() + timeoutMs
  let told = false
  while (!tryLock(path)) {
    const owner = readOwner(path)
    if (owner === null || !isAlive(owner)) {
      takeAway(path, owner)
      continue
    }
    if (Date.now() > deadline) {
      throw new SetupError('SETUP_BUSY', `another set-up (process ${owner.pid}) holds ${path}`)
    }
    if (!told) onWait?.(owner.pid)
    told = true
    await sleep(pollMs)
  }
  const release = atExit(() => rmSync(path, { force: true }))
  try {
    return await work()
  } finally {
    release()
  }
}

/** @typedef {{ pid: number, born: string | null }} Owner */

/** @param {string} path */
function tryLock(path) {
  const own = `${path}.${process.pid}`
  try {
    // A link appears with its content; a file that is created and then written is empty for a moment.
    writeFileSync(own, JSON.stringify({ pid: process.pid, born: birthOf(process.pid) }))
    linkSync(own, path)
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(own, { force: true })
  }
}

/**
 * @param {string} path
 * @returns {Owner | null}
 */
function readOwner(path) {
  const owner = readJson(path)
  return typeof owner?.pid === 'number' ? owner : null
}

/**
 * Moves a dead owner's lock away. Only one of several waiters succeeds in the rename; one that moved a newer lock by
 * mistake puts it back.
 *
 * @param {string} path
 * @param {Owner | null} dead
 */
function takeAway(path, dead) {
  const aside = `${path}.stale-${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const moved = readOwner(aside)
  if (moved !== null && (moved.pid !== dead?.pid || moved.born !== dead.born)) renameSync(aside, path)
  else rmSync(aside, { force: true })
}

/**
 * A process number is used again sooner or later, in containers at once: the time of birth tells the two apart.
 *
 * @param {Owner} owner
 */
function isAlive({ pid, born }) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
  return born === null || born === birthOf(pid)
}

/**
 * @param {number} pid
 * @returns {string | null} null where the system does not tell
 */
function birthOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null // field 22 of proc(5), the name may hold spaces
  } catch {
    return null
  }
}
