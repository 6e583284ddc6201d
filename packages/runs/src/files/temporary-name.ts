/** Names of files while they are written. */
import { randomInt } from 'node:crypto'
import { basename, dirname, join } from 'node:path'

/**
 * Where something is written before it gets its name: `<start of the name>.<kind>-<number>` in the same folder. Short, because
 * the name itself may be as long as file systems allow; drawn, because names that begin alike are written by several at once.
 */
export function temporaryBeside(path: string, kind: 'tmp' | 'partial'): string {
  // 32 characters have at most 128 bytes of the 255 that there may be.
  const start = [...basename(path)].slice(0, 32).join('')
  return join(dirname(path), `${start}.${kind}-${randomInt(2 ** 47)}`)
}
