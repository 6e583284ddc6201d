/** The addon of the engine as the tests' set-up sees it: what the process has loaded, never loaded by the set-up itself. */
import { createRequire } from 'node:module'

interface Addon {
  liveTensors(): number[]
  info(tensor: number, out: Float64Array): void
  manualSeed(seed: number): void
}

/** The addon that sources and built packages share; null where no test has touched a tensor yet. */
export function loadedAddon(): Addon | null {
  const { cache } = createRequire(import.meta.url)
  const path = Object.keys(cache).find(
    (name) => name.endsWith('.node') && 'liveTensors' in (cache[name]?.exports ?? {}),
  )
  return path === undefined ? null : (cache[path]?.exports as Addon)
}
