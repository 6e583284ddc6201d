// @ts-check
/** The order of set-up: packages → libtorch → addon → TypeScript, each only when something is to be done. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { isTypeScriptBuilt } from './build-typescript.mjs'
import { buildFolder } from './context.mjs'
import { installPackages, packagesMissing } from './install-packages.mjs'
import { testedVersions } from './libtorch-versions.mjs'
import { locateLibtorch, rememberedLibtorch, rememberLibtorch } from './locate-libtorch.mjs'
import { withLock } from './lock.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./inspect-libtorch.mjs').Libtorch} Libtorch */

/** @typedef {'packages' | 'libtorch' | 'native' | 'build'} Part */

/** The parts of set-up in the order in which they need one another. */
export const parts = /** @type {readonly Part[]} */ (['packages', 'libtorch', 'native', 'build'])

/**
 * Brings the clone into a state in which everything runs. Does nothing, quickly, when it is in that state.
 *
 * @param {Context} context
 * @param {object} [options]
 * @param {Part} [options.only]  do this part alone (`native` finds libtorch first)
 * @returns {Promise<{ changed: boolean, libtorch: Libtorch | null }>}
 * @throws SetupError
 */
export async function setUp(context, { only } = {}) {
  if (!context.force) {
    const ready = await readyState(context, only)
    if (ready !== null) return { changed: false, libtorch: ready.libtorch }
  }
  mkdirSync(buildFolder(context), { recursive: true })
  const onWait = (/** @type {number} */ pid) => context.report.note(`waiting for another set-up (process ${pid})`)
  return withLock(join(buildFolder(context), 'setup.lock'), () => doParts(context, only), { onWait })
}

/**
 * @param {Context} context
 * @param {Part | undefined} only
 * @param {Part} part
 */
function isWanted({ sanitize }, only, part) {
  return only === undefined || only === part || (sanitize && part === 'native')
}

/**
 * Whether nothing is to be done; null when something is.
 *
 * @param {Context} context
 * @param {Part | undefined} only
 * @returns {Promise<{ libtorch: Libtorch | null } | null>}
 */
async function readyState(context, only) {
  const wants = (/** @type {Part} */ part) => isWanted(context, only, part)
  if (wants('packages') && packagesMissing(context) !== null) return null
  if (wants('build') && !isTypeScriptBuilt(context)) return null
  if (!wants('libtorch') && !wants('native')) return { libtorch: null }
  const libtorch = rememberedLibtorch(context)
  if (libtorch === null) return null
  if (!wants('native')) return { libtorch }
  const { isBuilt } = await import('./build-native.mjs')
  return isBuilt(context, libtorch) ? { libtorch } : null
}

/**
 * @param {Context} context
 * @param {Part | undefined} only
 */
async function doParts(context, only) {
  const wants = (/** @type {Part} */ part) => isWanted(context, only, part)
  const { report } = context
  let changed = false
  const step = async (
    /** @type {string} */ name,
    /** @type {string} */ text,
    /** @type {() => Promise<string>} */ work,
  ) => {
    report.start(name, text)
    try {
      report.done(await work())
      changed = true
    } catch (error) {
      report.abandon()
      throw error
    }
  }

  const why = wants('packages') ? packagesMissing(context) : null
  if (wants('packages') && (why !== null || context.force)) {
    await step('packages', `installing with npm${why === null ? '' : `: ${why}`}`, () => installPackages(context))
  }
  /** @type {Libtorch | null} */
  let libtorch = null
  if (wants('libtorch') || wants('native')) {
    libtorch = context.force ? null : rememberedLibtorch(context)
    if (libtorch === null) {
      await step('libtorch', 'looking for libtorch', async () => {
        libtorch = await findOrFetch(context)
        return describe(libtorch)
      })
    }
  }
  if (wants('native') && libtorch !== null) {
    const found = /** @type {Libtorch} */ (libtorch)
    const { buildNative, isBuilt } = await import('./build-native.mjs')
    if (context.force || !isBuilt(context, found)) await step('addon', 'compiling', () => buildNative(context, found))
  }
  if (wants('build') && (context.force || !isTypeScriptBuilt(context))) {
    const { buildTypeScript } = await import('./build-typescript.mjs')
    await step('TypeScript', 'compiling', () => buildTypeScript(context))
  }
  return { changed, libtorch }
}

/**
 * @param {Context} context
 * @returns {Promise<Libtorch>}
 */
async function findOrFetch(context) {
  const { libtorch, attempts, searched } = await locateLibtorch(context)
  if (libtorch !== null) {
    rememberLibtorch(context, libtorch, searched)
    return libtorch
  }
  const { fetchLibtorch } = await import('./fetch-libtorch.mjs')
  const fetched = await fetchLibtorch(context, attempts)
  rememberLibtorch(context, fetched, searched)
  return fetched
}

/**
 * @param {Libtorch} libtorch
 * @returns {string}
 */
export function describe({ fullVersion, version, root, source, cuda }) {
  const origin = {
    LIBTORCH: 'from LIBTORCH',
    python: 'of Python',
    cache: 'cached',
    fetched: 'fetched',
    remembered: 'used before',
  }
  const untested = testedVersions.includes(version)
    ? ''
    : `, not among the tested versions (${testedVersions.join(', ')})`
  return `${fullVersion}${cuda ? ' with CUDA' : ''}, ${origin[source]}: ${root}${untested}`
}
