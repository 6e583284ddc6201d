/** `ganymede runs`: the table of runs. What else can be done with them are its subcommands. */

import { bytesText } from '@ganymede/core/text'
import { defineCommand, option } from '../../command.js'
import { defaultOut, runsOption } from '../../run-option.js'
import { dateText, renderTable } from '../../terminal/table.js'
import { oneOf } from '../../terminal/values.js'
import { runsCompareCommand } from './runs-compare-command.js'
import { runsRemoveCommand } from './runs-rm-command.js'
import { runsShowCommand } from './runs-show-command.js'

const sortKeys = ['id', 'name', 'system', 'data', 'status', 'step', 'size', 'started'] as const

export const runsCommand = defineCommand({
  name: 'runs',
  group: 'Look after runs',
  summary: 'List the runs of a folder; show, compare or remove them.',
  options: {
    sort: option('<column>', `Order: ${sortKeys.join(', ')} [default id]`, oneOf(sortKeys), { choices: sortKeys }),
    runs: runsOption,
  },
  examples: [
    { command: 'ganymede runs', text: 'all runs, oldest first' },
    { command: 'ganymede runs --sort size', text: 'the largest first' },
    { command: 'ganymede runs show latest', text: 'everything about the newest' },
  ],
  subcommands: [runsShowCommand, runsCompareCommand, runsRemoveCommand],
  async run({ options: { sort, runs: out = defaultOut }, output }) {
    const { runTable, statusText } = await import('@ganymede/runs/folder')
    const { shortNumber, stepsText } = await import('@ganymede/core/text')
    const { rows, broken } = runTable(out, sort === undefined ? {} : { sort })
    output.json({ runs: rows, broken })
    if (rows.length + broken.length === 0) {
      output.result(`No runs in ${out}.`)
      output.note('Start one: ganymede train dcgan builtin:glyphs --preset demo')
      return 0
    }
    const lossKeys = [...new Set(rows.flatMap(({ losses }) => Object.keys(losses)))].sort().reverse()
    const table = renderTable(
      [
        { title: 'run' },
        { title: 'status' },
        { title: 'step', isNumber: true },
        ...lossKeys.map((key) => ({
          title: key === 'loss' ? key : `${key.slice(0, -'/total'.length).toUpperCase()} loss`,
          isNumber: true,
        })),
        { title: 'size', isNumber: true },
        { title: 'started' },
      ],
      rows.map((row) => [
        row.name,
        statusText(row),
        stepsText(row.step, row.steps, ' / '),
        ...lossKeys.map((key) => (row.losses[key] === undefined ? '' : shortNumber(row.losses[key]))),
        bytesText(row.sizeBytes),
        dateText(row.started),
      ]),
      output.style,
    )
    output.painted(...(rows.length === 0 ? [] : table))
    for (const { name, problem } of broken) output.warn(`${name} cannot be read: ${problem}`)
    return 0
  },
})
