/** What an options schema says about each of its options: the source of flags, help, errors and tables. */
import { z } from 'zod'
import type { AnySystem } from '../systems/contract/system.js'
import { dataSchema, trainSchema } from './train-options.js'

/** The three sections of a run's options. */
export const optionSections = ['model', 'data', 'train'] as const
export type OptionSection = (typeof optionSections)[number]

/** Numbers that an option takes. */
export interface NumberRange {
  readonly isInteger: boolean
  readonly minimum?: number
  readonly maximum?: number
  /** Whether the bound itself is refused. */
  readonly isMinimumExcluded?: boolean
  readonly isMaximumExcluded?: boolean
}

/** One option of a system. */
export interface OptionField {
  /** Dotted path, such as `train.batch`. */
  readonly path: string
  readonly section: OptionSection
  /** Last part of the path. */
  readonly key: string
  readonly description: string
  /** Values that are accepted as they stand. */
  readonly choices: readonly (string | number)[]
  readonly number?: NumberRange
  readonly isBoolean: boolean
  readonly isDuration: boolean
  /** Any text is accepted. */
  readonly isText: boolean
  /** A list of numbers or texts, of this length; undefined when the option is no list. */
  readonly list?: { readonly length?: number; readonly item?: NumberRange; readonly isText?: boolean }
  /** Undefined when there is none. */
  readonly default: unknown
}

/** The parts of a system that its options come from. */
export type SystemOptions = Pick<AnySystem, 'name' | 'options' | 'trainDefaults' | 'dataDefaults'>

/** JSON schema of all options of a system, by section. */
export function optionsSchema(system: SystemOptions): Record<string, unknown> {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: Object.fromEntries(optionSections.map((section) => [section, sectionSchema(system, section)])),
  }
}

/** All options of a system in the order of their schemas. */
export function optionFields(system: SystemOptions): OptionField[] {
  return optionSections.flatMap((section) => fieldsOf(sectionSchema(system, section), section, section))
}

/** The part of JSON schema that options use. */
interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema | false
  readonly prefixItems?: readonly JsonSchema[]
  readonly minItems?: number
  readonly maxItems?: number
}

function sectionSchema(system: SystemOptions, section: OptionSection): JsonSchema {
  const schema = { model: system.options, data: dataSchema, train: trainSchema }[section]
  const json = jsonSchemaOf(schema)
  const defaults = { model: undefined, data: system.dataDefaults, train: system.trainDefaults }[section]
  if (defaults === undefined) return json
  const properties = Object.entries(json.properties ?? {}).map(([key, property]) => {
    const own = defaults[key]
    return [key, own === undefined ? property : { ...property, default: own }]
  })
  return { ...json, properties: Object.fromEntries(properties) }
}

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return json as JsonSchema
}

function fieldsOf(schema: JsonSchema, section: OptionSection, prefix: string): OptionField[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) =>
    property.properties === undefined
      ? [fieldOf(property, section, `${prefix}.${key}`, key)]
      : fieldsOf(property, section, `${prefix}.${key}`),
  )
}

function fieldOf(schema: JsonSchema, section: OptionSection, path: string, key: string): OptionField {
  const alternatives = schema.anyOf ?? [schema]
  const choices = alternatives.flatMap(
    ({ const: value, enum: values }) => values ?? (value === undefined ? [] : [value]),
  )
  const open = alternatives.filter((one) => one.const === undefined && one.enum === undefined)
  const numeric = open.find((one) => isNumeric(one))
  const list = open.find((one) => one.type === 'array')
  const isDuration = open.some((one) => one.pattern?.includes('(s|m|h)') === true)
  return {
    path,
    section,
    key,
    description: schema.description ?? '',
    choices: choices.filter((value) => typeof value === 'string' || typeof value === 'number'),
    ...(numeric === undefined ? {} : { number: rangeOf(numeric) }),
    isBoolean: open.some((one) => one.type === 'boolean'),
    isDuration,
    isText: !isDuration && open.some((one) => one.type === 'string'),
    ...(list === undefined ? {} : { list: listOf(list) }),
    default: schema.default,
  }
}

function isNumeric({ type }: JsonSchema): boolean {
  return type === 'number' || type === 'integer'
}

function rangeOf({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): NumberRange {
  const low = exclusiveMinimum ?? minimum
  const high = exclusiveMaximum ?? maximum
  return {
    isInteger: type === 'integer',
    // zod writes down the limits of exact integers; they say nothing about the option.
    ...(low === undefined || low <= Number.MIN_SAFE_INTEGER ? {} : { minimum: low }),
    ...(high === undefined || high >= Number.MAX_SAFE_INTEGER ? {} : { maximum: high }),
    isMinimumExcluded: exclusiveMinimum !== undefined,
    isMaximumExcluded: exclusiveMaximum !== undefined,
  }
}

function listOf({ items, prefixItems, minItems, maxItems }: JsonSchema): NonNullable<OptionField['list']> {
  const length = prefixItems?.length ?? (minItems === maxItems ? minItems : undefined)
  const item = prefixItems?.[0] ?? (items === false ? undefined : items)
  return {
    ...(length === undefined ? {} : { length }),
    ...(item !== undefined && isNumeric(item) ? { item: rangeOf(item) } : {}),
    ...(item?.type === 'string' ? { isText: true } : {}),
  }
}
