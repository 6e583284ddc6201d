/** One hash that tells whether a data set is the one that a run was started with. */

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
