// @ts-check
/** A child process that reads files, watched from outside: it is ended when a file costs far more than the budgets. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readLimits } from '../packages/core/dist/reading/index.js'

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
  #readers
  /** @type {import('node:child_process').ChildProcess | null} */
  #process = null
  #isReady = false
  #errors = ''
  /** Gets what the process says next, or 'ended'. @type {(said: Outcome | 'ready' | 'ended') => void} */
  #listener = () => {}
  /** How the last process ended. @type {string | number | null} */
  #end = null

  /** @param {string} [readers]  URL of the module that exports the readers; default: those of the registry */
  constructor(readers) {
    this.#readers = readers
  }

  /** Whether a process is there that has read files before. */
  get isWarm() {
    return this.#isReady
  }

  /**
   * Reads one file, in a new process when the last one has ended.
   *
   * @param {string} reader
   * @param {string} folder  where the input lies
   * @param {number} length  of the input in bytes
   * @returns {Promise<Result>}
   */
  async read(reader, folder, length) {
    const running = await this.#running()
    const [clock, memory] = usageOf(running.pid)
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
    const answer = this.#next()
    // It may have hung up without that its end has been told yet.
    running.send({ reader, folder }, (error) => {
      if (error !== null) running.kill('SIGKILL')
    })
    const said = await answer
    clearInterval(watch)
    if (typeof said !== 'string') return said
    const text = why === '' ? `the process ends: ${this.#end}` : why
    const last = this.#errors.split('\n').filter((line) => /rror|FATAL|terminate|what\(\)/.test(line))
    const place = why === '' ? last.slice(0, 3).join('\n').slice(0, 600) : ''
    return { kind: 'ended', text, place, seconds: 0, peakBytes: 0, leakedTensors: 0, leftFiles: [] }
  }

  async close() {
    if (this.#process === null) return
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await ended
  }

  /** @returns {Promise<Outcome | 'ready' | 'ended'>} */
  #next() {
    return new Promise((resolve) => {
      this.#listener = resolve
    })
  }

  async #running() {
    if (this.#process !== null) return this.#process
    this.#errors = ''
    const started = fork(child, this.#readers === undefined ? [] : [this.#readers], {
      execArgv: ['--max-old-space-size=1500', '--expose-gc'],
      env: { ...process.env, OMP_NUM_THREADS: '1', UV_THREADPOOL_SIZE: '2' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#process = started
    started.stderr?.on('data', (part) => {
      this.#errors = `${this.#errors}${part}`.slice(-20_000)
    })
    started.on('message', (/** @type {Outcome | 'ready'} */ said) => {
      if (this.#process === started) this.#listener(said)
    })
    // Whenever it ends, also between two inputs.
    started.on('exit', (code, signal) => {
      this.#process = null
      this.#isReady = false
      this.#end = signal ?? code
      this.#listener('ended')
    })
    if ((await this.#next()) === 'ended')
      throw new Error(`the child process of the fuzzer does not start:\n${this.#errors}`)
    this.#isReady = true
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
