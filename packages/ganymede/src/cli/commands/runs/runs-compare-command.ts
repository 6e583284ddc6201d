/** `ganymede runs compare <run> <run…>`: options that differ, and how far each came. */

import { GanymedeError } from '@ganymede/core'
import { valueText } from '../../../options/option-text.js'
import { defineCommand } from '../../command.js'
import { defaultOut, runsOption } from '../../run-option.js'
import { renderTable } from '../../terminal/table.js'

export const runsCompareCommand = defineCommand({
  name: 'compare',
  group: 'Look after runs',
  summary: 'Compare two or more runs: options that differ, and their last losses.',
  arguments: [
    { name: 'runs', text: 'Two or more runs: folders, numbers, starts of names, or latest.', isVariadic: true },
  ],
  options: { runs: runsOption },
  examples: [
    { command: 'ganymede runs compare 6 7', text: 'what is different in run 0007?' },
    { command: 'ganymede runs compare 6 7 latest --json', text: 'for a script' },
  ],
  async run({ rest, options: { runs: out = defaultOut }, output }) {
    if (rest.length < 2) {
      throw new GanymedeError('OPTION_INVALID', 'comparing needs two or more runs', {
        remedy: 'For one run: ganymede runs show <run>',
      })
    }
    const [{ openRun }, { runRow }, { optionDifference }, { shortNumber, grouped }] = await Promise.all([
      import('@ganymede/runs/folder'),
      import('@ganymede/runs/folder'),
      import('../../../options/option-difference.js'),
      import('@ganymede/core/text'),
    ])
    const readers = rest.map((reference) => openRun(reference, { out }))
    const rows = readers.map(({ folder }) => runRow(folder))
    const [first] = readers
    const paths = new Set(
      readers.flatMap((reader) => optionDifference(first?.options ?? {}, reader.options).map(({ path }) => path)),
    )
    const differences = [...paths].sort().map((path) => ({
      path,
      values: readers.map((reader) => valueAt(reader.options, path.split('.'))),
    }))
    output.json({ runs: rows, differences })
    const lossKeys = [...new Set(rows.flatMap(({ losses }) => Object.keys(losses)))].sort().reverse()
    const lines: string[][] = [
      ['system', ...rows.map(({ system }) => system)],
      ['status', ...rows.map(({ status }) => status)],
      ['step', ...rows.map(({ step, steps }) => `${grouped(step)} / ${grouped(steps)}`)],
      ...lossKeys.map((key) => [
        key,
        ...rows.map(({ losses }) => (losses[key] === undefined ? '' : shortNumber(losses[key]))),
      ]),
      ...differences.map(({ path, values }) => [
        path,
        ...values.map((value) => (value === undefined ? 'not set' : valueText(value))),
      ]),
    ]
    output.painted(
      ...renderTable([{ title: '' }, ...rows.map(({ name }) => ({ title: name }))], lines, output.style),
      ...(differences.length === 0 ? ['All options are equal.'] : []),
    )
    return 0
  },
})

function valueAt(options: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && key in at ? (at as Record<string, unknown>)[key] : undefined,
    options,
  )
}
