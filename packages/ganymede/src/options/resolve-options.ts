/**
 * From what a user gave to the options of a run: defaults of the system and of its variant, then preset, configuration file, flags and
 * `--set`, each overruling the one before.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { didYouMean } from '@ganymede/core/text'
import { isBuiltinReference } from '../data/glyphs/synthetic-glyphs.js'
import type { AnySystem, PresetValues } from '../systems/contract/system.js'
import { type OptionField, type OptionSection, optionFields, optionSections } from './option-fields.js'
import { fitProblems } from './option-fit.js'
import { invalidOption, misfit, type OptionProblem, optionError, unknownOption } from './option-problems.js'
import { parseOptionText } from './option-text.js'
import { dataSchema, type ResolvedOptions, trainSchema } from './train-options.js'

// Relative ones start from the folder of whoever gave them.
const pathOptions: ReadonlySet<string> = new Set(['data.path', 'data.targets'])

/** Where the value of an option came from. */
export type OptionSource = 'default' | 'preset' | 'config' | 'flag'

/** Name of a preset: every system has the first three, some have more of their own. */
export type PresetName = 'demo' | 'small' | 'standard' | (string & {})

/** A value that somebody gave. */
export interface OptionAssignment {
  /** Dotted path, such as `train.batch`. */
  readonly path: string
  readonly value: unknown
  readonly source: Exclude<OptionSource, 'default'>
  /** For errors: `--batch`, `ganymede.config.ts`. */
  readonly origin: string
}

/** Everything that options can come from. */
export interface ResolveRequest {
  /** Starting values chosen by name; see `ganymede options <system>`. */
  readonly preset?: string | undefined
  /** Options of a configuration file, as {@link loadConfigFile} gives them. */
  readonly config?: readonly OptionAssignment[] | undefined
  /** Values of flags; texts are read as their options need. */
  readonly flags?: readonly OptionAssignment[] | undefined
  /** `path=value` texts of `--set`. */
  readonly sets?: readonly string[] | undefined
  /** Problems that were found before, to be told with the others. */
  readonly problems?: readonly OptionProblem[] | undefined
  /** Folder that relative data paths of flags start from; default: the working directory. */
  readonly folder?: string | undefined
}

/** Options of a run, and where each came from. */
export interface Resolution {
  readonly options: ResolvedOptions
  /** By dotted path; every option is there. */
  readonly sources: Readonly<Record<string, OptionSource>>
}

type ResolvableSystem = Pick<
  AnySystem,
  'name' | 'options' | 'trainDefaults' | 'dataDefaults' | 'variantDefaults' | 'presets' | 'problems'
>

/**
 * Resolves the options of a run.
 *
 * `data.path` and `data.targets` become absolute, so that the run can be resumed from anywhere.
 *
 * @throws GanymedeError `OPTION_INVALID` or `OPTION_UNKNOWN` with all problems at once, each with its dotted path
 */
