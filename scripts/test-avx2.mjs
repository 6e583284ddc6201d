#!/usr/bin/env node
// @ts-check
/**
 * Part of `.ci/run`: the tests that train, as a CPU without AVX-512 and bf16 units computes. What holds in both orders of
 * summation does not depend on the machine that it was written on.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { libtorchVersion } from '@ganymede/torch'
import { projectFiles } from './checks/project-files.mjs'
import { findTrainingTests } from './checks/training-tests.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { cpu } = libtorchVersion()

if (!cpu.startsWith('AVX512')) {
  console.log(`Nothing new to see: libtorch chose ${cpu} on this CPU, so all tests have run on no more than AVX2.`)
} else {
  const paths = projectFiles(root).filter((path) => /^(packages\/[^/]+\/(src|test)|test)\/.*\.ts$/.test(path))
  const files = findTrainingTests(new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')])))
    // Compiles an addon, which takes a minute, and looks at no number.
    .filter((path) => path !== 'test/packages/own-project.test.ts')
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  // One thread each, and about 500 MB; two are the least that keeps two cores busy.
  const workers = Math.min(8, Math.max(2, availableParallelism()))
  // Not the reporter of .ci/run: its file holds the results of all tests.
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', '--reporter=default', `--maxWorkers=${workers}`, ...files],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ONEDNN_MAX_CPU_ISA: 'AVX2', ATEN_CPU_CAPABILITY: 'avx2' },
    },
  )
  process.exitCode = status ?? 1
}
