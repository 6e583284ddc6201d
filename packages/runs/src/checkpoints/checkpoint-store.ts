/**
 * Saves checkpoints so that a crash at any moment leaves the old or the new one readable. Knows folders, not tensors.
 *
 *     checkpoints/step-000100/   files of the caller and manifest.json
 *     checkpoints/latest         names the checkpoint to resume from
 *     checkpoints/best           names the one with the best score
 */
import path from 'node:path'

import { removeQuietly, syncFile, syncFolder, writeDurably, writeFileAtomic } from '../files/atomic-file.js'
import { type FileOps, reportingWrites, systemFileOps, writeError } from '../files/file-ops.js'
import { describeFiles, manifestName } from './checkpoint-manifest.js'
import {
  type CheckpointEntry,
  type CheckpointPointer,
  checkpointName,
  findCheckpoint,
  type IntactCheckpoint,
  listCheckpoints,
  readPointer,
  replacedPrefix,
} from './checkpoint-reader.js'

/** Writes the files of a checkpoint into a folder; flat, with plain names. The store flushes and checks them. */
export type CheckpointWriter = (dir: string, ops: FileOps) => void | Promise<void>

/** What is special about a checkpoint. */
export interface SaveOptions {
  /** The score that makes it the best so far. */
  readonly best?: { readonly metric: string; readonly value: number }
  /** Whether a score was taken of it. */
  readonly isMeasured?: boolean
  /** Save the state of a training that failed: under a name of its own, never resumed from by itself. */
  readonly isFailed?: boolean
}

/** Result of {@link CheckpointStore.save}. */
export interface SavedCheckpoint {
  readonly step: number
  readonly name: string
  readonly dir: string
  /** What did not work but does not matter for the checkpoint: older ones that could not be removed. */
  readonly notes: readonly string[]
}

/** The `checkpoints` folder of a run, for the process that holds the run's lock. */
export class CheckpointStore {
  readonly #dir: string
  readonly #keep: number
  readonly #ops: FileOps

  /**
   * @param dir           the run's `checkpoints` folder; it must exist
   * @param options.keep  how many of the last ones stay, besides the best; default 3, at least 1
   */
  constructor(dir: string, { keep = 3, ops = systemFileOps }: { keep?: number; ops?: FileOps } = {}) {
    if (!Number.isInteger(keep) || keep < 1) throw new Error(`at least one checkpoint is kept, got keep ${keep}`)
    this.#dir = dir
    this.#keep = keep
    this.#ops = ops
  }

