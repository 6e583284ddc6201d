// @ts-check
/** The command line of set-up: its options, what it prints at the end, and the command of an installed package. */
import { installedContext } from './context.mjs'
import { formatError, SetupError } from './errors.mjs'
import { setupCommand } from './place.mjs'
import { Reporter } from './report.mjs'
import { describe, engineParts, setUpEngine } from './set-up-engine.mjs'

/** @typedef {import('./inspect-libtorch.mjs').Libtorch} Libtorch */

/**
 * @template {string} Part
 * @typedef {object} SetupOptions
 * @property {Part | undefined} only
 * @property {boolean} force
 * @property {boolean} sanitize
 * @property {boolean} quiet
 * @property {boolean} verbose
 * @property {boolean} help
 */

/**
 * A set-up as its command line sees it.
 *
 * @template {string} Part
 * @typedef {object} Setup
 * @property {readonly Part[]} parts  what `--only` names
 * @property {boolean} canSanitize    knows `--sanitize`
 * @property {string} helpCommand     what prints the help
 * @property {() => string} help
 * @property {(report: Reporter, options: SetupOptions<Part>) => Promise<{ changed: boolean, libtorch: Libtorch | null }>} run
 */

/**
 * @template {string} Part
 * @param {readonly string[]} argv
 * @param {Pick<Setup<Part>, 'parts' | 'canSanitize' | 'helpCommand'>} setup
 * @returns {SetupOptions<Part>}
 * @throws SetupError `SETUP_OPTION_UNKNOWN`
 */
export function parseSetupOptions(argv, { parts, canSanitize, helpCommand }) {
  /** @type {SetupOptions<Part>} */
  const options = { only: undefined, force: false, sanitize: false, quiet: false, verbose: false, help: false }
  const unknown = (/** @type {string} */ message) =>
    new SetupError('SETUP_OPTION_UNKNOWN', message, { remedy: `Run: ${helpCommand}` })
  const rest = argv.flatMap((word) => (word.startsWith('--only=') ? ['--only', word.slice('--only='.length)] : [word]))
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--only') {
      const value = rest.shift()
      const part = parts.find((name) => name === value)
      if (part === undefined) throw unknown(`--only ${value ?? ''} is none of ${parts.join(', ')}`)
      options.only = part
    } else if (word === '--sanitize' && canSanitize) {
      options.sanitize = true
    } else if (word === '--force' || word === '--quiet' || word === '--verbose') {
      options[/** @type {'force' | 'quiet' | 'verbose'} */ (word.slice(2))] = true
    } else if (word === '--help' || word === '-h') {
      options.help = true
    } else {
      throw unknown(`set-up has no option ${word}`)
    }
  }
  return options
}

/**
 * @template {string} Part
 * @param {readonly string[]} argv
 * @param {Setup<Part>} setup
 * @returns {Promise<number>} exit code
 */
export async function runSetup(argv, setup) {
  let verbose = argv.includes('--verbose')
  try {
    const options = parseSetupOptions(argv, setup)
    verbose = options.verbose
    if (options.help) {
      console.log(setup.help())
      return 0
    }
    const report = new Reporter(options)
    const { changed, libtorch } = await setup.run(report, options)
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

/**
 * The set-up of an installed package.
 *
 * @param {readonly string[]} argv
 * @returns {Promise<number>} exit code
 */
export function runEngineSetup(argv) {
  const command = setupCommand()
  return runSetup(argv, {
    parts: engineParts,
    canSanitize: false,
    helpCommand: `${command} --help`,
    help: () => `Finds or fetches libtorch and builds the addon for it. Does only what is missing.

Usage: ${command} [options]

Options:
  --only <part>   do one part alone: ${engineParts.join(', ')}
  --force         do everything again, also what is up to date
  --quiet         print errors only
  --verbose       print commands, times and stack traces
  -h, --help      print this

${environmentHelp}`,
    run: (report, { only, force }) =>
      setUpEngine(installedContext({ report, force }), report, only === undefined ? {} : { only }),
  })
}

/** The part of the help that all set-ups share. */
export const environmentHelp = `Environment:
  LIBTORCH        folder of libtorch: of an unpacked archive, or the folder torch of a Python installation
  GANYMEDE_CACHE  where a fetched libtorch is kept, and the addons of installed packages
                  (default: ganymede in the user's cache folder)
  CXX             the C++20 compiler to use

libtorch is taken from LIBTORCH, else from the Python in use, else from the cache, else it is fetched.`
