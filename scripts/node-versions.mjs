#!/usr/bin/env node
// @ts-check
/**
 * Runs the tests of the engine, and one journey (train, go on, sample) through the real command line, on the oldest
 * Node.js that is supported and on the newest: `node scripts/node-versions.mjs`. Both come from npm, by pinned version,
 * into `build/`; they are no dependencies of anything. `node scripts/node-versions.mjs packages/torch` runs other tests.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildFolder, createContext } from '../packages/torch/setup/context.mjs'
import { SetupError } from '../packages/torch/setup/errors.mjs'
import { oldestNode } from '../packages/torch/setup/node-version.mjs'
import { Reporter } from '../packages/torch/setup/report.mjs'
import { runCommand } from '../packages/torch/setup/run-command.mjs'
import { explainNpmFailure, findNpm } from './setup/install-packages.mjs'

const newestNode = '26.12.1'
const engine = ['packages/torch/test']
const journey = ['test/cli/train-and-sample.test.ts', '-t', 'trains, goes on, makes pictures and lists what there is']

const { failWith } = await import('../packages/torch/setup/command.mjs')
const context = createContext({ report: new Reporter() })
try {
  const given = process.argv.slice(2)
  for (const version of [oldestNode, newestNode]) {
    const node = await fetchNode(version)
    for (const tests of given.length > 0 ? [given] : [engine, journey]) runTests(node, version, tests)
  }
} catch (error) {
  process.exitCode = failWith(error, false)
}

/**
 * @param {string} version
 * @returns {Promise<string>} path of the program
 */
async function fetchNode(version) {
  const { platform, arch, env } = context
  if (platform !== 'linux' || (arch !== 'x64' && arch !== 'arm64')) {
    throw new SetupError('PLATFORM_UNSUPPORTED', `npm has no Node.js of a chosen version for ${platform} on ${arch}`, {
      remedy: 'Run these tests on Linux on x86-64 or arm64.',
    })
  }
  const name = `node-linux-${arch}`
  const folder = join(buildFolder(context), 'node', version)
  const program = join(folder, 'node_modules', name, 'bin', 'node')
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true })
    const npm = findNpm({ env })
    const args = [...npm.args, 'install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error']
    const result = await runCommand(npm.command, [...args, `${name}@${version}`], { cwd: folder, env })
    if (result.code !== 0) throw explainNpmFailure(result)
  }
  const { stdout } = await runCommand(program, ['--version'], { env, timeoutMs: 20_000 })
  if (stdout.trim() === `v${version}`) return program
  throw new SetupError('PACKAGES_FAILED', `${name}@${version} does not run`, { lines: [program, stdout.trim()] })
}

/**
 * @param {string} node
 * @param {string} version
 * @param {readonly string[]} tests
 */
function runTests(node, version, tests) {
  console.log(`\n── Node.js ${version}: ${tests[0]}`)
  const vitest = join(context.root, 'node_modules', 'vitest', 'vitest.mjs')
  // Without CI, which would write a report over that of the whole suite.
  const { CI: _, ...env } = context.env
  const { status } = spawnSync(node, [vitest, 'run', ...tests], { cwd: context.root, env, stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
