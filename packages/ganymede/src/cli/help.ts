/** Help pages: purpose, usage, examples first, then options in groups. Pure: a page in, text out. */
import picocolors from 'picocolors'

import { type TextStyle, textWidth } from '../train/terminal-text.js'
import { type AnyCommand, type AnyOption, type CommandVariant, commandGroups, flagName } from './command.js'

/** Where a help page goes. */
export interface HelpStyle extends TextStyle {
  /** Columns; descriptions are wrapped to it, command lines never. */
  readonly width: number
}

// Longer lines are hard to read, however wide the terminal.
const widestPage = 110
const widestFlag = 24

/** Options that every command has. */
const generalOptions: readonly (readonly [flag: string, text: string])[] = [
  ['--json', 'Print JSON and nothing else to stdout.'],
  ['--quiet', 'Print results and errors only.'],
  ['--verbose', 'Print timings and, with errors, stack traces.'],
  ['-h, --help', 'Print this help.'],
]

/** The page of one command. */
export function commandHelp(
  path: readonly string[],
  command: AnyCommand,
  variant: CommandVariant | undefined,
  style: HelpStyle,
): string {
  const words = path.join(' ')
  const page = new Page(style)
  page.paragraph(variant?.summary ?? command.summary)
  for (const line of command.details ?? []) page.paragraph(line)
  page.heading('Usage')
  page.line(`  ${words} ${variant?.usage ?? usage(command)}`.trimEnd())
  page.examples(variant?.examples ?? command.examples)
  page.table(
    'Commands',
    (command.subcommands ?? []).map((one) => [`${one.name} ${argumentsOf(one)}`.trimEnd(), one.summary]),
  )
  page.table(
    'Arguments',
    (variant?.arguments ?? command.arguments ?? []).map(({ name, text }) => [name, text]),
  )
  for (const { title, rows } of variant?.tables ?? []) page.table(title, rows)
  const own = Object.entries<AnyOption>(command.options ?? {}).map(
    ([key, one]) => [withPlaceholder(flagName(key), one.kind === 'switch' ? '' : one.placeholder), one.text] as const,
  )
  page.table('Options', own)
  const flags = variant?.flags ?? []
  for (const group of new Set(flags.map((flag) => flag.group))) {
    const rows = flags.filter((flag) => flag.group === group)
    page.table(
      group,
      rows.map((flag) => [withPlaceholder(flag.shown ?? flag.name, flag.placeholder), flag.text]),
    )
  }
  page.table('General', generalOptions)
  return page.text
}

/** The page of the program itself. */
export function programHelp(commands: readonly AnyCommand[], style: HelpStyle): string {
  const page = new Page(style)
  page.paragraph('Ganymede trains generative image models on libtorch, in Node.js.')
  page.heading('Usage')
  page.line('  ganymede <command> [options]')
  page.examples([
    {
      command: 'ganymede train dcgan builtin:glyphs --preset demo',
      text: 'a first model, in minutes, without any data',
    },
    { command: 'ganymede train dcgan photos/', text: 'your own pictures; the same command resumes' },
    { command: 'ganymede sample latest', text: 'new pictures from the newest run' },
  ])
  for (const group of commandGroups) {
    const members = commands.filter((command) => command.group === group)
    page.table(
      group,
      members.map((command) => [`${command.name} ${argumentsOf(command)}`.trimEnd(), command.summary]),
    )
  }
  page.table('General', [
    ...generalOptions.slice(0, 3),
    ['-v, --version', 'Print the version.'],
    generalOptions.at(-1) ?? ['', ''],
  ])
  page.line('')
  page.line('Options of a command: ganymede <command> --help')
  return page.text
}

/** The arguments of a command as in its usage line: `<run> [file]`. */
function argumentsOf({ arguments: all = [], subcommands, run }: AnyCommand): string {
  const own = all.map(({ name, isOptional, isVariadic }) => {
    const shown = isVariadic === true ? `${name}…` : name
    return isOptional === true ? `[${shown}]` : `<${shown}>`
  })
  const inner = (subcommands ?? []).map(({ name }) => name).join('|')
  if (inner !== '') own.push(run === undefined ? `<${inner}>` : `[${inner}]`)
  return own.join(' ')
}

function usage(command: AnyCommand): string {
  return `${argumentsOf(command)} [options]`.trim()
}

function withPlaceholder(flag: string, placeholder: string): string {
  return placeholder === '' ? flag : `${flag} ${placeholder}`
}

type TableRows = readonly (readonly [name: string, text: string])[]

class Page {
  readonly #blocks: (string | TableRows)[] = []
  readonly #style: HelpStyle
  readonly #colours: ReturnType<typeof picocolors.createColors>

  constructor(style: HelpStyle) {
    this.#style = style
    this.#colours = picocolors.createColors(style.colour)
  }

  get text(): string {
    // One column for the names of all tables: the eye finds the texts in one place.
    const names = this.#blocks.flatMap((block) =>
      typeof block === 'string' ? [] : block.map(([name]) => textWidth(name)),
    )
    const column = Math.max(0, ...names.filter((width) => width <= widestFlag)) + 4
    const text = this.#blocks
      .flatMap((block) => (typeof block === 'string' ? [block] : this.#rows(block, column)))
      .join('\n')
    return this.#style.unicode ? text : text.replaceAll('…', '...').replaceAll('×', 'x')
  }

  line(text: string): void {
    this.#blocks.push(text)
  }

  paragraph(text: string): void {
    this.#blocks.push(...wrap(text, this.#width))
  }

  heading(text: string): void {
    this.#blocks.push('', this.#colours.bold(`${text}:`))
  }

  examples(examples: readonly { readonly command: string; readonly text: string }[]): void {
    if (examples.length === 0) return
    this.heading('Examples')
    const column = Math.max(...examples.map(({ command }) => textWidth(command))) + 4
    const isBeside = examples.every(({ text }) => column + textWidth(text) + 2 < this.#width)
    for (const { command, text } of examples) {
      const shown = `  ${this.#colours.cyan(command)}`
      const [gap, below] = isBeside ? [' '.repeat(column - textWidth(command)), ''] : ['', '      ']
      if (text === '') this.line(shown)
      else if (isBeside) this.line(`${shown}${gap}${this.#colours.dim(text)}`)
      else this.#blocks.push(shown, `${below}${this.#colours.dim(text)}`)
    }
  }

  table(title: string, rows: TableRows): void {
    if (rows.length === 0) return
    this.heading(title)
    this.#blocks.push(rows)
  }

  #rows(rows: TableRows, column: number): string[] {
    return rows.flatMap(([name, text]) => {
      const lines = wrap(text, this.#width - column)
      const fits = textWidth(name) + 4 <= column
      const first = fits ? `${' '.repeat(column - 2 - textWidth(name))}${lines.shift() ?? ''}` : ''
      return [`  ${this.#colours.cyan(name)}${first}`.trimEnd(), ...lines.map((line) => ' '.repeat(column) + line)]
    })
  }

  get #width(): number {
    return Math.min(widestPage, this.#style.width) - 1
  }
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && textWidth(line) + 1 + textWidth(word) > Math.max(20, width)) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
