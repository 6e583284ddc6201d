import { mkdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { locateLibtorch, rememberedLibtorch, rememberLibtorch } from '../../packages/torch/setup/locate-libtorch.mjs'
import { elfHeader, fakeProgram, hollowLibtorch, isolatedContext, temporaryFolder, writeFiles } from './fixtures.js'

/** A Python that would import torch from the folder, or has none. */
function fakePython(folder: string, torch: string | null, name = 'python3'): void {
  const answer = JSON.stringify({ root: torch, searched: [join(folder, 'site-packages')] })
  mkdirSync(join(folder, 'site-packages'), { recursive: true })
  fakeProgram(folder, name, `echo '${answer}'`)
}

describe('the order of places', () => {
  test('takes LIBTORCH before a Python that has torch', async () => {
    const folder = temporaryFolder()
    writeFiles(join(folder, 'mine'), hollowLibtorch('2.14.1+cpu'))
    writeFiles(join(folder, 'torch'), hollowLibtorch('2.13.0+cpu'))
    fakePython(folder, join(folder, 'torch'))
    const { libtorch } = await locateLibtorch(isolatedContext(folder, { env: { LIBTORCH: 'mine' } }))
    expect(libtorch).toMatchObject({ source: 'LIBTORCH', version: '2.14.1', fullVersion: '2.14.1+cpu', cuda: false })
    expect(libtorch?.root).toBe(join(folder, 'mine'))
  })

  test('takes the torch of the active environment before that of the PATH', async () => {
    const folder = temporaryFolder()
    const venv = temporaryFolder()
    writeFiles(join(venv, 'torch'), hollowLibtorch('2.13.0'))
    writeFiles(join(folder, 'torch'), hollowLibtorch('2.14.1'))
    fakePython(venv, join(venv, 'torch'), 'python')
    fakePython(folder, join(folder, 'torch'))
    const { libtorch } = await locateLibtorch(isolatedContext(folder, { env: { VIRTUAL_ENV: venv } }))
    expect(libtorch).toMatchObject({ source: 'python', root: join(venv, 'torch') })
  })

  test('goes on to the cache when the torch of Python is too old, and says so', async () => {
    const folder = temporaryFolder()
    writeFiles(join(folder, 'old'), hollowLibtorch('1.13.1'))
    writeFiles(join(folder, 'cache', 'torch-2.13.0'), hollowLibtorch('2.13.0+cpu'))
    fakePython(folder, join(folder, 'old'))
    const { libtorch, attempts } = await locateLibtorch(isolatedContext(folder))
    expect(libtorch).toMatchObject({ source: 'cache', version: '2.13.0' })
    expect(attempts.map(({ result }) => result)).toContainEqual(expect.stringContaining('1.13.1 is older than 2.7.0'))
  })

  test('prefers the pinned version in the cache to a newer one', async () => {
    const folder = temporaryFolder()
    for (const version of ['2.13.0', '2.14.1', '2.9.0']) {
      writeFiles(join(folder, 'cache', `torch-${version}`), hollowLibtorch(version))
    }
    const { libtorch } = await locateLibtorch(isolatedContext(folder))
    expect(libtorch?.version).toBe('2.13.0')
  })

  test('falls back on what the present addon was built with when nothing else is there', async () => {
    const folder = temporaryFolder()
    writeFiles(join(folder, 'mine'), hollowLibtorch('2.13.0'))
    writeFiles(folder, { 'build/current.json': JSON.stringify({ libtorch: { root: join(folder, 'mine') } }) })
    const { libtorch } = await locateLibtorch(isolatedContext(folder))
    expect(libtorch).toMatchObject({ source: 'remembered', root: join(folder, 'mine') })
  })

  test('lists every place when there is none', async () => {
    const folder = temporaryFolder()
    fakePython(folder, null)
    const { libtorch, attempts } = await locateLibtorch(isolatedContext(folder))
    expect(libtorch).toBeNull()
    expect(attempts).toEqual([
      { place: 'LIBTORCH', result: 'not set' },
      { place: 'python3', result: 'no torch' },
      { place: `cache ${join(folder, 'cache')}`, result: 'empty' },
    ])
  })

  test('reports a Python that cannot even answer', async () => {
    const folder = temporaryFolder()
    fakeProgram(folder, 'python3', 'echo "pyenv: python3: command not found" >&2; exit 127')
    const { attempts } = await locateLibtorch(isolatedContext(folder))
    expect(attempts).toContainEqual({ place: 'python3', result: 'pyenv: python3: command not found' })
  })
})

describe('LIBTORCH that cannot be used is refused, never replaced', () => {
  const refusals = [
    { name: 'a path that does not exist', files: {}, code: 'TORCH_INVALID', says: 'it does not exist' },
    { name: 'a file', files: { '../mine': 'zip' }, code: 'TORCH_INVALID', says: 'it is a file; unpack it' },
    { name: 'a folder of something else', files: { 'a.txt': '' }, code: 'TORCH_INVALID', says: 'holds no lib/lib' },
    {
      name: 'the folder above',
      files: hollowLibtorch('2.13.0', 'torch/'),
      code: 'TORCH_INVALID',
      says: 'its folder torch may',
    },
    {
      name: 'a libtorch for macOS',
      files: { 'lib/libtorch_cpu.dylib': '' },
      code: 'TORCH_INVALID',
      says: 'for another operating system (lib/libtorch_cpu.dylib)',
    },
    {
      name: 'a libtorch for another processor',
      files: {
        ...hollowLibtorch('2.13.0'),
        'lib/libtorch_cpu.so': elfHeader(process.arch === 'arm64' ? 'x64' : 'arm64'),
      },
      code: 'TORCH_INVALID',
      says: 'it is built for',
    },
    {
      name: 'a libtorch without headers',
      files: { 'lib/libtorch_cpu.so': elfHeader(), 'version.py': "__version__ = '2.13.0'\n" },
      code: 'TORCH_INVALID',
      says: 'no include/ATen/ATen.h',
    },
    {
      name: 'a libtorch without a version',
      files: { ...hollowLibtorch('2.13.0'), 'version.py': '' },
      code: 'TORCH_INVALID',
      says: 'its version cannot be read',
    },
    { name: 'an old libtorch', files: hollowLibtorch('2.6.0+cpu'), code: 'TORCH_VERSION', says: 'older than 2.7.0' },
    { name: 'a libtorch 3', files: hollowLibtorch('3.0.0'), code: 'TORCH_VERSION', says: 'newer than the supported' },
  ]
  test.each(refusals)('$name', async ({ files, code, says }) => {
    const folder = temporaryFolder()
    writeFiles(join(folder, 'mine'), files)
    writeFiles(join(folder, 'cache', 'torch-2.13.0'), hollowLibtorch('2.13.0'))
    const search = locateLibtorch(isolatedContext(folder, { env: { LIBTORCH: join(folder, 'mine') } }))
    await expect(search).rejects.toMatchObject({ code, message: expect.stringContaining(says) })
  })

  test('a build for glibc on a system with musl', async () => {
    const folder = temporaryFolder()
    writeFiles(join(folder, 'mine'), { ...hollowLibtorch('2.13.0'), 'lib/libgomp.so.1': '' })
    const search = locateLibtorch(isolatedContext(folder, { libc: 'musl', env: { LIBTORCH: 'mine' } }))
    await expect(search).rejects.toMatchObject({ message: expect.stringContaining('this system uses musl') })
  })

  test('an archive tells its version in build-version, headers tell it too', async () => {
    const folder = temporaryFolder()
    const { 'version.py': _, ...files } = hollowLibtorch('2.13.0')
    writeFiles(join(folder, 'archive'), { ...files, 'build-version': '2.14.1+cpu\n' })
    writeFiles(join(folder, 'plain'), {
      ...files,
      'include/torch/headeronly/version.h': '#define TORCH_VERSION \\\n  "2.12.0"\n',
    })
    const version = async (name: string) =>
      (await locateLibtorch(isolatedContext(folder, { env: { LIBTORCH: name } }))).libtorch?.version
    expect(await version('archive')).toBe('2.14.1')
    expect(await version('plain')).toBe('2.12.0')
  })
})

describe('the remembered answer', () => {
  async function remembered() {
    const folder = temporaryFolder()
    fakePython(folder, null)
    writeFiles(join(folder, 'cache', 'torch-2.13.0'), hollowLibtorch('2.13.0'))
    const context = isolatedContext(folder)
    const { libtorch, searched } = await locateLibtorch(context)
    rememberLibtorch(context, libtorch ?? expect.fail('not found'), searched)
    return { folder, context, libtorch }
  }

  test('holds while nothing changes', async () => {
    const { context, libtorch } = await remembered()
    expect(rememberedLibtorch(context)).toEqual(libtorch)
  })

  test('is asked anew when a package was installed into Python', async () => {
    const { folder, context } = await remembered()
    utimesSync(join(folder, 'site-packages'), new Date(), new Date(Date.now() + 5000))
    expect(rememberedLibtorch(context)).toBeNull()
  })

  test('is asked anew when LIBTORCH or the environment changes', async () => {
    const { folder } = await remembered()
    expect(rememberedLibtorch(isolatedContext(folder, { env: { LIBTORCH: join(folder, 'other') } }))).toBeNull()
    const venv = temporaryFolder()
    fakePython(venv, null, 'python')
    expect(rememberedLibtorch(isolatedContext(folder, { env: { VIRTUAL_ENV: venv } }))).toBeNull()
  })

  test('is asked anew when the library was replaced', async () => {
    const { folder, context } = await remembered()
    writeFiles(join(folder, 'cache', 'torch-2.13.0'), {
      'lib/libtorch_cpu.so': Buffer.concat([elfHeader(), elfHeader()]),
    })
    expect(rememberedLibtorch(context)).toBeNull()
  })

  test('does not survive a damaged file', async () => {
    const { folder, context } = await remembered()
    writeFiles(folder, { 'build/libtorch.json': '{ "inputs": {' })
    expect(rememberedLibtorch(context)).toBeNull()
  })
})
