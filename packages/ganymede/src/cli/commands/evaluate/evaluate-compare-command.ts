/** `ganymede evaluate compare <a> <b>`: which is better, when both were measured alike. */

import { GanymedeError } from '@ganymede/core'
import type { MetricCard } from '../../../metrics/support/metric-card.js'
import { defineCommand } from '../../command.js'
import { defaultOut, runsOption } from '../../run-option.js'
import { renderTable } from '../../terminal/table.js'

export const evaluateCompareCommand = defineCommand({
  name: 'compare',
  group: 'Look after runs',
  summary: 'Compare the metrics of two runs; refuses numbers that were not measured alike.',
  arguments: [
    { name: 'first', text: 'A run, a card (.json), or a folder of cards.' },
    { name: 'second', text: 'The same.' },
  ],
  options: { runs: runsOption },
  examples: [
    { command: 'ganymede evaluate compare 6 7', text: 'is run 0007 better?' },
    { command: 'ganymede evaluate compare a/metrics/fid.json b/metrics/fid.json', text: 'one number of each' },
  ],
  async run({ args, options: { runs: out = defaultOut }, output }) {
    const [{ placeOfCards, pairCards }, { readCards }, { compareCards }, { metricNumber }] = await Promise.all([
      import('../../../evaluate/pair-cards.js'),
      import('../../../evaluate/cards.js'),
      import('../../../metrics/support/compare-cards.js'),
      import('../../../evaluate/metric-text.js'),
    ])
    const [first, second] = [args.first ?? '', args.second ?? ''].map((reference) =>
      readCards(placeOfCards(reference, out)),
    ) as [MetricCard[], MetricCard[]]
    const pairs = pairCards(first, second)
    if (pairs.length === 0) {
      throw new GanymedeError('METRICS_UNLIKE', `${args.first} and ${args.second} have no metric in common`, {
        lines: [first, second].map((cards) => cards.map(({ metric }) => metric).join(', ')),
      })
    }
    // All of them are looked at before the first is refused: one message for everything that is unlike.
    const problems: GanymedeError[] = []
    const rows = pairs.flatMap(([a, b]) => {
      try {
        return [{ a, b, found: compareCards(a, b) }]
      } catch (error) {
        if (!(error instanceof GanymedeError)) throw error
        problems.push(error)
        return []
      }
    })
    if (problems.length > 0) {
      throw new GanymedeError('METRICS_UNLIKE', `${args.first} and ${args.second} were not measured alike`, {
        lines: problems.flatMap(({ message, lines }) => [message, ...lines.map((line) => `  ${line}`)]),
      })
    }
    output.json({
      comparisons: rows.map(({ a, b, found }) => ({
        ...found,
        first: a.value,
        second: b.value,
        features: a.features === null ? null : { name: a.features.name, layer: a.features.layer },
      })),
    })
    const isRepeated = ({ metric }: MetricCard) => rows.filter(({ a }) => a.metric === metric).length > 1
    const label = (card: MetricCard) =>
      isRepeated(card) && card.features !== null
        ? `${card.metric} (${card.features.name} ${card.features.layer})`
        : card.metric
    output.painted(
      ...renderTable(
        [
          { title: 'metric' },
          { title: rows[0]?.a.subject.name ?? '', isNumber: true },
          { title: rows[0]?.b.subject.name ?? '', isNumber: true },
          { title: 'better' },
        ],
        rows.map(({ a, b, found }) => [
          label(a),
          metricNumber(a),
          metricNumber(b),
          `${found.better}${found.clear === false ? ' (intervals overlap)' : ''}`,
        ]),
        output.style,
      ),
    )
    for (const remark of new Set(rows.flatMap(({ found }) => found.remarks))) output.note(remark)
    return 0
  },
})
