// @ts-check
/**
 * Finds the tests that train: what they compare went through thousands of roundings, which differ between CPUs. No list has
 * to be kept, because what a test imports tells.
 */
import { posix } from 'node:path'

/** Modules of `packages/ganymede/src` that make steps of training. */
const steps = [
  'metrics/classifier/classifier-features',
  'report/watched-training',
  'train/adversarial-step',
  'train/train',
  'train/trainer',
].map((name) => `packages/ganymede/src/${name}.js`)

// Types are gone when a test runs, so that what is imported for its types alone does not count.
const imported = /^(?:import|export)\s(?!type\b)[^'"]*?from\s'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm

/**
 * @param {ReadonlyMap<string, string>} sources  text of all TypeScript files of the tests, by path from the root
 * @returns {string[]} test files that import one of {@link steps}, themselves or through another file of the tests
 */
export function findTrainingTests(sources) {
  const imports = new Map(
    [...sources].map(([path, text]) => {
      const names = [...text.matchAll(imported)].map((match) => match[1] ?? match[2] ?? '')
      return [path, names.map((name) => posix.join(posix.dirname(path), name))]
    }),
  )
  /** @type {Set<string>} */
  const training = new Set(steps)
  for (let before = -1; before !== training.size; ) {
    before = training.size
    for (const [path, names] of imports) {
      if (names.some((name) => training.has(name))) training.add(path.replace(/\.ts$/, '.js'))
    }
  }
  return [...sources.keys()]
    .filter((path) => path.endsWith('.test.ts') && training.has(path.replace(/\.ts$/, '.js')))
    .sort()
}
