/** What may be asked of a translator, checked where programs ask: untyped ones would get pictures of another kind. */
import { optionProblem, refuseProblems } from '@ganymede/core'
import type { TranslatorOptions } from './translator.js'

const directions: readonly unknown[] = ['a2b', 'b2a']
const modes: readonly unknown[] = ['batch', 'running']
const precisions: readonly unknown[] = ['auto', 'float32', 'bfloat16']
// As on the command line.
const largestSeed = 2 ** 40

/** @throws GanymedeError `OPTION_INVALID` naming every option out of its range */
export function requireTranslatorOptions({
  direction,
  mode,
  dropout,
  seed,
  raw,
  precision,
}: TranslatorOptions & { readonly precision?: string | undefined }): void {
  const isSwitch = (value: unknown) => typeof value === 'boolean'
  refuseProblems([
    ...optionProblem('direction', direction, 'a2b or b2a', (value) => directions.includes(value)),
    ...optionProblem('mode', mode, 'batch or running', (value) => modes.includes(value)),
    ...optionProblem('dropout', dropout, 'true or false', isSwitch),
    ...optionProblem(
      'seed',
      seed,
      `a whole number from 0 to ${largestSeed}`,
      (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= largestSeed,
    ),
    ...optionProblem('raw', raw, 'true or false', isSwitch),
    ...optionProblem('precision', precision, 'auto, float32 or bfloat16', (value) => precisions.includes(value)),
  ])
}
