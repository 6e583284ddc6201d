/** What to change, in the words of the command line: only options that the run's system has are named. */
import type { Evidence } from './evidence.js'

/** An option by its dotted path, and what to do with it; `%` stands for the flag, `%=1` for the flag with a value. */
export type Advice = readonly [path: string, action: string]

/** Value of an option of the run, or undefined when its system has no such option. */
export function optionOf({ options }: Pick<Evidence, 'options'>, path: string): unknown {
  let value: unknown = options
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

/**
 * One sentence with those proposals whose options exist, each with its present value.
 *
 * @param proposals   in order of preference
 * @param otherwise     what to say when none fits
 * @param options.most  proposals at most; default 3
 * @param options.join  whether one of them is enough; default `or`
 */
export function advise(
  evidence: Pick<Evidence, 'options'>,
  proposals: readonly Advice[],
  otherwise: string,
  { most = 3, join = 'or' }: { readonly most?: number; readonly join?: 'and' | 'or' } = {},
): string {
  const fitting = proposals.flatMap(([path, action]) => {
    const value = optionOf(evidence, path)
    return value === undefined ? [] : [withFlag(action, path, value)]
  })
  const some = fitting.slice(0, most)
  if (some.length === 0) return otherwise
  const sentence = some.length === 1 ? some[0] : `${some.slice(0, -1).join(', ')} ${join} ${some.at(-1)}`
  return `${sentence?.slice(0, 1).toUpperCase()}${sentence?.slice(1)}.`
}

function withFlag(action: string, path: string, value: unknown): string {
  return action.replace(/%(?:=(\S+))?/, (_, wanted?: string) =>
    [flagOf(path), ...(wanted === undefined ? [] : [wanted]), `(now ${shown(value)})`].join(' '),
  )
}

/** `train.clipG` as its flag: `--clip-g`. */
function flagOf(path: string): string {
  const key = path.slice(path.indexOf('.') + 1)
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll('.', '-')}`
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
