/** Options objects as programs without types give them: null, a number in place of `{ std: … }`, misspelt names. */
import { GanymedeError } from './errors.js'

type AllNames<Options, Names extends readonly unknown[]> = [keyof Options] extends [Names[number]] ? unknown : never

/**
 * The options object of a call, looked at before it is taken apart: JavaScript would read `normal_(weight, 0.02)` as no
 * options at all, and pass over a name that does not exist.
 *
 * @param where  the function or class as the caller writes it
 * @param given  what stands in the place of the options
 * @param names  all options that there are; the compiler holds the list against the type
 * @returns `given`
 * @throws GanymedeError `OPTION_INVALID` for anything but an object, and for names that do not exist
 * @example
 * const { mean = 0, std = 1 } = givenOptions('normal_', options, ['mean', 'std'])
 */
export function givenOptions<Options extends object, const Names extends readonly (keyof Options & string)[]>(
  where: string,
  given: Options,
  names: Names & AllNames<Options, Names>,
): Options {
  requireObject(where, given, names)
  const known: readonly string[] = names
  const unknown = Object.entries(given).flatMap(([name, value]) =>
    value === undefined || known.includes(name) ? [] : [name],
  )
  if (unknown.length === 0) return given
  throw new GanymedeError('OPTION_INVALID', `${where}: there is no option ${unknown.slice(0, 5).join(', ')}`, {
    lines: [`options: ${names.join(', ')}`],
    remedy: 'Take the option out, or correct its name.',
  })
}

/**
 * Throws unless a value is an object that can be taken apart; further names in it are its owner's business.
 *
 * @param names  what is looked for in it, for the message
 * @throws GanymedeError `OPTION_INVALID`
 */
export function requireObject(where: string, given: unknown, names: readonly string[]): asserts given is object {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return
  throw new GanymedeError(
    'OPTION_INVALID',
    `${where}: expected an object with ${names.join(', ')}, got ${valueText(given)}`,
    {
      remedy: `Write ${where}(…, { ${names[0] ?? 'name'}: … }).`,
    },
  )
}

/**
 * Throws unless a value is text with something in it.
 *
 * @throws GanymedeError `OPTION_INVALID` naming function and argument
 */
export function requireText(where: string, name: string, given: unknown): asserts given is string {
  if (typeof given !== 'string' || given === '') throw wrongArgument(where, name, 'a text', given)
}

/**
 * Throws unless a value is a list of things: an array or a typed array.
 *
 * @throws GanymedeError `OPTION_INVALID` naming function and argument
 */
export function requireArray(where: string, name: string, given: unknown): asserts given is ArrayLike<unknown> {
  if (!Array.isArray(given) && !(ArrayBuffer.isView(given) && 'length' in given)) {
    throw wrongArgument(where, name, 'a list', given)
  }
}

/** The error about an argument that is missing or of another kind. */
export function wrongArgument(where: string, name: string, expected: string, given: unknown): GanymedeError {
  return new GanymedeError('OPTION_INVALID', `${where}: ${name} must be ${expected}, got ${valueText(given)}`, {
    remedy: `Write ${where}(${name}, …) with ${expected} as ${name}.`,
  })
}

/** What is wrong with an option that was given: nothing, or one line. */
export function optionProblem(
  name: string,
  value: unknown,
  wanted: string,
  isGood: (value: unknown) => boolean,
): string[] {
  return value === undefined || isGood(value) ? [] : [`${name} must be ${wanted}, got ${valueText(value)}`]
}

/**
 * Throws where there is anything to say.
 *
 * @param problems  one line each
 * @throws GanymedeError `OPTION_INVALID` with all of them
 */
export function refuseProblems(problems: readonly string[]): void {
  const [first, ...lines] = problems
  if (first !== undefined) throw new GanymedeError('OPTION_INVALID', first, { lines })
}

const mostShown = 8

/** A received value as an error message shows it: NaN and infinities by name, which JSON would call null. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40))
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`
  if (typeof value !== 'object' || value === null) return String(value)
  if (!Array.isArray(value)) return 'an object'
  const first = value.slice(0, mostShown).map((one) => (typeof one === 'object' ? '…' : valueText(one)))
  return `[${first.join(', ')}${value.length > mostShown ? `, … ${value.length} in all` : ''}]`
}
