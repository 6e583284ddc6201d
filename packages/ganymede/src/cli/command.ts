/** How a command describes itself: help, completion and the documents are made from this. */
import type { Output } from './terminal/output.js'

/** An option that takes a value. */
export interface ValueOption<T> {
  readonly kind: 'value'
  /** What stands for the value in help, such as `<list>`. */
  readonly placeholder: string
  /** Effect, unit, range and default. */
  readonly text: string
  /** Values for shell completion. */
  readonly choices?: readonly string[]
  /** What the flag means where none of the choices stands behind it; default: a value is needed. */
  readonly bare?: string
  /**
   * Reads a typed value.
   *
   * @throws Error whose message follows the name of the flag: `must be a whole number, got "x"`
   */
  readonly parse: (text: string) => T
}

/** An option that may be given several times. */
export interface RepeatedOption {
  readonly kind: 'repeated'
  readonly placeholder: string
  readonly text: string
}

/** An option without a value. */
export interface SwitchOption {
  readonly kind: 'switch'
  readonly text: string
}

/** Whether the short page of help shows an option of a command; see {@link DynamicFlag.isUsual}. */
export interface InHelp {
  readonly isUsual?: true
  /** What the short page says of it; default: the beginning of its text. */
  readonly shortText?: string
}

// biome-ignore lint/suspicious/noExplicitAny: options of any value type in one table
export type AnyOption = (ValueOption<any> | RepeatedOption | SwitchOption) & InHelp
export type OptionTable = Readonly<Record<string, AnyOption>>

/** Values of a command's options, by their name in camelCase. */
export type OptionValues<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends SwitchOption
    ? boolean
    : Table[Name] extends RepeatedOption
      ? readonly string[]
      : Table[Name] extends ValueOption<infer Value>
        ? Value | undefined
        : never
}

/** A word behind the command's name. */
export interface ArgumentSpec {
  readonly name: string
  readonly text: string
  readonly isOptional?: boolean
  /** What stands for the word where it is left out. */
  readonly fallback?: string
  /** Takes all further words; which of them belong to arguments behind it is for the command to tell. */
  readonly isVariadic?: boolean
}

/** A flag that depends on what stands in the command line, as those of a system do. */
export interface DynamicFlag {
  /** With two hyphens. */
  readonly name: string
  /** The form that switches it off, for switches. */
  readonly negation?: string | undefined
  /** Form shown in help; default: the name. */
  readonly shown?: string
  /** Empty for a switch. */
  readonly placeholder: string
  readonly text: string
  readonly group: string
  readonly choices?: readonly string[]
  /** Whether the short page of help shows it; where none is usual, there is one page with all. */
  readonly isUsual?: boolean
  /** Whether only other systems read it: it is understood, and refused with a reason, but no help shows it. */
  readonly isForeign?: boolean
}

/** What a command becomes for the words it is called with. */
export interface CommandVariant {
  /** Replaces the summary in help. */
  readonly summary?: string
  /** Replaces the arguments in the usage line of help. */
  readonly usage?: string
  /** Replaces the arguments in the table of help. */
  readonly arguments?: readonly ArgumentSpec[]
  readonly examples?: readonly Example[]
  readonly flags: readonly DynamicFlag[]
  /** What to say of flags that this variant lacks and that exist elsewhere; follows the flag's name. */
  readonly foreignFlags?: ReadonlyMap<string, string>
  /** Further tables of help: names and texts below a heading, before the options. */
  readonly tables?: readonly HelpTable[]
  /** What was found out on the way, for `run`. */
  readonly found?: unknown
}

/** Names and texts below a heading. */
export interface HelpTable {
  readonly title: string
  readonly rows: readonly (readonly [name: string, text: string])[]
  /** Whether the short page leaves it out. */
  readonly isDetail?: boolean
}

export interface Example {
  readonly command: string
  readonly text: string
}

/** What a command is called with. */
export interface Invocation<Table extends OptionTable = OptionTable> {
  /** Arguments by name; variadic ones are joined to a list in `rest`. */
  readonly args: Readonly<Record<string, string | undefined>>
  readonly rest: readonly string[]
  readonly options: OptionValues<Table>
  /** Values of dynamic flags that were given, by name: text, or whether a switch is on. */
  readonly flags: ReadonlyMap<string, string | boolean>
  /** What cannot be used so far; only for commands that report it themselves. */
  readonly problems: readonly UsageProblem[]
  /** What the variant found out. */
  readonly found: unknown
  readonly output: Output
  /** The whole command line, beginning with `ganymede`. */
  readonly commandLine: readonly string[]
}

/** Something wrong with the words of a command line. */
export interface UsageProblem {
  readonly kind: 'unknown' | 'invalid'
  /** The flag or argument. */
  readonly name: string
  /** Follows the name. */
  readonly text: string
}

/** Headings of the list of commands, in this order. */
export const commandGroups = ['Train', 'Make pictures', 'Look after runs', 'Prepare'] as const

/** A command. */
export interface Command<Table extends OptionTable = OptionTable> {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  readonly group: (typeof commandGroups)[number]
  /** Further lines of help, below the summary. */
  readonly details?: readonly string[]
  readonly arguments?: readonly ArgumentSpec[]
  readonly options?: Table
  readonly examples: readonly Example[]
  readonly subcommands?: readonly AnyCommand[]
  /** Adds what depends on the words of the command line; loaded only when the command is called. */
  readonly variant?: (words: readonly string[]) => Promise<CommandVariant>
  /** Whether it needs the system of its argument `run`, which a configuration file here may bring. */
  readonly usesSystem?: boolean
  /** Whether problems are handed to `run`, to be told together with what it finds itself. */
  readonly reportsProblems?: boolean
  /** @returns exit code */
  readonly run?: (invocation: Invocation<Table>) => Promise<number>
}

// biome-ignore lint/suspicious/noExplicitAny: commands of any options in one list
export type AnyCommand = Command<any>

/** Gives a command its types. */
export function defineCommand<const Table extends OptionTable>(command: Command<Table>): Command<Table> {
  return command
}

/** An option with a value; see {@link ValueOption}. */
export function option<T>(
  placeholder: string,
  text: string,
  parse: (text: string) => T,
  { choices, bare }: { choices?: readonly string[]; bare?: string } = {},
): ValueOption<T> {
  return {
    kind: 'value',
    placeholder,
    text,
    parse,
    ...(choices === undefined ? {} : { choices }),
    ...(bare === undefined ? {} : { bare }),
  }
}

/** An option that can be given several times. */
export function repeated(placeholder: string, text: string): RepeatedOption {
  return { kind: 'repeated', placeholder, text }
}

/** An option that the short page of help shows; see {@link InHelp.shortText}. */
export function usual<Option extends AnyOption>(option: Option, shortText?: string): Option & InHelp {
  return { ...option, isUsual: true, ...(shortText === undefined ? {} : { shortText }) }
}

/** An option without a value. */
export function toggle(text: string): SwitchOption {
  return { kind: 'switch', text }
}

/** `maxTime` as a flag: `--max-time`. */
export function flagName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
