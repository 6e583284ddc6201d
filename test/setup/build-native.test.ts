import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  buildName,
  buildNative,
  contentWithHeaders,
  explainCompiler,
  isBuilt,
  prune,
} from '../../packages/torch/setup/build-native.mjs'
import { explainLoadFailure } from '../../packages/torch/setup/check-addon.mjs'
import { findCompiler, linkFlags } from '../../packages/torch/setup/compiler.mjs'
import type { Context } from '../../packages/torch/setup/context.mjs'
import { repositoryRoot } from '../../packages/torch/setup/context.mjs'
import { inspectLibtorch, type Libtorch } from '../../packages/torch/setup/inspect-libtorch.mjs'
import {
  elfHeader,
  fakeProgram,
  hollowLibtorch,
  isolatedContext,
  loadableLibtorch,
  smallAddon,
  temporaryFolder,
  writeFiles,
} from './fixtures.js'

function inspect(context: Context, root: string): Libtorch {
  const inspected = inspectLibtorch(context, root, 'LIBTORCH')
  return 'libtorch' in inspected ? inspected.libtorch : expect.fail(inspected.refusal.reason)
}

/** A clone with a small addon, a libtorch to link with, and the real compiler. */
function nativeClone() {
  const folder = temporaryFolder()
  writeFiles(folder, smallAddon)
  symlinkSync(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'))
  const context = isolatedContext(folder, { env: { PATH: process.env.PATH ?? '' } })
  return { folder, context, libtorch: inspect(context, loadableLibtorch(join(folder, 'libtorch'))) }
}

const changedAnswer = '#include <torch/csrc/long.h>\n#include "answer.h"\nint answer() { return 43; }\n'

const objects = (folder: string) => readdirSync(join(folder, 'build', 'objects')).sort()

describe('building', () => {
  let clone: ReturnType<typeof nativeClone>
  beforeEach(() => {
    clone = nativeClone()
  })

  test('compiles all units, links, records and loads the addon', async () => {
    const { folder, context, libtorch } = clone
    expect(isBuilt(context, libtorch)).toBe(false)
    expect(await buildNative(context, libtorch)).toMatch(/^2 of 2 units compiled with /)
    expect(isBuilt(context, libtorch)).toBe(true)
    const record = JSON.parse(readFileSync(join(folder, 'build', 'current.json'), 'utf8'))
    expect(record).toMatchObject({
      addon: join(buildName(context, libtorch), 'ganymede.node'),
      libtorch: { root: join(folder, 'libtorch'), version: '2.13.0', source: 'LIBTORCH', cuda: false },
      node_api: 8,
    })
    const addon = createRequire(import.meta.url)(join(folder, 'build', record.addon))
    expect(addon.answer).toBe(42)
  })

  test('compiles only what has changed', async () => {
    const { folder, context, libtorch } = clone
    await buildNative(context, libtorch)
    const first = objects(folder)
    writeFiles(folder, { 'packages/torch/native/answer.cc': changedAnswer })
    expect(isBuilt(context, libtorch)).toBe(false)
    expect(await buildNative(context, libtorch)).toMatch(/^1 of 2 units/)
    expect(objects(folder).filter((name) => !first.includes(name))).toEqual([
      expect.stringMatching(/^autograd-.*\.cc$/),
      expect.stringMatching(/^autograd-.*\.o$/),
    ])
  })

  test('compiles every file that includes a changed header', async () => {
    const { folder, context, libtorch } = clone
    await buildNative(context, libtorch)
    writeFiles(folder, { 'packages/torch/native/answer.h': '#pragma once\nint answer();\nint more();\n' })
    expect(await buildNative(context, libtorch)).toMatch(/^2 of 2 units/)
  })

  test('goes back to an earlier build without compiling', async () => {
    const { folder, context, libtorch } = clone
    await buildNative(context, libtorch)
    writeFiles(folder, { 'packages/torch/native/answer.cc': changedAnswer })
    await buildNative(context, libtorch)
    writeFiles(folder, smallAddon)
    expect(isBuilt(context, libtorch)).toBe(false)
    expect(await buildNative(context, libtorch)).toBe('up to date')
    expect(isBuilt(context, libtorch)).toBe(true)
  })

  test('names the file and the first error when a file does not compile', async () => {
    const { folder, context, libtorch } = clone
    writeFiles(folder, { 'packages/torch/native/answer.cc': 'int answer() { return missing; }\n' })
    const build = buildNative(context, libtorch)
    await expect(build).rejects.toMatchObject({
      code: 'NATIVE_BUILD_FAILED',
      message: 'packages/torch/native/answer.cc did not compile',
      lines: expect.arrayContaining([expect.stringContaining('missing')]),
    })
    expect(objects(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
    expect(existsSync(join(folder, 'build', 'current.json'))).toBe(false)
  })

  test('does not put an addon into use that cannot be loaded', async () => {
    const { folder, context, libtorch } = clone
    const bad = smallAddon['packages/torch/native/answer.cc'].replaceAll('torchAnswer', 'notInLibtorch')
    writeFiles(folder, { 'packages/torch/native/answer.cc': bad })
    await expect(buildNative(context, libtorch)).rejects.toMatchObject({
      code: 'ADDON_UNLOADABLE',
      message: 'libtorch lacks a function that the addon was compiled against',
    })
    expect(existsSync(join(folder, 'build', 'current.json'))).toBe(false)
  })

  test('loads the libtorch it was built for even where LD_LIBRARY_PATH names another', async () => {
    const { folder, context, libtorch } = clone
    await buildNative(context, libtorch)
    const other = join(folder, 'other')
    writeFiles(other, { 'a.cc': 'extern "C" int torchAnswer() { return 1; }\n' })
    execFileSync('c++', ['-shared', '-fPIC', join(other, 'a.cc'), '-o', join(other, 'libtorch_cpu.so')])
    const addon = join(folder, 'build', buildName(context, libtorch), 'ganymede.node')
    const printed = execFileSync(process.execPath, ['-p', `require(${JSON.stringify(addon)}).answer`], {
      env: { ...process.env, LD_LIBRARY_PATH: other },
      encoding: 'utf8',
    })
    expect(printed.trim()).toBe('42')
  })

  test('builds anew when libtorch was replaced in its place', async () => {
    const { folder, context, libtorch } = clone
    const before = buildName(context, libtorch)
    utimesSync(join(folder, 'libtorch', 'lib', 'libtorch_cpu.so'), new Date(), new Date(1))
    expect(buildName(context, inspect(context, libtorch.root))).not.toBe(before)
  })
})

test('keeps the three youngest builds and the object files they use', () => {
  const build = temporaryFolder()
  for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) {
    writeFiles(build, { [`${name}/ganymede.node`]: '', [`${name}/objects.json`]: JSON.stringify([`${name}.o`]) })
    writeFiles(build, { [`objects/${name}.o`]: '' })
    utimesSync(join(build, name), new Date(), new Date(1e12 + index * 1000))
  }
  writeFiles(build, { 'objects/orphan.o': '', 'libtorch.json': '{}' })
  prune(build)
  expect(readdirSync(build).sort()).toEqual(['b', 'c', 'd', 'libtorch.json', 'objects'])
  expect(readdirSync(join(build, 'objects')).sort()).toEqual(['b.o', 'c.o', 'd.o'])
})

test('follows the includes of a file through its headers', () => {
  const folder = temporaryFolder()
  writeFiles(folder, {
    'kernels/a.cc': '#include "b.h"\n#include <vector>\n',
    'kernels/b.h': '#include "table.h"\n#include "b.h"\n',
    'table.h': 'struct Table {};\n',
    'unused.h': '',
  })
  const content = contentWithHeaders(join(folder, 'kernels', 'a.cc'), folder)
  expect(content.filter((_, index) => index % 2 === 0)).toEqual(['a.cc', 'b.h', 'table.h'])
})

describe('the compiler', () => {
  test('that is nowhere is asked for with the command of this distribution', async () => {
    const folder = temporaryFolder()
    await expect(findCompiler(isolatedContext(folder))).rejects.toMatchObject({
      code: 'COMPILER_MISSING',
      message: 'no C++ compiler found',
      remedies: [expect.stringMatching(/g\+\+|gcc/)],
    })
  })

  test('that CXX names but is not there is named', async () => {
    const find = findCompiler(isolatedContext(temporaryFolder(), { env: { CXX: 'g++-99' } }))
    await expect(find).rejects.toMatchObject({
      code: 'COMPILER_MISSING',
      message: 'CXX names "g++-99", which does not exist',
    })
  })

  test('that does not know C++20 is shown with its version and its words', async () => {
    const folder = temporaryFolder()
    fakeProgram(
      folder,
      'c++',
      'if [ "$1" = --version ]; then echo "c++ (Debian 8.3.0-6) 8.3.0"; exit 0; fi\necho "c++: error: unrecognized command line option" >&2; exit 1',
    )
    await expect(findCompiler(isolatedContext(folder))).rejects.toMatchObject({
      code: 'COMPILER_TOO_OLD',
      lines: [expect.stringMatching(/8\.3\.0\): c\+\+: error: unrecognized/)],
    })
  })

  test('is the second one where the first is too old', async () => {
    const folder = temporaryFolder()
    fakeProgram(folder, 'c++', 'echo "c++ 8.3.0"; exit 1')
    fakeProgram(folder, 'g++', 'echo "g++ 12.2.0"; exit 0')
    expect((await findCompiler(isolatedContext(folder))).version).toBe('g++ 12.2.0')
  })

  test('links CUDA in where libtorch has it, and keeps the linker from dropping it', () => {
    const folder = temporaryFolder()
    const context = isolatedContext(folder)
    writeFiles(folder, { ...hollowLibtorch('2.13.0'), 'lib/libtorch_cuda.so': elfHeader() })
    const flags = linkFlags(context, inspect(context, folder))
    expect(flags.indexOf('-Wl,--no-as-needed')).toBeLessThan(flags.indexOf('-ltorch_cuda'))
    expect(flags).toContain('-lc10_cuda')
    rmSync(join(folder, 'lib/libtorch_cuda.so'))
    expect(linkFlags(context, inspect(context, folder))).not.toContain('-ltorch_cuda')
  })

  test('that was killed for want of memory is not called a compile error', () => {
    const error = explainCompiler('c++: fatal error: Killed signal terminated program cc1plus', 'op.cc', {
      path: 'c++',
      version: 'c++ 12',
    })
    expect(error.message).toBe('the compiler ran out of memory on op.cc')
  })

  test('that met a full disk says so', () => {
    const error = explainCompiler('fatal error: error writing to x.s: No space left on device', 'op.cc', {
      path: 'c++',
      version: 'c++ 12',
    })
    expect(error.code).toBe('DISK_FULL')
  })
})

describe('an addon that cannot be loaded', () => {
  const failures: [string, string, string, RegExp][] = [
    [
      'libgomp is missing',
      'libgomp.so.1: cannot open shared object file: No such file or directory',
      'the OpenMP library libgomp.so.1 is missing',
      /libgomp/,
    ],
    [
      'a CUDA library is missing',
      'libcudart.so.13: cannot open shared object file: No such file or directory',
      'the CUDA library libcudart.so.13 is missing, which this build of libtorch needs',
      /pip/,
    ],
    [
      'another library is missing',
      'libnuma.so.1: cannot open shared object file: No such file or directory',
      'the library libnuma.so.1 is missing',
      /package that holds libnuma/,
    ],
    [
      'the system is too old',
      "/lib/libc.so.6: version `GLIBC_2.28' not found",
      'this system is older than the one libtorch was built for (GLIBC_2.28 is missing)',
      /newer distribution/,
    ],
  ]
  test.each(failures)('because %s', (_, words, message, remedy) => {
    const folder = temporaryFolder()
    writeFiles(folder, hollowLibtorch('2.13.0'))
    const context = isolatedContext(folder)
    const error = explainLoadFailure(context, inspect(context, folder), '/x/ganymede.node', `Error: ${words}\n    at x`)
    expect(error).toMatchObject({ code: 'ADDON_UNLOADABLE', message })
    expect(error.remedies.join(' ')).toMatch(remedy)
  })
})