  /**
   * Clears away what a crash left: unfinished saves, half-removed checkpoints. Call it once, before the first save.
   *
   * @throws GanymedeError `WRITE_FAILED`
   */
  recover(): void {
    const names = reportingWrites(this.#dir, () => this.#ops.list(this.#dir))
    const present = new Set(names)
    for (const name of names) {
      const target = path.join(this.#dir, name)
      if (name.startsWith(replacedPrefix)) {
        const final = name.slice(replacedPrefix.length)
        // Killed between the two renames of a replacement: the old one is the only one.
        if (present.has(final)) reportingWrites(this.#dir, () => this.#ops.remove(target))
        else reportingWrites(this.#dir, () => this.#ops.rename(target, path.join(this.#dir, final)))
      } else if (name.startsWith(unfinishedPrefix) || name.startsWith(trashPrefix) || /\.tmp-\d+$/.test(name)) {
        reportingWrites(this.#dir, () => this.#ops.remove(target))
      }
    }
  }

  /**
   * Saves a checkpoint: writes it beside, flushes every file and the folder, renames, updates `latest` (and `best`), and
   * removes what is no longer kept: all but the last `keep`, the latest, and the best. Later steps than this one, left
   * when a run went back to an older checkpoint, are not touched.
   *
   * @throws GanymedeError `DISK_FULL` or `WRITE_FAILED`; what was there before is intact then, and the space is free again
   */
  async save(step: number, write: CheckpointWriter, options: SaveOptions = {}): Promise<SavedCheckpoint> {
    const { best, isMeasured = false, isFailed = false } = options
    const name = checkpointName(step, { isFailed })
    const final = path.join(this.#dir, name)
    const unfinished = path.join(this.#dir, `${unfinishedPrefix}${name}-${process.pid}`)
    try {
      this.#ops.remove(unfinished)
      this.#ops.mkdir(unfinished)
      await write(unfinished, this.#ops)
      this.#seal(unfinished, step)
      this.#moveInto(unfinished, final)
    } catch (error) {
      removeQuietly(unfinished, this.#ops)
      throw writeError(error, final)
    }
    if (!isFailed) this.#point('latest', { step, folder: name, ...(isMeasured ? { measured: true } : {}) })
    if (best !== undefined) this.#point('best', { step, folder: name, ...best })
    return { step, name, dir: final, notes: this.#prune(name, step) }
  }

  /**
   * Makes an earlier checkpoint the latest again, and forgets a best one that came later. Later checkpoints stay until
   * the run reaches their steps.
   */
  goBackTo(step: number): void {
    this.#point('latest', { step, folder: checkpointName(step) })
    const best = readPointer(this.#dir, 'best')
    if (best !== undefined && best.step > step) this.#ops.remove(path.join(this.#dir, 'best'))
  }

  /** All checkpoints, oldest step first. */
  list(): CheckpointEntry[] {
    return listCheckpoints(this.#dir)
  }

  /** As {@link findCheckpoint} for this folder. */
  find(which?: 'latest' | 'best' | number): IntactCheckpoint {
    return findCheckpoint(this.#dir, which)
  }

  /** Flushes all files, and writes the manifest that makes the folder a checkpoint. */
  #seal(folder: string, step: number): void {
    const names = this.#ops.list(folder)
    for (const file of names) syncFile(path.join(folder, file), this.#ops)
    const manifest = describeFiles(folder, step, names)
    writeDurably(path.join(folder, manifestName), `${JSON.stringify(manifest, undefined, 2)}\n`, this.#ops)
    syncFolder(folder, this.#ops)
  }

  #moveInto(unfinished: string, final: string): void {
    const name = path.basename(final)
    const replaced = path.join(this.#dir, `${replacedPrefix}${name}`)
    const isReplacing = this.#ops.list(this.#dir).includes(name)
    // A folder cannot be renamed over another one. Between the two renames readers take the replaced one.
    if (isReplacing) {
      this.#ops.remove(replaced)
      this.#ops.rename(final, replaced)
    }
    try {
      this.#ops.rename(unfinished, final)
    } catch (error) {
      if (isReplacing) this.#ops.rename(replaced, final)
      throw error
    }
    syncFolder(this.#dir, this.#ops)
    if (isReplacing) removeQuietly(replaced, this.#ops)
  }

  #point(pointer: 'latest' | 'best', to: CheckpointPointer): void {
    writeFileAtomic(path.join(this.#dir, pointer), `${JSON.stringify(to)}\n`, this.#ops)
  }

  #prune(justSaved: string, step: number): string[] {
    const past = this.list().filter((entry) => entry.step <= step)
    const good = past.filter((entry) => !entry.isFailed).slice(-this.#keep)
    const failed = past.filter((entry) => entry.isFailed).slice(-1)
    const keeping = new Set([...good, ...failed].map((entry) => entry.name))
    const notes: string[] = []
    for (const { name, dir, isLatest, isBest } of past) {
      if (keeping.has(name) || isLatest || isBest || name === justSaved) continue
      try {
        // Renamed first, so that nobody meets a checkpoint of which half the files are gone.
        const trash = path.join(this.#dir, `${trashPrefix}${name}`)
        this.#ops.rename(dir, trash)
        this.#ops.remove(trash)
      } catch (error) {
        const reported = writeError(error, dir)
        notes.push(`${name} could not be removed: ${reported instanceof Error ? reported.message : String(reported)}`)
      }
    }
    return notes
  }
}

const unfinishedPrefix = '.tmp-'
const trashPrefix = '.trash-'
