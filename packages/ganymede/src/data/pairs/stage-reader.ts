/** Stages with a cache, and with stand-ins for damaged files. */

import type { Raster } from '@ganymede/core/pictures'
import { type BadFile, reasonOf, unreadableError } from '../bad-files.js'
import { StageFailure, type StagePurpose, type StageSource } from './stage-source.js'

/** Memory that several readers share. */
export class StageBudget {
  #left: number

  constructor(bytes: number) {
    this.#left = bytes
  }

  /** Takes bytes from what is left; false when there are not so many. */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false
    this.#left -= bytes
    return true
  }
}

export interface StageReaderOptions {
  /** What errors call the data set. */
  readonly path: string
  readonly skipBad: boolean
  readonly budget: StageBudget
  /** Told once for each file that turns out to be bad. */
  readonly onSkip: (file: BadFile) => void
}

/**
 * Reads stages of one source. Those for training are kept, the first that fit into the budget: each epoch visits every
 * image once in a new order, so that throwing out some for others would gain nothing.
 */
export class StageReader {
  readonly #source: StageSource
  readonly #options: StageReaderOptions
  readonly #kept = new Map<number, readonly Raster[]>()
  readonly #loading = new Map<number, Promise<readonly Raster[]>>()
  readonly #standIns = new Map<number, number>()
  readonly #bad = new Map<number, BadFile>()

  constructor(source: StageSource, options: StageReaderOptions) {
    this.#source = source
    this.#options = options
  }

  get count(): number {
    return this.#source.count
  }

  /**
   * The stages of a place, or with `skipBad` those of the next good one.
   *
   * @throws GanymedeError `DATA_UNREADABLE` naming the file
   */
  async load(at: number, purpose: StagePurpose, signal?: AbortSignal): Promise<readonly Raster[]> {
    const { count } = this
    for (let tried = 0, place = at; tried < count; tried++, place = (place + 1) % count) {
      if (this.#bad.has(place)) continue
      const stages = await this.#loadGood(place, purpose, signal)
      if (stages === null) continue
      if (place !== at) this.#standIns.set(at, place)
      return stages
    }
    throw unreadableError(this.#options.path, [...this.#bad.values()], count)
  }

  /** File names of a place, or of its stand-in once it has been read. */
  namesOf(at: number): readonly string[] {
    return this.#source.namesOf(this.#standIns.get(at) ?? at)
  }

  async #loadGood(
    at: number,
    purpose: StagePurpose,
    signal: AbortSignal | undefined,
  ): Promise<readonly Raster[] | null> {
    signal?.throwIfAborted()
    const isKept = purpose === 'train'
    const kept = isKept ? this.#kept.get(at) : undefined
    if (kept !== undefined) return kept
    try {
      const stages = await (isKept ? this.#loadOnce(at, signal) : this.#source.load(at, purpose, signal))
      if (isKept && !this.#kept.has(at) && this.#options.budget.take(bytesOf(stages))) this.#kept.set(at, stages)
      return stages
    } catch (error) {
      signal?.throwIfAborted()
      const name = error instanceof StageFailure ? error.file : (this.#source.namesOf(at)[0] ?? '')
      const file = { name, reason: reasonOf(error) }
      const { path, skipBad, onSkip } = this.#options
      if (!skipBad) throw unreadableError(path, [file], this.count)
      if (!this.#bad.has(at)) {
        this.#bad.set(at, file)
        onSkip(file)
      }
      return null
    }
  }

  /** A small domain comes up several times in a batch: it is read once. */
  #loadOnce(at: number, signal: AbortSignal | undefined): Promise<readonly Raster[]> {
    const underWay = this.#loading.get(at)
    if (underWay !== undefined) return underWay
    const loading = this.#source.load(at, 'train', signal).finally(() => this.#loading.delete(at))
    this.#loading.set(at, loading)
    return loading
  }
}

function bytesOf(stages: readonly Raster[]): number {
  return stages.reduce((sum, { data }) => sum + data.length, 0)
}
