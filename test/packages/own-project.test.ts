/**
 * The packages as npm would hand them out: packed, installed into an empty project, set up there, trained with there.
 * What they depend on comes from npm's cache where it has it, else from its registry; without both there is nothing to see.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readBuildRecord } from '@ganymede/torch'
import sharp from 'sharp'
import { expect, it, type TestContext } from 'vitest'
import { repositoryRoot } from '../../packages/torch/setup/context.mjs'
import { runCommand } from '../../packages/torch/setup/run-command.mjs'
import { explainNpmFailure, findNpm } from '../../scripts/setup/install-packages.mjs'
import { glyphs, temporaryFolder, tiny } from '../cli/ganymede.js'
import { patience } from '../setup/patience.js'
import { skipWhenSanitized } from '../setup/sanitized.js'

const npm = findNpm({ env: process.env })

/** Runs npm as in a shell of its own, though these tests may run under npm: only its configuration is inherited. */
function runNpm(words: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}) {
  const foreign = /^(?:npm_(?!config_)|npm_config_(?:local_prefix|workspace)|GANYMEDE_|LIBTORCH$|INIT_CWD$|CI$)/
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name))
  return runCommand(npm.command, [...npm.args, ...words], {
    cwd,
    env: { ...Object.fromEntries(inherited), LANG: 'C.UTF-8', NO_COLOR: '1', ...environment },
  })
}

/** Packs all packages and installs them into an empty project; leaves the test out where npm can get nothing. */
async function installPacked(context: TestContext, home: string): Promise<string> {
  const packed = await runNpm(['pack', '--workspaces', '--pack-destination', home], repositoryRoot)
  expect(packed.code, packed.output).toBe(0)
  const archives = readdirSync(home).filter((name) => name.endsWith('.tgz'))
  const names = ['core', 'runs', 'toolkit', 'torch']
  expect(archives.sort()).toEqual(names.map((name) => expect.stringMatching(`^ganymede-${name}-\\d.*\\.tgz$`)))

  const project = path.join(home, 'my project')
  mkdirSync(project)
  writeFileSync(path.join(project, 'package.json'), '{ "private": true, "type": "module" }\n')
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  const installed = await runNpm(['install', ...quiet, ...archives.map((name) => `../${name}`)], project)
  if (installed.code === 0) return project
  const failure = explainNpmFailure(installed)
  if (failure.message !== 'npm could not reach its registry') throw failure
  process.stderr.write(`skipped: ${context.task.file.name}: ${failure.message}, and its cache lacks what is needed\n`)
  return context.skip(failure.message)
}

it(
  'sets up, trains and makes pictures in a project of its own',
  async (context) => {
    skipWhenSanitized(context, 'the addon that is compiled here has no sanitizers')
    const home = temporaryFolder()
    const project = await installPacked(context, home)
    const record = readBuildRecord() ?? expect.fail('the clone has no addon')
    // The libtorch of the clone: fetching one is a test of its own.
    const environment = { GANYMEDE_CACHE: path.join(home, 'cache'), LIBTORCH: record.libtorch.root }
    const ganymede = (...words: string[]) => runNpm(['exec', '--', 'ganymede', ...words], project, environment)
    const train = () => ganymede('train', 'dcgan', glyphs, ...tiny, '--steps', '2', '--seed', '1')

    const early = await train()
    expect(early.code, early.output).toBe(3)
    expect(early.stderr).toContain('✖ NATIVE_MISSING')
    expect(early.stderr).toContain('Run: npx ganymede setup ')
    expect(readdirSync(project).sort()).toEqual(['node_modules', 'package-lock.json', 'package.json'])

    const first = await ganymede('setup')
    expect(first.code, first.output).toBe(0)
    expect(first.stderr).toMatch(/✔ addon +2 of 2 units compiled/)
    expect((await ganymede('setup')).stderr).toContain('Everything is up to date.')
    // As npm leaves the package when it installs it again, or in another project.
    rmSync(path.join(project, 'node_modules', '@ganymede', 'torch', 'build'), { recursive: true })
    expect((await ganymede('setup')).stderr).toMatch(/✔ addon +up to date/)

    const trained = await train()
    expect(trained.code, trained.output).toBe(0)
    const drawn = await ganymede('sample', 'latest', '--seeds', '1-4', '--out', 'pictures.png')
    expect(drawn.code, drawn.output).toBe(0)
    const made = await sharp(path.join(project, 'pictures.png')).metadata()
    expect(made.format).toBe('png')
    const run = path.join(project, 'runs', '0001-dcgan-glyphs', 'run.json')
    expect(JSON.parse(readFileSync(run, 'utf8'))).toMatchObject({ status: 'done' })

    // What the README shows of the library.
    writeFileSync(
      path.join(project, 'main.mjs'),
      `import { loadModel } from '@ganymede/toolkit'
const model = loadModel('latest')
console.log(model.sample({ seeds: [1, 2, 3] }).length)
`,
    )
    const program = await runNpm(['exec', '--', 'node', 'main.mjs'], project, environment)
    expect(program.output.trim()).toBe('3')
  },
  patience(600_000),
)
