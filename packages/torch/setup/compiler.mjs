// @ts-check
/** Finds a C++20 compiler and knows the command lines that make an addon of it. */
import { join } from 'node:path'
import { findExecutable, installCommand } from './context.mjs'
import { SetupError } from './errors.mjs'
import { libraryName } from './inspect-libtorch.mjs'
import { runCommand } from './run-command.mjs'
import { sanitizingFlags } from './sanitizers.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./inspect-libtorch.mjs').Libtorch} Libtorch */

/**
 * @typedef {object} Compiler
 * @property {string} path
 * @property {string} version  first line of `--version`
 */

const packages = {
  debian: 'g++',
  fedora: 'gcc-c++',
  arch: 'gcc',
  alpine: 'g++',
  suse: 'gcc-c++',
}

// Language and library: old compilers accept -std=c++20 and lack half of it.
const probe = `
#include <concepts>
#include <span>
#include <string>
template <typename T> concept Small = sizeof(T) <= 8;
template <Small T> T twice(T value) { return value + value; }
struct Point { int x = 0; int y = 0; };
int sum(std::span<const int> values) { int s = 0; for (int v : values) s += v; return s; }
int main() { Point p{.x = 1, .y = 2}; int v[] = {p.x, p.y}; return sum(v) - twice(1) - 1; }
`

/**
 * @param {Context} context
 * @returns {Promise<Compiler>}
 * @throws SetupError `COMPILER_MISSING`, `COMPILER_TOO_OLD`
 */
export async function findCompiler(context) {
  const { env, platform } = context
  const given = env.CXX?.trim()
  const names = given ? [given] : platform === 'darwin' ? ['clang++', 'c++', 'g++'] : ['c++', 'g++', 'clang++']
  /** @type {string[]} */
  const refused = []
  for (const name of names) {
    const path = findExecutable(context, name)
    if (path === null) continue
    const answer = await runCommand(path, ['--version'], { env, timeoutMs: 20_000 })
    const version = answer.stdout.split('\n')[0]?.trim() || name
    const trial = await runCommand(path, ['-std=c++20', '-x', 'c++', '-fsyntax-only', '-'], {
      env,
      input: probe,
      timeoutMs: 60_000,
    })
    if (trial.code === 0) return { path, version }
    const words = trial.output.split('\n').find((line) => /error|not found|missing/i.test(line)) ?? trial.output
    refused.push(
      `${path} (${version}): ${words
        .trim()
        .replace(/^<stdin>:/, 'line ')
        .slice(0, 200)}`,
    )
  }
  if (refused.length > 0) {
    throw new SetupError('COMPILER_TOO_OLD', 'the C++ compiler found cannot compile C++20', {
      lines: refused,
      remedy: [
        `Install g++ 11 or newer, or clang++ 14 or newer with its C++ library. ${installCommand(context, packages)}`,
        ...(given ? ['Or unset CXX, which names this compiler.'] : ['Another compiler is used with CXX=<path>.']),
      ],
    })
  }
  throw new SetupError(
    'COMPILER_MISSING',
    given ? `CXX names "${given}", which does not exist` : 'no C++ compiler found',
    {
      lines: given ? [] : [`Looked for: ${names.join(', ')} on the PATH; CXX (not set)`],
      remedy: given ? 'Set CXX to a C++20 compiler, or unset it.' : installCommand(context, packages),
    },
  )
}

/**
 * Options that turn one source file into an object file, without compiler, input, output, and the folders of headers that
 * are not libtorch's: those lie elsewhere in every project, which changes nothing in the result.
 *
 * @param {Context} context
 * @param {Libtorch} libtorch
 * @returns {string[]}
 */
export function compileFlags({ sanitize }, { root: torch, version, cuda }) {
  return [
    '-std=c++20',
    '-O2',
    '-fPIC',
    '-fvisibility=hidden',
    '-fvisibility-inlines-hidden',
    '-DNDEBUG',
    '-DNAPI_VERSION=8',
    `-DGANYMEDE_TORCH_VERSION="${version}"`,
    ...(cuda ? ['-DGANYMEDE_CUDA=1'] : []),
    // As system headers: their warnings are not ours.
    `-isystem${join(torch, 'include')}`,
    `-isystem${join(torch, 'include', 'torch', 'csrc', 'api', 'include')}`,
    '-Wall',
    ...(sanitize ? sanitizingFlags : []),
  ]
}

/**
 * Options that turn the object files into the addon, without compiler, inputs and output.
 *
 * The old kind of run path (DT_RPATH) goes before LD_LIBRARY_PATH: the addon loads the libtorch it was built for, even
 * where a system libtorch is on that path.
 *
 * @param {Context} context
 * @param {Libtorch} libtorch
 * @returns {string[]}
 */
export function linkFlags({ platform, sanitize }, { root, cuda }) {
  const lib = join(root, 'lib')
  if (platform === 'darwin') {
    return ['-bundle', '-undefined', 'dynamic_lookup', `-L${lib}`, '-ltorch_cpu', '-lc10', `-Wl,-rpath,${lib}`]
  }
  return [
    '-shared',
    ...(sanitize ? sanitizingFlags : []),
    `-L${lib}`,
    '-ltorch_cpu',
    '-lc10',
    // Without this the linker drops libtorch_cuda, and its kernels are never registered.
    ...(cuda ? ['-Wl,--no-as-needed', '-ltorch_cuda', '-lc10_cuda'] : []),
    // Its threads and its allocator outlive the worker that has loaded it.
    '-Wl,-z,nodelete',
    '-Wl,--disable-new-dtags',
    `-Wl,-rpath,${lib}`,
  ]
}

/**
 * @param {Context} context
 * @param {Libtorch} libtorch
 * @returns {string} the library whose absence would make the link fail first
 */
export function firstLibrary({ platform }, { root }) {
  return join(root, 'lib', libraryName(platform, 'torch_cpu'))
}