export function resolveOptions(system: ResolvableSystem, request: ResolveRequest = {}): Resolution {
  const { preset, config = [], flags = [], sets = [], folder = process.cwd() } = request
  const fields = new Map(optionFields(system).map((field) => [field.path, field]))
  const problems: OptionProblem[] = [...(request.problems ?? [])]

  const assignments = [
    ...presetAssignments(system, preset, problems),
    ...config,
    ...flags.map((flag) => readText(flag, fields)),
    ...setAssignments(sets, fields, problems),
  ]
  const given: Record<OptionSection, Record<string, unknown>> = {
    model: {},
    data: { ...system.dataDefaults },
    train: { ...system.trainDefaults },
  }
  const last = new Map<string, OptionAssignment>()
  for (const assignment of assignments) {
    if (!fields.has(assignment.path)) {
      problems.push(unknownOption(assignment.path, fields.keys(), assignment.origin))
      continue
    }
    const value = pathOptions.has(assignment.path) ? absolute(assignment.value, folder) : assignment.value
    assign(given, assignment.path.split('.'), value)
    last.set(assignment.path, assignment)
  }

  for (const { path, value } of variantAssignments(system, given.model, fields)) {
    if (!last.has(path)) assign(given, path.split('.'), value)
  }

  const schemas = { model: system.options, data: dataSchema, train: trainSchema }
  const resolved: Partial<Record<OptionSection, unknown>> = {}
  for (const section of optionSections) {
    const parsed = schemas[section].safeParse(given[section])
    if (parsed.success) {
      resolved[section] = parsed.data
      continue
    }
    for (const issue of parsed.error.issues) {
      const name = [section, ...issue.path.map(String)].join('.')
      const field = fieldAt(name, fields)
      const option = field?.path ?? name
      problems.push(invalidOption(option, issue, valueAt(given, option.split('.')), field, last.get(option)?.origin))
    }
    // The others are looked at with defaults in the place of those that are wrong.
    const wrong = new Set(parsed.error.issues.map(({ path: [key] }) => String(key)))
    const sound = Object.entries(given[section]).filter(([key]) => !wrong.has(key))
    const rest = schemas[section].safeParse(Object.fromEntries(sound))
    if (rest.success) resolved[section] = rest.data
  }
  problems.push(...misfits(system, resolved, problems, last))
  if (problems.length > 0) problems.push(...missingData(given.data.path, problems))
  if (problems.length > 0) {
    const isSize = problems.every(({ name }) => name === 'model.size')
    throw optionError(withoutRepetitions(problems), summary(problems, system.name), {
      remedy: isSize
        ? 'Choose one of these sizes: images of every shape are scaled and cropped to it.'
        : `All options with their ranges: ganymede train ${system.name} --help all`,
    })
  }
  const options = resolved as unknown as ResolvedOptions
  const sources: Record<string, OptionSource> = {}
  for (const leaf of leaves(options)) sources[leaf] = last.get(fieldAt(leaf, fields)?.path ?? leaf)?.source ?? 'default'
  return { options, sources }
}

/** Options that do not fit together. Those that are wrong by themselves say nothing about others. */
function misfits(
  system: ResolvableSystem,
  { model, train }: Partial<Record<OptionSection, unknown>>,
  problems: readonly OptionProblem[],
  last: ReadonlyMap<string, OptionAssignment>,
): OptionProblem[] {
  if (model === undefined || train === undefined) return []
  const wrong = new Set(problems.map(({ name }) => name))
  const options = { model, train } as Pick<ResolvedOptions, 'model' | 'train'>
  return fitProblems(system, options)
    .filter((text) => !(text.match(/\b(?:model|train|data)\.\w+/g) ?? []).some((name) => wrong.has(name)))
    .map((text) => misfit(text, (name) => last.get(name)?.origin))
}

/** Data that is not there, beside other problems: without them, opening the data says it better. */
function missingData(value: unknown, problems: readonly OptionProblem[]): OptionProblem[] {
  if (typeof value !== 'string' || value === '' || isBuiltinReference(value) || existsSync(value)) return []
  if (problems.some(({ name }) => name === 'data.path')) return []
  return [{ kind: 'invalid', name: 'data.path', text: `must be a file or folder that exists, got ${value}` }]
}

/** `section → nested values` as assignments, one for each option. Used for presets and configuration files. */
export function assignmentsOf(
  values: PresetValues,
  source: OptionAssignment['source'],
  origin: string,
): OptionAssignment[] {
  return optionSections.flatMap((section) =>
    Object.entries(values[section] ?? {}).flatMap(([key, value]) =>
      value === undefined ? [] : nested(`${section}.${key}`, value).map((one) => ({ ...one, source, origin })),
    ),
  )
}

