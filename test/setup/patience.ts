/**
 * How long tests may take on this machine. Their limits end what hangs; whether something is fast they do not judge. So
 * all of them follow the machine, by what is decided here.
 */
import { availableParallelism, loadavg } from 'node:os'
import { isSanitized } from './sanitized.js'

// What the work below takes on an idle machine of those that the limits were chosen on.
const referenceMs = 10
// The load may grow after it was looked at, and the tests themselves are part of it.
const headroom = 2
// What the sanitizers cost where they cost most: short processes, which load the addon and do little else.
const slowdown = isSanitized ? 4 : 1
// Beyond this a hang would cost more than the test is worth.
const longest = 20

/** A fixed piece of work, slower on a slow machine and on one whose processors are taken by others. */
function workMs(): number {
  const start = performance.now()
  let x = 0
  for (let i = 0; i < 1_000_000; i++) x = Math.sqrt(x + i)
  // The sum is used, or the compiler might leave the work out.
  return x > 0 ? performance.now() - start : Number.NaN
}

/**
 * How many times longer than on an idle machine things may take.
 *
 * @param work           milliseconds that the fixed piece of work took
 * @param loadPerThread  of the last minute; 0 where the system does not tell
 */
export function patienceFactor(work: number, loadPerThread: number): number {
  return headroom * Math.min(longest / headroom, Math.max(1, work / referenceMs, loadPerThread))
}

const factor = patienceFactor(slowdown * workMs(), (loadavg()[0] ?? 0) / availableParallelism())

/**
 * A time limit for this machine as it is when the test file starts.
 *
 * @param ms  ample for the idle machine
 */
export function patience(ms: number): number {
  return Math.round(ms * factor)
}
