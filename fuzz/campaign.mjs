// @ts-check
/** Inputs of one seed for one reader, in order; each finding once, made small and saved. */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { Draws } from './draws.mjs'
import { mutate } from './mutate.mjs'
import { shrink } from './shrink.mjs'

/** @typedef {import('./reader.mjs').Reader} Reader */
/** @typedef {import('./judge.mjs').Judge} Judge */

// Beyond this, taking out pieces does not get anywhere in the time there is.
const longestToShrink = 1 << 20
const longestText = 300

export class Campaign {
  /** Inputs tried. */
  tried = 0
  /** @type {string[]} */
  findings = []
  #reader
  #judge
  #seed
  #found
  #known = new Set()
  /** @type {readonly Uint8Array[]} */
  #samples = []

  /**
   * @param {Reader} reader
   * @param {Judge} judge
   * @param {{ seed: number, found: string }} options  found: folder for inputs that are findings
   */
  constructor(reader, judge, { seed, found }) {
    this.#reader = reader
    this.#judge = judge
    this.#seed = seed
    this.#found = found
  }

  get name() {
    return this.#reader.name
  }

  /** Tries inputs until the clock says so, but all valid files in any case. @param {number} end  milliseconds */
  async tryUntil(end) {
    if (this.#samples.length === 0) this.#samples = await this.#reader.samples()
    do await this.#tryNext()
    while (Date.now() < end || this.tried < this.#samples.length)
  }

  async #tryNext() {
    const [sample] = this.#samples
    if (sample === undefined) throw new Error(`the reader ${this.name} of the fuzzer has no samples`)
    const number = this.tried++
    const valid = this.#samples[number]
    const input = valid ?? this.#input(number)
    const options = { mustRead: valid !== undefined }
    const finding = await this.#judge.judge(this.#reader, input, sample, options)
    if (finding === null) return
    const key = `${finding.kind} ${finding.place || finding.text.replaceAll(/\d+/g, '#').slice(0, 80)}`
    if (this.#known.has(key)) return
    this.#known.add(key)
    const fails = async (/** @type {Buffer} */ candidate) => {
      const again = await this.#judge.judge(this.#reader, candidate, sample)
      return again?.kind === finding.kind && again.place === finding.place
    }
    const smaller = valid === undefined ? await this.#shrink(number, Buffer.from(input), fails) : Buffer.from(input)
    const file = this.#save(smaller)
    const lines = [
      `✖ ${this.name}: ${finding.kind}: ${finding.text.slice(0, longestText)}`,
      ...(finding.place === '' ? [] : [finding.place]),
      `  input ${number} of seed ${this.#seed}, ${input.length} bytes, made smaller to ${smaller.length}`,
      `  repeat: npm run fuzz -- ${this.name} --file ${file}`,
    ]
    this.findings.push(lines.join('\n'))
    console.log(lines.join('\n'))
  }

  /** @param {number} number @param {number} [halvings] */
  #input(number, halvings = 0) {
    try {
      return this.#made(new Draws(this.#seed, `${this.name}/${number}`, halvings))
    } catch (cause) {
      throw new Error(`input ${number} of seed ${this.#seed} for ${this.name} cannot be made: ${cause}`, { cause })
    }
  }

  /** @param {Draws} draws */
  #made(draws) {
    if (draws.chance(0.5)) return mutate(draws.pick(this.#samples), draws, this.#samples)
    const made = this.#reader.hostile(draws, this.#samples)
    return draws.chance(0.15) ? mutate(made, draws, this.#samples) : made
  }

  /** @param {number} number @param {Buffer} input @param {(candidate: Buffer) => Promise<boolean>} fails */
  async #shrink(number, input, fails) {
    let smallest = input
    for (let halvings = 1; halvings <= 8; halvings++) {
      const candidate = Buffer.from(this.#input(number, halvings))
      if (candidate.length < smallest.length && (await fails(candidate))) smallest = candidate
      else break
    }
    return smallest.length > longestToShrink ? smallest : shrink(smallest, fails)
  }

  /** @param {Buffer} input */
  #save(input) {
    mkdirSync(this.#found, { recursive: true })
    const digest = createHash('sha256').update(input).digest('hex').slice(0, 8)
    const file = join(this.#found, `${this.name}-${digest}${extname(this.#reader.file)}`)
    writeFileSync(file, input)
    return file
  }
}
