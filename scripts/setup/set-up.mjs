// @ts-check
/** The order of set-up: packages beside libtorch, then the addon beside TypeScript; each only when something is to be done. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { isTypeScriptBuilt } from './build-typescript.mjs'
import { buildFolder } from './context.mjs'
import { asSetupError, SetupError } from './errors.mjs'
import { installPackages, packagesMissing } from './install-packages.mjs'
import { testedVersions } from './libtorch-versions.mjs'
import { locateLibtorch, rememberedLibtorch, rememberLibtorch } from './locate-libtorch.mjs'
import { withLock } from './lock.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./inspect-libtorch.mjs').Libtorch} Libtorch */
/** @typedef {import('./report.mjs').Reporter} Reporter */

/** @typedef {'packages' | 'libtorch' | 'native' | 'build'} Part */

/** The parts of set-up in the order in which they need one another. */
export const parts = /** @type {readonly Part[]} */ (['packages', 'libtorch', 'native', 'build'])

/**
 * Brings the clone into a state in which everything runs. Does nothing, quickly, when it is in that state.
 *
 * @param {Context} context
 * @param {Reporter} report
 * @param {object} [options]
 * @param {Part} [options.only]  do this part alone (`native` finds libtorch first)
 * @returns {Promise<{ changed: boolean, libtorch: Libtorch | null }>}
 * @throws SetupError
 */
export async function setUp(context, report, { only } = {}) {
  if (!context.force) {
    const ready = await readyState(context, only)
    if (ready !== null) return { changed: false, libtorch: ready.libtorch }
  }
  mkdirSync(buildFolder(context), { recursive: true })
  const onWait = (/** @type {number} */ pid) => report.note(`waiting for another set-up (process ${pid})`)
  return withLock(join(buildFolder(context), 'setup.lock'), () => doParts(context, report, only), { onWait })
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
 * @param {Reporter} report
 * @param {Part | undefined} only
 */
async function doParts(context, report, only) {
  const wants = (/** @type {Part} */ part) => isWanted(context, only, part)
  let changed = false
  const step = async (
    /** @type {string} */ name,
    /** @type {string} */ text,
    /** @type {(context: Context) => Promise<string>} */ work,
  ) => {
    const part = report.start(name, text)
    try {
      part.done(await work({ ...context, report: part }))
      changed = true
    } catch (error) {
      part.abandon(asSetupError(error).message)
      throw error
    }
  }

  /** @type {Libtorch | null} */
  let libtorch = null
  const getPackages = async () => {
    const why = wants('packages') ? packagesMissing(context) : null
    if (!wants('packages') || (why === null && !context.force)) return
    await step('packages', `installing with npm${why === null ? '' : `: ${why}`}`, installPackages)
  }
  const getLibtorch = async () => {
    if (!wants('libtorch') && !wants('native')) return
    libtorch = context.force ? null : rememberedLibtorch(context)
    if (libtorch !== null) return
    await step('libtorch', 'looking for libtorch', async (told) => {
      libtorch = await findOrFetch(told)
      return describe(libtorch)
    })
  }
  const makeAddon = async () => {
    if (!wants('native') || libtorch === null) return
    const found = libtorch
    const { buildNative, compilingText, isBuilt } = await import('./build-native.mjs')
    if (!context.force && isBuilt(context, found)) return
    await step('addon', compilingText, (told) => buildNative(told, found))
  }
  const makePackages = async () => {
    if (!wants('build') || (!context.force && isTypeScriptBuilt(context))) return
    const { buildTypeScript } = await import('./build-typescript.mjs')
    await step('TypeScript', 'compiling', buildTypeScript)
  }

  await all(getPackages(), getLibtorch())
  await all(makeAddon(), makePackages())
  return { changed, libtorch }
}

/**
 * Waits for all: none works on when the error is told, and what the others bring need not be fetched again next time.
 *
 * @param {...Promise<void>} works
 * @throws what the first threw; where several failed, a SetupError that lists the others below it
 */
export async function all(...works) {
  const failures = (await Promise.allSettled(works)).flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
  if (failures.length === 0) return
  if (failures.length === 1) throw failures[0]
  const [first, ...others] = failures.map(asSetupError)
  if (first === undefined) return
  const alsoFailed = others.flatMap(({ code, message, lines, remedies }) => [
    `and ${code}  ${message}`,
    ...[...lines, ...remedies].map((text) => `  ${text}`),
  ])
  const { code, message, lines, remedies } = first
  throw new SetupError(code, message, { lines: [...lines, ...remedies, ...alsoFailed], remedy: [], cause: first })
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
