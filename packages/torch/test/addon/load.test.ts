import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { expectWarning } from '../../../../test/setup/warnings.js'
import { threadsFromEnvironment } from '../../src/addon/load.js'
import { explainLoadFailure } from '../../src/addon/load-failure.js'
import { isLoaded, libtorchVersion, manualSeed, rand, readBuildRecord, scope, zeros } from '../../src/index.js'
import { runScript } from '../child-process.js'

const folder = mkdtempSync(join(tmpdir(), 'ganymede-load-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Loads in a process of its own and gives what it printed. */
async function load(
  env: Readonly<Record<string, string | undefined>>,
  nodeArgs: readonly string[] = [],
): Promise<{ code?: string; message: string; version?: string; threads?: number }> {
  const { stdout, stderr } = await runScript('report-load.mjs', [], { env, nodeArgs })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

/** A file in place of an addon. */
function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('loading', () => {
  test('happens on the first use', () => {
    scope(() => zeros([1]))
    expect(isLoaded()).toBe(true)
  })

  test('tells the version of libtorch and how it was built', () => {
    const { version, cpu, config, parallel } = libtorchVersion()
    expect(version).toMatch(/^2\.\d+\.\d+/)
    expect(cpu).toMatch(/AVX|DEFAULT|NO AVX|ZVECTOR|SVE|VSX/)
    expect(config).toContain(`TORCH_VERSION=${version}`)
    expect(parallel).toContain('ATen parallel backend')
  })

  test('honours the threads of the environment', async () => {
    expect(await load({ GANYMEDE_THREADS: '1', OMP_NUM_THREADS: undefined })).toMatchObject({ threads: 1 })
    expect(await load({ GANYMEDE_THREADS: '2', OMP_NUM_THREADS: '1' })).toMatchObject({ threads: 2 })
    expect(await load({ GANYMEDE_THREADS: 'many' })).toMatchObject({
      code: 'ARGUMENT_INVALID',
      message: 'GANYMEDE_THREADS: expected a whole number from 1 to 1024, got "many" (string)',
    })
  })

  test('reads the number of threads strictly', () => {
    expect(threadsFromEnvironment({})).toBe(null)
    expect(threadsFromEnvironment({ GANYMEDE_THREADS: '' })).toBe(null)
    expect(threadsFromEnvironment({ GANYMEDE_THREADS: '4' })).toBe(4)
    for (const text of ['0', '-1', '1.5', '4x', '100000', 'NaN']) {
      expect(() => threadsFromEnvironment({ GANYMEDE_THREADS: text })).toThrow('GANYMEDE_THREADS')
    }
  })
})

describe('an addon that cannot be loaded', () => {
  test('is missing: where it was looked for, and the command', async () => {
    const path = join(folder, 'absent.node')
    const { code, message } = await load({ GANYMEDE_ADDON: path })
    expect(code).toBe('NATIVE_MISSING')
    expect(message).toContain('the native addon is not built')
    expect(message).toContain(`GANYMEDE_ADDON ${path}`)
    expect(message).toContain('npm run setup')
  })

  test('is no library, or only the beginning of one', async () => {
    const other = await load({ GANYMEDE_ADDON: file('other.node', new Uint8Array(4096)) })
    expect(other.code).toBe('NATIVE_ABI')
    expect(other.message).toContain('for another kind of machine')
    const short = await load({ GANYMEDE_ADDON: file('short.node', new Uint8Array([0x7f, 0x45, 0x4c, 0x46])) })
    expect(short.code).toBe('NATIVE_MISSING')
    expect(short.message).toContain('the native addon is incomplete')
  })

  test('is not allowed', async () => {
    const addon = process.env.GANYMEDE_ADDON ?? readBuildRecord()?.addon
    const { code, message } = await load({ GANYMEDE_ADDON: addon }, ['--no-addons'])
    expect(code).toBe('NATIVE_MISSING')
    expect(message).toContain('Node was started without native addons')
  })

  test('was built for another libtorch than the one that is loaded', async () => {
    // A module of the same form as the addon, as far as the handshake goes.
    const other = "exports.version = () => ({ built: '2.13.0', config: 'x, TORCH_VERSION=1.13.1, USE_CUDA=0, ' })"
    const { code, message } = await load({ GANYMEDE_ADDON: file('other.cjs', other) })
    expect(code).toBe('NATIVE_ABI')
    expect(message).toContain('the addon was built for libtorch 2.13.0, but 1.13.1 was loaded')
    expect(message).toContain(join(folder, 'other.cjs'))
  })

  test.each([
    ['libtorch_cpu.so: cannot open shared object file: No such file', 'NATIVE_MISSING', 'moved or deleted'],
    ['libc10.so: cannot open shared object file: No such file or directory', 'NATIVE_MISSING', 'moved or deleted'],
    ['libgomp.so.1: cannot open shared object file: No such file', 'NATIVE_MISSING', 'OpenMP library libgomp'],
    ['/x/ganymede.node: undefined symbol: _ZN3c105ErrorC1E', 'NATIVE_ABI', 'another libtorch'],
    ["/lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found", 'NATIVE_ABI', 'another libtorch'],
    ['/x/ganymede.node: wrong ELF class: ELFCLASS32', 'NATIVE_ABI', 'another kind of machine'],
    ['something new', 'NATIVE_MISSING', 'cannot be loaded'],
  ])('%s', (text, code, message) => {
    expect(explainLoadFailure(text)).toMatchObject({ code, message: expect.stringContaining(message) })
  })
})

describe('warnings of libtorch', () => {
  test('reach process.emitWarning, each text once', async () => {
    const seen: Error[] = []
    const listener = (warning: Error) => seen.push(warning)
    process.on('warning', listener)
    expectWarning(/TorchWarning: .*degrees of freedom/)
    manualSeed(0)
    scope(() => {
      for (let i = 0; i < 3; i++) rand([1]).variance()
    })
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', listener)
    expect(seen.map(({ name }) => name)).toEqual(['TorchWarning'])
    expect(seen[0]?.message).not.toContain('Triggered internally')
  })
})
