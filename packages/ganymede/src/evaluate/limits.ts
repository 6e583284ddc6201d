/** Limits that make a command fail: `--fail-above fid=60`, `--fail-below accuracy=0.97`. */
import { GanymedeError } from '@ganymede/core'
import type { MetricCard } from '../metrics/support/metric-card.js'
import { metricValue } from './metric-text.js'

interface Limit {
  readonly metric: string
  readonly value: number
  readonly side: 'above' | 'below'
}

/** What numbers must not be. */
export class EvaluationLimits {
  readonly #limits: readonly Limit[]

  /** @throws GanymedeError `OPTION_INVALID` unless each limit is a name, `=` and a number */
  constructor({ above, below }: { readonly above: readonly string[]; readonly below: readonly string[] }) {
    this.#limits = [
      ...above.map((text) => parseLimit(text, 'above')),
      ...below.map((text) => parseLimit(text, 'below')),
    ]
  }

  /**
   * Sentences about the limits that were missed; a metric that was not measured misses its limit.
   *
   * @returns empty when all is well
   */
  missed(cards: readonly MetricCard[]): readonly string[] {
    return this.#limits.flatMap(({ metric, value, side }) => {
      const card = cards.find((one) => one.metric === metric)
      if (card === undefined) return [`${metric} was not measured, so its limit ${value} is missed`]
      const isMissed = side === 'above' ? card.value > value : card.value < value
      return isMissed ? [`${metric} is ${metricValue(metric, card.value)}, ${side} the limit ${value}`] : []
    })
  }
}

function parseLimit(text: string, side: Limit['side']): Limit {
  const [metric = '', number = '', ...rest] = text.split('=')
  const value = number.trim() === '' ? Number.NaN : Number(number)
  if (metric.trim() !== '' && Number.isFinite(value) && rest.length === 0) return { metric: metric.trim(), value, side }
  throw new GanymedeError(
    'OPTION_INVALID',
    `--fail-${side} must be a metric and a number, such as fid=60, got "${text}"`,
  )
}
