/**
 * Random numbers of tests: libtorch's default generator begins every test at one seed. By itself it begins at another one
 * in each process, and a test that draws without a seed then fails once in a hundred runs.
 */
import { loadedAddon } from './loaded-addon.js'

const seed = 20_240_229

/** Seeds the default generator, where the engine is loaded. */
export function seedRandomNumbers(): void {
  loadedAddon()?.manualSeed(seed)
}

/** Seeds it also where a test is the first of its process that loads the engine. */
export function seedRandomNumbersAtLoad(): void {
  const { dlopen } = process
  process.dlopen = (...args: unknown[]) => {
    const isLoaded = loadedAddon() !== null
    Reflect.apply(dlopen, process, args)
    if (!isLoaded) seedRandomNumbers()
  }
}
