/** `ganymede runs show <run>`: everything that a run folder tells. */

import { bytesText, counted } from '@ganymede/core/text'
import { valueText } from '../../../options/option-text.js'
import { defineCommand, toggle } from '../../command.js'
import { defaultOut, runArgument, runsOption } from '../../run-option.js'
import { dateText, renderTable } from '../../terminal/table.js'

export const runsShowCommand = defineCommand({
  name: 'show',
  group: 'Look after runs',
  summary: 'Show one run: progress, options with their sources, checkpoints, pictures.',
  arguments: [runArgument],
  options: { all: toggle('List also options that have their default.'), runs: runsOption },
  examples: [
    { command: 'ganymede runs show latest', text: 'the newest run' },
    { command: 'ganymede runs show 7 --all', text: 'with every option' },
  ],
  async run({ args, options: { all, runs: out = defaultOut }, output }) {
    const [{ openRun }, { runRow, statusText }, { duration, shortNumber, stepsText }, { itemsText }] =
      await Promise.all([
        import('@ganymede/runs/folder'),
        import('@ganymede/runs/folder'),
        import('@ganymede/core/text'),
        import('@ganymede/core/text'),
      ])
    const reader = openRun(args.run ?? '', { out })
    const { record, folder } = reader
    const row = runRow(folder)
    const checkpoints = reader.checkpoints()
    const samples = reader.samples()
    const values = leaves(record.options)
    const last = reader.records('scalars').at(-1)
    const seconds = reader.records().at(-1)?.seconds ?? 0
    output.json({
      ...row,
      record,
      seconds,
      last: last ?? null,
      checkpoints: checkpoints.map(({ dir: _, ...checkpoint }) => checkpoint),
      samples: samples.map(({ step, view, file }) => ({ step, view: view ?? null, file })),
    })
    const best = checkpoints.find(({ isBest }) => isBest)
    const { failure } = record
    const facts: [string, string | undefined][] = [
      ['status', `${statusText(row)}, ${stepsText(row.step, row.steps)} steps in ${duration(seconds)}`],
      ['failure', failure === undefined ? undefined : `${failure.code} at step ${failure.step}: ${failure.message}`],
      ['system', `${record.definition.name}, version ${record.definition.version}`],
      [
        'data',
        `${record.data.path}${record.data.images === undefined ? '' : `, ${itemsText(record.data.images, record.data.domains)}`}`,
      ],
      ['machine', `${record.device}, ${counted(record.threads, 'thread')}, ${record.precision}`],
      [
        'started',
        `${dateText(record.created)} with Ganymede ${record.versions.ganymede}, libtorch ${record.versions.libtorch}`,
      ],
      ['command', record.command.join(' ')],
      [
        'losses',
        Object.entries(row.losses)
          .map(([key, value]) => `${key} ${shortNumber(value)}`)
          .join('   ') || undefined,
      ],
      ['checkpoints', checkpoints.map(({ name }) => name).join(', ') || 'none yet'],
      ['best', best?.name],
      [
        'pictures',
        samples.length === 0 ? 'none yet' : `${counted(samples.length, 'sheet')}, the last ${samples.at(-1)?.file}`,
      ],
      ['size', bytesText(row.sizeBytes)],
    ]
    const shown = values.filter(([name]) => all || (record.sources[name] ?? 'default') !== 'default')
    const hidden = values.length - shown.length
    output.result(
      folder.dir,
      ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(11)} ${value}`])),
      '',
    )
    output.painted(
      ...renderTable(
        [{ title: '  option' }, { title: 'value' }, { title: 'from' }],
        shown.map(([name, value]) => [`  ${name}`, valueText(value), record.sources[name] ?? 'default']),
        output.style,
      ),
      ...(hidden > 0 ? [`  and ${hidden} with their default (--all lists them)`] : []),
    )
    return 0
  },
})

function leaves(value: object, prefix = ''): [path: string, value: unknown][] {
  return Object.entries(value).flatMap(([key, inner]): [string, unknown][] =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? leaves(inner, `${prefix}${key}.`)
      : [[prefix + key, inner]],
  )
}
