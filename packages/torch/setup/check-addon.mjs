// @ts-check
/** Loads a fresh addon in a process of its own and explains why it cannot be loaded, where it cannot. */
import { installCommand } from './context.mjs'
import { SetupError } from './errors.mjs'
import { runCommand } from './run-command.mjs'
import { sanitizedEnvironment } from './sanitizers.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./inspect-libtorch.mjs').Libtorch} Libtorch */

const script = `
const addon = require(process.argv[1])
process.stdout.write(typeof addon.version === 'function' ? addon.version().config : '')
`

const gomp = { debian: 'libgomp1', fedora: 'libgomp', arch: 'gcc-libs', alpine: 'libgomp', suse: 'libgomp1' }

/**
 * @param {Context} context
 * @param {Libtorch} libtorch
 * @param {string} addon
 * @param {string} [sanitizer]  the library that this addon needs to be loaded first
 * @throws SetupError `ADDON_UNLOADABLE`
 */
export async function checkAddon(context, libtorch, addon, sanitizer) {
  const { NODE_OPTIONS: _, ...given } = context.env // Options such as --no-addons concern the user's program, not this check.
  const env = sanitizer === undefined ? given : { ...given, ...sanitizedEnvironment(sanitizer) }
  const result = await runCommand(process.execPath, ['-e', script, addon], { env, timeoutMs: 120_000 })
  if (result.code !== 0) throw explainLoadFailure(context, libtorch, addon, result.output)
  const loaded = /TORCH_VERSION=([\d.]+)/.exec(result.stdout)?.[1]
  if (loaded !== undefined && loaded !== libtorch.version) {
    throw new SetupError(
      'ADDON_UNLOADABLE',
      `the addon is for libtorch ${libtorch.version}, but ${loaded} was loaded`,
      {
        lines: [`expected under ${libtorch.root}/lib`],
        remedy: 'Remove the other libtorch from LD_LIBRARY_PATH and LD_PRELOAD, and run the command again.',
      },
    )
  }
}

/**
 * @param {Context} context
 * @param {Libtorch} libtorch
 * @param {string} addon
 * @param {string} output
 * @returns {SetupError}
 */
export function explainLoadFailure(context, libtorch, addon, output) {
  const words =
    output
      .split('\n')
      .find((line) => /^Error: /.test(line))
      ?.slice('Error: '.length) ?? output.trim()
  const lines = [words.slice(0, 300), `addon     ${addon}`, `libtorch  ${libtorch.fullVersion} in ${libtorch.root}`]
  const fail = (/** @type {string} */ message, /** @type {string | string[]} */ remedy) =>
    new SetupError('ADDON_UNLOADABLE', message, { lines, remedy })
  const library = /(lib[\w+-]+\.so[.\d]*): cannot open shared object file/.exec(output)?.[1]
  if (library?.startsWith('libgomp')) {
    return fail(`the OpenMP library ${library} is missing`, installCommand(context, gomp))
  }
  if (library !== undefined && /^lib(cu|nv|nccl)/.test(library)) {
    return fail(`the CUDA library ${library} is missing, which this build of libtorch needs`, [
      'Install torch with pip in one environment, which brings its CUDA libraries, and activate it;',
      'or use a CPU build of libtorch: unset LIBTORCH and deactivate the environment, and set-up fetches one.',
    ])
  }
  if (library !== undefined)
    return fail(`the library ${library} is missing`, `Install the package that holds ${library}.`)
  const symbol = /version [`'](GLIBC(?:XX)?_[\d.]+)' not found/.exec(output)?.[1]
  if (symbol !== undefined) {
    return fail(`this system is older than the one libtorch was built for (${symbol} is missing)`, [
      'Use a newer distribution (glibc 2.28 and GCC 9 are what libtorch 2.13 asks for), or an older libtorch.',
    ])
  }
  if (/undefined symbol/.test(output)) {
    return fail('libtorch lacks a function that the addon was compiled against', [
      'Headers and libraries in this libtorch folder do not fit each other: install it anew, or unset LIBTORCH.',
    ])
  }
  return fail('Node.js cannot load the addon', 'Run again with --verbose and report what it prints.')
}
