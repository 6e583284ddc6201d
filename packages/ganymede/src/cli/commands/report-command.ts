/** `ganymede report <run>`: a run as one page that opens anywhere. */
import { existsSync } from 'node:fs'
import { GanymedeError } from '@ganymede/core'
import { defineCommand, option, toggle } from '../command.js'
import { defaultOut, latestRunArgument, runsOption } from '../run-option.js'
import { filePath } from '../terminal/values.js'

export const reportCommand = defineCommand({
  name: 'report',
  group: 'Look after runs',
  summary: 'Write a run as one self-contained page: curves, pictures over time, metrics, options, findings.',
  usesSystem: true,
  arguments: [latestRunArgument],
  options: {
    target: option('<file>', 'Where to write, ending in .html [default: report.html in the run]', filePath),
    logOnly: toggle('Let the doctor read the log only: no pictures are made and no libtorch is needed.'),
    force: toggle('Overwrite the file named with --target.'),
    runs: runsOption,
  },
  examples: [
    { command: 'ganymede report latest', text: 'the newest run, also while it trains' },
    { command: 'ganymede report 7 --target cats.html', text: 'to send to somebody' },
  ],
  async run({ args, options: { target, logOnly, force, runs: out = defaultOut }, output }) {
    if (target !== undefined && !/\.html?$/i.test(target)) {
      throw new GanymedeError('OPTION_INVALID', `--target ${target} must end in .html`)
    }
    if (target !== undefined && !force && existsSync(target)) {
      throw new GanymedeError('OUTPUT_EXISTS', `${target} exists already`)
    }
    const [{ findRun }, { writeReport }] = await Promise.all([
      import('@ganymede/runs/folder'),
      import('../../report/write-report.js'),
    ])
    const run = findRun(args.run ?? '', { out })
    const examination = logOnly ? undefined : await examined(run)
    const { file, animation } = await writeReport(run, {
      ...(examination === undefined ? {} : { examination }),
      ...(target === undefined ? {} : { target }),
    })
    output.result(file)
    output.json({ file, animation })
    return 0
  },
})

async function examined(run: Parameters<typeof import('../../doctor/examine-run.js').examineRun>[0]) {
  const [{ examineRun }, { findSystem }] = await Promise.all([
    import('../../doctor/examine-run.js'),
    import('../../models/registry.js'),
  ])
  return examineRun(run, { systemOf: findSystem })
}
