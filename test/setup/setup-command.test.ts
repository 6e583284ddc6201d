import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseSetupOptions } from '../../packages/torch/setup/command.mjs'
import { installCommand, repositoryRoot } from '../../packages/torch/setup/context.mjs'
import { formatError, SetupError } from '../../packages/torch/setup/errors.mjs'
import { isNodeOldEnough } from '../../packages/torch/setup/node-version.mjs'
import { cloneSetup } from '../../scripts/setup/command.mjs'
import { fakeProgram, hollowLibtorch, loadableLibtorch, smallAddon, temporaryFolder, writeFiles } from './fixtures.js'

const project = JSON.stringify({
  compilerOptions: {
    composite: true,
    module: 'nodenext',
    rootDir: 'src',
    outDir: 'dist',
    skipLibCheck: true,
    types: [],
  },
  include: ['src'],
})

/** A clone of its own: our scripts, a small addon, one TypeScript package, the packages of this repository. */
function clone(): string {
  const folder = temporaryFolder()
  cpSync(join(repositoryRoot, 'scripts', 'setup'), join(folder, 'scripts', 'setup'), { recursive: true })
  const engine = join('packages', 'torch', 'setup')
  cpSync(join(repositoryRoot, engine), join(folder, engine), { recursive: true })
  cpSync(join(repositoryRoot, 'scripts', 'setup.mjs'), join(folder, 'scripts', 'setup.mjs'))
  symlinkSync(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'))
  writeFiles(folder, {
    ...smallAddon,
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify({ files: [], references: [{ path: 'packages/torch' }] }),
    'packages/torch/tsconfig.json': project,
    'packages/torch/package.json': '{ "type": "module" }',
    'packages/torch/src/index.ts': 'export const answer: number = 42\n',
  })
  return folder
}

interface Outcome {
  readonly code: number
  readonly output: string
}

/** Runs `scripts/setup.mjs` of the clone as a person would, seeing only the environment given. */
async function runSetup(folder: string, args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [join(folder, 'scripts', 'setup.mjs'), ...args], {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', HOME: folder, GANYMEDE_CACHE: join(folder, 'cache'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (text) => {
    output += text
  })
  child.stderr.on('data', (text) => {
    output += text
  })
  const [code] = await once(child, 'close')
  return { code, output }
}

/** A PATH on which nothing is but what a script of ours needs. */
function barePath(folder: string): string {
  mkdirSync(join(folder, 'bin'), { recursive: true })
  return join(folder, 'bin')
}

test('sets a clone up once, and has nothing to do the second time', async () => {
  const folder = clone()
  const env = { LIBTORCH: loadableLibtorch(join(folder, 'libtorch')) }
  const first = await runSetup(folder, [], env)
  expect(first.output).toContain('✔ addon')
  expect(first.code).toBe(0)
  expect(existsSync(join(folder, 'packages/torch/dist/index.js'))).toBe(true)

  const second = await runSetup(folder, [], env)
  expect(second.code).toBe(0)
  expect(second.output).toContain('Everything is up to date.')

  const quiet = await runSetup(folder, ['--quiet'], env)
  expect(quiet.output).toBe('')
})

test('does only the part that something has changed in', async () => {
  const folder = clone()
  const env = { LIBTORCH: loadableLibtorch(join(folder, 'libtorch')) }
  await runSetup(folder, [], env)
  const record = readFileSync(join(folder, 'build/current.json'), 'utf8')
  writeFiles(folder, { 'packages/torch/src/index.ts': 'export const answer: number = 43\n' })
  const { output } = await runSetup(folder, [], env)
  expect(output).toContain('✔ TypeScript')
  expect(output).not.toContain('addon')
  expect(readFileSync(join(folder, 'packages/torch/dist/index.js'), 'utf8')).toContain('43')
  expect(readFileSync(join(folder, 'build/current.json'), 'utf8')).toBe(record)
})

