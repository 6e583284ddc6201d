#!/usr/bin/env node
// @ts-check
/**
 * `npm run bench`: sets the clone up, then runs the benchmarks of `benchmarks/` one after the other.
 * `npm run bench -- dcgan` runs the one of that name, `npm run bench -- dcgan --samples 3` with options of its own.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { refuseOldNode } from '../packages/torch/setup/node-version.mjs'

refuseOldNode()
const { ensureSetUp } = await import('./setup/command.mjs')
const { failWith } = await import('../packages/torch/setup/command.mjs')
const { SetupError } = await import('../packages/torch/setup/errors.mjs')
const root = fileURLToPath(new URL('..', import.meta.url))

try {
  const { names, rest } = splitArguments(process.argv.slice(2))
  const chosen = choose(names)
  await ensureSetUp()
  const busy = loadavg()[0] ?? 0
  if (busy > 0.5) console.error(`The machine is busy (load ${busy.toFixed(2)}): expect noise, trust the ratios only.`)
  for (const file of chosen) run(file, rest)
} catch (error) {
  process.exitCode = failWith(error, false)
}

/**
 * Names stand first; from the first option on everything belongs to the benchmark.
 *
 * @param {readonly string[]} argv
 */
function splitArguments(argv) {
  const end = argv.findIndex((word) => word.startsWith('-'))
  return end < 0 ? { names: argv, rest: [] } : { names: argv.slice(0, end), rest: argv.slice(end) }
}

/** @param {readonly string[]} names */
function choose(names) {
  const files = readdirSync(join(root, 'benchmarks')).filter((name) => /\.(mjs|ts)$/.test(name))
  const nameOf = (/** @type {string} */ file) => file.replace(/\.(mjs|ts)$/, '')
  for (const name of names) {
    if (files.some((file) => nameOf(file) === name)) continue
    throw new SetupError('SETUP_OPTION_UNKNOWN', `there is no benchmark "${name}"`, {
      lines: [`There are: ${files.map(nameOf).join(', ')}`],
      remedy: 'Run: npm run bench -- <name>',
    })
  }
  return names.length === 0 ? files : files.filter((file) => names.includes(nameOf(file)))
}

/**
 * @param {string} file
 * @param {readonly string[]} rest
 */
function run(file, rest) {
  console.log(`\n── ${file}`)
  // Node.js 20 does not read TypeScript; jiti does.
  const loader = file.endsWith('.ts') ? ['--import', 'jiti/register'] : []
  // V8's young generation at its full size from the start: its growth at some random step would look like a leak.
  const args = ['--expose-gc', '--min-semi-space-size=16', ...loader, join(root, 'benchmarks', file), ...rest]
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
