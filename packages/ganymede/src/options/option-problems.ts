/** What is wrong with options, all of it at once, in words that name the option, its range and what was given. */

import { type ErrorCode, firstLines, GanymedeError } from '@ganymede/core'
import { didYouMean } from '@ganymede/core/text'
import type { z } from 'zod'
import { didYouMeanValue } from './foreign-names.js'
import type { OptionField } from './option-fields.js'
import { expectation, shownValue } from './option-text.js'

/** One option that cannot be used. */
export interface OptionProblem {
  readonly kind: 'unknown' | 'invalid'
  /** Dotted path or flag. */
  readonly name: string
  /** Follows the name: `must be at least 2, got 1`. */
  readonly text: string
  /** Where the value was given: `--batch`, `ganymede.config.ts`, `--set`. */
  readonly origin?: string | undefined
}

/** An option that does not exist, with the nearest one that does. */
export function unknownOption(name: string, names: Iterable<string>, origin?: string): OptionProblem {
  const question = didYouMean(name, names)
  return { kind: 'unknown', name, text: `does not exist.${question === undefined ? '' : ` ${question}`}`, origin }
}

/**
 * A refusal of the schema as a problem of an option.
 *
 * @param name   dotted path of the value that the schema refuses
 * @param field  what is known about the option; without it the schema's own words are used
 */
export function invalidOption(
  name: string,
  issue: z.core.$ZodIssue,
  value: unknown,
  field: OptionField | undefined,
  origin?: string,
): OptionProblem {
  if (issue.code === 'invalid_type' && value === undefined) {
    return { kind: 'invalid', name, text: `must be given: ${field?.description ?? 'it has no default'}`, origin }
  }
  // A schema that explains itself does so better than its range.
  const isOwnMessage = !/^(Invalid|Too (small|big)|Unrecognized)/.test(issue.message)
  const expected = isOwnMessage || field === undefined ? worded(issue.message) : `must be ${expectation(field)}`
  const question = field === undefined || isOwnMessage ? undefined : didYouMeanValue(value, field.choices)
  const text = `${expected}, got ${shownValue(value)}`
  return { kind: 'invalid', name, text: question === undefined ? text : `${text}. ${question}`, origin }
}

/** A sentence of `fitProblems`, which begins with the path of an option, as a problem of that option. */
export function misfit(sentence: string, originOf: (name: string) => string | undefined): OptionProblem {
  const name = sentence.split(' ', 1)[0] ?? ''
  return { kind: 'invalid', name, text: sentence.slice(name.length + 1), origin: originOf(name) }
}

/**
 * One error for all problems.
 *
 * @param what  first line where there are several: what the options were meant for
 * @param options.remedy  replaces the remedy of the catalogue
 */
export function optionError(
  problems: readonly OptionProblem[],
  what: string,
  { remedy }: { remedy?: string } = {},
): GanymedeError {
  const isSize = problems.every(({ kind, name }) => kind === 'invalid' && name === 'model.size')
  const isUnknown = problems.every(({ kind }) => kind === 'unknown')
  const code: ErrorCode = isSize ? 'SIZE_UNSUPPORTED' : isUnknown ? 'OPTION_UNKNOWN' : 'OPTION_INVALID'
  const lines = firstLines(
    problems.map(({ name, text, origin }) => {
      const from = origin === undefined || origin === name ? '' : `   (${origin})`
      return `${name} ${text}${from}`
    }),
  )
  // One problem needs no headline.
  const [message, facts] = lines.length === 1 ? [lines[0] ?? what, []] : [what, lines]
  return new GanymedeError(code, message, { lines: facts, ...(remedy === undefined ? {} : { remedy }) })
}

function worded(message: string): string {
  const text = message.replace(/^Invalid (input|option): /, '').replace(/^expected /, 'must be ')
  return /^(must|needs|has|is|cannot) /.test(text) ? text : `is refused: ${text}`
}
