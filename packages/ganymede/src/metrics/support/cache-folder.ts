/** Where things lie that are computed once and used by many evaluations: classifiers, features of real images. */
import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'

/**
 * The folder of Ganymede's cache: `GANYMEDE_CACHE`, else `ganymede` in `XDG_CACHE_HOME`, else `~/.cache/ganymede`. Set-up
 * puts libtorch there too. Everything in it can be deleted at any time.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.GANYMEDE_CACHE) return resolve(env.GANYMEDE_CACHE)
  // The standard has relative paths ignored: there would be a cache in every folder that one starts from.
  if (env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME)) return join(env.XDG_CACHE_HOME, 'ganymede')
  return join(env.HOME || homedir(), '.cache', 'ganymede')
}

/** A file in a folder of the cache, which is made; null when it cannot be made, as on a disk that is read-only. */
export function cacheFile(cache: string, folder: string, name: string): string | null {
  const place = join(cache, folder)
  try {
    // For its user alone: set-up keeps here what programs load.
    mkdirSync(place, { recursive: true, mode: 0o700 })
    return join(place, name)
  } catch {
    return null
  }
}
