/** Help pages: purpose, usage, examples first, then options in groups. Pure: a page in, text out. */
import picocolors from 'picocolors'

import { type TextStyle, textWidth } from '../../terminal/terminal-text.js'
import { type AnyCommand, type AnyOption, type CommandVariant, commandGroups, flagName } from '../command.js'

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

const shortGeneralOptions: typeof generalOptions = [
  ['--json, --quiet, --verbose', 'Print JSON alone, results alone, or timings too.'],
  ['-h, --help', 'Print this help.'],
]

// Of the short page, which shall fit a screen of 50 lines.
const mostExamples = 3
const ownGroup = 'Options'

/**
 * The page of one command: a short one where the command says which of its options are usual, or all.
 *
 * @param isWhole  whether all options are wanted
 */
export function commandHelp(
  path: readonly string[],
  command: AnyCommand,
  variant: CommandVariant | undefined,
  { isWhole, ...style }: HelpStyle & { readonly isWhole: boolean },
): string {
  const words = path.join(' ')
  const options = optionsOf(command, variant)
  const isShort = !isWhole && options.some(({ isUsual, group }) => isUsual && group !== ownGroup)
  const page = new Page(style)
  page.paragraph(variant?.summary ?? command.summary)
  for (const line of command.details ?? []) page.paragraph(line)
  page.heading('Usage')
  page.line(`  ${words} ${variant?.usage ?? usage(command)}`.trimEnd())
  page.examples((variant?.examples ?? command.examples).slice(0, isShort ? mostExamples : undefined))
  page.table(
    'Commands',
    (command.subcommands ?? []).map((one) => [`${one.name} ${argumentsOf(one)}`.trimEnd(), one.summary]),
  )
  page.table(
    'Arguments',
    (variant?.arguments ?? command.arguments ?? []).map(({ name, text }) => [name, text]),
  )
  for (const { title, rows, isDetail } of variant?.tables ?? [])
    if (!isShort || isDetail !== true) page.table(title, rows)
  if (isShort) {
    const rows = options.filter(({ isUsual }) => isUsual)
    page.table(
      'Usual options',
      rows.map(({ name, text, shortText = firstSentence(text) }) => [name, shortText]),
    )
    page.table('General', shortGeneralOptions)
    const called = `${words} ${variant?.usage ?? ''}`.replace(/ [[<].*$/, '')
    page.line('')
    page.line(`All ${options.length} options, and more on these: ${called} --help all`)
    return page.text
  }
  for (const title of new Set(options.map(({ group }) => group))) {
    const rows = options.filter(({ group }) => group === title)
    page.table(
      title,
      rows.map(({ name, text }) => [name, text]),
    )
  }
  page.table('General', generalOptions)
  return page.text
}

/** The options that help shows, those of the command first. */
function optionsOf(command: AnyCommand, variant: CommandVariant | undefined) {
  const own = Object.entries<AnyOption>(command.options ?? {}).map(([key, one]) => ({
    name: withPlaceholder(flagName(key), one.kind === 'switch' ? '' : one.placeholder),
    text: one.text,
    group: ownGroup,
    isUsual: one.isUsual === true,
    shortText: one.shortText,
  }))
  const dynamic = (variant?.flags ?? [])
    .filter(({ isForeign = false }) => !isForeign)
    .map(({ name, shown = name, placeholder, text, group, isUsual = false }) => ({
      name: withPlaceholder(shown, placeholder),
      text,
      group,
      isUsual,
      shortText: undefined,
    }))
  return [...own, ...dynamic]
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
  const own = all.map(({ name, isOptional, isVariadic, fallback }) => {
    const shown = isVariadic === true ? `${name}…` : name
    return isOptional === true || fallback !== undefined ? `[${shown}]` : `<${shown}>`
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

/** The beginning of a description that says what an option is, with its range and default. */
function firstSentence(text: string): string {
  const range = / \[[^\]]*\]\.?$/.exec(text)?.[0] ?? ''
  const sentence = text.slice(0, text.length - range.length).split(/(?<=[.:;]) /)[0] ?? ''
  return `${sentence.replace(/[:;]$/, '.')}${range}`
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
