/** The words of `ganymede train`: which of them is the system, and which flags that makes. */

import { fitsCheckpoint } from '../../options/option-difference.js'
import { optionFields } from '../../options/option-fields.js'
import { valueText } from '../../options/option-text.js'
import { type SystemFlag, systemFlags } from '../../options/system-flags.js'
import type { AnySystem } from '../../systems/contract/system.js'
import { type AnyOption, type DynamicFlag, flagName, type OptionTable } from '../command.js'
import { generalFlags } from '../program.js'

/**
 * The first word that is neither a flag nor the value of one.
 *
 * @param switches  flags that take no value; every other flag is taken to have one
 */
export function firstOperand(words: readonly string[], switches: ReadonlySet<string>): string | undefined {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? ''
    if (word === '--') return words[index + 1]
    if (!word.startsWith('-')) return word
    if (!switches.has(word) && !word.includes('=')) index += 1
  }
  return undefined
}

/** The value of a flag among words that were not parsed yet. */
export function flagValue(words: readonly string[], flag: string): string | undefined {
  const index = words.indexOf(flag)
  if (index >= 0) return words[index + 1]
  return words.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1)
}

/** Flags without a value, of a command and of systems. */
export function switchesOf(table: OptionTable, systems: readonly AnySystem[]): Set<string> {
  const own = Object.entries<AnyOption>(table).filter(([, { kind }]) => kind === 'switch')
  const flags = systems
    .flatMap((system) => flagsOfSystem(system, table))
    .filter(({ placeholder }) => placeholder === '')
  return new Set([
    ...generalFlags,
    ...own.map(([key]) => flagName(key)),
    ...flags.flatMap(({ name, negation = name }) => [name, negation]),
  ])
}

/** Flags for all options of a system, beside those of the command. */
export function flagsOfSystem(system: AnySystem, table: OptionTable): SystemFlag[] {
  return systemFlags(optionFields(system), [...Object.keys(table).map(flagName), ...generalFlags, '--version'])
}

const mostNamed = 3

/** `wgan, r1, lsgan and 3 more`. */
function listed(names: readonly string[]): string {
  const more = names.length - mostNamed
  return more <= 0 ? names.join(', ') : `${names.slice(0, mostNamed).join(', ')} and ${more} more`
}

/** Flags of other systems that one lacks, with words that follow them: whose they are. */
export function flagsOfOthers(
  system: AnySystem,
  systems: readonly AnySystem[],
  table: OptionTable,
): ReadonlyMap<string, string> {
  const own = new Set(flagsOfSystem(system, table).map(({ name }) => name))
  const owners = new Map<string, string[]>()
  for (const other of systems) {
    for (const { name, negation } of flagsOfSystem(other, table)) {
      if (own.has(name)) continue
      for (const flag of [name, ...(negation === undefined ? [] : [negation])]) {
        owners.set(flag, [...(owners.get(flag) ?? []), other.name])
      }
    }
  }
  return new Map(
    [...owners].map(([flag, names]) => [flag, `does not exist for ${system.name}, but for ${listed(names)}`]),
  )
}

/**
 * Flags of `train` as a run that goes on knows them: `--set model.lrG=<x> --accept-changes` where the networks stay as they
 * are, else that another run is needed.
 *
 * @param systems  that of the run; all where nobody knows which that is
 */
export function flagsAsSettings(systems: readonly AnySystem[], table: OptionTable): ReadonlyMap<string, string> {
  const anew = "is an option of a run's start, from which its networks or data come: train a new run with it"
  return new Map(
    systems.flatMap((system) =>
      flagsOfSystem(system, table).flatMap(({ name, negation, field, placeholder }) => {
        const advice = (value: string) =>
          fitsCheckpoint(field.path)
            ? `is an option of a run's start; change it with --set ${field.path}=${value} --accept-changes`
            : anew
        const positive: [flag: string, text: string] = [name, advice(placeholder || 'true')]
        return negation === undefined ? [positive] : [positive, [negation, advice('false')]]
      }),
    ),
  )
}

/** Names of options in a text as they are typed: `train.dSteps` and `dSteps` become `--d-steps`. */
export function withFlagNames(text: string, flags: readonly SystemFlag[]): string {
  return text.replace(/\b(?:(?:model|train|data)\.)?([a-z]+\d*(?:[A-Z][a-z\d]*)+)\b/g, (word, key: string) => {
    const flag = flags.find(({ field }) => field.key === key)
    return flag === undefined ? word : flag.name
  })
}

/** Values of options as they are typed: `--size 32 --no-flip`. */
export function asFlags(values: Readonly<Record<string, unknown>>, flags: readonly SystemFlag[]): string {
  return Object.entries(values)
    .map(([key, value]) => {
      const flag = flags.find(({ field }) => field.key === key)
      if (flag === undefined) return `${key}=${valueText(value)}`
      if (value === true) return flag.name
      return value === false ? (flag.negation ?? flag.name) : `${flag.name} ${valueText(value)}`
    })
    .join(' ')
}

/** A system's flag as the command line knows it. */
export function dynamicFlag(flag: SystemFlag, text: string): DynamicFlag {
  const { field, name, negation, placeholder, group } = flag
  return {
    name,
    negation,
    ...(negation !== undefined && field.default === true ? { shown: name.replace(/^--/, '--[no-]') } : {}),
    placeholder,
    text,
    group,
    ...(field.choices.length > 0 ? { choices: field.choices.map(valueText) } : {}),
  }
}
