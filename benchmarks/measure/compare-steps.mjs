// @ts-check
/**
 * Compares our step with the step that a PyTorch user would write: same machine, weights, images and noise, in processes
 * that take turns. Prints times, ratios, losses and peak memory.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cpuFeatures, defaultPrecision } from '@ganymede/torch'
import { foreignLimit, interleave } from './interleave.mjs'
import { nativeModes } from './native-modes.mjs'
import { PeerProcess } from './peer-process.mjs'
import { findPythonTorch, noPythonTorch } from './python-torch.mjs'
import { fixed, mebibytes, median, minimum, table } from './statistics.mjs'

/**
 * @typedef {object} Comparison
 * @property {string} title
 * @property {string} ours    script in peers/ that makes our step
 * @property {string} stock   script in peers/ that makes PyTorch's
 * @property {readonly string[]} modes  of both: `fp32`, `bf16`; those that the CPU has no units for are left out
 * @property {readonly string[]} [stockModes]  further modes of PyTorch's: `compile`
 * @property {Readonly<Record<string, unknown>>} shape  what the peers are told at `init`
 * @property {(isFrozen: boolean) => number} flops  of one step; frozen: without D's weight gradients in G's update
 * @property {string} [defaultMode]  in which we compute unless told otherwise; default: that of training on this machine
 * @property {Readonly<Record<string, string>>} targets  ratios by `fp32`, `bf16`, `default`, `compile`, `memory`
 * @property {number} samples
 * @property {number} [stepsPerSample]  default 1; more for steps too short for the clock of /proc
 * @property {boolean} [isBusy]  beside a process that never rests
 * @property {number} [settleSteps]  steps of all before the first sample, while Node.js still compiles; default 0
 * @property {number} threads
 * @property {(answers: ReadonlyMap<string, Losses[]>) => void} [judge]  in place of comparing losses, for what has none
 *
 * @typedef {{ lossD: number, lossG: number }} Losses
 * @typedef {ReadonlyMap<string, PeerProcess>} Peers
 */

// Their losses are compared; the first one is also what makes caches, pools and optimizer state.
const warmUps = 3

/** The number of threads that all processes get. */
export const defaultThreads = process.env.OMP_NUM_THREADS ?? String(availableParallelism())

/** @param {Comparison} asked */
export async function compareSteps(asked) {
  const features = cpuFeatures()
  const { leftOut, ...native } = nativeModes(asked, features)
  const comparison = { ...asked, ...native }
  const units = features.amxBf16 ? 'AMX bf16' : features.avx512Bf16 ? 'AVX-512 bf16' : 'no bf16 units'
  const load = loadavg().map((value) => value.toFixed(2))
  console.log(`${asked.title}; ${units}; load ${load.join(' ')}`)
  if (leftOut.length > 0) console.log(`left out: ${leftOut.join(', ')}; this CPU has no units for bf16`)
  if (native.modes.length === 0) {
    console.log('Nothing is left to measure: ask for --modes fp32.')
    process.exitCode = 1
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'ganymede-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
  /** @type {Map<string, PeerProcess>} */
  const peers = new Map()
  try {
    await start(comparison, folder, peers)
    const losses = await warmUp(peers)
    const { samples, stepsPerSample = 1, settleSteps = 0, isBusy = false } = comparison
    const busy = isBusy ? spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }) : null
    process.on('exit', () => busy?.kill('SIGKILL'))
    if (settleSteps > 0) await askAll(peers, { op: 'step', count: settleSteps }, () => null)
    const series = await interleave(peers, { samples, stepsPerSample, isBusy })
    busy?.kill('SIGKILL')
    const memory = await askAll(peers, { op: 'step' }, ({ peakRss }) => Number(peakRss))
    const rates = await gemmRates(peers)
    reportTimes(comparison, series, rates, memory)
    reportRatios(comparison, series, memory)
    if (comparison.judge !== undefined) comparison.judge(losses)
    else reportLosses(comparison, losses)
    reportReliability(comparison, series)
  } finally {
    // A peer whose stdin ends leaves by itself, also when this process is killed.
    for (const peer of peers.values()) peer.quit()
  }
}

/**
 * Starts all processes; `peers` is in the order in which they take turns: stock fp32, ours fp32, stock bf16, ours bf16 …
 *
 * @param {Comparison} comparison
 * @param {string} folder
 * @param {Map<string, PeerProcess>} peers
 */
