// @ts-check
/** Sends one input to a reader and tells whether that is a finding. Doubts are settled in a process of its own. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readLimits } from '../packages/core/dist/reading/index.js'
import { ReaderProcess } from './reader-process.mjs'

/** @typedef {import('./reader.mjs').Reader} Reader */
/** @typedef {import('./reader-process.mjs').Result} Result */
/** @typedef {{ kind: string, text: string, place: string, seconds: number, bytes: number }} Finding */

export class Judge {
  #shared
  #readers
  /** All that run or may run: whoever stops the fuzzer must find each of them. @type {Set<ReaderProcess>} */
  #processes = new Set()
  #folder
  #isClosed = false
  /** Memory of the shared process when it had read a small valid file, by reader. */
  #baselines = new Map()

  /**
   * @param {string} folder     for the inputs; what lies in it is removed
   * @param {string} [readers]  URL of the module that exports the readers; default: those of the registry
   */
  constructor(folder, readers) {
    this.#folder = folder
    this.#readers = readers
    this.#shared = this.#newProcess()
  }

  /**
   * @param {Reader} reader
   * @param {Uint8Array} input
   * @param {Uint8Array} sample     a small valid file of the format
   * @param {{ mustRead?: boolean }} [options]  mustRead: that the reader refuses it is a finding too
   * @returns {Promise<Finding | null>}
   */
  async judge(reader, input, sample, { mustRead = false } = {}) {
    if (!this.#shared.isWarm) this.#baselines.clear()
    const baseline = this.#baselines.get(reader.name) ?? (await this.#read(this.#shared, reader, sample)).peakBytes
    this.#baselines.set(reader.name, baseline)
    const result = await this.#read(this.#shared, reader, input)
    if (verdict(result, baseline, input.length, mustRead) === null) return null
    return this.measure(reader, input, sample, { mustRead })
  }

  /**
   * The same in a fresh process, which has read the sample and nothing else.
   *
   * @param {Reader} reader
   * @param {Uint8Array} input
   * @param {Uint8Array} sample
   * @param {{ mustRead?: boolean }} [options]
   */
  async measure(reader, input, sample, options) {
    // A busy machine makes the same work cost more: the cheapest of three times counts.
    let finding = null
    for (let time = 0; time < 3; time++) {
      const { result, baseline } = await this.observe(reader, input, sample)
      finding = verdict(result, baseline, input.length, options?.mustRead === true)
      if (finding === null || !finding.kind.startsWith('over ')) break
    }
    return finding
  }

  /** @param {Reader} reader @param {Uint8Array} input @param {Uint8Array} sample */
  async observe(reader, input, sample) {
    const fresh = this.#newProcess()
    try {
      const { peakBytes } = await this.#read(fresh, reader, sample)
      return { baseline: peakBytes, result: await this.#read(fresh, reader, input) }
    } finally {
      await fresh.close()
      this.#processes.delete(fresh)
    }
  }

  async close() {
    this.#isClosed = true
    await Promise.all([...this.#processes].map((one) => one.close()))
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #newProcess() {
    const made = new ReaderProcess(this.#readers)
    this.#processes.add(made)
    return made
  }

  /** @param {ReaderProcess} process @param {Reader} reader @param {Uint8Array} input */
  async #read(process, reader, input) {
    if (this.#isClosed) throw new Error('stopped')
    rmSync(this.#folder, { recursive: true, force: true })
    const file = join(this.#folder, reader.file)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, input)
    reader.surround?.(this.#folder)
    const result = await process.read(reader.name, this.#folder, input.length)
    // That a process ends because the fuzzer is stopped is no finding.
    if (this.#isClosed) throw new Error('stopped')
    return result
  }
}

/**
 * @param {Result} result
 * @param {number} baseline  bytes of memory that do not count
 * @param {number} length  of the input
 * @param {boolean} mustRead
 * @returns {Finding | null}
 */
function verdict({ kind, text, place, seconds, peakBytes, leakedTensors, leftFiles }, baseline, length, mustRead) {
  // A file that is valid may have as much in it as its length has room for: seven megabytes hold thousands of pictures.
  const room = kind === 'refused' ? 0 : length / (1 << 20)
  const limits = { seconds: readLimits.seconds + room, bytes: readLimits.memoryBytes + room * (1 << 20) }
  const bytes = Math.max(0, peakBytes - baseline)
  const found = (/** @type {string} */ what, told = text) => ({ kind: what, text: told, place, seconds, bytes })
  if (kind === 'ended') return found('ended')
  if (kind === 'failed') return found('not the error of the reader')
  if (seconds > limits.seconds) return found('over the budget of time', `${seconds.toFixed(2)} s, ${text || kind}`)
  if (bytes > limits.bytes) return found('over the budget of memory', `${bytes >> 20} MiB, ${text || kind}`)
  if (leakedTensors !== 0) return found('leaks tensors', `${leakedTensors} tensors, ${text || kind}`)
  if (leftFiles.length > 0) return found('leaves files behind', leftFiles.slice(0, 8).join(', '))
  return mustRead && kind === 'refused' ? found('refuses a valid file') : null
}
