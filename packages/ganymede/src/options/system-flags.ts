/** Flags of the command line, made from the options of a system. */
import type { OptionField } from './option-fields.js'
import { rangeLabel, valueText } from './option-text.js'

/** The flag of one option. */
export interface SystemFlag {
  readonly field: OptionField
  /** With two hyphens: `--batch`; for a switch the positive form. */
  readonly name: string
  /** `--no-flip`; undefined when the option is no switch. */
  readonly negation?: string
  /** What stands for the value in help, such as `<n>`; empty for a switch. */
  readonly placeholder: string
  readonly group: FlagGroup
}

/** Headings under which flags are listed, in this order. */
export const flagGroups = ['Model', 'Data', 'Training', 'Machine', 'Pictures and checkpoints'] as const
export type FlagGroup = (typeof flagGroups)[number]

/**
 * A flag for each option: its name in kebab-case, unique over all sections. Where a model's option is called like one that
 * every system has, or like a flag of the command itself, its section is put in front: `--model-seed`.
 *
 * @param reserved  flags of the command, with their hyphens
 */
export function systemFlags(fields: readonly OptionField[], reserved: readonly string[] = []): SystemFlag[] {
  const taken = new Set(reserved)
  // The common sections first, so that a new option of a model never renames a flag that people know.
  const order = { train: 0, data: 1, model: 2 }
  const names = new Map<OptionField, string>()
  const byCommonness = [...fields].sort((a, b) => order[a.section] - order[b.section])
  for (const field of byCommonness.filter(({ path }) => path !== 'data.path')) {
    const short = kebab(field.key)
    const name = [short, kebab(field.path)].find((one) => !taken.has(`--${one}`) && !taken.has(`--no-${one}`))
    if (name === undefined) throw new Error(`no flag is free for the option ${field.path}`)
    taken.add(`--${name}`)
    if (field.isBoolean) taken.add(`--no-${name}`)
    names.set(field, name)
  }
  return fields.flatMap((field) => {
    const name = names.get(field)
    if (name === undefined) return []
    return [
      {
        field,
        name: `--${name}`,
        ...(field.isBoolean ? { negation: `--no-${name}` } : {}),
        placeholder: placeholderOf(field),
        group: groupOf(field),
      },
    ]
  })
}

/** Description, choices, range and default in one line for help. */
export function flagText({ field, placeholder }: SystemFlag): string {
  const { choices, description } = field
  // The placeholder had no room for them; a description that explains each needs no list.
  const isListed = placeholder !== '<choice>' || choices.every((one) => mentions(description, String(one)))
  const facts = [
    isListed ? '' : choices.join(', '),
    rangeLabel(field),
    field.default === undefined || field.isBoolean || isEmptyList(field.default)
      ? ''
      : `default ${valueText(field.default)}`,
    field.isBoolean ? `default ${field.default === true ? 'on' : 'off'}` : '',
  ].filter((fact) => fact !== '')
  return `${field.description}${facts.length === 0 ? '' : ` [${facts.join('; ')}]`}`
}

function mentions(description: string, word: string): boolean {
  return new RegExp(`(^|[^\\w-])${word.replace(/[^\w-]/g, '\\$&')}($|[^\\w-])`).test(description)
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

function groupOf({ section, key }: OptionField): FlagGroup {
  if (section === 'model') return 'Model'
  if (section === 'data') return 'Data'
  if (machineKeys.has(key)) return 'Machine'
  return outputKeys.has(key) ? 'Pictures and checkpoints' : 'Training'
}

const machineKeys = new Set(['device', 'threads', 'precision', 'deterministic'])
const outputKeys = new Set([
  'logEvery',
  'sampleEvery',
  'checkpointEvery',
  'keep',
  'quickMetric',
  'metricFeatures',
  'metricImages',
  'gridSize',
])

function placeholderOf({ choices, number, isBoolean, isDuration, isText, list }: OptionField): string {
  if (isBoolean) return ''
  if (isDuration) return '<time>'
  if (list?.isText === true) return '<text,text>'
  if (list !== undefined) return `<${Array.from({ length: Math.min(list.length ?? 2, 3) }, () => 'x').join(',')}>`
  if (choices.length > 0 && number === undefined && !isText) {
    const all = choices.join('|')
    return all.length <= 22 ? `<${all}>` : '<choice>'
  }
  if (number !== undefined) return number.isInteger ? '<n>' : '<x>'
  return isText ? '<text>' : '<value>'
}

function kebab(text: string): string {
  return text
    .replaceAll('.', '-')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
}
