/** From the words of a command line to a call of one command. Parsing is commander's; checking and errors are ours. */

import { GanymedeError } from '@ganymede/core'
import { counted, didYouMean } from '@ganymede/core/text'
import { CommanderError, Command as Parser } from 'commander'
import { adviceOn } from '../options/foreign-names.js'
import {
  type AnyCommand,
  type AnyOption,
  type CommandVariant,
  flagName,
  type Invocation,
  type UsageProblem,
} from './command.js'
import { Output, type OutputPlace } from './terminal/output.js'

/** What a command line asks for. */
export type Request =
  | { readonly kind: 'version' }
  | { readonly kind: 'program-help' }
  | {
      readonly kind: 'help'
      /** Whether all options are wanted: `--help all`. */
      readonly isWhole: boolean
      readonly path: readonly string[]
      readonly command: AnyCommand
      readonly variant: CommandVariant | undefined
    }
  | {
      readonly kind: 'run'
      readonly command: AnyCommand
      readonly invocation: Invocation
      /** All options that the command has, with their hyphens. */
      readonly flags: readonly string[]
    }

/** A command that was found by the words of its path, and the words that remain. */
interface Found {
  readonly path: readonly string[]
  readonly command: AnyCommand
  readonly words: readonly string[]
}

/** Flags that every command has. */
export const generalFlags = ['--json', '--quiet', '--verbose', '--help', '-h'] as const

/**
 * Reads a command line.
 *
 * @param argv  words behind the name of the program
 * @throws GanymedeError `OPTION_UNKNOWN` or `OPTION_INVALID` with all problems of the command line at once
 */
export async function readCommandLine(
  argv: readonly string[],
  commands: readonly AnyCommand[],
  place: OutputPlace = {},
): Promise<Request> {
  // `ganymede help train` is how many people ask.
  if (argv[0] === 'help') {
    const isAll = argv.at(-1) === 'all'
    const asked = isAll ? [...argv.slice(1, -1), '--help', 'all'] : [...argv.slice(1), '--help']
    return readCommandLine(asked, commands, place)
  }
  const { words: typed, isWhole } = withoutHelpAll(argv)
  const before = typed.findIndex((word) => !isGeneral(word))
  const general = before < 0 ? typed : typed.slice(0, before)
  const first = before < 0 ? undefined : typed[before]
  if (first === '-v' || first === '--version') return { kind: 'version' }
  if (first === undefined) return { kind: 'program-help' }
  if (first.startsWith('-')) throw unknownFlag(first, [...generalFlags, '--version'], 'ganymede --help')

  const found = findCommand(typed.slice(before), commands)
  const { path, command } = found
  // General options may also stand before the command.
  const words = [...general, ...found.words]
  const options = words.slice(0, endOfOptions(words))
  const variant = await command.variant?.(words)
  if (options.includes('--help') || options.includes('-h') || command.run === undefined) {
    if (command.run === undefined && options.some((word) => !isGeneral(word))) {
      throw unknownCommand(options.find((word) => !isGeneral(word)) ?? '', command.subcommands ?? [], path)
    }
    return { kind: 'help', path, command, variant, isWhole }
  }
  const invocation = parseWords({ path, command, words }, variant, place, argv)
  return { kind: 'run', command, invocation, flags: flagsOf(command, variant) }
}

/** Takes the `all` of `--help all` out, which is no argument of a command. */
function withoutHelpAll(words: readonly string[]): { readonly words: readonly string[]; readonly isWhole: boolean } {
  const options = words.slice(0, endOfOptions(words))
  const at = options.findIndex((word, index) => word === 'all' && ['--help', '-h'].includes(words[index - 1] ?? ''))
  return { words: at < 0 ? words : words.filter((_, index) => index !== at), isWhole: at >= 0 }
}

/** All flags of a command, as help and completion list them. */
export function flagsOf(command: AnyCommand, variant: CommandVariant | undefined): string[] {
  return [
    ...Object.keys(command.options ?? {}).map(flagName),
    ...(variant?.flags ?? []).flatMap(({ name, negation }) => (negation === undefined ? [name] : [name, negation])),
    ...generalFlags,
  ]
}

