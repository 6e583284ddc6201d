/** What a program gives to a run of its own, looked at before any of it is written. */

import {
  GanymedeError,
  givenOptions,
  optionProblem,
  refuseProblems,
  requireObject,
  valueText,
  wrongArgument,
} from '@ganymede/core'
import { reservedKeys } from '@ganymede/runs/logs'
import { Generator, Tensor } from '@ganymede/torch'
import { requireModule } from '../nn/given-tensors.js'
import type { Module } from '../nn/module.js'
import { Optimizer } from '../nn/optim/optimizer.js'

export interface OwnSampleOptions {
  /** Name of the view; default: the run's main view. */
  readonly view?: string
  readonly columns?: number
  readonly seeds?: readonly number[]
  readonly labels?: readonly (string | number)[]
}

/** What a checkpoint of one's own holds. Names become names of files: letters, digits, `.`, `_` and `-`. */
export interface OwnCheckpoint {
  readonly networks: Readonly<Record<string, Module>>
  readonly optimizers?: Readonly<Record<string, Optimizer>>
  /** Random streams of the program's own. The default ones, from which dropout and `randn` draw, are saved anyway. */
  readonly generators?: Readonly<Record<string, Generator>>
  /** Further state, plain JSON. */
  readonly extra?: Readonly<Record<string, unknown>>
}

/** @internal Throws unless every value can be drawn as a curve. */
export function requireScalars(values: unknown): asserts values is Readonly<Record<string, number>> {
  requireObject('log', values, ['g/total', 'd/total'])
  for (const [name, value] of Object.entries(values)) {
    if (reservedKeys.includes(name)) throw new GanymedeError('OPTION_INVALID', `log: no value can be called ${name}`)
    if (typeof value === 'number') continue
    throw new GanymedeError('OPTION_INVALID', `log: ${name} must be a number, got ${valueText(value)}`, {
      ...(value instanceof Tensor && { remedy: 'Write item() behind the tensor.' }),
    })
  }
}

/** @internal Throws unless these are pictures. @returns `[N, C, H, W]` */
export function requirePictures(made: unknown): Tensor {
  if (!(made instanceof Tensor)) {
    throw wrongArgument('sample', 'images', 'a tensor, or a function that makes one and is not async', made)
  }
  const [count = 0, channels = 0] = made.shape
  if (made.shape.length === 4 && count > 0 && (channels === 1 || channels === 3)) return made
  throw new GanymedeError(
    'OPTION_INVALID',
    `pictures must be [N, C, H, W] with 1 or 3 channels, got [${made.shape.join(', ')}]`,
  )
}

/** @internal Looks at what is said about pictures. @param count  how many pictures there are */
export function requireSampleOptions(options: OwnSampleOptions, count: number): void {
  const isOneEach = (list: unknown) => Array.isArray(list) && list.length === count
  refuseProblems([
    ...optionProblem('view', options.view, 'a text', (value) => typeof value === 'string' && value !== ''),
    ...optionProblem('columns', options.columns, 'a whole number from 1', (value) => isCount(value, 1)),
    ...optionProblem(
      'seeds',
      options.seeds,
      `a list of ${count} whole numbers, one for each picture`,
      (value) => isOneEach(value) && (value as unknown[]).every((seed) => Number.isSafeInteger(seed)),
    ),
    ...optionProblem('labels', options.labels, `a list of ${count} labels, one for each picture`, isOneEach),
  ])
}

function isCount(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= least
}

/** What `createRun` and `resumeRun` can both be told, as programs without types give it. */
interface OwnRunOptions {
  readonly out?: unknown
  readonly step?: unknown
  readonly steps?: unknown
  readonly seed?: unknown
  readonly data?: unknown
  readonly keep?: unknown
  readonly signal?: unknown
}

