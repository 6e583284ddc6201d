// @ts-check
/** How much of the machine other processes take while one of ours is timed, from Linux's /proc. */
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

// USER_HZ, which is 100 on every Linux that Node.js runs on.
const ticksPerSecond = 100

/**
 * @typedef {object} CpuReading
 * @property {number} busy  ticks of all processes, with what the host of a virtual machine stole
 * @property {number} own   ticks of the given processes and of this one
 * @property {number} at    milliseconds
 */

/** @param {number} pid */
function ticksOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in brackets may hold spaces: fields are counted from the closing bracket.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}

/**
 * @param {readonly number[]} pids
 * @returns {CpuReading | null} null where there is no /proc
 */
export function readCpu(pids) {
  try {
    const line = readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? ''
    const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0, steal = 0] = line
      .trim()
      .split(/\s+/)
      .slice(1)
      .map(Number)
    const own = [...pids, process.pid].reduce((sum, pid) => sum + ticksOf(pid), 0)
    return { busy: user + nice + system + irq + softIrq + steal, own, at: performance.now() }
  } catch {
    return null
  }
}

/**
 * Share of the machine's CPU time that went to other processes between two readings; 0…1, null where it is unknown.
 *
 * @param {CpuReading | null} before
 * @param {CpuReading | null} after
 */
export function foreignShare(before, after) {
  if (before === null || after === null) return null
  const available = ((after.at - before.at) / 1000) * ticksPerSecond * availableParallelism()
  const foreign = after.busy - before.busy - (after.own - before.own)
  return Math.min(1, Math.max(0, foreign / available))
}
