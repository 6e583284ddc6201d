#!/usr/bin/env node
// @ts-check
/**
 * `npm test`: sets the clone up, then runs the tests. `--e2e` runs the journeys of `test/` alone; everything else goes to
 * vitest: `npm test -- packages/torch`, `npm test -- -t "closes scopes"`. `--sanitized` runs them on the addon that
 * `npm run build -- --sanitize` makes, and makes it where the sources have changed.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { refuseOldNode } from '../packages/torch/setup/node-version.mjs'

refuseOldNode()
const { ensureSetUp } = await import('./setup/command.mjs')
const { failWith } = await import('../packages/torch/setup/command.mjs')
const words = process.argv.slice(2)
const sanitize = words.includes('--sanitized')
await ensureSetUp({ sanitize })

const root = fileURLToPath(new URL('..', import.meta.url))
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
const args = words.flatMap((word) => (word === '--e2e' ? ['--project', 'e2e'] : word === '--sanitized' ? [] : [word]))
let env = process.env
if (sanitize) {
  try {
    const { sanitizedAddon } = await import('../packages/torch/setup/sanitizers.mjs')
    env = { ...env, ...sanitizedAddon(root) }
  } catch (error) {
    process.exit(failWith(error, false))
  }
}

const child = spawn(process.execPath, [vitest, 'run', ...args], { cwd: root, env, stdio: 'inherit' })
// The terminal sends Ctrl-C to both; vitest ends its workers, and this process waits for it.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code, signal) => {
  process.exitCode = signal === null ? (code ?? 1) : 130
})
