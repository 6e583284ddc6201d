/** Runs around a loop of a program's own (`createRun`): what can be done with them without that program, and what not. */
import { GanymedeError } from '@ganymede/core'
import type { RunFolder } from './run-folder.js'
import { listSamples, RunReader } from './run-reader.js'
import type { RunRecord } from './run-record.js'

/** What stands in `run.json` in the place of a system. */
export const ownLoop = 'custom'

export function isOwnLoop({ definition }: Pick<RunRecord, 'definition'>): boolean {
  return definition.name === ownLoop
}

/**
 * Refuses what needs the networks of a run that only its own program can build, and says what there is.
 *
 * @throws GanymedeError `RUN_OWN_LOOP`
 */
export function refuseOwnLoop(run: RunFolder, record: RunRecord): void {
  if (!isOwnLoop(record)) return
  const sheet = listSamples(run).at(-1)
  const checkpoint = new RunReader(run).checkpoints().at(-1)
  throw new GanymedeError(
    'RUN_OWN_LOOP',
    `${run.name} was trained by a loop of a program's own: only that program can build its networks`,
    {
      lines: [
        ...(record.command.length === 0 ? [] : [`program     ${record.command.join(' ')}`]),
        `last sheet  ${sheet?.file ?? 'none yet'}`,
        `weights     ${checkpoint?.dir ?? 'none yet'}`,
      ],
      remedy: [
        `In that program: const run = await resumeRun(${JSON.stringify(run.dir)}, { networks, optimizers }) goes on,`,
        'run.sample(run.step, () => G.forward(z)) draws, and evaluateFolders measures folders of pictures.',
        'Without it: ganymede report, doctor, inspect and runs show read the run as it is.',
      ].join('\n'),
    },
  )
}
