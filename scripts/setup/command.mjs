// @ts-check
/** Options of `npm run setup`, and the set-up that `npm start`, `npm test` and others do before their own work. */
import { createContext } from './context.mjs'
import { formatError, SetupError } from './errors.mjs'
import { Reporter } from './report.mjs'
import { describe, parts, setUp } from './set-up.mjs'

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

Environment:
  LIBTORCH        folder of libtorch: of an unpacked archive, or the folder torch of a Python installation
  GANYMEDE_CACHE  where a fetched libtorch is kept (default: ganymede in the user's cache folder)
  CXX             the C++20 compiler to use

libtorch is taken from LIBTORCH, else from the Python in use, else from the cache, else it is fetched.`

/**
 * @typedef {object} SetupOptions
 * @property {import('./set-up.mjs').Part | undefined} only
 * @property {boolean} force
 * @property {boolean} sanitize
 * @property {boolean} quiet
 * @property {boolean} verbose
 * @property {boolean} help
 */

/**
 * @param {readonly string[]} argv
 * @returns {SetupOptions}
 * @throws SetupError `SETUP_OPTION_UNKNOWN`
 */
export function parseSetupOptions(argv) {
  /** @type {SetupOptions} */
  const options = { only: undefined, force: false, sanitize: false, quiet: false, verbose: false, help: false }
  const rest = argv.flatMap((word) => (word.startsWith('--only=') ? ['--only', word.slice('--only='.length)] : [word]))
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--only') {
      const value = rest.shift()
      const part = parts.find((name) => name === value)
      if (part === undefined) {
        throw new SetupError('SETUP_OPTION_UNKNOWN', `--only ${value ?? ''} is none of ${parts.join(', ')}`)
      }
      options.only = part
    } else if (word === '--force' || word === '--sanitize' || word === '--quiet' || word === '--verbose') {
      options[/** @type {'force' | 'sanitize' | 'quiet' | 'verbose'} */ (word.slice(2))] = true
    } else if (word === '--help' || word === '-h') {
      options.help = true
    } else {
      throw new SetupError('SETUP_OPTION_UNKNOWN', `set-up has no option ${word}`)
    }
  }
  return options
}

/**
 * @param {readonly string[]} argv
 * @returns {Promise<number>} exit code
 */
export async function runSetupCommand(argv) {
  let verbose = argv.includes('--verbose')
  try {
    const options = parseSetupOptions(argv)
    verbose = options.verbose
    if (options.help) {
      console.log(help)
      return 0
    }
    const report = new Reporter(options)
    const context = createContext({ report, force: options.force, sanitize: options.sanitize })
    const { changed, libtorch } = await setUp(context, report, options.only === undefined ? {} : { only: options.only })
    if (!changed && !options.quiet) {
      report.note('Everything is up to date.')
      if (libtorch !== null) report.note(`libtorch ${describe(libtorch)}`)
    }
    return 0
  } catch (error) {
    return failWith(error, verbose)
  }
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

/**
 * Prints an error in the common form.
 *
 * @param {unknown} error
 * @param {boolean} verbose
 * @returns {number} exit code
 */
export function failWith(error, verbose) {
  console.error(`\n${formatError(error, { verbose })}`)
  return error instanceof SetupError ? error.exitCode : 1
}
