// @ts-check
/** A child process that reads files, watched from outside: it is ended when a file costs far more than the budgets. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readLimits } from '../packages/torch/dist/index.js'

/** @typedef {import('./child.mjs').Outcome} Outcome */
/** @typedef {Omit<Outcome, 'kind'> & { kind: Outcome['kind'] | 'ended' }} Result  ended: by the watch, or by itself */

const child = fileURLToPath(new URL('child.mjs', import.meta.url))
const ticksPerSecond = 100
const pageBytes = 4096
// Ended at so many times the budget: enough to see by how much it is missed.
const patience = 3
// Where the processor time of a process cannot be asked for, and for one that waits for ever.
const longestWait = 120_000

export class ReaderProcess {
  /** @type {import('node:child_process').ChildProcess | null} */
  #process = null
  #errors = ''

  /** Whether a process is there that has read files before. */
  get isWarm() {
    return this.#process !== null
  }

  /**
   * Reads one file.
   *
   * @param {string} reader
   * @param {string} folder  where the input lies
   * @param {number} length  of the input in bytes
   * @returns {Promise<Result>}
   */
  async read(reader, folder, length) {
    const running = await this.#running()
    const [clock, memory] = usageOf(running.pid)
    return new Promise((resolve) => {
      const began = Date.now()
      let why = ''
      const watch = setInterval(() => {
        const [seconds, bytes] = usageOf(running.pid)
        if (seconds - clock > patience * readLimits.seconds + length / (1 << 20))
          why = `runs for ${(seconds - clock).toFixed(1)} s`
        else if (bytes - memory > patience * readLimits.memoryBytes) why = `takes ${(bytes - memory) >> 20} MiB`
        else if (Date.now() - began > longestWait) why = 'does not end'
        if (why !== '') running.kill('SIGKILL')
      }, 50)
      const done = (/** @type {Result} */ result) => {
        clearInterval(watch)
        running.removeAllListeners()
        resolve(result)
      }
      running.once('message', (/** @type {Outcome} */ outcome) => done(outcome))
      running.once('exit', (code, signal) => {
        this.#process = null
        const text = why === '' ? `the process ends: ${signal ?? code}` : why
        const last = this.#errors.split('\n').filter((line) => /rror|FATAL|terminate|what\(\)/.test(line))
        const place = why === '' ? last.slice(0, 3).join('\n').slice(0, 600) : ''
        done({ kind: 'ended', text, place, seconds: 0, peakBytes: 0, leakedTensors: 0, leftFiles: [] })
      })
      running.send({ reader, folder })
    })
  }

  async close() {
    const running = this.#process
    this.#process = null
    if (running === null || running.exitCode !== null) return
    const ended = once(running, 'exit')
    running.kill('SIGKILL')
    await ended
  }

  async #running() {
    if (this.#process !== null) return this.#process
    this.#errors = ''
    const started = fork(child, {
      execArgv: ['--max-old-space-size=1500', '--expose-gc'],
      env: { ...process.env, OMP_NUM_THREADS: '1', UV_THREADPOOL_SIZE: '2' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    started.stderr?.on('data', (part) => {
      this.#errors = `${this.#errors}${part}`.slice(-20_000)
    })
    const [first] = await Promise.race([once(started, 'message'), once(started, 'exit')])
    started.removeAllListeners()
    if (first !== 'ready') throw new Error(`the child process of the fuzzer does not start:\n${this.#errors}`)
    this.#process = started
    return started
  }
}

/**
 * Processor time in seconds and resident bytes of a process; zeros where the system does not say.
 *
 * @param {number | undefined} pid
 * @returns {[seconds: number, bytes: number]}
 */
function usageOf(pid) {
  if (!existsSync(`/proc/${pid}/stat`)) return [0, 0]
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return [(Number(fields[11]) + Number(fields[12])) / ticksPerSecond, Number(fields[21]) * pageBytes]
  } catch {
    return [0, 0]
  }
}