async function start({ ours, stock, modes, stockModes = [], shape, threads }, folder, peers) {
  const python = await findPythonTorch()
  if (python === null) console.log(noPythonTorch)
  // The same number of OpenMP threads for all; nothing else is set.
  const env = { OMP_NUM_THREADS: String(threads) }
  const script = (/** @type {string} */ name) => fileURLToPath(new URL(`../peers/${name}`, import.meta.url))
  for (const mode of [...modes, ...stockModes]) {
    if (python !== null) peers.set(`stock ${mode}`, new PeerProcess(python, [script(stock)], env))
    if (modes.includes(mode)) peers.set(`ours ${mode}`, new PeerProcess(process.execPath, [script(ours)], env))
  }
  const files = { weights: join(folder, 'weights.safetensors'), data: join(folder, 'data.safetensors') }
  const versions = new Set()
  // Ours first: the first of them writes the weights, images and noise that the others read.
  const isStock = (/** @type {string} */ name) => name.startsWith('stock')
  const order = [...peers].sort(([a], [b]) => Number(isStock(a)) - Number(isStock(b)))
  for (const [i, [name, peer]] of order.entries()) {
    const mode = name.split(' ')[1]
    const place = isStock(name) || i === 0 ? { ...files, noises: warmUps } : {}
    const answer = await peer.ask({ op: 'init', mode, threads, ...shape, ...place })
    versions.add(String(answer.version).split('+')[0])
    console.log(`${name.padEnd(14)} libtorch ${answer.version}, ${answer.threads} threads`)
  }
  if (versions.size > 1) console.log('The libtorch versions differ: part of any ratio belongs to libtorch.')
}

/**
 * @template T
 * @param {Peers} peers
 * @param {Record<string, unknown>} request
 * @param {(answer: Record<string, unknown>) => T} pick
 */
async function askAll(peers, request, pick) {
  /** @type {Map<string, T>} */
  const answers = new Map()
  for (const [name, peer] of peers) answers.set(name, pick(await peer.ask(request)))
  return answers
}

/**
 * What each process gets out of the CPU in its own precision, and in no other: that may take minutes.
 *
 * @param {Peers} peers
 * @returns {Promise<Map<string, number>>}  FLOP/s
 */
async function gemmRates(peers) {
  const rates = new Map()
  for (const [name, peer] of peers) {
    const { rate } = await peer.ask({ op: 'gemm', dtype: name.endsWith('fp32') ? 'float32' : 'bfloat16' })
    rates.set(name, Number(rate))
  }
  return rates
}

/** @param {Map<string, PeerProcess>} peers  loses those that torch.compile does not work for */
async function warmUp(peers) {
  /** @type {Map<string, Losses[]>} */
  const losses = new Map()
  for (const [name, peer] of peers) {
    try {
      const steps = []
      for (let i = 0; i < warmUps; i++) steps.push(/** @type {Losses} */ (await peer.ask({ op: 'step' })))
      losses.set(name, steps)
    } catch (error) {
      // It needs a C++ compiler and the headers of Python.
      if (!name.endsWith('compile')) throw error
      console.log(`${name}: left out, ${/** @type {Error} */ (error).message}`)
      peers.delete(name)
    }
  }
  return losses
}

/** @typedef {ReadonlyMap<string, import('./interleave.mjs').Series>} SeriesByName */

/**
 * @param {Comparison} comparison
 * @param {SeriesByName} series
 * @param {ReadonlyMap<string, number>} rates
 * @param {ReadonlyMap<string, number>} memory
 */
function reportTimes({ flops }, series, rates, memory) {
  const rows = [...series].map(([name, { used, all, accepted }]) => {
    const rate = rates.get(name) ?? Number.NaN
    const limitMs = (1000 * flops(name.startsWith('ours'))) / rate
    return [
      name,
      fixed(median(used), 1),
      fixed(minimum(used), 1),
      `${accepted.length}/${all.length}`,
      fixed(100 * Math.max(...all.map(({ foreign }) => foreign ?? Number.NaN)), 0),
      fixed(rate / 1e9, 0),
      fixed(median(used) / limitMs, 2),
      mebibytes(memory.get(name) ?? 0),
    ]
  })
  const units = ['', 'ms', 'ms', 'taken', 'max %', 'GFLOP/s', 'limit', 'MiB']
  const head = ['', 'median', 'minimum', 'quiet', 'others', 'GEMM', 'x GEMM', 'peak RSS']
  console.log(`\n${table([head, units, ...rows]).join('\n')}`)
}

