/** What to change, in the words of the command line: only options that the run's system has and training accepts. */
import type { Evidence } from './evidence.js'
import { optionOf } from './option-of.js'
import { type PossibleChange, possibleChange } from './possible-changes.js'

/** An option by its dotted path, and what to do with it; `%` stands for the flag, `%=1` for the flag with a value. */
export type Advice = readonly [path: string, action: string]

/**
 * One sentence with those proposals that training would accept, each with its present value.
 *
 * @param proposals   in order of preference
 * @param otherwise     what to say when none fits
 * @param options.most  proposals at most; default 3
 * @param options.join  whether one of them is enough; default `or`
 */
export function advise(
  evidence: Evidence,
  proposals: readonly Advice[],
  otherwise: string,
  { most = 3, join = 'or' }: { readonly most?: number; readonly join?: 'and' | 'or' } = {},
): string {
  const fitting = proposals.flatMap(([path, action]) => {
    const present = optionOf(evidence, path)
    if (present === undefined) return []
    const wanted = /%=(\S+)/.exec(action)?.[1]
    const change = possibleChange(evidence, path, wanted)
    return change === null ? [] : [withFlag(action, path, present, change)]
  })
  const some = fitting.slice(0, most)
  if (some.length === 0) return otherwise
  const sentence = some.length === 1 ? some[0] : `${some.slice(0, -1).join(', ')} ${join} ${some.at(-1)}`
  return `${sentence?.slice(0, 1).toUpperCase()}${sentence?.slice(1)}.`
}

function withFlag(action: string, path: string, present: unknown, { value, together }: PossibleChange): string {
  const flag = [flagOf(path), ...(value === undefined ? [] : [value]), `(now ${shown(present)})`].join(' ')
  const companions = together.length === 0 ? '' : ` together with ${together.join(' and ')}`
  return action.replace(/%(?:=\S+)?/, () => flag + companions)
}

/** `train.clipG` as its flag: `--clip-g`. */
function flagOf(path: string): string {
  const key = path.slice(path.indexOf('.') + 1)
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll('.', '-')}`
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
