/**
 * JSON as file headers need it: duplicate keys, deep nesting and unpaired surrogates are errors, and `2.0` is told from
 * `2`. `JSON.parse` takes the last of two equal keys in silence, which lets two readers see two different files.
 */
import { wrongArgument } from '../given-options.js'
import { objectCost, ReadBudget, readLimits } from './read-budget.js'

/** A parsed value. Numbers that are not written as whole numbers keep their text. */
export type Json = string | number | boolean | null | readonly Json[] | ReadonlyMap<string, Json> | NotWhole

/** A number with a fraction or an exponent, as it was written. */
export class NotWhole {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

// Of the headers that are read here; JSON of others has readLimits.depth.
const MAX_DEPTH = 16
const space = /[ \t\n\r]*/y
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y

/**
 * @param budget  counts the values, keys and containers as they are made
 * @throws SyntaxError with the position, in words; what the budget throws
 */
export function parseStrictJson(text: string, budget: ReadBudget): Json {
  const parser = new Parser(text, budget, { maxDepth: MAX_DEPTH, keepsValues: true })
  const value = parser.value(0)
  parser.end()
  return value
}

/**
 * Refuses what `JSON.parse` takes and nobody means: two equal keys, half characters, and more values or levels than
 * `readLimits` allow. To be asked before `JSON.parse`, of text that strangers may have written.
 *
 * @param fail  makes the error for too many values, as of a {@link ReadBudget}; default a SyntaxError
 * @throws SyntaxError with the position, in words; GanymedeError `OPTION_INVALID` for what is no text
 */
export function checkJson(
  text: string,
  fail: (problem: string) => Error = (problem) => new SyntaxError(`it ${problem}`),
): void {
  if (typeof text !== 'string') throw wrongArgument('checkJson', 'text', 'a text', text)
  const budget = new ReadBudget(text.length, fail)
  const parser = new Parser(text, budget, { maxDepth: readLimits.depth, keepsValues: false })
  parser.value(0)
  parser.end()
}

class Parser {
  readonly #text: string
  readonly #budget: ReadBudget
  readonly #maxDepth: number
  /** What is only checked leaves its arrays empty and its numbers 0: they would fill the memory a second time. */
  readonly #keepsValues: boolean
  #at = 0

  constructor(text: string, budget: ReadBudget, { maxDepth, keepsValues }: { maxDepth: number; keepsValues: boolean }) {
    this.#text = text
    this.#budget = budget
    this.#maxDepth = maxDepth
    this.#keepsValues = keepsValues
  }

  value(depth: number): Json {
    this.#skipSpace()
    this.#budget.count(objectCost.value)
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth + 1)
      case '[':
        return this.#array(depth + 1)
      case '"':
        return this.#string()
      case 't':
        return this.#word('true', true)
      case 'f':
        return this.#word('false', false)
      case 'n':
        return this.#word('null', null)
      default:
        return this.#number()
    }
  }

  end(): void {
    this.#skipSpace()
    if (this.#at < this.#text.length) throw this.#unexpected('the end')
  }

  #object(depth: number): ReadonlyMap<string, Json> {
    this.#enter(depth, objectCost.dict)
    const members = new Map<string, Json>()
    if (this.#closes('}')) return members
    do {
      this.#skipSpace()
      if (this.#text[this.#at] !== '"') throw this.#unexpected('a key')
      this.#budget.count(objectCost.key)
      const key = this.#string()
      if (members.has(key)) throw new SyntaxError(`the key ${shorten(JSON.stringify(key))} stands there twice`)
      this.#skipSpace()
      this.#take(':')
      members.set(key, this.value(depth))
    } while (this.#continues('}'))
    return members
  }

  #array(depth: number): readonly Json[] {
    this.#enter(depth, objectCost.list)
    const elements: Json[] = []
    if (this.#closes(']')) return elements
    do {
      const element = this.value(depth)
      if (this.#keepsValues) elements.push(element)
    } while (this.#continues(']'))
    return elements
  }

  #string(): string {
    const start = this.#at
    let end = this.#text.indexOf('"', start + 1)
    while (end > 0 && this.#isEscaped(end)) end = this.#text.indexOf('"', end + 1)
    if (end < 0) throw new SyntaxError(`the string at character ${start} has no end`)
    this.#at = end + 1
    const literal = this.#text.slice(start, end + 1)
    let value: string
    try {
      value = JSON.parse(literal) as string
    } catch {
      throw new SyntaxError(`the string at character ${start} holds a bad escape or a control character`)
    }
    if (literal.includes('\\u') && /\p{Surrogate}/u.test(value)) {
      throw new SyntaxError(`the string at character ${start} holds half a character (an unpaired surrogate)`)
    }
    return value
  }

  #isEscaped(quote: number): boolean {
    let slash = quote
    while (this.#text[slash - 1] === '\\') slash--
    return (quote - slash) % 2 === 1
  }

  #number(): number | NotWhole {
    number.lastIndex = this.#at
    if (!number.test(this.#text)) throw this.#unexpected('a value')
    const start = this.#at
    this.#at = number.lastIndex
    if (!this.#keepsValues) return 0
    const found = this.#text.slice(start, this.#at)
    return /^-?[0-9]+$/.test(found) ? Number(found) : new NotWhole(found)
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#unexpected('a value')
    this.#at += word.length
    return value
  }

  #enter(depth: number, cost: number): void {
    if (depth > this.#maxDepth) throw new SyntaxError(`it is nested deeper than ${this.#maxDepth} levels`)
    this.#budget.count(cost)
    this.#at++
  }

  #closes(bracket: string): boolean {
    this.#skipSpace()
    if (this.#text[this.#at] !== bracket) return false
    this.#at++
    return true
  }

  #continues(bracket: string): boolean {
    this.#skipSpace()
    if (this.#text[this.#at] === ',') {
      this.#at++
      return true
    }
    this.#take(bracket)
    return false
  }

  #take(character: string): void {
    if (this.#text[this.#at] !== character) throw this.#unexpected(`"${character}"`)
    this.#at++
  }

  #skipSpace(): void {
    const code = this.#text.charCodeAt(this.#at)
    if (code > 0x20) return
    space.lastIndex = this.#at
    this.#at += space.exec(this.#text)?.[0].length ?? 0
  }

  #unexpected(expected: string): SyntaxError {
    const found = this.#at >= this.#text.length ? 'the end' : JSON.stringify(this.#text[this.#at])
    return new SyntaxError(`expected ${expected} at character ${this.#at}, found ${found}`)
  }
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}…"` : text
}
