// @ts-check
/**
 * Builds the addon: a few object files from the sources in `native/`, kept by content, then one link. Sources of one object
 * file see one another's names, those of anonymous namespaces too.
 *
 * Everything that can change the result goes into the name of the addon's folder, so that "is it there?" is the whole
 * question of the next run, and of the next project: nothing in it tells where the sources lie. `build/current.json` names
 * the addon in use; the loader of @ganymede/torch reads it. With sanitizers the same lies in `build/sanitized/`, where the
 * loader does not look.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, freemem } from 'node:os'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { checkAddon } from './check-addon.mjs'
import { compileFlags, findCompiler, linkFlags } from './compiler.mjs'
import { addonFolder, recordFolder } from './context.mjs'
import { SetupError } from './errors.mjs'
import { runCommand } from './run-command.mjs'
import { findSanitizer } from './sanitizers.mjs'
import { listFiles, readJson, sha256, writeJson } from './stamp.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./inspect-libtorch.mjs').Libtorch} Libtorch */

/** What `build/current.json` holds. Paths are relative to its folder, or absolute.
 * @typedef {object} BuildRecord
 * @property {string} addon
 * @property {Pick<Libtorch, 'root' | 'version' | 'fullVersion' | 'source' | 'cuda'>} libtorch
 * @property {number} node_api
 * @property {string} [sanitizer]  the library that a process must load first
 * @property {string} builtAt  ISO 8601
 */

/** What the reader of a terminal is told while it takes its time. */
export const compilingText = 'compiling the bridge to libtorch, once; usually under a minute'
const keptBuilds = 3
const keptSharedBuilds = 12 // of all projects of the user, about 2 MB each
const nodeApi = 8
const compilerBytes = 1.5e9 // peak memory of one compiler on libtorch's headers

/**
 * Name of the folder for what would be built now.
 *
 * @param {Context} context
 * @param {Libtorch} libtorch
 */
export function buildName(context, libtorch) {
  const sources = listNativeFiles(context).flatMap((path) => [
    relative(nativeFolder(context), path),
    readFileSync(path, 'utf8'),
  ])
  const flags = [...compileFlags(context, libtorch), ...linkFlags(context, libtorch), context.env.CXX ?? '']
  const hash = sha256([...sources, ...flags, libtorch.mark]).slice(0, 12)
  return `${libtorch.version}-${context.platform}-${context.arch}-napi${nodeApi}-${hash}`
}

/**
 * The addon that would be built now, as the record writes it.
 *
 * @param {Context} context
 * @param {Libtorch} libtorch
 */
function addonInRecord(context, libtorch) {
  const path = join(buildName(context, libtorch), 'ganymede.node')
  return addonFolder(context) === recordFolder(context) ? path : join(addonFolder(context), path)
}

/**
 * Whether the addon for the present sources and this libtorch is there and in use.
 *
 * @param {Context} context
 * @param {Libtorch} libtorch
 */
export function isBuilt(context, libtorch) {
  const record = /** @type {BuildRecord | null} */ (readJson(join(recordFolder(context), 'current.json')))
  const addon = addonInRecord(context, libtorch)
  return (
    record?.addon === addon &&
    record.libtorch?.source === libtorch.source &&
    existsSync(resolve(recordFolder(context), addon))
  )
}

/**
 * @param {Context} context
 * @param {Libtorch} libtorch
 * @returns {Promise<string>} what was done, for the report
 * @throws SetupError `COMPILER_MISSING`, `COMPILER_TOO_OLD`, `NATIVE_BUILD_FAILED`, `ADDON_UNLOADABLE`
 */
export async function buildNative(context, libtorch) {
  const name = buildName(context, libtorch)
  const folder = join(addonFolder(context), name)
  const addon = join(folder, 'ganymede.node')
  let done = 'up to date'
  if (context.force || !existsSync(addon)) {
    const compiler = await findCompiler(context)
    const objects = await compileAll(context, libtorch, compiler)
    mkdirSync(folder, { recursive: true })
    await link(context, libtorch, compiler, objects.paths, addon)
    writeJson(
      join(folder, 'objects.json'),
      objects.paths.map((path) => basename(path)),
    )
    done = `${objects.compiled} of ${objects.paths.length} units compiled with ${shortVersion(compiler.version)}`
  }
  const sanitizer = context.sanitize ? await findSanitizer(context, await findCompiler(context)) : undefined
  await checkAddon(context, libtorch, addon, sanitizer)
  const now = new Date()
  utimesSync(folder, now, now) // The youngest folders are kept.
  /** @type {BuildRecord} */
  const record = {
    addon: addonInRecord(context, libtorch),
    libtorch: {
      root: libtorch.root,
      version: libtorch.version,
      fullVersion: libtorch.fullVersion,
      source: libtorch.source,
      cuda: libtorch.cuda,
    },
    node_api: nodeApi,
    ...(sanitizer === undefined ? {} : { sanitizer }),
    builtAt: now.toISOString(),
  }
  writeJson(join(recordFolder(context), 'current.json'), record)
  prune(addonFolder(context), addonFolder(context) === recordFolder(context) ? keptBuilds : keptSharedBuilds)
  return done
}

