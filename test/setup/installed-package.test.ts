/** Set-up of `@ganymede/torch` where it was installed: in nobody's clone, with addons that all projects of a user share. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { cacheFolder as cacheOfToolkit } from '../../packages/ganymede/src/metrics/support/cache-folder.js'
import { cacheFolder, installedContext, repositoryRoot } from '../../packages/torch/setup/context.mjs'
import { setupCommand } from '../../packages/torch/setup/place.mjs'
import { Reporter } from '../../packages/torch/setup/report.mjs'
import { setUpEngine } from '../../packages/torch/setup/set-up-engine.mjs'
import { loadableLibtorch, smallAddon, temporaryFolder, writeFiles } from './fixtures.js'

/** An installed engine with a small addon, as `npm install` lays it out. */
function project(folder: string): string {
  const torch = join(folder, 'node_modules', '@ganymede', 'torch')
  const native = Object.entries(smallAddon).map(([name, text]) => [relative('packages/torch', name), text])
  writeFiles(torch, {
    'package.json': '{ "name": "@ganymede/torch", "type": "module" }',
    ...Object.fromEntries(native),
  })
  symlinkSync(
    join(repositoryRoot, 'node_modules', 'node-api-headers'),
    join(folder, 'node_modules', 'node-api-headers'),
  )
  return torch
}

/** What a set-up of the engine does, and what it writes while it works. */
async function setUpIn(torch: string, env: Record<string, string>) {
  let output = ''
  const stream = { write: (text: string) => (output += text) } as unknown as NodeJS.WritableStream
  const report = new Reporter({ stream, env: {} })
  const { changed } = await setUpEngine(installedContext({ torch, env, report }), report)
  const record: { addon: string } = JSON.parse(readFileSync(join(torch, 'build', 'current.json'), 'utf8'))
  return { changed, output, record }
}

test('keeps the addon in the cache of the user, where a second project finds it', async () => {
  const home = temporaryFolder()
  const [first, second] = [project(join(home, 'first')), project(join(home, 'second'))]
  const env = {
    PATH: process.env.PATH ?? '',
    GANYMEDE_CACHE: join(home, 'cache'),
    LIBTORCH: loadableLibtorch(join(home, 'libtorch')),
  }

  const built = await setUpIn(first, env)
  expect(built.output).toMatch(/✔ addon +2 of 2 units compiled/)
  const addons = join(home, 'cache', 'addons')
  // What lies here is loaded into programs: nobody else may write it.
  expect(statSync(join(home, 'cache')).mode & 0o777).toBe(0o700)
  expect(built.record.addon.startsWith(addons)).toBe(true)
  expect(relative(addons, built.record.addon)).toMatch(
    new RegExp(`^2\\.13\\.0-linux-${process.arch}-napi8-[0-9a-f]{12}/ganymede\\.node$`),
  )
  expect(readdirSync(join(first, 'build')).sort()).toEqual(['current.json', 'libtorch.json'])
  expect(await setUpIn(first, env)).toMatchObject({ changed: false, output: '' })

  const written = statSync(built.record.addon).mtimeMs
  const found = await setUpIn(second, env)
  expect(found.output).toMatch(/✔ addon +up to date/)
  expect(found.record.addon).toBe(built.record.addon)
  expect(statSync(built.record.addon).mtimeMs).toBe(written)

  // What a cache has lost is built again, and other sources have an addon of their own.
  rmSync(built.record.addon)
  expect((await setUpIn(second, env)).record.addon).toBe(built.record.addon)
  writeFiles(second, { 'native/answer.cc': `${smallAddon['packages/torch/native/answer.cc']}// changed\n` })
  expect((await setUpIn(second, env)).record.addon).not.toBe(built.record.addon)
})

