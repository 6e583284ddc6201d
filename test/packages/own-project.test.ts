/**
 * The packages as npm would hand them out: packed, installed into an empty project, set up there, trained with there.
 * What they depend on comes from npm's cache where it has it, else from its registry; without both there is nothing to see.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readBuildRecord } from '@ganymede/torch'
import { expect, it, type TestContext } from 'vitest'
import { repositoryRoot } from '../../packages/torch/setup/context.mjs'
import { explainNpmFailure, findNpm } from '../../scripts/setup/install-packages.mjs'
import { glyphs, temporaryFolder, tiny } from '../cli/ganymede.js'
import { patience } from '../setup/patience.js'
import { skipWhenSanitized } from '../setup/sanitized.js'

const npm = findNpm({ env: process.env })

/** Runs npm as in a shell of its own: nothing of the npm that runs these tests is inherited. */
function runNpm(words: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|GANYMEDE_|LIBTORCH|INIT_CWD|CI$)/.test(name),
  )
  const { status, stdout, stderr } = spawnSync(npm.command, [...npm.args, ...words], {
    cwd,
    env: { ...Object.fromEntries(inherited), LANG: 'C.UTF-8', NO_COLOR: '1', ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { code: status ?? 1, stdout, stderr, output: `${stdout}${stderr}` }
}

/** Packs both packages and installs them into an empty project; leaves the test out where npm can get nothing. */
function installPacked(context: TestContext, home: string): string {
  const packed = runNpm(
    ['pack', '--workspace', 'packages/torch', '--workspace', 'packages/ganymede', '--pack-destination', home],
    repositoryRoot,
  )
  expect(packed.code, packed.output).toBe(0)
  const archives = readdirSync(home).filter((name) => name.endsWith('.tgz'))
  expect(archives.sort()).toEqual(['ganymede-toolkit-0.1.0.tgz', 'ganymede-torch-0.1.0.tgz'])

  const project = path.join(home, 'my project')
  mkdirSync(project)
  writeFileSync(path.join(project, 'package.json'), '{ "private": true, "type": "module" }\n')
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  const installed = runNpm(['install', ...quiet, ...archives.map((name) => `../${name}`)], project)
  if (installed.code === 0) return project
  const failure = explainNpmFailure(installed)
  if (failure.message !== 'npm could not reach its registry') throw failure
  process.stderr.write(`skipped: ${context.task.file.name}: ${failure.message}, and its cache lacks what is needed\n`)
  return context.skip(failure.message)
}

it(
  'sets up, trains and makes pictures in a project of its own',
  (context) => {
    skipWhenSanitized(context, 'the addon that is compiled here has no sanitizers')
    const home = temporaryFolder()
    const project = installPacked(context, home)
    const record = readBuildRecord() ?? expect.fail('the clone has no addon')
    // The libtorch of the clone: fetching one is a test of its own.
    const environment = { GANYMEDE_CACHE: path.join(home, 'cache'), LIBTORCH: record.libtorch.root }
    const ganymede = (...words: string[]) => runNpm(['exec', '--', 'ganymede', ...words], project, environment)
    const train = () => ganymede('train', 'dcgan', glyphs, ...tiny, '--steps', '2', '--seed', '1')

    const early = train()
    expect(early.code, early.output).toBe(3)
    expect(early.stderr).toContain('✖ NATIVE_MISSING')
    expect(early.stderr).toContain('Run: npx ganymede setup ')
    expect(readdirSync(project).sort()).toEqual(['node_modules', 'package-lock.json', 'package.json'])

    const first = ganymede('setup')
    expect(first.code, first.output).toBe(0)
    expect(first.stderr).toMatch(/✔ addon +2 of 2 units compiled/)
    expect(ganymede('setup').stderr).toContain('Everything is up to date.')
    // As npm leaves the package when it installs it again, or in another project.
    rmSync(path.join(project, 'node_modules', '@ganymede', 'torch', 'build'), { recursive: true })
    expect(ganymede('setup').stderr).toMatch(/✔ addon +up to date/)

    const trained = train()
    expect(trained.code, trained.output).toBe(0)
    const drawn = ganymede('sample', 'latest', '--seeds', '1-4', '--out', 'pictures')
    expect(drawn.code, drawn.output).toBe(0)
    const run = path.join(project, 'runs', readdirSync(path.join(project, 'runs'))[0] ?? '')
    expect(JSON.parse(readFileSync(path.join(run, 'run.json'), 'utf8'))).toMatchObject({ status: 'finished' })

    // What the README shows of the library.
    writeFileSync(
      path.join(project, 'main.mjs'),
      `import { loadModel } from '@ganymede/toolkit'
const model = loadModel('latest')
console.log(model.sample({ seeds: [1, 2, 3] }).length)
`,
    )
    const program = runNpm(['exec', '--', 'node', 'main.mjs'], project, environment)
    expect(program.output.trim()).toBe('3')
  },
  patience(600_000),
)
