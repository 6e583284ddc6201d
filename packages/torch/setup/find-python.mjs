// @ts-check
/** Python interpreters of the user, and the torch that each would import, found without importing it. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findExecutable } from './context.mjs'
import { runCommand } from './run-command.mjs'

/** @typedef {import('./context.mjs').Context} Context */

/**
 * @typedef {object} PythonTorch
 * @property {string | null} root   folder of the package torch
 * @property {string[]} searched    folders that Python searches; their times of change tell when to ask again
 * @property {string | null} problem  why the interpreter could not answer
 */

// The empty entry would be the current folder, where a folder called torch need not be PyTorch.
const question = `
import importlib.util, json, sys
sys.path = [p for p in sys.path if p]
spec = importlib.util.find_spec('torch')
found = spec is not None and spec.origin is not None and spec.submodule_search_locations
print(json.dumps({'root': list(found)[0] if found else None, 'searched': sys.path}))
`

/**
 * The interpreter of the active environment first, then those on the PATH.
 *
 * @param {Pick<Context, 'env'>} context
 * @returns {{ name: string, path: string }[]}
 */
export function findPythons({ env }) {
  /** @type {{ name: string, path: string }[]} */
  const found = []
  const add = (/** @type {string} */ name, /** @type {string | null} */ path) => {
    if (path !== null && existsSync(path) && !found.some((python) => python.path === path)) found.push({ name, path })
  }
  if (env.VIRTUAL_ENV) add('VIRTUAL_ENV', join(env.VIRTUAL_ENV, 'bin', 'python'))
  if (env.CONDA_PREFIX) add('CONDA_PREFIX', join(env.CONDA_PREFIX, 'bin', 'python'))
  for (const name of ['python3', 'python']) add(name, findExecutable({ env }, name))
  return found
}

/**
 * @param {Pick<Context, 'env'>} context
 * @param {string} python
 * @returns {Promise<PythonTorch>}
 */
export async function askPythonForTorch({ env }, python) {
  const result = await runCommand(python, ['-c', question], {
    env,
    cwd: dirname(fileURLToPath(import.meta.url)),
    timeoutMs: 20_000,
  })
  try {
    const { root, searched } = JSON.parse(result.stdout)
    return { root, searched, problem: null }
  } catch {
    const words = result.output.trim().split('\n').at(-1) ?? ''
    return { root: null, searched: [], problem: words === '' ? `exit status ${result.code}` : words }
  }
}

/**
 * The first interpreter that has pip.
 *
 * @param {Pick<Context, 'env'>} context
 * @returns {Promise<{ python: string, version: string } | null>}
 */
export async function findPip({ env }) {
  for (const { path } of findPythons({ env })) {
    const result = await runCommand(path, ['-m', 'pip', '--version'], { env, timeoutMs: 60_000 })
    const version = /^pip (\S+)/.exec(result.stdout)?.[1]
    if (result.code === 0 && version !== undefined) return { python: path, version }
  }
  return null
}
