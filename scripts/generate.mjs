#!/usr/bin/env node
// @ts-check
/**
 * `npm run generate`: writes everything that is derived from something else and committed: operators from libtorch's
 * schemas, help texts and option tables from the commands, error pages from the catalogues.
 * `--check` writes nothing and fails when a committed file is stale; `--docs` does the documents alone.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { refuseOldNode } from '../packages/torch/setup/node-version.mjs'

refuseOldNode()
const { ensureSetUp } = await import('./setup/command.mjs')
const { failWith } = await import('../packages/torch/setup/command.mjs')
const { SetupError } = await import('../packages/torch/setup/errors.mjs')
const { pinnedVersion } = await import('../packages/torch/setup/libtorch-versions.mjs')
const { listFiles, readJson } = await import('../packages/torch/setup/stamp.mjs')

const root = fileURLToPath(new URL('..', import.meta.url))
const generators = [
  { name: 'operators', script: 'generate-ops.mjs', docs: false },
  { name: 'documents', script: 'generate-docs.mjs', docs: true },
]

try {
  const options = parse(process.argv.slice(2))
  await ensureSetUp()
  process.exitCode = options.check ? check(options) : generate(options)
} catch (error) {
  process.exitCode = failWith(error, false)
}

/** @param {readonly string[]} argv */
function parse(argv) {
  for (const word of argv) {
    if (word === '--check' || word === '--docs') continue
    throw new SetupError('SETUP_OPTION_UNKNOWN', `generate has no option ${word}`, {
      remedy: 'Run: npm run generate, npm run generate -- --check, or npm run docs',
    })
  }
  return { check: argv.includes('--check'), docs: argv.includes('--docs') }
}

/** @param {{ docs: boolean, check: boolean }} options */
function generate({ docs, check }) {
  let code = 0
  for (const generator of generators) {
    if (docs && !generator.docs) continue
    if (check && !generator.docs && skipsOperators()) continue
    const { status } = spawnSync(process.execPath, [join(root, 'scripts', generator.script)], {
      cwd: root,
      stdio: 'inherit',
    })
    if (status !== 0) {
      console.error(`✖ ${generator.script} failed`)
      code = 1
    }
  }
  return code
}

/** Another libtorch has other schemas: what is committed belongs to the pinned one. */
function skipsOperators() {
  const version = readJson(join(root, 'build', 'current.json'))?.libtorch?.version
  if (version === pinnedVersion) return false
  console.error(`operators not compared: they belong to libtorch ${pinnedVersion}, here is ${version}`)
  return true
}

/** @param {{ docs: boolean, check: boolean }} options */
function check(options) {
  const before = snapshot()
  let code = 1
  try {
    code = generate(options)
  } finally {
    const after = snapshot()
    const stale = [...new Set([...before.keys(), ...after.keys()])].filter(
      (path) => before.get(path) !== after.get(path),
    )
    for (const path of stale) {
      console.error(`✖ stale  ${relative(root, path)}`)
      const committed = before.get(path)
      if (committed === undefined) rmSync(path, { force: true })
      else writeFileSync(path, committed)
    }
    if (stale.length > 0) {
      console.error('  Run: npm run generate')
      code = 1
    }
  }
  if (code === 0) console.log('Everything generated is up to date.')
  return code
}

/** Content of every file that a generator may write. */
function snapshot() {
  const files = [
    ...listFiles(join(root, 'docs'), () => true),
    ...['packages', 'examples'].flatMap((folder) => sourceFiles(join(root, folder))),
  ]
  return new Map(files.filter((path) => existsSync(path)).map((path) => [path, readFileSync(path, 'utf8')]))
}

/** @param {string} folder */
function sourceFiles(folder) {
  return listFiles(folder, (name) => /\.generated\.(d\.)?ts$|^README\.md$/.test(name)).filter(
    (path) => !/[\\/](node_modules|dist)[\\/]/.test(path),
  )
}
