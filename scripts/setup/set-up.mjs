// @ts-check
/** The order of set-up: packages beside libtorch, then the addon beside TypeScript; each only when something is to be done. */
import { mkdirSync } from 'node:fs'
import { buildFolder } from '../../packages/torch/setup/context.mjs'
import { asSetupError, SetupError } from '../../packages/torch/setup/errors.mjs'
import {
  alone,
  engineParts,
  getLibtorch,
  makeAddon,
  readyLibtorch,
  stepper,
} from '../../packages/torch/setup/set-up-engine.mjs'
import { isTypeScriptBuilt } from './build-typescript.mjs'
import { installPackages, packagesMissing } from './install-packages.mjs'

/** @typedef {import('../../packages/torch/setup/context.mjs').Context} Context */
/** @typedef {import('../../packages/torch/setup/inspect-libtorch.mjs').Libtorch} Libtorch */
/** @typedef {import('../../packages/torch/setup/report.mjs').Reporter} Reporter */

/** @typedef {'packages' | 'libtorch' | 'native' | 'build'} Part */

/** The parts of set-up in the order in which they need one another. */
export const parts = /** @type {readonly Part[]} */ (['packages', ...engineParts, 'build'])

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
  return alone(context, report, () => doParts(context, report, only))
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
  const libtorch = await readyLibtorch(context, wants('native') ? 'native' : 'libtorch')
  return libtorch === null ? null : { libtorch }
}

/**
 * @param {Context} context
 * @param {Reporter} report
 * @param {Part | undefined} only
 */
async function doParts(context, report, only) {
  const wants = (/** @type {Part} */ part) => isWanted(context, only, part)
  const { step, hasChanged } = stepper(context, report)

  /** @type {Libtorch | null} */
  let libtorch = null
  const getPackages = async () => {
    const why = wants('packages') ? packagesMissing(context) : null
    if (!wants('packages') || (why === null && !context.force)) return
    await step('packages', `installing with npm${why === null ? '' : `: ${why}`}`, installPackages)
  }
  const getEngine = async () => {
    if (wants('libtorch') || wants('native')) libtorch = await getLibtorch(context, step)
  }
  const makeEngine = async () => {
    if (wants('native') && libtorch !== null) await makeAddon(context, step, libtorch)
  }
  const makePackages = async () => {
    if (!wants('build') || (!context.force && isTypeScriptBuilt(context))) return
    const { buildTypeScript } = await import('./build-typescript.mjs')
    await step('TypeScript', 'compiling', buildTypeScript)
  }

  await all(getPackages(), getEngine())
  await all(makeEngine(), makePackages())
  return { changed: hasChanged(), libtorch }
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
