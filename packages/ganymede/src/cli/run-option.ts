/** What every command that takes a run has in common. */
import type { RunFolder } from '@ganymede/runs/folder'
import { type ArgumentSpec, option } from './command.js'
import { filePath, oneOf } from './terminal/values.js'

/** Folder of all runs where nothing else is said. */
export const defaultOut = 'runs'

/** The argument `<run>`. */
export const runArgument: ArgumentSpec = {
  name: 'run',
  text: 'Folder of the run, its number, the start of its name, or latest.',
}

/** The argument of commands that only look at a run: the newest where none is named. */
export const latestRunArgument: ArgumentSpec = {
  ...runArgument,
  text: 'Folder of the run, its number, the start of its name, or latest [default latest]',
  fallback: 'latest',
}

/** The option `--runs`; `--out` is for what a command writes. */
export const runsOption = option('<folder>', `Folder of all runs [default ${defaultOut}]`, filePath)

const precisions = ['float32', 'auto', 'bfloat16'] as const

/** The option `--precision` of commands that make pictures. */
export const precisionOption = option(
  '<name>',
  "Arithmetic of the generator: 'float32'; 'bfloat16', faster on CPUs with units for it, pictures differ by a few grey levels; 'auto', bfloat16 where there are such units [default float32: the same pictures everywhere]",
  oneOf(precisions),
  { choices: precisions },
)

/** A run as the next command would name it: its number in the usual folder, otherwise its path. */
export function runReference(run: RunFolder, out: string): string {
  return out === defaultOut && run.id !== '' ? run.id : run.dir
}
