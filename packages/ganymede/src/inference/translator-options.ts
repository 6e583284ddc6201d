/** What may be asked of a translator, checked where programs ask: untyped ones would get pictures of another kind. */
import { optionProblem, refuseProblems } from '@ganymede/core'
import type { TranslationDirection, TranslationMode } from '../systems/contract/system.js'

/** How pictures are made, beyond their size. */
export interface TranslatorOptions {
  /** From A to B or back, as the folders of the data are called; default: as trained. */
  readonly direction?: TranslationDirection | undefined
  /** What batch norm normalises with: the picture's own statistics, or those gathered in training. */
  readonly mode?: TranslationMode | undefined
  /** Whether dropout, the only noise, stays on. */
  readonly dropout?: boolean | undefined
  /** Of the dropout masks; default 0. */
  readonly seed?: number | undefined
  /** Use the generator as trained, not its moving average; for runs. Default false. */
  readonly raw?: boolean | undefined
}

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
