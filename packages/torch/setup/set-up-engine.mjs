// @ts-check
/** What the engine needs before it can be loaded: a libtorch and the addon for it. Each only when something is to be done. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { makeCacheFolder, recordFolder } from './context.mjs'
import { asSetupError } from './errors.mjs'
import { testedVersions } from './libtorch-versions.mjs'
import { locateLibtorch, rememberedLibtorch, rememberLibtorch } from './locate-libtorch.mjs'
import { withLock } from './lock.mjs'

/** @typedef {import('./context.mjs').Context} Context */
/** @typedef {import('./inspect-libtorch.mjs').Libtorch} Libtorch */
/** @typedef {import('./report.mjs').Reporter} Reporter */
/** @typedef {'libtorch' | 'native'} EnginePart */

/** The parts in the order in which they need one another. */
export const engineParts = /** @type {readonly EnginePart[]} */ (['libtorch', 'native'])

/** Does a part of set-up in a line of its own. @typedef {ReturnType<typeof stepper>['step']} Step */

/**
 * @param {Context} context
 * @param {Reporter} report
 */
export function stepper(context, report) {
  let changed = false
  return {
    /** Whether a step has been done. */
    hasChanged: () => changed,
    /**
     * @param {string} name
     * @param {string} text
     * @param {(context: Context) => Promise<string>} work
     */
    step: async (name, text, work) => {
      const part = report.start(name, text)
      try {
        part.done(await work({ ...context, report: part }))
        changed = true
      } catch (error) {
        part.abandon(asSetupError(error).message)
        throw error
      }
    },
  }
}

/**
 * The libtorch to use, and the addon for it where that is wanted; null when something is to be done.
 *
 * @param {Context} context
 * @param {EnginePart} part  `native` asks for both
 * @returns {Promise<Libtorch | null>}
 */
export async function readyLibtorch(context, part) {
  const libtorch = rememberedLibtorch(context)
  if (libtorch === null || part === 'libtorch') return libtorch
  const { isBuilt } = await import('./build-native.mjs')
  return isBuilt(context, libtorch) ? libtorch : null
}

/**
 * @param {Context} context
 * @param {Step} step
 * @returns {Promise<Libtorch>}
 */
export async function getLibtorch(context, step) {
  const remembered = context.force ? null : rememberedLibtorch(context)
  if (remembered !== null) return remembered
  /** @type {Libtorch | undefined} */
  let libtorch
  await step('libtorch', 'looking for libtorch', async (told) => {
    libtorch = await findOrFetch(told)
    return describe(libtorch)
  })
  return /** @type {Libtorch} */ (/** @type {unknown} */ (libtorch))
}

/**
 * @param {Context} context
 * @param {Step} step
 * @param {Libtorch} libtorch
 */
export async function makeAddon(context, step, libtorch) {
  const { buildNative, compilingText, isBuilt } = await import('./build-native.mjs')
  if (!context.force && isBuilt(context, libtorch)) return
  await step('addon', compilingText, (told) => buildNative(told, libtorch))
}

/**
 * One set-up at a time where addons are kept.
 *
 * @template T
 * @param {Context} context
 * @param {Reporter} report
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export function alone(context, report, work) {
  const onWait = (/** @type {number} */ pid) => report.note(`waiting for another set-up (process ${pid})`)
  return withLock(join(context.addons, 'setup.lock'), work, { onWait })
}

/**
 * Sets an installed package up. Does nothing, quickly, when everything is there.
 *
 * @param {Context} context
 * @param {Reporter} report
 * @param {object} [options]
 * @param {EnginePart} [options.only]  `libtorch` alone, or both, which is the default
 * @returns {Promise<{ changed: boolean, libtorch: Libtorch }>}
 * @throws SetupError
 */
export async function setUpEngine(context, report, { only = 'native' } = {}) {
  const ready = context.force ? null : await readyLibtorch(context, only)
  if (ready !== null) return { changed: false, libtorch: ready }
  mkdirSync(recordFolder(context), { recursive: true })
  makeCacheFolder(context)
  return alone(context, report, async () => {
    const { step, hasChanged } = stepper(context, report)
    const libtorch = await getLibtorch(context, step)
    if (only === 'native') await makeAddon(context, step, libtorch)
    return { changed: hasChanged(), libtorch }
  })
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
