/** Naming the files that cannot be used, each with the reason in plain words. */

import { GanymedeError } from '@ganymede/core'
import { counted, grouped } from '@ganymede/core/text'

/** A file that cannot be used, or is not looked at, and why. */
export interface BadFile {
  readonly name: string
  readonly reason: string
}

const NAMED_FILES = 20

/**
 * `DATA_UNREADABLE` for files of a data set: the first 20 by name and the count.
 *
 * @param words  what stands behind `ganymede data check`; default: the path
 */
export function unreadableError(
  path: string,
  bad: readonly BadFile[],
  total: number,
  words = shellWord(path),
): GanymedeError {
  const lines = bad.slice(0, NAMED_FILES).map(({ name, reason }) => `${name}: ${reason}`)
  if (bad.length > NAMED_FILES) lines.push(`… and ${grouped(bad.length - NAMED_FILES)} more`)
  const what = counted(bad.length, 'file')
  return new GanymedeError('DATA_UNREADABLE', `${what} of ${grouped(total)} in ${path} cannot be read`, {
    lines,
    remedy: `Mend or remove them, or go on without them with --skip-bad. All problems: ganymede data check ${words}`,
  })
}

/** A path as a shell takes it for one word. */
export function shellWord(path: string): string {
  return /\s/.test(path) ? JSON.stringify(path) : path
}

/** `DATA_UNREADABLE` for one file of a fixed format, with what was expected and what was found. */
export function formatError(
  path: string,
  problem: string,
  lines: readonly string[] = [],
  remedy?: string,
): GanymedeError {
  return new GanymedeError('DATA_UNREADABLE', `${path}: ${problem}`, {
    lines,
    remedy: remedy ?? 'Get the file again from where it came: it is damaged or of another format.',
  })
}

/** The message of whatever was thrown, in one line, without the library's own prefixes. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const line = message.split('\n').find((part) => part.trim() !== '') ?? 'unknown error'
  return line.replace(/^(Vips\w+|vips\w+|Input (file|buffer|Buffer))(: | )?/, '').trim()
}
