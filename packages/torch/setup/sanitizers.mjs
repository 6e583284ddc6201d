// @ts-check
/**
 * The addon under AddressSanitizer and UndefinedBehaviorSanitizer: how it is compiled, and with what a process must start
 * that loads it. Only our own code is instrumented; libtorch and Node.js are taken as they are.
 */
import { realpathSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { recordFolder } from './context.mjs'
import { SetupError } from './errors.mjs'
import { runCommand } from './run-command.mjs'
import { readJson } from './stamp.mjs'

/** @typedef {import('./context.mjs').Context} Context */

/** Of each pair of options that contradict each other, compilers obey the later one: `-O1` replaces `-O2`. */
export const sanitizingFlags = [
  // Numbers of JavaScript become integers in many places, so a double outside their range counts, too.
  '-fsanitize=address,undefined,float-cast-overflow',
  // It would compare run-time types with libtorch's, whose type information the addon does not see.
  '-fno-sanitize=vptr',
  // The bounds of vectors, strings and spans.
  '-D_GLIBCXX_ASSERTIONS',
  '-fno-omit-frame-pointer',
  '-O1',
  '-g1',
]

/**
 * The run-time library of AddressSanitizer, which must be the first one that a process loads.
 *
 * @param {Pick<Context, 'env'>} context
 * @param {import('./compiler.mjs').Compiler} compiler
 * @returns {Promise<string>}
 * @throws SetupError `NATIVE_BUILD_FAILED` where the compiler brings none that can be preloaded
 */
export async function findSanitizer({ env }, { path, version }) {
  const { stdout } = await runCommand(path, ['-print-file-name=libasan.so'], { env, timeoutMs: 20_000 })
  // A compiler without the library answers with the bare name.
  if (isAbsolute(stdout.trim())) return realpathSync(stdout.trim())
  throw new SetupError('NATIVE_BUILD_FAILED', 'the compiler has no libasan.so, which --sanitize needs', {
    lines: [`compiler  ${path} (${version})`],
    remedy: 'Install g++ with its libasan, or set CXX to such a compiler.',
  })
}

/**
 * Environment variables of a process that loads the sanitized addon.
 *
 * @param {string} sanitizer  see {@link findSanitizer}
 * @returns {Record<string, string>}
 */
export function sanitizedEnvironment(sanitizer) {
  const suppressions = fileURLToPath(new URL('sanitizer-suppressions.txt', import.meta.url))
  return {
    // Tests ask: see test/setup/sanitized.ts.
    GANYMEDE_SANITIZED: '1',
    LD_PRELOAD: sanitizer,
    // Leaks: V8 and libtorch keep memory until the process ends; ours are counted per test by the tests' set-up.
    // A report ends in SIGABRT, which no test takes for a refusal; an exit code would be one.
    // Too large an allocation is none: libtorch makes an error of the null that it then gets.
    ASAN_OPTIONS: 'detect_leaks=0:allocator_may_return_null=1:abort_on_error=1:detect_stack_use_after_return=1',
    UBSAN_OPTIONS: `print_stacktrace=1:halt_on_error=1:abort_on_error=1:suppressions=${suppressions}`,
  }
}

/**
 * The same for a process that shall use the sanitized addon in place of the normal one.
 *
 * @param {string} root  the clone
 * @returns {Record<string, string>}
 * @throws SetupError `NATIVE_BUILD_FAILED` when it has not been built
 */
export function sanitizedAddon(root) {
  const folder = recordFolder({ root, sanitize: true })
  /** @type {import('./build-native.mjs').BuildRecord | null} */
  const record = readJson(join(folder, 'current.json'))
  if (record?.sanitizer === undefined) {
    throw new SetupError('NATIVE_BUILD_FAILED', 'the addon has not been built with sanitizers', {
      lines: [`looked in ${folder}`],
      remedy: 'Run: npm run build -- --sanitize',
    })
  }
  return { GANYMEDE_ADDON: join(folder, record.addon), ...sanitizedEnvironment(record.sanitizer) }
}
