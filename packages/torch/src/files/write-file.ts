/** Writing a file in one go: the old file or the new one, never half of one. */

import { randomInt } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { errnoReason } from '@ganymede/core/text'
import { requireText } from '../arguments.js'
import { TorchError } from '../errors.js'

/** How writers touch the disk; give your own to watch them or to make them fail in a test. */
export interface WriteOps {
  /** Opens a file, or a folder with `'r'` for `fsync`. */
  open(path: string, flags: 'r' | 'w'): number
  /** Writes some of the bytes at the current position and returns how many. */
  write(file: number, bytes: Uint8Array): number
  fsync(file: number): void
  close(file: number): void
  rename(from: string, to: string): void
  /** Not finding the file is no error. */
  remove(path: string): void
}

const systemOps: WriteOps = {
  open: (path, flags) => openSync(path, flags),
  write: (file, bytes) => writeSync(file, bytes),
  fsync: (file) => fsyncSync(file),
  close: (file) => closeSync(file),
  rename: (from, to) => renameSync(from, to),
  remove: (path) => rmSync(path, { force: true }),
}

/**
 * @internal Writes the chunks to a temporary file in the same folder, flushes, renames, flushes the folder.
 *
 * @throws TorchError `FILE_WRITE_FAILED`; a file that stood there before is untouched then
 */
export function writeFileInOneGo(path: string, chunks: Iterable<Uint8Array>, ops: WriteOps = systemOps): void {
  requireText('writing a file', 'path', path)
  // Short, because the name itself may be as long as file systems allow; drawn, because names that begin alike are written
  // by several threads at once.
  const temporary = join(dirname(path), `${[...basename(path)].slice(0, 32).join('')}.tmp-${randomInt(mostDrawn)}`)
  const file = reporting(path, () => ops.open(temporary, 'w'))
  try {
    try {
      for (const chunk of chunks) reporting(path, () => writeFully(file, chunk, ops))
      reporting(path, () => ops.fsync(file))
    } finally {
      reporting(path, () => ops.close(file))
    }
    reporting(path, () => ops.rename(temporary, path))
  } catch (error) {
    removeQuietly(temporary, ops)
    throw error
  }
  // Windows cannot flush a folder and does not need it.
  if (process.platform !== 'win32') reporting(path, () => syncFolder(dirname(path), ops))
}

const mostDrawn = 2 ** 47

function writeFully(file: number, bytes: Uint8Array, ops: WriteOps): void {
  let rest = bytes
  while (rest.byteLength > 0) rest = rest.subarray(ops.write(file, rest))
}

function syncFolder(folder: string, ops: WriteOps): void {
  const file = ops.open(folder, 'r')
  try {
    ops.fsync(file)
  } finally {
    ops.close(file)
  }
}

function removeQuietly(path: string, ops: WriteOps): void {
  try {
    ops.remove(path)
  } catch {
    // The failure that led here is the one to report.
  }
}

// Only failed file operations are translated: errors of the chunks' producer speak for themselves.
function reporting<T>(path: string, body: () => T): T {
  try {
    return body()
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (cause instanceof TorchError || typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) throw cause
    const reason = errnoReason(code) ?? (cause as Error).message
    throw new TorchError('FILE_WRITE_FAILED', `${path}: could not be written: ${reason}`, {
      cause,
      details: { path, errno: code },
    })
  }
}
