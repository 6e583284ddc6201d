// @ts-check
/** Options of `npm run setup`, and the set-up that `npm start`, `npm test` and others do before their own work. */
import { environmentHelp, failWith, runSetup } from '../../packages/torch/setup/command.mjs'
import { createContext } from '../../packages/torch/setup/context.mjs'
import { Reporter } from '../../packages/torch/setup/report.mjs'
import { parts, setUp } from './set-up.mjs'

const help = `Brings a clone of Ganymede into working order: npm packages, libtorch, the native addon, the TypeScript build.
Does only what is missing; with nothing to do it takes a fraction of a second.

Usage: npm run setup -- [options]

Examples:
  npm run setup
  LIBTORCH=~/libtorch npm run setup          build against this libtorch
  npm run setup -- --only native --verbose   show the compiler's command lines
  npm run build -- --sanitize                for: npm test -- --sanitized packages/torch

Options:
  --only <part>   do one part alone: ${parts.join(', ')}
  --force         do everything again, also what is up to date
  --sanitize      build the addon with address and undefined-behaviour sanitizers, into build/sanitized
  --quiet         print errors only
  --verbose       print commands, times and stack traces
  -h, --help      print this

${environmentHelp}`

/** What the command line of the clone's set-up knows. */
export const cloneSetup = { parts, canSanitize: true, helpCommand: 'npm run setup -- --help' }

/**
 * @param {readonly string[]} argv
 * @returns {Promise<number>} exit code
 */
export function runSetupCommand(argv) {
  return runSetup(argv, {
    ...cloneSetup,
    help: () => help,
    run: (report, { only, force, sanitize }) =>
      setUp(createContext({ report, force, sanitize }), report, only === undefined ? {} : { only }),
  })
}

/**
 * Set-up before another script's work: prints nothing when there is nothing to do, and ends the process when it fails.
 *
 * @param {object} [options]
 * @param {boolean} [options.sanitize]  with the sanitized addon in place of the normal one
 * @returns {Promise<void>}
 */
export async function ensureSetUp({ sanitize = false } = {}) {
  try {
    const report = new Reporter()
    await setUp(createContext({ report, sanitize }), report)
  } catch (error) {
    process.exit(failWith(error, process.argv.includes('--verbose')))
  }
}