/** @internal @throws GanymedeError `OPTION_INVALID` naming every option with a wrong value */
export function requireOwnRunOptions(where: string, options: OwnRunOptions): void {
  const isText = (value: unknown) => typeof value === 'string' && value !== ''
  const whole = (name: 'step' | 'steps' | 'seed' | 'keep', least: number) =>
    optionProblem(`${where}: ${name}`, options[name], `a whole number from ${least}`, (value) => isCount(value, least))
  refuseProblems([
    ...whole('step', 0),
    ...whole('steps', 0),
    ...whole('seed', 0),
    ...whole('keep', 1),
    ...optionProblem(`${where}: out`, options.out, 'the path of a folder', isText),
    ...optionProblem(`${where}: data`, options.data, 'a text', isText),
    ...optionProblem(`${where}: signal`, options.signal, 'an AbortSignal', (value) => value instanceof AbortSignal),
  ])
}

const names = ['networks', 'optimizers', 'generators', 'extra'] as const
// Files that every checkpoint may have beside those of the networks.
const takenName = /^(?:random|system-state|optimizer-.*)$/

/**
 * @internal What is to be saved or loaded, looked at before it is taken apart.
 *
 * @throws GanymedeError `OPTION_INVALID` naming the part that is none, or whose name cannot be that of a file
 */
export function ownCheckpoint(where: string, content: OwnCheckpoint): OwnCheckpoint {
  const given = givenOptions(where, content, names)
  const { networks, optimizers = {}, generators = {}, extra = {} } = given
  requireObject(`${where}: networks`, networks, ['G', 'D'])
  requireObject(`${where}: optimizers`, optimizers, ['G', 'D'])
  requireObject(`${where}: generators`, generators, ['rng'])
  requireObject(`${where}: extra`, extra, ['phase'])
  for (const [name, network] of Object.entries(networks)) requireModule(where, `networks.${name}`, network)
  const wrong = [
    ...Object.entries(optimizers).flatMap(([name, value]) => problem(`optimizers.${name}`, value, Optimizer)),
    ...Object.entries(generators).flatMap(([name, value]) => problem(`generators.${name}`, value, Generator)),
    ...[networks, optimizers].flatMap((group) => Object.keys(group)).flatMap(nameProblem),
    ...Object.keys(networks).flatMap((name) =>
      takenName.test(name)
        ? [`${where}: a network cannot be called ${name}, as another file of the checkpoint is`]
        : [],
    ),
  ]
  refuseProblems(wrong)
  return given

  function problem(name: string, value: unknown, kind: typeof Optimizer | typeof Generator): string[] {
    return value instanceof kind ? [] : [`${where}: ${name} must be of the class ${kind.name}, got ${valueText(value)}`]
  }

  function nameProblem(name: string): string[] {
    const isPlain = /^[\w-][\w.-]{0,99}$/.test(name)
    return isPlain ? [] : [`${where}: ${JSON.stringify(name)} is no name for a file: letters, digits, ".", "_" and "-"`]
  }
}

/**
 * @internal A copy of what a program wants to keep, as JSON keeps it.
 *
 * @throws GanymedeError `OPTION_INVALID` for what JSON cannot hold
 */
export function plainJson(where: string, name: string, value: unknown): Record<string, never> {
  requireObject(`${where}: ${name}`, value, ['size'])
  try {
    return JSON.parse(JSON.stringify(value, refuseChanged)) as Record<string, never>
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new GanymedeError('OPTION_INVALID', `${where}: ${name} must be plain JSON: ${why}`, { cause })
  }
}

/** Refuses what JSON would silently make something else of: infinities, functions, maps, dates. */
function refuseChanged(this: Readonly<Record<string, unknown>>, key: string, written: unknown): unknown {
  const value = this[key]
  const prototype: unknown =
    typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : Object.prototype
  const isPlain = prototype === Object.prototype || prototype === null || Array.isArray(value)
  const isKept = typeof value === 'number' ? Number.isFinite(value) : typeof value !== 'function' && isPlain
  if (!isKept) throw new Error(`${JSON.stringify(key)} is ${valueText(value)}, which JSON does not keep`)
  return written
}
