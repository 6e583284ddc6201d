/** `ganymede runs rm <run…>`: removes runs with everything in them, after asking. */

import { GanymedeError } from '@ganymede/core'
import { bytesText } from '@ganymede/core/text'
import { printable } from '../../../terminal/terminal-text.js'
import { programName, shellWord } from '../../../terminal/typed-command.js'
import { defineCommand, toggle } from '../../command.js'
import { defaultOut, runReference, runsOption } from '../../run-option.js'

export const runsRemoveCommand = defineCommand({
  name: 'rm',
  group: 'Look after runs',
  summary: 'Remove runs with their checkpoints and pictures, for good.',
  arguments: [{ name: 'runs', text: 'Runs: folders, numbers, starts of names, or latest.', isVariadic: true }],
  options: { yes: toggle('Do not ask.'), runs: runsOption },
  examples: [
    { command: 'ganymede runs rm 3', text: 'asks first' },
    { command: 'ganymede runs rm 3 4 5 --yes', text: 'in a script' },
  ],
  async run({ rest, options: { yes, runs: out = defaultOut }, output }) {
    const [{ findRun }, { requireIdle }, { folderSize }, fs] = await Promise.all([
      import('@ganymede/runs/folder'),
      import('../../training/earlier-run.js'),
      import('@ganymede/runs/folder'),
      import('node:fs'),
    ])
    // Found, and found to be idle, before the first is touched: a mistyped name must not leave half of the work done.
    const found = rest.map((reference) => findRun(reference, { out }))
    const runs = [...new Map(found.map((run) => [fs.realpathSync(run.dir), run])).values()]
    for (const run of runs) {
      requireIdle(run, `Stop it first: ${programName()} stop ${shellWord(runReference(run, out))}`)
    }
    const removed = runs.map(({ name, dir }) => ({ name, dir, sizeBytes: folderSize(dir) }))
    if (!yes) {
      for (const { dir, sizeBytes } of removed) output.error(printable(`${dir}   ${bytesText(sizeBytes)}`))
      if (!(await isConfirmed(removed.length, output.canAsk))) {
        output.note('nothing was removed')
        return 1
      }
    }
    const { writeError } = await import('@ganymede/runs/files')
    for (const { dir } of removed) {
      try {
        // A link to a run elsewhere: the link alone is ours.
        if (fs.lstatSync(dir).isSymbolicLink()) fs.unlinkSync(dir)
        else fs.rmSync(dir, { recursive: true })
      } catch (error) {
        throw writeError(error, dir)
      }
      output.result(`removed ${dir}`)
    }
    output.json({ removed })
    return 0
  },
})

async function isConfirmed(count: number, canAsk: boolean): Promise<boolean> {
  if (!canAsk) {
    throw new GanymedeError('OPTION_INVALID', 'removing runs needs --yes where nobody can be asked', {
      remedy: 'Look at what would go with `ganymede runs`, then repeat with --yes.',
    })
  }
  const { confirm, isCancel } = await import('@clack/prompts')
  const what = count === 1 ? 'this run' : `these ${count} runs`
  const answer = await confirm({ message: `Remove ${what} for good?`, initialValue: false, output: process.stderr })
  return !isCancel(answer) && answer
}
