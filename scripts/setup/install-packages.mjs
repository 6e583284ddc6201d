// @ts-check
/** npm packages: installs what the lock file names, and only when something else is there. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findExecutable } from '../../packages/torch/setup/context.mjs'
import { SetupError } from '../../packages/torch/setup/errors.mjs'
import { runCommand } from '../../packages/torch/setup/run-command.mjs'
import { readJson } from '../../packages/torch/setup/stamp.mjs'

/** @typedef {import('../../packages/torch/setup/context.mjs').Context} Context */

/**
 * Compares the lock file with the list that npm keeps of what it installed, so that packages added by hand with
 * `npm install` do not count as missing.
 *
 * @param {Pick<Context, 'root'>} context
 * @returns {string | null} why an installation is needed
 */
export function packagesMissing({ root }) {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages
  if (wanted === undefined) return null // Nothing is locked: nothing can be compared.
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages
  if (installed === undefined) return 'no packages are installed'
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue
    const found = installed[path]
    const there = existsSync(join(root, path))
    if (found === undefined || !there) {
      if (entry.optional || entry.peer || (entry.link === undefined && !path.includes('node_modules/'))) continue
      return `${path.slice(path.lastIndexOf('node_modules/') + 13)} is missing`
    }
    if (found.version !== entry.version || found.integrity !== entry.integrity) {
      return `${path.slice(path.lastIndexOf('node_modules/') + 13)} is not ${entry.version}`
    }
  }
  return null
}

/**
 * `npm ci`, with the development packages whatever NODE_ENV says.
 *
 * @param {Context} context
 * @returns {Promise<string>} what was done, for the report
 */
export async function installPackages({ root, env, report }) {
  const npm = findNpm({ env })
  const args = [...npm.args, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  report.detail(`${npm.command} ${args.join(' ')}`)
  const result = await runCommand(npm.command, args, {
    cwd: root,
    env: {
      ...env,
      ONNXRUNTIME_NODE_INSTALL: 'skip', // Its install script would look for GPU files on the network.
      npm_config_progress: 'false',
    },
  })
  if (result.code !== 0) throw explainNpmFailure(result)
  const count = Object.keys(readJson(join(root, 'node_modules', '.package-lock.json'))?.packages ?? {}).length
  return `${count} packages installed`
}

/**
 * npm as the user runs it: the one that started this script, or the one on the PATH, or the one that came with Node.js.
 *
 * @param {Pick<Context, 'env'>} context
 * @returns {{ command: string, args: string[] }}
 */
export function findNpm({ env }) {
  const running = env.npm_execpath
  if (running?.endsWith('npm-cli.js') && existsSync(running)) return { command: process.execPath, args: [running] }
  const onPath = findExecutable({ env }, 'npm')
  if (onPath !== null) return { command: onPath, args: [] }
  const bundled = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js')
  if (existsSync(bundled)) return { command: process.execPath, args: [bundled] }
  throw new SetupError('PACKAGES_FAILED', 'npm was not found', {
    lines: ['Looked in: npm_execpath (not set), PATH (no npm), the folder of this Node.js (none)'],
    remedy: 'Install npm, which comes with Node.js, and run the command again.',
  })
}

/**
 * npm's own words are kept, its advice on log files is not.
 *
 * @param {{ code: number, output: string }} result
 * @returns {SetupError}
 */
export function explainNpmFailure({ code, output }) {
  const words = output
    .split('\n')
    .map((line) => line.replace(/^npm (?:error|ERR!) ?/, '').trimEnd())
    .filter((line) => line.trim() !== '' && !/complete log of this run|_logs\/|^npm warn/i.test(line))
    .filter((line) => !/^\s*(at .*:\d+:\d+|[{}]|\w+: .*[,{]$)/.test(line)) // stack and fields of npm's own error
  const lines = [...words.slice(0, 8), ...(words.length > 8 ? [`… and ${words.length - 8} more lines`] : [])]
  const says = (/** @type {RegExp} */ pattern) => pattern.test(output)
  if (says(/ENOSPC/)) {
    return new SetupError('DISK_FULL', 'the disk filled up while npm installed the packages', { lines })
  }
  if (
    says(/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network|ENOTCACHED/i)
  ) {
    return new SetupError('PACKAGES_FAILED', 'npm could not reach its registry', {
      lines,
      remedy: 'Check the network and the proxy settings of npm (npm config get proxy), then run the command again.',
    })
  }
  if (says(/EUSAGE|can only install packages when your package\.json and package-lock/i)) {
    return new SetupError('PACKAGES_FAILED', 'package.json and package-lock.json do not fit each other', {
      lines,
      remedy: 'Run: npm install',
    })
  }
  if (says(/EACCES|EPERM/)) {
    return new SetupError('PACKAGES_FAILED', 'npm may not write in this folder or in its cache', {
      lines,
      remedy: 'Check who owns node_modules and the folder that "npm config get cache" names.',
    })
  }
  if (says(/EINTEGRITY/)) {
    return new SetupError('PACKAGES_FAILED', 'a downloaded package is not the one in package-lock.json', {
      lines,
      remedy: 'Run: npm cache clean --force',
    })
  }
  return new SetupError('PACKAGES_FAILED', `npm ci failed with exit status ${code}`, { lines })
}