test('two set-ups at once do the work once', async () => {
  const folder = clone()
  const env = { LIBTORCH: loadableLibtorch(join(folder, 'libtorch')) }
  const both = await Promise.all([runSetup(folder, [], env), runSetup(folder, [], env)])
  expect(both.map(({ code }) => code)).toEqual([0, 0])
  expect(both.filter(({ output }) => output.includes('✔ addon'))).toHaveLength(1)
})

describe('what a newcomer reads when', () => {
  test('there is no compiler', async () => {
    const folder = clone()
    const env = { LIBTORCH: loadableLibtorch(join(folder, 'libtorch')), PATH: barePath(folder) }
    const { code, output } = await runSetup(folder, [], env)
    expect(code).toBe(3)
    expect(output).toMatch(/✖ COMPILER_MISSING {2}no C\+\+ compiler found\n {2}Looked for: .*\n {2}(Run|Install)/)
  })

  test('there is no libtorch, no pip and no network', async () => {
    const folder = clone()
    // Nothing can be reached through a proxy that does not exist; without one this machine may have a network.
    writeFiles(folder, { 'no-network.mjs': 'globalThis.fetch = () => Promise.reject(new TypeError("fetch failed"))\n' })
    const env = { PATH: barePath(folder), NODE_OPTIONS: `--import ${join(folder, 'no-network.mjs')}` }
    const { code, output } = await runSetup(folder, ['--only', 'libtorch'], env)
    expect(code).toBe(3)
    expect(output).toContain('✖ TORCH_MISSING  no libtorch was found, and none could be fetched')
    for (const place of ['LIBTORCH', 'Python', 'cache', 'pip']) expect(output).toContain(`\n  ${place}`)
    expect(output).toContain('Run: LIBTORCH=<the unpacked folder> npm run setup')
  })

  test('LIBTORCH is nonsense', async () => {
    const folder = clone()
    const { code, output } = await runSetup(folder, [], { LIBTORCH: join(folder, 'nowhere') })
    expect(code).toBe(3)
    expect(output).toContain('✖ TORCH_INVALID  LIBTORCH cannot be used: it does not exist')
    expect(output).toContain(`LIBTORCH=${join(folder, 'nowhere')}`)
  })

  test('LIBTORCH is too old', async () => {
    const folder = clone()
    writeFiles(join(folder, 'old'), hollowLibtorch('1.13.1+cpu'))
    const { code, output } = await runSetup(folder, [], { LIBTORCH: join(folder, 'old') })
    expect(code).toBe(3)
    expect(output).toContain('✖ TORCH_VERSION  LIBTORCH cannot be used: libtorch 1.13.1+cpu is older than 2.7.0')
  })

  test('the sources do not compile', async () => {
    const folder = clone()
    writeFiles(folder, { 'packages/torch/src/index.ts': 'export const answer: string = 42\n' })
    const { code, output } = await runSetup(folder, ['--only', 'build'])
    expect(code).toBe(1)
    expect(output).toContain('✖ TYPESCRIPT_FAILED  the TypeScript sources did not compile (1 errors)')
    expect(output).toContain('packages/torch/src/index.ts(1,14)')
  })

  test('npm cannot install', async () => {
    const folder = clone()
    writeFiles(folder, {
      'package-lock.json': JSON.stringify({ packages: { 'node_modules/none': { version: '1.0.0' } } }),
    })
    fakeProgram(folder, 'npm', 'echo "npm error code EAI_AGAIN" >&2; exit 1')
    const { code, output } = await runSetup(folder, [], { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` })
    expect(code).toBe(3)
    expect(output).toContain('✖ PACKAGES_FAILED  npm could not reach its registry')
  })

  test('an option does not exist', async () => {
    const { code, output } = await runSetup(clone(), ['--fast'])
    expect(code).toBe(2)
    expect(output).toContain('✖ SETUP_OPTION_UNKNOWN  set-up has no option --fast')
  })

  test.skipIf(process.getuid?.() === 0)('the folder may not be written', async () => {
    const folder = clone()
    mkdirSync(join(folder, 'build'), { mode: 0o555 })
    const { output } = await runSetup(folder, ['--only', 'build'])
    expect(output).toContain('✖ WRITE_FAILED')
  })
})

test('a stop in the middle leaves no lock and no compiler behind', async () => {
  const folder = clone()
  const env = { LIBTORCH: loadableLibtorch(join(folder, 'libtorch')), CXX: join(folder, 'bin', 'slow') }
  fakeProgram(folder, 'slow', '[ "$1" = --version ] && echo slow 1.0 && exit 0; [ "$2" = -x ] && exit 0; exec sleep 60')
  const child = spawn(process.execPath, [join(folder, 'scripts', 'setup.mjs'), '--only', 'native'], {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', HOME: folder, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const lock = join(folder, 'build', 'setup.lock')
  while (!existsSync(lock) || !existsSync(join(folder, 'build', 'objects')))
    await new Promise((wake) => setTimeout(wake, 20))
  child.kill('SIGINT')
  const [code] = await once(child, 'close')
  expect(code).toBe(130)
  expect(existsSync(lock)).toBe(false)
})

test('options are read in any order', () => {
  expect(parseSetupOptions(['--force', '--only=native', '--verbose'], cloneSetup)).toEqual({
    only: 'native',
    force: true,
    sanitize: false,
    quiet: false,
    verbose: true,
    help: false,
  })
  expect(() => parseSetupOptions(['--only', 'everything'], cloneSetup)).toThrow(
    /everything is none of packages, libtorch/,
  )
  expect(() => parseSetupOptions(['--only'], cloneSetup)).toThrow(SetupError)
})

test('an error has the form of the command line', () => {
  const error = new SetupError('TORCH_MISSING', 'no libtorch found', {
    lines: ['cache  empty'],
    remedy: ['One.', 'Two.'],
  })
  expect(formatError(error)).toBe('✖ TORCH_MISSING  no libtorch found\n  cache  empty\n  One.\n  Two.')
  expect(formatError(error, { verbose: true })).toContain('at ')
})

const thrown: [string, string][] = [
  ['ENOSPC', 'DISK_FULL'],
  ['EACCES', 'WRITE_FAILED'],
  ['EROFS', 'WRITE_FAILED'],
  ['EIO', 'SETUP_INTERNAL'],
]
test.each(thrown)('%s of the file system is reported as %s', (code, expected) => {
  expect(formatError(Object.assign(new Error('it failed'), { code, path: '/x' }))).toContain(`✖ ${expected}  `)
})

const nodeVersions: [string, boolean][] = [
  ['18.20.4', false],
  ['20.18.1', false],
  ['20.19.0', true],
  ['22.1.0', true],
  ['24.0.0', true],
]
test.each(nodeVersions)('Node.js %s is new enough: %s', (version, enough) => {
  expect(isNodeOldEnough(version)).toBe(enough)
})

const distributions: [string, string, RegExp][] = [
  ['Debian', 'ID=debian\n', /apt-get install -y g\+\+$/],
  ['Ubuntu derivatives', 'ID=pop\nID_LIKE="ubuntu debian"\n', /apt-get install -y g\+\+$/],
  ['Fedora', 'ID=fedora\n', /dnf install -y gcc-c\+\+$/],
  ['openSUSE', 'ID="opensuse-leap"\n', /zypper install -y gcc-c\+\+$/],
  ['an unknown distribution', 'ID=own\n', /^Install the package g\+\+/],
]
test.each(distributions)('packages are installed as on %s', (_, release, command) => {
  const names = { debian: 'g++', fedora: 'gcc-c++', arch: 'gcc', alpine: 'g++', suse: 'gcc-c++' }
  expect(installCommand({ platform: 'linux' }, names, release)).toMatch(command)
  expect(installCommand({ platform: 'darwin' }, names, release)).toBe('Run: xcode-select --install')
})
