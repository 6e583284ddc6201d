#!/usr/bin/env node
// @ts-check
/**
 * `npm run check:operators`: records the operator calls of PyTorch's own operator and module tests with the first Python
 * that has torch and numpy, and replays them through the engine. `npm run check:operators -- FILE` replays a recording.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findPythons } from '../packages/torch/setup/find-python.mjs'
import { refuseOldNode } from '../packages/torch/setup/node-version.mjs'

refuseOldNode()
const { ensureSetUp } = await import('./setup/command.mjs')
await ensureSetUp()

const root = fileURLToPath(new URL('..', import.meta.url))
const given = process.argv[2]
const recording = given === undefined ? record() : resolve(given)
if (recording !== null) {
  run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'packages/torch/test/parity/operators.test.ts'], {
    OPERATOR_RECORDING: recording,
  })
}

/** @returns {string | null} the new recording, or null when there is none */
function record() {
  const python = findPythons({ env: process.env }).find(
    ({ path }) => spawnSync(path, ['-c', 'import torch, numpy'], { stdio: 'ignore' }).status === 0,
  )
  if (python === undefined) {
    console.error('check:operators: no Python on the PATH has torch and numpy; install them, or give a recording')
    process.exitCode = 1
    return null
  }
  const out = join(root, 'build', 'operators.jsonl.gz')
  mkdirSync(join(root, 'build'), { recursive: true })
  console.log(`Recording with ${python.path}: this takes minutes.`)
  return run(python.path, ['packages/torch/test/parity/record-operators.py', out, '--progress'], {}) ? out : null
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} env
 */
function run(command, args, env) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  if (status !== 0) process.exitCode = 1
  return status === 0
}
