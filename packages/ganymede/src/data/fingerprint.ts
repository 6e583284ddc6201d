/**
 * What tells whether a data set is the one that a run was started with, without reading all of it: a start must not take
 * hours. IDX and CIFAR-10 files, which are read whole anyway, are covered byte for byte, entries of a zip file by the
 * checksums in its directory, and files in folders by name, length and their first and last 8 KiB. A change further inside is
 * seen by the time of the file; where times differ, `content-digest.ts` looks further into files.
 */

import { createHash } from 'node:crypto'

/**
 * SHA-256 over the parts of a data set in order; each part is preceded by its length, so that no two lists collide.
 *
 * @param parts  names with the identity of their content, or the content itself
 * @returns 64 hexadecimal digits
 */
export function fingerprintOf(parts: Iterable<string | Uint8Array>): string {
  const hash = createHash('sha256')
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    hash.update(`${bytes.length}:`).update(bytes)
  }
  return hash.digest('hex')
}

/** Bytes at the beginning, and as many at the end, of a file in a folder that the fingerprint covers. */
export const sampledBytes = 8192

/** Files of up to this size are covered as a whole. */
export const fingerprintedBytes = 2 * sampledBytes

/** When the files of a data set were changed. */
export interface FileTimes {
  /** Hash of all names and times. */
  readonly fingerprint: string
  /** The file that was changed last. */
  readonly newest: { readonly name: string; readonly changed: string }
}

/** The times of files in folders; undefined for data whose files have none. */
export function fileTimesOf(
  files: readonly { readonly name: string; readonly changedMs?: number | undefined }[],
): FileTimes | undefined {
  const dated = files.flatMap(({ name, changedMs }) => (changedMs === undefined ? [] : [{ name, changedMs }]))
  const [first, ...others] = dated
  if (first === undefined) return undefined
  const newest = others.reduce((last, file) => (file.changedMs > last.changedMs ? file : last), first)
  return {
    fingerprint: fingerprintOf(dated.map(({ name, changedMs }) => `${name}\0${changedMs}`)),
    newest: { name: newest.name, changed: new Date(newest.changedMs).toISOString() },
  }
}