function findCommand(words: readonly string[], commands: readonly AnyCommand[]): Found {
  const name = words[0] ?? ''
  const command = commands.find((one) => one.name === name)
  if (command === undefined) throw unknownCommand(name, commands, ['ganymede'])
  let found: Found = { path: ['ganymede', name], command, words: words.slice(1) }
  for (let inner = found; ; found = inner) {
    const at = found.words.findIndex((word) => !isGeneral(word))
    const next = found.command.subcommands?.find((one: AnyCommand) => one.name === found.words[at])
    if (next === undefined) return found
    inner = { path: [...found.path, next.name], command: next, words: found.words.filter((_, index) => index !== at) }
  }
}

function parserOf(command: AnyCommand, variant: CommandVariant | undefined): Parser {
  const parser = new Parser(command.name)
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .exitOverride()
    .configureOutput({ writeErr: () => {}, outputError: () => {} })
  for (const [key, { kind }] of Object.entries<AnyOption>(command.options ?? {})) {
    const flag = flagName(key)
    if (kind === 'switch') parser.option(flag)
    else if (kind === 'value') parser.option(`${flag} <value>`)
    else parser.option(`${flag} <value>`, '', (value: string, all: readonly string[]) => [...all, value], [])
  }
  for (const flag of variant?.flags ?? []) {
    parser.option(flag.placeholder === '' ? flag.name : `${flag.name} <value>`)
    if (flag.negation !== undefined) parser.option(flag.negation)
  }
  for (const flag of generalFlags.slice(0, 3)) parser.option(flag)
  return parser
}

function parseWords(
  { path, command, words: given }: Found,
  variant: CommandVariant | undefined,
  place: OutputPlace,
  argv: readonly string[],
): Invocation {
  const table = Object.entries<AnyOption>(command.options ?? {})
  const words = withBareValues(given, table)
  const problems: UsageProblem[] = []
  let parser = parserOf(command, variant)
  try {
    parser.parse([...words], { from: 'user' })
  } catch (error) {
    // The only thing that the parser itself refuses: the last word is a flag that needs a value behind it.
    if (!(error instanceof CommanderError && error.code === 'commander.optionMissingArgument')) throw error
    problems.push({ kind: 'invalid', name: words.at(-1) ?? '', text: 'needs a value' })
    parser = parserOf(command, variant).parse(words.slice(0, -1), { from: 'user' })
  }

  const known = flagsOf(command, variant)
  const literal = new Set(words.slice(endOfOptions(words)))
  const isFlag = (word: string): boolean => /^-./.test(word) && !literal.has(word)
  // `--gpu_ids -1`: the value of an unknown flag, and no flag.
  const unknown = parser.args.filter((word, index, all) => {
    return isFlag(word) && !(/^-\d/.test(word) && isFlag(all[index - 1] ?? ''))
  })
  problems.push(...unknown.map((word) => flagProblem(word, known, variant?.foreignFlags)))
  // Behind an unknown flag may stand its value, so that words cannot be counted any more.
  const operands = parser.args.filter((word) => word !== '--' && !isFlag(word))
  const { args, rest, wrong } = readArguments(command, operands, unknown.length > 0)
  problems.push(...wrong)

  const raw = parser.opts<Record<string, unknown>>()
  const options: Record<string, unknown> = {}
  for (const [key, spec] of table) {
    const value = raw[key]
    if (spec.kind === 'switch') options[key] = value === true
    else if (spec.kind === 'repeated' || typeof value !== 'string') options[key] = value
    else {
      try {
        options[key] = spec.parse(value)
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error)
        problems.push({ kind: 'invalid', name: flagName(key), text })
      }
    }
  }
  const flags = new Map<string, string | boolean>()
  for (const { name } of variant?.flags ?? []) {
    const attribute = parser.options.find((one) => one.long === name)?.attributeName() ?? ''
    const value = raw[attribute]
    if (typeof value === 'string' || typeof value === 'boolean') flags.set(name, value)
  }
  if (problems.length > 0 && command.reportsProblems !== true) throw usageError(problems, path)
  const output = new Output(
    { isJson: raw.json === true, isQuiet: raw.quiet === true, isVerbose: raw.verbose === true },
    place,
  )
  return {
    args,
    rest,
    options: options as Invocation['options'],
    flags,
    problems,
    found: variant?.found,
    output,
    commandLine: ['ganymede', ...argv],
  }
}

