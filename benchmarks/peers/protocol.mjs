// @ts-check
/**
 * The line protocol of protocol.py for our own peers: requests and answers as JSON lines. Between requests the process
 * blocks on stdin, so that it costs nothing while another one is timed.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { mm, randn, scope } from '@ganymede/torch'

/**
 * @typedef {{ lossD: number, lossG: number }} Losses
 * @typedef {Record<string, unknown> & { op: string }} Request
 */

/** @param {string} key  a line of /proc/self/status; 0 where there is none */
function memoryBytes(key) {
  try {
    const match = new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))
    return Number(match?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

/** From now on the peak counts anew: what setting up took does not belong to it. Linux only. */
export function resetPeakRss() {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // The peak of everything so far, then.
  }
}

/**
 * Best rate of a square matrix product, FLOP/s.
 *
 * @param {'float32' | 'bfloat16'} dtype
 */
function gemmRate(dtype, size = 2048, rounds = 5) {
  return scope(() => {
    const [a, b] = [randn([size, size]).to({ dtype }), randn([size, size]).to({ dtype })]
    let best = Number.POSITIVE_INFINITY
    for (let round = 0; round <= rounds; round++) {
      const start = performance.now()
      scope(() => {
        mm(a, b)
      })
      best = Math.min(best, performance.now() - start)
    }
    return (2 * size ** 3 * 1000) / best
  })
}

/**
 * Answers requests until `quit`.
 *
 * @param {object} peer
 * @param {(request: Request) => Promise<Record<string, unknown>>} peer.prepare  builds everything; says what was built
 * @param {() => Promise<unknown>} peer.step  one step; the only thing that is timed
 * @param {() => Losses} peer.losses          of the last step, read after the time was taken
 * @param {() => Record<string, unknown>} [peer.details]  sent along with every answer
 */
export async function serve({ prepare, step, losses, details = () => ({}) }) {
  /** @param {Request} request */
  const answer = async (request) => {
    if (request.op === 'init') return prepare(request)
    if (request.op === 'gemm') return { rate: gemmRate(request.dtype === 'bfloat16' ? 'bfloat16' : 'float32') }
    const start = performance.now()
    for (let i = Number(request.count ?? 1); i > 0; i--) await step()
    const ms = performance.now() - start
    return { ms, ...losses() }
  }
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line)
    if (request.op === 'quit') break
    const result = await answer(request)
    const memory = { rss: memoryBytes('VmRSS'), peakRss: memoryBytes('VmHWM') }
    process.stdout.write(`${JSON.stringify({ ...result, ...details(), ...memory })}\n`)
  }
}
