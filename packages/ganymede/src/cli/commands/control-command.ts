/** `ganymede stop`, `pause`, `continue`, `checkpoint`: requests to a training that runs elsewhere. */

import { GanymedeError } from '@ganymede/core'
import type { ControlAction } from '@ganymede/runs/folder'
import { programName, shellWord } from '../../terminal/typed-command.js'
import { type AnyCommand, defineCommand, option } from '../command.js'
import { defaultOut, runArgument, runReference, runsOption } from '../run-option.js'
import { seconds } from '../terminal/values.js'

const defaultWaitSeconds = 60
const pollMs = 100

/** A command that asks a running training for something. */
function controlCommand(action: ControlAction, summary: string, done: string): AnyCommand {
  return defineCommand({
    name: action,
    group: 'Train',
    summary,
    arguments: [runArgument],
    options: {
      wait: option('<time>', `How long to wait for an answer [default ${defaultWaitSeconds}s]`, seconds),
      runs: runsOption,
    },
    examples: [{ command: `ganymede ${action} latest`, text: `${action} the newest run` }],
    async run({ args, options: { wait = defaultWaitSeconds, runs: out = defaultOut }, output }) {
      const [{ findRun }, { lockHolder }, { writeControlRequest }, { existsSync, rmSync }] = await Promise.all([
        import('@ganymede/runs/folder'),
        import('@ganymede/runs/folder'),
        import('@ganymede/runs/folder'),
        import('node:fs'),
      ])
      const run = findRun(args.run ?? '', { out })
      if (lockHolder(run) === undefined) {
        throw new GanymedeError('RUN_IDLE', `nobody is training in ${run.dir}`, {
          remedy: `Go on with it: ${programName()} resume ${shellWord(runReference(run, out))}`,
        })
      }
      const request = writeControlRequest(run.control, action)
      // The trainer looks between steps; a stop is complete when it has saved and gone.
      const isPending = (): boolean => existsSync(request) || (action === 'stop' && lockHolder(run) !== undefined)
      const until = performance.now() + wait * 1000
      while (isPending() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, pollMs))
      if (existsSync(request) && lockHolder(run) === undefined) {
        rmSync(request, { force: true })
        throw new GanymedeError('RUN_IDLE', `the training in ${run.dir} ended before it was asked`)
      }
      const isDone = !isPending()
      output.result(isDone ? `${run.name} ${done}` : `asked ${run.name} to ${action}; it has not answered yet`)
      output.json({ run: run.dir, action, done: isDone })
      return 0
    },
  })
}

export const controlCommands: readonly AnyCommand[] = [
  controlCommand('pause', 'Let a running training wait; it keeps its memory.', 'is paused'),
  controlCommand('continue', 'Let a paused training go on.', 'goes on'),
  controlCommand('checkpoint', 'Let a running training save now.', 'saves a checkpoint'),
  controlCommand('stop', 'Let a running training save and end.', 'has saved and ended'),
]