/** @param {Pick<Context, 'torch'>} context */
function nativeFolder({ torch }) {
  return join(torch, 'native')
}

/** @param {Pick<Context, 'torch'>} context */
function listNativeFiles(context) {
  return listFiles(nativeFolder(context), (name) => /\.(cc|h)$/.test(name))
}

/**
 * @param {Context} context
 * @param {Libtorch} libtorch
 * @param {import('./compiler.mjs').Compiler} compiler
 * @returns {Promise<{ paths: string[], compiled: number }>}
 */
async function compileAll(context, libtorch, compiler) {
  const sources = listNativeFiles(context).filter((path) => path.endsWith('.cc'))
  if (sources.length === 0) {
    throw new SetupError('NATIVE_BUILD_FAILED', `${relative(context.root, nativeFolder(context))} holds no .cc file`)
  }
  const flags = compileFlags(context, libtorch)
  const folder = join(addonFolder(context), 'objects')
  mkdirSync(folder, { recursive: true })
  const jobs = compileUnits(sources).map(({ name, members }) => {
    const content = members.flatMap((path) => contentWithHeaders(path, nativeFolder(context)))
    const key = sha256([...flags, libtorch.mark, compiler.path, compiler.version, ...content]).slice(0, 16)
    return { members, source: join(folder, `${name}-${key}.cc`), object: join(folder, `${name}-${key}.o`) }
  })
  const waiting = jobs.filter(({ object }) => context.force || !existsSync(object))
  const compiled = waiting.length
  let finished = 0
  const tell = () => context.report.progress(`${compilingText}: ${finished} of ${compiled} units`)
  tell()
  /** @type {SetupError | null} */
  let failure = null
  const work = async () => {
    for (let job = waiting.shift(); job !== undefined && failure === null; job = waiting.shift()) {
      const problem = await compileOne(context, compiler, flags, job)
      failure ??= problem
      finished++
      tell()
    }
  }
  const workers = Math.max(1, Math.min(availableParallelism(), Math.floor(freemem() / compilerBytes), waiting.length))
  await Promise.all(Array.from({ length: workers }, work))
  if (failure !== null) throw failure
  return { paths: jobs.map(({ object }) => object), compiled }
}

/**
 * What is compiled in one go. Most of a compiler's time goes into libtorch's headers: files that need the same ones share
 * them. Those of autograd and of TorchScript are twice as long as the others.
 *
 * @param {readonly string[]} sources
 * @returns {{ name: string, members: string[] }[]}
 */
export function compileUnits(sources) {
  const isLong = (/** @type {string} */ path) => /#include <torch\/csrc\//.test(readFileSync(path, 'utf8'))
  return [
    { name: 'engine', members: sources.filter((path) => !isLong(path)) },
    { name: 'autograd', members: sources.filter(isLong) },
  ].filter(({ members }) => members.length > 0)
}

/**
 * @param {Context} context
 * @param {import('./compiler.mjs').Compiler} compiler
 * @param {readonly string[]} flags
 * @param {{ members: readonly string[], source: string, object: string }} job
 * @returns {Promise<SetupError | null>}
 */
async function compileOne(context, compiler, flags, { members, source, object }) {
  const { root, env, report } = context
  const native = nativeFolder(context)
  const temporary = `${object}.${process.pid}.tmp`
  writeFileSync(source, members.map((path) => `#include "${relative(native, path)}"\n`).join(''))
  const args = [`-I${nodeHeaders(context)}`, `-I${native}`, ...flags, '-c', source, '-o', temporary]
  report.detail(`${compiler.path} ${args.join(' ')}`)
  const result = await runCommand(compiler.path, args, { cwd: root, env })
  if (result.code !== 0) {
    rmSync(temporary, { force: true })
    return explainCompiler(result.output, failedFile(context, result.output) ?? 'the addon', compiler)
  }
  if (result.output.trim() !== '') report.note(result.output.trim())
  renameSync(temporary, object)
  report.detail(`${basename(source)} took ${result.seconds.toFixed(1)} s`)
  return null
}

/**
 * The file of ours that the first error of a compiler names.
 *
 * @param {Context} context
 * @param {string} output
 */
function failedFile(context, output) {
  const folder = `${nativeFolder(context)}/`
  // Without a line behind it a name says in which function the error is, not yet where.
  const [name] = output
    .split(folder)
    .slice(1)
    .flatMap((rest) => /^[\w./-]+\.(?:cc|h)(?=:\d+)/.exec(rest) ?? [])
  return name === undefined ? undefined : relative(context.root, join(folder, name))
}

