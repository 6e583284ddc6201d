/** What a terminal can show, and how wide text is on it. */
import fs from 'node:fs'

/** Abilities of the place that text goes to. */
export interface TextStyle {
  readonly colour: boolean
  /** Block and box characters, `×`, `…`; without it only ASCII is used. */
  readonly unicode: boolean
}

/**
 * Whether to colour: `NO_COLOR` forbids, `FORCE_COLOR` (not `0`) demands, otherwise a terminal that is not `dumb` outside CI.
 */
export function wantsColour(environment: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return isTerminal && TERM !== 'dumb' && !isInCi(environment)
}

/** Whether the locale is UTF-8 and the terminal's font has more than Latin letters (the Linux console's has not). */
export function wantsUnicode(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): boolean {
  const { LC_ALL, LC_CTYPE, LANG, TERM, WT_SESSION, TERM_PROGRAM } = environment
  if (platform === 'win32') return WT_SESSION !== undefined || TERM_PROGRAM === 'vscode'
  if (TERM === 'linux') return false
  // The first that is set decides, as in locale(7).
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '') ?? ''
  // macOS terminals are UTF-8 also where no locale is set.
  return /utf-?8/i.test(locale) || (platform === 'darwin' && locale === '')
}

/** Whether the variable `CI` says that nobody is looking. */
export function isInCi({ CI }: NodeJS.ProcessEnv): boolean {
  return CI !== undefined && CI !== '' && CI !== '0' && CI !== 'false'
}

/**
 * Whether this process may use its terminal. One started with `&` may not: it would be stopped for changing its mode.
 * Known on Linux; elsewhere taken for granted.
 */
export function isInForeground(platform: NodeJS.Platform = process.platform): boolean {
  if (platform !== 'linux') return true
  try {
    // proc(5): behind the name come state, parent, process group, session, terminal, the terminal's process group.
    const stat = fs.readFileSync('/proc/self/stat', 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [group, terminalGroup] = [fields[2], fields[5]]
    return terminalGroup === '-1' || group === terminalGroup
  } catch {
    return true
  }
}

/** Columns that text takes: two for East Asian wide characters and emoji, none for combining marks. */
export function textWidth(text: string): number {
  // Most text is plain, and tables of files may have very much of it.
  if (/^[ -~]*$/.test(text)) return text.length
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

/** Text cut to at most so many columns; where something is cut off, the last column shows it. */
export function fitText(text: string, columns: number, { unicode }: { unicode: boolean }): string {
  if (textWidth(text) <= columns) return text
  const mark = unicode ? '…' : '.'
  let fitted = ''
  let width = textWidth(mark)
  for (const character of text) {
    width += characterWidth(character)
    if (width > columns) break
    fitted += character
  }
  return columns < 1 ? '' : fitted + mark
}

/**
 * Text in one line, with everything that could move or recolour what is on the screen written out: `\n`, `\x1b`, `\u202e`.
 * Names of files and runs come from outside. What joins letters (in names in Persian, in emoji) stays.
 */
export function printable(text: string): string {
  return text.replace(unprintable, (letter) => {
    const short = shortEscapes[letter]
    if (short !== undefined) return short
    const code = letter.codePointAt(0) ?? 0
    if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
    return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`
  })
}

/** JSON whose text does the same to a screen, and means the same: everything above is a string's escape. */
export function printableJson(json: string): string {
  return json.replace(unprintable, (letter) =>
    [...Array(letter.length).keys()].map((at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  )
}

// Control characters, formats (but the two joiners, U+200C and U+200D), separators of lines, halves of surrogates.
const unprintable = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function characterWidth(character: string): number {
  if (/^[\p{M}\p{Cf}]$/u.test(character)) return 0
  const code = character.codePointAt(0) ?? 0
  // Unicode Standard Annex 11, in large blocks: Hangul, CJK, full-width forms, emoji.
  const isWide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf && code !== 0x303f) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  return isWide ? 2 : 1
}
