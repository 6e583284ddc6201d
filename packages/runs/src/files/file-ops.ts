/**
 * The few file operations with which runs and checkpoints are saved, as an object that a test can replace by one that
 * fails or dies at the n-th call, and the translation of file-system errors for people.
 */
import fs from 'node:fs'
import path from 'node:path'

import { GanymedeError } from '@ganymede/core'
import { errnoReason, errnoText } from '@ganymede/core/text'

/** How saving touches the disk. All calls are synchronous: saving happens between steps. */
export interface FileOps {
  /** Opens a file (or, with `r`, a folder for `fsync`) and returns its number. */
  open(path: string, flags: 'r' | 'w' | 'wx' | 'a'): number
  /** Writes some of the bytes at the current position and returns how many, as write(2) does. */
  write(file: number, bytes: Uint8Array): number
  fsync(file: number): void
  close(file: number): void
  /** Cuts an open file to this many bytes. */
  truncate(file: number, sizeBytes: number): void
  rename(from: string, to: string): void
  /** Makes one folder; its parent must exist, it must not. */
  mkdir(path: string): void
  /** Removes a file, or a folder with everything in it; not finding it is no error. */
  remove(path: string): void
  /** Names in a folder, sorted. */
  list(path: string): string[]
}

/** The operations of the machine's own file system. */
export const systemFileOps: FileOps = {
  open: (path, flags) => fs.openSync(path, flags),
  write: (file, bytes) => fs.writeSync(file, bytes),
  fsync: (file) => fs.fsyncSync(file),
  close: (file) => fs.closeSync(file),
  truncate: (file, sizeBytes) => fs.ftruncateSync(file, sizeBytes),
  rename: (from, to) => fs.renameSync(from, to),
  mkdir: (path) => fs.mkdirSync(path),
  remove: (path) => fs.rmSync(path, { recursive: true, force: true }),
  list: (path) => fs.readdirSync(path).sort(),
}

/**
 * What a failed file operation means to a person. Errors of other kinds come back unchanged.
 *
 * @param error  what was thrown
 * @param file   file or folder that was being written
 * @returns `GanymedeError` with `DISK_FULL` (ENOSPC, EDQUOT) or `WRITE_FAILED` (any other errno)
 */
export function writeError(error: unknown, file: string): unknown {
  if (error instanceof GanymedeError || !(error instanceof Error) || !('code' in error)) return error
  const code = error.code
  if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) return error
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new GanymedeError('DISK_FULL', `${file} could not be written: ${errnoReason(code)}`, { cause: error })
  }
  return new GanymedeError('WRITE_FAILED', `${file} could not be written: ${errnoText(code)}`, {
    cause: error,
    ...(remedies[code] === undefined ? {} : { remedy: remedies[code] }),
  })
}

// What a file system says about a name that it cannot hold, or that is taken by something else.
const nameErrnos: ReadonlySet<string> = new Set(['ENAMETOOLONG', 'EILSEQ', 'EINVAL', 'EISDIR', 'ENOTDIR', 'ENOTEMPTY'])

/** Whether a file could not be written because of its name alone, so that files of other names can be. */
export function isOfItsName(error: unknown): error is GanymedeError {
  const cause = error instanceof GanymedeError && error.code === 'WRITE_FAILED' ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && nameErrnos.has(String(cause.code))
}

/** Runs `body` and reports a failed file operation in it as {@link writeError} for `file`. */
export function reportingWrites<T>(file: string, body: () => T): T {
  try {
    return body()
  } catch (error) {
    throw writeError(error, file)
  }
}

/**
 * Makes a folder and those above it that are missing. Node's own recursive `mkdir` never returns where the system makes no
 * folders, such as in `/proc`.
 *
 * @throws GanymedeError `DISK_FULL` or `WRITE_FAILED`
 */
export function makeFolders(dir: string): void {
  if (fs.statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return
  const parent = path.dirname(dir)
  if (parent !== dir) makeFolders(parent)
  try {
    fs.mkdirSync(dir)
  } catch (error) {
    // Another process may have been faster.
    if (fs.statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return
    throw writeError(error, dir)
  }
}

const remedies: Readonly<Record<string, string>> = {
  EIO: 'Check the disk; the last complete checkpoint is intact, so the same command resumes.',
  ENOENT:
    'Choose another place; or, if the run folder was moved or removed while it was in use, put it back and run the same command again.',
  ENOTDIR: 'Choose another path: a part of this one is a file.',
  EISDIR: 'Choose another name, or remove that folder.',
  EROFS: 'Choose a place on another disk.',
  ENAMETOOLONG: 'Choose a shorter name.',
  EMFILE: 'Raise the limit of open files: ulimit -n 4096',
}
