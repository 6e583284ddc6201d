/** Writing a data set so that it appears at the end, complete or not at all, and naming what no folder can hold. */

import { rename, rm } from 'node:fs/promises'
import { GanymedeError } from '@ganymede/core'
import { temporaryBeside } from '@ganymede/runs/files'

/** Where a data set grows, beside its place: of its own for each writer, also in one process and where names begin alike. */
export function partialBeside(path: string): string {
  return temporaryBeside(path, 'partial')
}

/** Renames what is complete now; what stood there before is removed once it has. */
export async function putInPlace(partial: string, path: string, replaces: boolean): Promise<void> {
  const old = `${partial}.old`
  if (replaces) await rename(path, old)
  await rename(partial, path)
  await rm(old, { recursive: true, force: true })
}

// What a file system says about a name that it cannot hold.
const nameErrnos: Readonly<Record<string, string>> = {
  ENAMETOOLONG: 'the name is too long',
  EILSEQ: 'the file system has no such characters',
  EINVAL: 'the file system takes no such name',
}

/**
 * What keeps one file from being written and no other: its name. Null when it was written.
 *
 * @returns `WRITE_FAILED`
 * @throws whatever else goes wrong
 */
export async function nameProblem(name: string, writing: Promise<void>): Promise<GanymedeError | null> {
  try {
    await writing
    return null
  } catch (error) {
    const { code = '', syscall } = error as NodeJS.ErrnoException
    const reason = syscall === undefined ? undefined : nameErrnos[code]
    if (reason === undefined) throw error
    return new GanymedeError('WRITE_FAILED', `${name} could not be written: ${reason} (${code})`, {
      cause: error,
      remedy: 'Give the file a shorter name, or write a zip file.',
    })
  }
}

/** Failures of the file system as errors for people; everything else as it is. */
export function writeError(path: string, error: unknown): unknown {
  const { code, syscall, message } = error as NodeJS.ErrnoException
  if (error instanceof GanymedeError || syscall === undefined) return error
  if (code === 'ENOSPC') return new GanymedeError('DISK_FULL', `no space left while writing ${path}`, { cause: error })
  return new GanymedeError('WRITE_FAILED', `${path} cannot be written: ${message}`, { cause: error })
}
