// @ts-check
/**
 * Where this package stands, in a clone of the repository or installed in somebody's project, and with it how its set-up is
 * started and where it writes. Set-up and the loader of the addon ask the same functions.
 */
import { existsSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** This package, `@ganymede/torch`. */
export const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * The clone that holds the package, also where a project links to it; null where it was installed.
 *
 * @param {string} [torch]  folder of the package
 * @returns {string | null}
 */
export function cloneRoot(torch = packageRoot) {
  const root = resolve(torch, '..', '..')
  return basename(dirname(torch)) === 'packages' && existsSync(join(root, 'scripts', 'setup.mjs')) ? root : null
}

/**
 * The folder with `current.json`, which names the addon in use: of the clone, or inside the installed package.
 *
 * @param {string} [torch]
 * @returns {string}
 */
export function recordFolder(torch = packageRoot) {
  return join(cloneRoot(torch) ?? torch, 'build')
}

/**
 * The command that sets this copy up, as a person types it in the folder where they are.
 *
 * @param {string} [torch]
 * @param {string} [cwd]
 * @returns {string}
 */
export function setupCommand(torch = packageRoot, cwd = process.cwd()) {
  const clone = cloneRoot(torch)
  if (clone !== null) {
    const isInside = !relative(clone, cwd).startsWith('..')
    return isInside ? 'npm run setup' : `npm run setup --prefix ${shellWord(clone)}`
  }
  // Without the toolkit beside it `npx ganymede` would fetch a package of somebody else.
  const hasToolkit = existsSync(join(torch, '..', 'toolkit', 'package.json'))
  return hasToolkit
    ? 'npx ganymede setup'
    : `node ${shellWord(join(relative(cwd, torch) || '.', 'setup', 'setup.mjs'))}`
}

/** @param {string} word */
function shellWord(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
