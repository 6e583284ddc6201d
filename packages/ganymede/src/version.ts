/** Name of the toolkit, and its version, from its package.json. */
import { readFileSync } from 'node:fs'

/** What pictures say about the program that wrote them. */
export const toolkitName = 'Ganymede'

let version: string | null = null

export function toolkitVersion(): string {
  if (version === null) {
    const file = new URL('../package.json', import.meta.url)
    version = (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
  }
  return version
}