function presetAssignments(
  system: ResolvableSystem,
  preset: string | undefined,
  problems: OptionProblem[],
): OptionAssignment[] {
  if (preset === undefined) return []
  const names = Object.keys(system.presets)
  const values = names.includes(preset) ? system.presets[preset] : undefined
  if (values === undefined) {
    const question = didYouMean(preset, names)
    const text = `must be one of ${names.join(', ')}, got ${JSON.stringify(preset)}.`
    problems.push({ kind: 'invalid', name: 'preset', text: question === undefined ? text : `${text} ${question}` })
    return []
  }
  return assignmentsOf(values, 'preset', `preset ${preset}`)
}

/** Defaults that belong to the values of other options. */
function variantAssignments(
  { variantDefaults = {} }: ResolvableSystem,
  model: Readonly<Record<string, unknown>>,
  fields: ReadonlyMap<string, OptionField>,
): OptionAssignment[] {
  return Object.entries(variantDefaults).flatMap(([option, variants]) => {
    const value = model[option] ?? fields.get(`model.${option}`)?.default
    const name = String(value)
    const values = Object.hasOwn(variants, name) ? variants[name] : undefined
    return values === undefined ? [] : assignmentsOf(values, 'preset', `${option} ${name}`)
  })
}

function setAssignments(
  sets: readonly string[],
  fields: ReadonlyMap<string, OptionField>,
  problems: OptionProblem[],
): OptionAssignment[] {
  return sets.flatMap((text) => {
    const equals = text.indexOf('=')
    if (equals < 1) {
      problems.push({ kind: 'invalid', name: '--set', text: `needs path=value, got ${JSON.stringify(text)}` })
      return []
    }
    const [option, value] = [text.slice(0, equals).trim(), text.slice(equals + 1)]
    return [readText({ path: option, value, source: 'flag', origin: '--set' }, fields)]
  })
}

function readText(assignment: OptionAssignment, fields: ReadonlyMap<string, OptionField>): OptionAssignment {
  const field = fields.get(assignment.path)
  const { value } = assignment
  return field === undefined || typeof value !== 'string'
    ? assignment
    : { ...assignment, value: parseOptionText(field, value) }
}

function nested(prefix: string, value: unknown): { path: string; value: unknown }[] {
  if (!isPlainObject(value)) return [{ path: prefix, value }]
  return Object.entries(value).flatMap(([key, inner]) => nested(`${prefix}.${key}`, inner))
}

function assign(into: Record<string, unknown>, keys: readonly string[], value: unknown): void {
  const [key = '', ...rest] = keys
  if (rest.length === 0) {
    into[key] = value
    return
  }
  const inner = into[key]
  const branch = isPlainObject(inner) ? inner : {}
  into[key] = branch
  assign(branch, rest, value)
}

function valueAt(values: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((at, key) => (isPlainObject(at) ? at[key] : undefined), values)
}

/** The option that a path belongs to: the path itself, or for an item of a list the list. */
function fieldAt(name: string, fields: ReadonlyMap<string, OptionField>): OptionField | undefined {
  const field = fields.get(name)
  const dot = name.lastIndexOf('.')
  return field !== undefined || dot < 0 ? field : fieldAt(name.slice(0, dot), fields)
}

function leaves(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    if (inner === undefined) return []
    return isPlainObject(inner) ? leaves(inner, `${prefix}${key}.`) : [prefix + key]
  })
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function absolute(value: unknown, folder: string): unknown {
  return typeof value !== 'string' || value === '' || isBuiltinReference(value) ? value : path.resolve(folder, value)
}

function withoutRepetitions(problems: readonly OptionProblem[]): OptionProblem[] {
  const seen = new Set<string>()
  return problems.filter(({ name, text }) => {
    const key = `${name} ${text}`
    return !seen.has(key) && seen.add(key)
  })
}

function summary(problems: readonly OptionProblem[], system: string): string {
  const count = withoutRepetitions(problems).length
  return count === 1 ? `an option of ${system} cannot be used` : `${count} options of ${system} cannot be used`
}
