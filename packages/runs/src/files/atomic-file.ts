/** Files that are either wholly old or wholly new after a crash, and files that only grow. */
import fs from 'node:fs'
import path from 'node:path'
import { type FileOps, reportingWrites, systemFileOps } from './file-ops.js'
import { temporaryBeside } from './temporary-name.js'

/**
 * Replaces a file in one go: writes a temporary one beside it, flushes that to disk, renames, flushes the folder. A
 * crash at any moment leaves the old file or the new one.
 *
 * @param file  path; its folder must exist
 * @throws GanymedeError `DISK_FULL` or `WRITE_FAILED`; the old file is untouched then
 */
export function writeFileAtomic(file: string, content: string | Uint8Array, ops: FileOps = systemFileOps): void {
  const temporary = temporaryBeside(file, 'tmp')
  reportingWrites(file, () => {
    try {
      writeDurably(temporary, content, ops)
      ops.rename(temporary, file)
    } catch (error) {
      removeQuietly(temporary, ops)
      throw error
    }
    syncFolder(path.dirname(file), ops)
  })
}

/** Writes a new file and flushes it to disk; not atomic by itself: for files inside a folder that is renamed later. */
export function writeDurably(file: string, content: string | Uint8Array, ops: FileOps = systemFileOps): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  withOpenFile(file, 'w', ops, (number) => {
    writeFully(number, bytes, ops)
    ops.fsync(number)
  })
}

/** Flushes a file that something else wrote. */
export function syncFile(file: string, ops: FileOps = systemFileOps): void {
  // Windows flushes only what is open for writing.
  withOpenFile(file, process.platform === 'win32' ? 'a' : 'r', ops, (number) => ops.fsync(number))
}

/** Flushes a folder, so that the names in it survive a power failure. Windows has no such call and needs none. */
export function syncFolder(folder: string, ops: FileOps = systemFileOps): void {
  if (process.platform === 'win32') return
  withOpenFile(folder, 'r', ops, (number) => ops.fsync(number))
}

/** Removes what a failed save left; a further failure must not hide the first. */
export function removeQuietly(target: string, ops: FileOps = systemFileOps): void {
  try {
    ops.remove(target)
  } catch {
    // Left for the clean-up at the next start.
  }
}

/** Removes the temporary files that crashed processes left in a folder. Only for the process that holds the run's lock. */
export function removeLeftoverFiles(folder: string, ops: FileOps = systemFileOps): void {
  for (const name of ops.list(folder)) {
    if (/\.tmp-\d+$/.test(name)) removeQuietly(path.join(folder, name), ops)
  }
}

/**
 * A file that only grows. Each append is one write, so that a kill loses nothing that was appended; `sync` makes it
 * survive a power failure too.
 */
export class AppendFile {
  readonly path: string
  readonly #ops: FileOps
  #file: number | undefined
  #size: number

  /** Opens or creates the file; appended bytes come after what is there. */
  constructor(file: string, ops: FileOps = systemFileOps) {
    this.path = file
    this.#ops = ops
    this.#file = reportingWrites(file, () => ops.open(file, 'a'))
    this.#size = fs.fstatSync(this.#file).size
  }

  /** Bytes in the file. */
  get size(): number {
    return this.#size
  }

  /**
   * Appends all bytes or, when that fails, none.
   *
   * @throws GanymedeError `DISK_FULL` or `WRITE_FAILED`
   */
  append(content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    const file = this.#open()
    reportingWrites(this.path, () => {
      try {
        writeFully(file, bytes, this.#ops)
      } catch (error) {
        this.#cutBack(file)
        throw error
      }
    })
    this.#size += bytes.byteLength
  }

  /** Flushes to disk. */
  sync(): void {
    const file = this.#open()
    reportingWrites(this.path, () => this.#ops.fsync(file))
  }

  /** Closes the file; a second call does nothing. */
  close(): void {
    const file = this.#file
    this.#file = undefined
    if (file !== undefined) reportingWrites(this.path, () => this.#ops.close(file))
  }

  #open(): number {
    if (this.#file === undefined) throw new Error(`${this.path} is closed`)
    return this.#file
  }

  #cutBack(file: number): void {
    try {
      this.#ops.truncate(file, this.#size)
    } catch {
      // Readers accept a torn last line, and the next start cuts it off.
    }
  }
}

function writeFully(file: number, bytes: Uint8Array, ops: FileOps): void {
  let rest = bytes
  while (rest.byteLength > 0) rest = rest.subarray(ops.write(file, rest))
}

function withOpenFile(file: string, flags: 'r' | 'w' | 'a', ops: FileOps, body: (number: number) => void): void {
  const number = ops.open(file, flags)
  try {
    body(number)
  } catch (error) {
    try {
      ops.close(number)
    } catch {
      // The first failure is the one to report.
    }
    throw error
  }
  ops.close(number)
}
