// @ts-check
/** Takes samples from several processes in turn: A, B, A, B, and rejects those during which others used the CPU. */
import { setTimeout as sleep } from 'node:timers/promises'
import { foreignShare, readCpu } from './cpu-use.mjs'

/** Samples during which other processes took more of the machine than this do not count. */
export const foreignLimit = 0.1

// Threads of OpenMP spin a little after their work. And ours wait asleep while others use the processors, which they find out
// and forget in about two seconds: without a pause each process would be timed as if the one before it were still at work.
const settleMs = 2500

/**
 * @typedef {object} Sample
 * @property {number} ms
 * @property {number | null} foreign  share of the machine that others took, null where it is unknown
 *
 * @typedef {object} Series
 * @property {Sample[]} all
 * @property {number[]} accepted  times, in ms per step
 * @property {boolean} isReliable  whether enough samples were accepted
 * @property {number[]} used       accepted times, or all where too few were accepted
 */

/**
 * Goes on until each process has `samples` good ones, but at most for `3 · samples` rounds.
 *
 * @template {string} Name
 * @param {ReadonlyMap<Name, import('./peer-process.mjs').PeerProcess>} peers
 * @param {object} options
 * @param {number} options.samples
 * @param {number} [options.stepsPerSample]
 * @param {boolean} [options.isBusy]  another process is meant to be at work: what others take rejects no sample
 * @returns {Promise<Map<Name, Series>>}
 */
export async function interleave(peers, { samples, stepsPerSample = 1, isBusy = false }) {
  const good = (/** @type {readonly Sample[]} */ all) => acceptable(all, isBusy ? 1 : foreignLimit)
  const pids = [...peers.values()].map(({ pid }) => pid)
  /** @type {Map<Name, Sample[]>} */
  const taken = new Map([...peers.keys()].map((name) => [name, []]))
  for (let round = 0; round < 3 * samples; round++) {
    if (process.stderr.isTTY) process.stderr.write(`\rround ${round + 1}, ${samples} quiet ones are needed \x1b[K`)
    for (const [name, peer] of peers) {
      await sleep(settleMs)
      const before = readCpu(pids)
      const { ms } = await peer.ask({ op: 'step', count: stepsPerSample })
      taken.get(name)?.push({ ms: ms / stepsPerSample, foreign: foreignShare(before, readCpu(pids)) })
    }
    if ([...taken.values()].every((all) => good(all).length >= samples)) break
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  return new Map(
    [...taken].map(([name, all]) => {
      const accepted = good(all)
      const isReliable = accepted.length >= samples
      return [name, { all, accepted, isReliable, used: isReliable ? accepted : all.map(({ ms }) => ms) }]
    }),
  )
}

/** @param {readonly Sample[]} samples @param {number} limit */
function acceptable(samples, limit) {
  return samples.filter(({ foreign }) => foreign === null || foreign <= limit).map(({ ms }) => ms)
}
