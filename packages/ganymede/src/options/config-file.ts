/** Loads `ganymede.config.ts`, `.js`, `.mjs` or `.json`. */
import fs from 'node:fs'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { readJsonFile } from '@ganymede/runs/files'
import { isBuiltinReference } from '../data/glyphs/synthetic-glyphs.js'
import { modelParts, type SystemParts } from '../systems/contract/replaced-parts.js'
import { dataKinds, type ModelChoice } from './define-config.js'
import { type OptionProblem, optionError, unknownOption } from './option-problems.js'
import { shownValue } from './option-text.js'
import { assignmentsOf, type OptionAssignment } from './resolve-options.js'

/** Names under which a configuration file is found in the working directory, in this order. */
export const configFileNames = [
  'ganymede.config.ts',
  'ganymede.config.js',
  'ganymede.config.mjs',
  'ganymede.config.json',
]

/** A configuration file that was read. */
export interface ConfigFile {
  readonly file: string
  readonly system?: string
  readonly preset?: string
  /** Name of the run. */
  readonly name?: string
  /** Folder of all runs; absolute. */
  readonly runs?: string
  readonly options: readonly OptionAssignment[]
  /** Parts of the model that code replaces. */
  readonly parts?: SystemParts
}

/** Modules that are in the program already, by the name under which a file imports them. */
export type ConfigModules = Readonly<Record<string, () => Promise<object>>>

/** The configuration file of a folder, or undefined when there is none. */
export function findConfigFile(folder: string): string | undefined {
  return configFileNames.map((name) => path.join(folder, name)).find((file) => fs.existsSync(file))
}

/**
 * Loads a configuration file; TypeScript needs no build. Relative paths in it start from its folder.
 *
 * @param modules  by name, how to load what the file may import without having it installed: the Ganymede that runs
 * @throws GanymedeError `CONFIG_NOT_FOUND` when it is missing or cannot be loaded, `OPTION_INVALID` or `OPTION_UNKNOWN`
 *   with everything that is wrong with its shape
 */
export async function loadConfigFile(file: string, modules: ConfigModules = {}): Promise<ConfigFile> {
  if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new GanymedeError('CONFIG_NOT_FOUND', `there is no configuration file ${file}`)
  }
  const content = /\.json$/i.test(file) ? readJson(file) : await importConfig(file, modules)
  return parseConfig(content, file)
}

/** Checks the shape of a configuration; values of options are checked later, with everything else. */
export function parseConfig(content: unknown, file: string): ConfigFile {
  if (!isObject(content)) {
    throw new GanymedeError('CONFIG_NOT_FOUND', `${file} exports no configuration`, {
      lines: [`expected: export default defineConfig({ … }), found ${shownValue(content)}`],
    })
  }
  const problems: OptionProblem[] = []
  const origin = path.basename(file)
  const invalid = (name: string, expected: string, value: unknown): void => {
    problems.push({ kind: 'invalid', name, text: `must be ${expected}, got ${shownValue(value)}`, origin })
  }
  for (const key of Object.keys(content)) {
    if (!topLevelKeys.includes(key)) problems.push(unknownOption(key, topLevelKeys, origin))
  }
  const text = (key: 'preset' | 'name' | 'runs'): string | undefined => {
    const value = content[key]
    if (value === undefined || typeof value === 'string') return value
    invalid(key, 'text', value)
    return undefined
  }
  const section = (key: 'model' | 'data' | 'train', shorthand?: string): Record<string, unknown> => {
    const value = content[key] ?? {}
    if (isObject(value)) return { ...value }
    if (shorthand !== undefined && typeof value === 'string') return { [shorthand]: value }
    invalid(key, shorthand === undefined ? 'an object' : 'an object or text', value)
    return {}
  }

  const { system, ...model } = section('model', 'system')
  if (system !== undefined && typeof system !== 'string') invalid('model.system', 'the name of a system', system)
  // Parts come from the builders of this toolkit only: no text of a file can make any.
  const parts = isObject(content.model) ? (content.model as Partial<ModelChoice>)[modelParts] : undefined
  const { kind, ...data } = section('data', 'path')
  if (kind !== undefined && !dataKinds.some((one) => one === kind))
    invalid('data.kind', 'images, pairs or domains', kind)
  const train = section('train')
  const [preset, name, runs] = [text('preset'), text('name'), text('runs')]
  if (problems.length > 0) throw optionError(problems, file)

  const folder = path.dirname(path.resolve(file))
  for (const key of ['path', 'targets'] as const) {
    const place = data[key]
    if (typeof place === 'string' && place !== '' && !isBuiltinReference(place)) data[key] = path.resolve(folder, place)
  }
  return {
    file,
    ...(typeof system === 'string' ? { system } : {}),
    ...(preset === undefined ? {} : { preset }),
    ...(name === undefined ? {} : { name }),
    ...(runs === undefined ? {} : { runs: path.resolve(folder, runs) }),
    options: assignmentsOf({ model, data, train }, 'config', origin),
    ...(parts === undefined ? {} : { parts }),
  }
}

const topLevelKeys = ['model', 'data', 'train', 'preset', 'name', 'runs']

function readJson(file: string): unknown {
  try {
    return readJsonFile(file)
  } catch (cause) {
    throw notLoaded(file, cause)
  }
}

async function importConfig(file: string, modules: ConfigModules): Promise<unknown> {
  const { createJiti } = await import('jiti')
  const loaded = await Promise.all(Object.entries(modules).map(async ([name, load]) => [name, await load()] as const))
  const jiti = createJiti(import.meta.url, {
    // Nothing is written outside the run folder, and a changed file is read again.
    fsCache: false,
    moduleCache: false,
    virtualModules: Object.fromEntries(loaded),
  })
  try {
    return await jiti.import(path.resolve(file), { default: true })
  } catch (cause) {
    // What our own builders refuse is explained already.
    if (cause instanceof GanymedeError) throw cause
    throw notLoaded(file, cause)
  }
}

function notLoaded(file: string, cause: unknown): GanymedeError {
  const message = cause instanceof Error ? cause.message : String(cause)
  return new GanymedeError('CONFIG_NOT_FOUND', `${file} cannot be loaded`, {
    lines: message.split('\n').slice(0, 6),
    remedy: 'Mend the file; the message above is from loading it.',
    cause,
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