/**
 * @param {Context} context
 * @param {Libtorch} libtorch
 * @param {import('./compiler.mjs').Compiler} compiler
 * @param {readonly string[]} objects
 * @param {string} addon
 */
async function link(context, libtorch, compiler, objects, addon) {
  context.report.progress('linking')
  const temporary = `${addon}.${process.pid}.tmp`
  const args = [...objects, ...linkFlags(context, libtorch), '-o', temporary]
  context.report.detail(`${compiler.path} ${args.join(' ')}`)
  const result = await runCommand(compiler.path, args, { cwd: context.root, env: context.env })
  if (result.code !== 0) {
    rmSync(temporary, { force: true })
    throw explainCompiler(result.output, 'the addon (linking)', compiler)
  }
  renameSync(temporary, addon)
}

/**
 * @param {string} output
 * @param {string} what
 * @param {import('./compiler.mjs').Compiler} compiler
 * @returns {SetupError}
 */
export function explainCompiler(output, what, { version }) {
  const all = output.trimEnd().split('\n')
  const first = Math.max(
    0,
    all.findIndex((line) => /error|undefined reference|cannot find/i.test(line)),
  )
  const lines = [`compiler  ${version}`, ...all.slice(first, first + 12).map((line) => line.slice(0, 240))]
  if (/No space left on device/.test(output)) {
    return new SetupError('DISK_FULL', `the disk filled up while ${what} was compiled`, { lines })
  }
  if (/Killed signal|terminated program|virtual memory exhausted|out of memory/i.test(output)) {
    return new SetupError('NATIVE_BUILD_FAILED', `the compiler ran out of memory on ${what}`, {
      lines: [lines[0] ?? ''],
      remedy: `Free about ${compilerBytes / 1e9} GB of memory and run the command again: finished files are kept.`,
    })
  }
  return new SetupError('NATIVE_BUILD_FAILED', `${what} did not compile`, { lines })
}

/**
 * A source file and every header of ours that it includes, directly or not.
 *
 * @param {string} source
 * @param {string} native  the folder in which names of headers begin
 * @returns {string[]}
 */
export function contentWithHeaders(source, native) {
  /** @type {Map<string, string>} */
  const seen = new Map()
  const visit = (/** @type {string} */ path) => {
    if (seen.has(path) || !existsSync(path)) return
    const text = readFileSync(path, 'utf8')
    seen.set(path, text)
    for (const [, name = ''] of text.matchAll(/^\s*#\s*include\s+"([^"]+)"/gm)) {
      const beside = join(dirname(path), name)
      visit(existsSync(beside) ? beside : join(native, name))
    }
  }
  visit(source)
  return [...seen].flatMap(([path, text]) => [basename(path), text])
}

/**
 * The folder with node_api.h: of the npm package, or of this Node.js.
 *
 * @param {Pick<Context, 'root' | 'torch'>} context
 * @returns {string}
 */
function nodeHeaders({ root, torch }) {
  const candidates = [
    ...(createRequire(join(torch, 'package.json')).resolve.paths('node-api-headers') ?? []).map((folder) =>
      join(folder, 'node-api-headers', 'include'),
    ),
    join(dirname(process.execPath), '..', 'include', 'node'),
  ]
  const found = candidates.find((folder) => existsSync(join(folder, 'node_api.h')))
  if (found !== undefined) return found
  throw new SetupError('NATIVE_BUILD_FAILED', 'the header node_api.h was not found', {
    lines: candidates.map((folder) => `looked in ${folder}`),
    remedy: root === torch ? 'Run: npm install' : 'Run: npm run setup -- --only packages',
  })
}

/**
 * Old builds go, with the object files that no kept build uses.
 *
 * @param {string} build
 * @param {number} [kept]  the youngest that stay
 */
export function prune(build, kept = keptBuilds) {
  const folders = readdirSync(build)
    .filter((name) => existsSync(join(build, name, 'ganymede.node')))
    .map((name) => ({ name, changed: statSync(join(build, name)).mtimeMs }))
    .sort((a, b) => b.changed - a.changed)
  for (const { name } of folders.slice(kept)) rmSync(join(build, name), { recursive: true, force: true })
  const used = new Set(folders.slice(0, kept).flatMap(({ name }) => readJson(join(build, name, 'objects.json')) ?? []))
  for (const path of listFiles(join(build, 'objects'), () => true)) {
    if (!used.has(basename(path).replace(/\.cc$/, '.o'))) rmSync(path)
  }
}

/** @param {string} version  first line of `--version` */
function shortVersion(version) {
  return /^(\S+).*?(\d+\.\d+(?:\.\d+)?)\s*$/.exec(version)?.slice(1, 3).join(' ') ?? version
}