/**
 * @param {Comparison} comparison
 * @param {SeriesByName} series
 * @param {ReadonlyMap<string, number>} memory
 */
function reportRatios({ modes, targets, defaultMode }, series, memory) {
  const ratios = [['ratio', 'median', 'minimum', 'at most']]
  const compare = (/** @type {string} */ label, /** @type {string} */ a, /** @type {string} */ b, target = '') => {
    const [ours, stock] = [series.get(a), series.get(b)]
    if (ours === undefined || stock === undefined) return
    const medians = median(ours.used) / median(stock.used)
    ratios.push([label, fixed(medians), fixed(minimum(ours.used) / minimum(stock.used)), target])
  }
  for (const mode of modes) compare(`ours ${mode} / stock ${mode}`, `ours ${mode}`, `stock ${mode}`, targets[mode])
  const best = defaultMode ?? (defaultPrecision('cpu') === 'bfloat16' ? 'bf16' : 'fp32')
  if (best !== 'fp32') compare(`our default, ${best} / stock fp32`, `ours ${best}`, 'stock fp32', targets.default)
  compare('ours bf16 / torch.compile bf16', 'ours bf16', 'stock compile', targets.compile)
  for (const mode of modes) {
    const [a, b] = [memory.get(`ours ${mode}`), memory.get(`stock ${mode}`)]
    if (a && b) ratios.push([`peak RSS, ours / stock ${mode}`, fixed(a / b), '', targets.memory ?? ''])
  }
  if (ratios.length > 1) console.log(`\n${table(ratios).join('\n')}`)
}

/**
 * @param {Comparison} comparison
 * @param {ReadonlyMap<string, Losses[]>} losses
 */
function reportLosses({ modes }, losses) {
  const last = warmUps - 1
  const rows = [
    [
      'relative difference of losses',
      'D step 1',
      'G step 1',
      `D step ${warmUps}`,
      `G step ${warmUps}`,
      'at most, step 1',
    ],
  ]
  let isEqual = true
  for (const mode of modes) {
    const [ours, stock] = [losses.get(`ours ${mode}`), losses.get(`stock ${mode}`)]
    if (!ours || !stock) continue
    const allowed = mode === 'fp32' ? 1e-4 : 1e-2
    const difference = (/** @type {number} */ step, /** @type {keyof Losses} */ key) => {
      const [a, b] = [ours[step]?.[key] ?? Number.NaN, stock[step]?.[key] ?? Number.NaN]
      return Math.abs(a - b) / Math.abs(b)
    }
    const first = [difference(0, 'lossD'), difference(0, 'lossG')]
    if (!first.every((value) => value <= allowed)) isEqual = false
    const all = [...first, difference(last, 'lossD'), difference(last, 'lossG'), allowed]
    rows.push([mode, ...all.map((value) => value.toExponential(0))])
  }
  if (rows.length === 1) return
  console.log(`\n${table(rows).join('\n')}`)
  if (isEqual) return
  console.log('The losses differ: these are two different computations, and the ratios mean nothing.')
  process.exitCode = 1
}

/**
 * @param {Comparison} comparison
 * @param {SeriesByName} series
 */
function reportReliability({ samples }, series) {
  const limit = `${100 * foreignLimit} %`
  if ([...series.values()].some(({ all }) => all.some(({ foreign }) => foreign === null))) {
    console.log(`\nWhat other processes take is not known here: samples above ${limit} could not be rejected.`)
  }
  const busy = [...series].filter(([, { isReliable }]) => !isReliable)
  if (busy.length === 0) return
  console.log(`\nNot reliable. Other processes took more than ${limit} of the CPU during too many samples of`)
  for (const [name, { all, accepted }] of busy) {
    console.log(
      `  ${name}: ${accepted.length} of ${all.length} were quiet, ${samples} are needed; its figures are of all ${all.length}`,
    )
  }
  console.log('Run it again on a quiet machine.')
}
