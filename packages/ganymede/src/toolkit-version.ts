/** Version of the toolkit, from its package.json. */
import { readFileSync } from 'node:fs'

let version: string | null = null

export function toolkitVersion(): string {
  if (version === null) {
    const file = new URL('../package.json', import.meta.url)
    version = (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
  }
  return version
}