/** Gives flags that may stand alone their value: `--pairs photos/` becomes `--pairs=found photos/`. */
function withBareValues(words: readonly string[], table: readonly (readonly [string, AnyOption])[]): readonly string[] {
  const end = endOfOptions(words)
  return words.map((word, at) => {
    const spec = at < end ? table.find(([key]) => flagName(key) === word)?.[1] : undefined
    if (spec?.kind !== 'value' || spec.bare === undefined) return word
    return spec.choices?.includes(words[at + 1] ?? '') === true ? word : `${word}=${spec.bare}`
  })
}

function readArguments(
  { arguments: specs = [], subcommands = [] }: AnyCommand,
  operands: readonly string[],
  isUncertain: boolean,
): { args: Record<string, string | undefined>; rest: readonly string[]; wrong: readonly UsageProblem[] } {
  const args: Record<string, string | undefined> = {}
  const wrong: UsageProblem[] = []
  let rest: readonly string[] = []
  for (const [index, { name, text, isOptional, isVariadic, fallback }] of specs.entries()) {
    args[name] = operands[index] ?? fallback
    if (isVariadic === true) rest = operands.slice(index)
    if (args[name] === undefined && isOptional !== true && !isUncertain) {
      wrong.push({ kind: 'invalid', name: `<${name}>`, text: `is missing. ${text}` })
    }
  }
  const excess = specs.some(({ isVariadic }) => isVariadic === true) ? [] : operands.slice(specs.length)
  if (!isUncertain) {
    for (const word of excess) {
      const question = didYouMean(
        word,
        subcommands.map(({ name }) => name),
      )
      const text = subcommands.length > 0 ? 'is no command of this one.' : 'is one word too many.'
      wrong.push({
        kind: 'unknown',
        name: JSON.stringify(word),
        text: question === undefined ? text : `${text} ${question}`,
      })
    }
  }
  return { args, rest, wrong }
}

/** One error for everything that is wrong with a command line. */
function usageError(problems: readonly UsageProblem[], path: readonly string[]): GanymedeError {
  const code = problems.every(({ kind }) => kind === 'unknown') ? 'OPTION_UNKNOWN' : 'OPTION_INVALID'
  const lines = problems.map(({ name, text }) => `${name} ${text}`)
  const remedy = `See: ${path.join(' ')} --help`
  return lines.length === 1
    ? new GanymedeError(code, lines[0] ?? '', { remedy })
    : new GanymedeError(code, `${counted(lines.length, 'thing')} in this command line cannot be used`, {
        lines,
        remedy,
      })
}

function flagProblem(
  word: string,
  known: readonly string[],
  foreign: CommandVariant['foreignFlags'] = new Map(),
): UsageProblem {
  const [name = '', value] = word.split('=', 2)
  if (value !== undefined && known.includes(name)) {
    return { kind: 'invalid', name, text: `is a switch and takes no value, got ${JSON.stringify(value)}` }
  }
  const advice = foreign.get(name) ?? adviceOn(name, known)
  if (advice !== undefined) return { kind: 'unknown', name, text: advice }
  const question = didYouMean(name, known)
  return { kind: 'unknown', name, text: `does not exist.${question === undefined ? '' : ` ${question}`}` }
}

function unknownFlag(word: string, known: readonly string[], see: string): GanymedeError {
  const { name, text } = flagProblem(word, known)
  return new GanymedeError('OPTION_UNKNOWN', `${name} ${text}`, { remedy: `See: ${see}` })
}

function unknownCommand(word: string, commands: readonly AnyCommand[], path: readonly string[]): GanymedeError {
  const names = commands.map(({ name }) => name)
  // `compare` is a command, of others.
  const inner = commands.flatMap(({ name, subcommands = [] }) =>
    subcommands.some((one: AnyCommand) => one.name === word) ? [[...path, name, word].join(' ')] : [],
  )
  const question = inner.length > 0 ? `Did you mean ${inner.join(' or ')}?` : didYouMean(word, names)
  return new GanymedeError(
    'OPTION_UNKNOWN',
    `${path.join(' ')} has no command ${word}.${question === undefined ? '' : ` ${question}`}`,
    {
      remedy: `See: ${path.join(' ')} --help`,
    },
  )
}

function isGeneral(word: string): boolean {
  return (generalFlags as readonly string[]).includes(word)
}

function endOfOptions(words: readonly string[]): number {
  const end = words.indexOf('--')
  return end < 0 ? words.length : end
}
