// @ts-check
/** A process that makes steps when it is asked to, and waits on stdin otherwise. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/**
 * @typedef {object} StepAnswer
 * @property {number} ms
 * @property {number} lossD
 * @property {number} lossG
 * @property {number} rss      bytes
 * @property {number} peakRss  bytes
 * @property {number} [liveTensors]
 */

export class PeerProcess {
  /** @type {import('node:child_process').ChildProcess} */
  #child
  /** @type {AsyncIterator<string>} */
  #lines
  #errors = ''

  /**
   * @param {string} command
   * @param {readonly string[]} args
   * @param {Readonly<Record<string, string | undefined>>} env
   */
  constructor(command, args, env) {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } })
    child.on('error', (error) => {
      this.#errors += error.message
    })
    child.stdin.on('error', () => {}) // the missing answer tells it better
    child.stderr.on('data', (chunk) => {
      this.#errors = (this.#errors + chunk).slice(-4000)
    })
    this.#child = child
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  }

  get pid() {
    return this.#child.pid ?? 0
  }

  /**
   * @param {Record<string, unknown>} request
   * @returns {Promise<Record<string, any>>}
   */
  async ask(request) {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`)
    const { done, value } = await this.#lines.next()
    if (done) throw new Error(`a benchmark process ended early:\n${this.#errors.trim() || '(it said nothing)'}`)
    return JSON.parse(value)
  }

  quit() {
    this.#child.stdin?.end('{"op": "quit"}\n')
  }
}
