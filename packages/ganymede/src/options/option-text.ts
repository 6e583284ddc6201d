/** Options as text: what is typed into a value, and what an option takes into words. */
import type { NumberRange, OptionField } from './option-fields.js'

const numberPattern = /^[+-]?(\d[\d_]*(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i

/**
 * The value that a typed text stands for. What does not fit the option stays text, so that checking it against the schema
 * gives the error.
 */
export function parseOptionText(field: OptionField, text: string): unknown {
  const choice = field.choices.find((value) => String(value) === text)
  if (choice !== undefined) return choice
  const takesNumbers = field.number !== undefined || field.choices.some((value) => typeof value === 'number')
  if (takesNumbers && numberPattern.test(text)) return toNumber(text)
  if (field.isBoolean && ['true', 'yes', 'on'].includes(text)) return true
  if (field.isBoolean && ['false', 'no', 'off'].includes(text)) return false
  if (field.list?.isText === true) {
    return text
      .replace(/^\[(.*)\]$/, '$1')
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')
  }
  if (field.list !== undefined) {
    return text
      .replace(/^\[(.*)\]$/, '$1')
      .split(',')
      .map((item) => (numberPattern.test(item.trim()) ? toNumber(item.trim()) : item.trim()))
  }
  return text
}

/** What an option takes, to follow `must be`: `a whole number from 1 to 256`, `one of cover, contain, stretch`. */
export function expectation(field: OptionField): string {
  const alternatives: string[] = []
  if (field.choices.length > 1) alternatives.push(`one of ${field.choices.join(', ')}`)
  else if (field.choices[0] !== undefined) alternatives.push(String(field.choices[0]))
  if (field.isDuration) alternatives.push('a duration such as 30s, 10m or 2h')
  else if (field.number !== undefined) alternatives.push(`${noun(field.number)}${rangeInWords(field.number)}`)
  if (field.isBoolean) alternatives.push('true or false')
  if (field.isText) alternatives.push('text')
  if (field.list?.isText === true) alternatives.push('texts joined by commas')
  else if (field.list !== undefined) {
    const { length, item } = field.list
    const each = item === undefined ? '' : `, each${rangeInWords(item)}`
    alternatives.push(`${length ?? 'a list of'} numbers joined by commas${each === ', each' ? '' : each}`)
  }
  return alternatives.length === 0 ? 'of another kind' : alternatives.join(', or ')
}

/** The range in short form for help: `16 to 128`, `1 or more`, `0 to below 1`; empty when there is none to tell. */
export function rangeLabel(field: OptionField): string {
  const range = field.number ?? field.list?.item
  if (range === undefined || field.isDuration) return ''
  const { minimum, maximum, isMinimumExcluded, isMaximumExcluded } = range
  if (minimum !== undefined && maximum !== undefined) {
    return `${isMinimumExcluded ? 'above ' : ''}${minimum} ${isMaximumExcluded ? 'to below' : 'to'} ${maximum}`
  }
  if (minimum !== undefined) return isMinimumExcluded ? `above ${minimum}` : `${minimum} or more`
  return maximum === undefined ? '' : isMaximumExcluded ? `below ${maximum}` : `up to ${maximum}`
}

/** A value as it would be typed. */
export function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(',')
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

/** A value for an error message: short, text in quotation marks. */
export function shownValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'function') return 'a function'
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function toNumber(text: string): number {
  return Number(text.replaceAll('_', ''))
}

function noun({ isInteger }: NumberRange): string {
  return isInteger ? 'a whole number' : 'a number'
}

function rangeInWords({ minimum, maximum, isMinimumExcluded, isMaximumExcluded }: NumberRange): string {
  const low = minimum === undefined ? '' : isMinimumExcluded ? `above ${minimum}` : `at least ${minimum}`
  const high = maximum === undefined ? '' : isMaximumExcluded ? `below ${maximum}` : `at most ${maximum}`
  if (low === '' || high === '')
    return low + high === '' ? '' : ` ${low.replace('at least', 'of at least')}${high.replace('at most', 'of at most')}`
  if (isMinimumExcluded !== true && isMaximumExcluded !== true) return ` from ${minimum} to ${maximum}`
  return ` ${low} and ${high}`
}
