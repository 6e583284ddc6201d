// @ts-check
/**
 * Finds the tests that train: what they compare went through thousands of roundings, which differ between CPUs. No list has
 * to be kept, because what a test imports tells, and what it types on the command line.
 */
import { posix } from 'node:path'

/** What changes weights. */
const optimizer = 'packages/ganymede/src/nn/optim/optimizer.js'

/** The command line needs every module, for whatever command: its tests train where they say so. */
const commandLine = /^packages\/ganymede\/src\/(?:cli\/|(?:cli|index)\.ts$)/

// Types are gone when a test runs, so that what is imported for its types alone does not count.
const imported = /^(?:import|export)\s(?!type\b)[^'"]*?from\s'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm

// Whoever trains and goes on with what came of it uses its numbers. The others look at messages and exit codes, also those
// that ask for a thousand steps and more, in order to be stopped.
const commands = [
  /['"`]train[ '"`]/,
  /--steps['"`]?[\s,]+(?![\s,]|['"`]?\d{4})/,
  /['"`](?:evaluate|interpolate|resume|sample|translate)[ '"`]/,
]

/**
 * @param {ReadonlyMap<string, string>} sources  text of the TypeScript files of sources and tests, by path from the root
 * @returns {string[]} test files that come to the optimizer through their imports, or start `train` and go on from there
 */
export function findTrainingTests(sources) {
  const imports = new Map(
    [...sources]
      .filter(([path]) => !commandLine.test(path))
      .map(([path, text]) => {
        const names = [...text.matchAll(imported)].map((match) => match[1] ?? match[2] ?? '')
        return [path, names.map((name) => posix.join(posix.dirname(path), name))]
      }),
  )
  /** @type {Set<string>} */
  const training = new Set([optimizer])
  for (let before = -1; before !== training.size; ) {
    before = training.size
    for (const [path, names] of imports) {
      if (names.some((name) => training.has(name))) training.add(path.replace(/\.ts$/, '.js'))
    }
  }
  return [...sources]
    .filter(([path]) => path.endsWith('.test.ts'))
    .filter(
      ([path, text]) => training.has(path.replace(/\.ts$/, '.js')) || commands.every((command) => command.test(text)),
    )
    .map(([path]) => path)
    .sort()
}
