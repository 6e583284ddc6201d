// @ts-check
/**
 * Finds libtorch: LIBTORCH → the torch of a Python → our cache folder → the one that the present addon was built with.
 *
 * The answer is remembered in `build/libtorch.json` with everything it depends on, so that the next run need not ask
 * Python again: that alone would take a large part of the time that a set-up with nothing to do may take.
 */
import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildFolder, cacheFolder } from './context.mjs'
import { SetupError } from './errors.mjs'
import { askPythonForTorch, findPythons } from './find-python.mjs'
import { inspectLibtorch } from './inspect-libtorch.mjs'
import { parseVersion, pinnedVersion } from './libtorch-versions.mjs'
import { readJson, writeJson } from './stamp.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./inspect-libtorch.mjs').Libtorch} Libtorch */

/**
 * @typedef {object} Attempt
 * @property {string} place
 * @property {string} result
 */

/**
 * The libtorch of the last run, if nothing has happened that could lead to another answer.
 *
 * @param {Context} context
 * @returns {Libtorch | null}
 */
export function rememberedLibtorch(context) {
  const memory = readMemory(context)
  if (memory === null || JSON.stringify(memory.inputs) !== JSON.stringify(locationInputs(context))) return null
  for (const [folder, changed] of Object.entries(memory.watched)) if (changeTime(folder) !== changed) return null
  const inspected = inspectLibtorch(context, memory.libtorch.root, memory.libtorch.source)
  if (!('libtorch' in inspected) || inspected.libtorch.mark !== memory.libtorch.mark) return null
  return inspected.libtorch
}

/**
 * Keeps the answer for the next run.
 *
 * @param {Context} context
 * @param {Libtorch} libtorch
 * @param {readonly string[]} searched  folders whose change may lead to another answer
 */
export function rememberLibtorch(context, libtorch, searched) {
  const watched = Object.fromEntries(searched.map((folder) => [folder, changeTime(folder)]))
  writeJson(memoryPath(context), { inputs: locationInputs(context), watched, libtorch })
}

/**
 * @param {Context} context
 * @returns {Promise<{ libtorch: Libtorch | null, attempts: Attempt[], searched: string[] }>}
 * @throws SetupError `TORCH_INVALID`, `TORCH_VERSION` when LIBTORCH is set to something that cannot be used: what was
 * asked for by name is never silently replaced by something else
 */
export async function locateLibtorch(context) {
  /** @type {Attempt[]} */
  const attempts = []
  /** @type {string[]} */
  const searched = []
  const given = context.env.LIBTORCH
  if (given) return { libtorch: inspectGiven(context, given), attempts, searched }
  attempts.push({ place: 'LIBTORCH', result: 'not set' })

  const pythons = findPythons(context)
  if (pythons.length === 0) attempts.push({ place: 'Python', result: 'none on the PATH' })
  for (const { name, path } of pythons) {
    const answer = await askPythonForTorch(context, path)
    searched.push(...answer.searched.filter((folder) => !searched.includes(folder)))
    if (answer.root === null) {
      attempts.push({ place: name, result: answer.problem ?? 'no torch' })
      continue
    }
    const inspected = inspectLibtorch(context, answer.root, 'python')
    if ('libtorch' in inspected) return { libtorch: inspected.libtorch, attempts, searched }
    attempts.push({ place: `${name} (${answer.root})`, result: inspected.refusal.reason })
  }

  const cache = cacheFolder(context)
  searched.push(cache)
  const cached = cachedFolders(cache)
  if (cached.length === 0) attempts.push({ place: `cache ${cache}`, result: 'empty' })
  for (const folder of cached) {
    const inspected = inspectLibtorch(context, folder, 'cache')
    if ('libtorch' in inspected) return { libtorch: inspected.libtorch, attempts, searched }
    attempts.push({ place: `cache ${folder}`, result: inspected.refusal.reason })
  }

  // Only one that an addon was built with and loaded from: what failed once must not stand in the way of fetching.
  const last = readJson(join(buildFolder(context), 'current.json'))?.libtorch?.root
  if (typeof last === 'string' && !cached.includes(last)) {
    const inspected = inspectLibtorch(context, last, 'remembered')
    if ('libtorch' in inspected) return { libtorch: inspected.libtorch, attempts, searched }
    attempts.push({ place: `last used ${last}`, result: inspected.refusal.reason })
  }
  return { libtorch: null, attempts, searched }
}

/**
 * @param {Context} context
 * @param {string} given
 * @returns {Libtorch}
 */
function inspectGiven(context, given) {
  // npm runs scripts in the repository; a relative path was meant from where the user stood.
  const root = resolve(context.env.INIT_CWD ?? process.cwd(), given)
  const inspected = inspectLibtorch(context, root, 'LIBTORCH')
  if ('libtorch' in inspected) return inspected.libtorch
  const { code, reason } = inspected.refusal
  throw new SetupError(code, `LIBTORCH cannot be used: ${reason}`, {
    lines: [`LIBTORCH=${given}`, ...(root === given ? [] : [`that is  ${root}`])],
    remedy: [
      'Set LIBTORCH to the folder of an unpacked libtorch archive, or to the folder torch of a Python installation,',
      'or unset it: set-up then looks elsewhere and fetches libtorch itself.',
    ],
  })
}

/**
 * What we fetched earlier, the pinned version first, then the newest.
 *
 * @param {string} cache
 * @returns {string[]}
 */
function cachedFolders(cache) {
  /** @type {string[]} */
  let names = []
  try {
    names = readdirSync(cache).filter((name) => /^torch-\d+\.\d+\.\d+$/.test(name))
  } catch {
    return []
  }
  const rank = (/** @type {string} */ name) => {
    if (name === `torch-${pinnedVersion}`) return Number.POSITIVE_INFINITY
    const [major = 0, minor = 0, patch = 0] = parseVersion(name.slice('torch-'.length))?.numbers ?? []
    return (major * 1000 + minor) * 1000 + patch
  }
  return names.sort((a, b) => rank(b) - rank(a)).map((name) => join(cache, name))
}

/** @param {Context} context */
function locationInputs(context) {
  const { LIBTORCH, INIT_CWD, PYTHONPATH } = context.env
  return {
    LIBTORCH: LIBTORCH ? resolve(INIT_CWD ?? process.cwd(), LIBTORCH) : null,
    PYTHONPATH: PYTHONPATH ?? null,
    pythons: findPythons(context).map(({ path }) => path),
    cache: cacheFolder(context),
  }
}

/** @param {Context} context */
function memoryPath(context) {
  return join(buildFolder(context), 'libtorch.json')
}

/**
 * @param {Context} context
 * @returns {{ inputs: object, watched: Record<string, number | null>, libtorch: Libtorch } | null}
 */
function readMemory(context) {
  const memory = readJson(memoryPath(context))
  return typeof memory?.libtorch?.root === 'string' ? memory : null
}

/** @param {string} folder */
function changeTime(folder) {
  return statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? null
}