test('compiles once where two projects are set up at the same time', async () => {
  const home = temporaryFolder()
  const env = {
    PATH: process.env.PATH ?? '',
    GANYMEDE_CACHE: join(home, 'cache'),
    LIBTORCH: loadableLibtorch(join(home, 'libtorch')),
  }
  const both = ['first', 'second'].map((name) => project(join(home, name)))
  const [one, other] = await Promise.all(both.map((torch) => setUpIn(torch, env)))
  expect(one?.record.addon).toBe(other?.record.addon)
  const told = [one, other].map((made) => /addon +(.*? compiled|up to date)/.exec(made?.output ?? '')?.[1])
  expect(told.sort()).toEqual(['2 of 2 units compiled', 'up to date'])
  expect(readdirSync(join(home, 'cache', 'addons')).filter((name) => name.includes('lock'))).toEqual([])
})

test('has its cache in one place, wherever it is started from', () => {
  const caches = (given: Record<string, string>) => {
    const env = { HOME: '/nowhere', ...given }
    // The toolkit keeps classifiers and features in the same folder.
    expect(cacheOfToolkit(env)).toBe(cacheFolder({ env }))
    return cacheFolder({ env })
  }
  expect(caches({})).toBe('/nowhere/.cache/ganymede')
  expect(caches({ XDG_CACHE_HOME: '/fast' })).toBe('/fast/ganymede')
  expect(caches({ XDG_CACHE_HOME: 'relative' })).toBe('/nowhere/.cache/ganymede')
  expect(caches({ XDG_CACHE_HOME: '/fast', GANYMEDE_CACHE: '/mine' })).toBe('/mine')
})

test('is started by the command that exists where the package stands', () => {
  const folder = temporaryFolder()
  const torch = project(folder)
  expect(setupCommand(torch, folder)).toBe('node node_modules/@ganymede/torch/setup/setup.mjs')
  writeFiles(join(torch, '..', 'toolkit'), { 'package.json': '{}' })
  expect(setupCommand(torch, folder)).toBe('npx ganymede setup')

  const ofClone = join(repositoryRoot, 'packages', 'torch')
  expect(setupCommand(ofClone, repositoryRoot)).toBe('npm run setup')
  expect(setupCommand(ofClone, join(repositoryRoot, 'examples'))).toBe('npm run setup')
  expect(setupCommand(ofClone, folder)).toBe(`npm run setup --prefix ${repositoryRoot}`)
})

test('an engine without its addon names that command', () => {
  const folder = temporaryFolder()
  const torch = project(folder)
  const source = join(repositoryRoot, 'packages', 'torch')
  for (const name of ['dist', 'setup', 'package.json'])
    cpSync(join(source, name), join(torch, name), { recursive: true })
  const places = [source, repositoryRoot].map((place) => join(place, 'node_modules', 'tslib'))
  symlinkSync(places.find((place) => existsSync(place)) ?? expect.fail('tslib'), join(folder, 'node_modules', 'tslib'))
  symlinkSync(join(repositoryRoot, 'packages', 'core'), join(folder, 'node_modules', '@ganymede', 'core'))
  writeFiles(folder, { 'use.mjs': "import { zeros } from '@ganymede/torch'\nzeros([1])\n" })
  const use = () => {
    const { GANYMEDE_ADDON: _, ...env } = process.env
    return spawnSync(process.execPath, ['use.mjs'], { cwd: folder, env, encoding: 'utf8' }).stderr
  }
  expect(use()).toContain('the native addon is not built')
  expect(use()).toContain('Run: node node_modules/@ganymede/torch/setup/setup.mjs\n')
  writeFiles(join(torch, '..', 'toolkit'), { 'package.json': '{}' })
  expect(use()).toContain('Run: npx ganymede setup        Details: npx ganymede env')
})

test('knows the parts of the engine alone', () => {
  const torch = project(temporaryFolder())
  cpSync(join(repositoryRoot, 'packages', 'torch', 'setup'), join(torch, 'setup'), { recursive: true })
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [join(torch, 'setup', 'setup.mjs'), ...words], { cwd: torch, encoding: 'utf8' })
  const { status, stderr } = run('--only', 'packages')
  expect(status).toBe(2)
  expect(stderr).toContain('✖ SETUP_OPTION_UNKNOWN  --only packages is none of libtorch, native')
  expect(stderr).toContain('Run: node setup/setup.mjs --help')
  expect(run('--help').stdout).toContain('Usage: node setup/setup.mjs [options]')
})
