/** Numbers of `ganymede evaluate` in a run's `metrics/` folder, as the report shows them; needs no libtorch. */
import fs from 'node:fs'
import path from 'node:path'
import { counted } from '@ganymede/core/text'
import { readJsonFile } from '@ganymede/runs/files'

/** What is shown of a card. */
export interface ShownCard {
  readonly metric: string
  /** Null stands for infinity, as in the file. */
  readonly value: number | null
  readonly better: 'lower' | 'higher'
  readonly interval: { readonly low: number; readonly high: number } | null
  /** What the number depends on: features, counts, split, step; one fact each. */
  readonly facts: readonly string[]
  readonly remarks: readonly string[]
  readonly step: number | null
}

const largestFile = 1_000_000

/** Cards by metric and step. Files that are no cards are passed over: the folder is the user's. */
export function readShownCards(folder: string): ShownCard[] {
  let names: string[]
  try {
    names = fs.readdirSync(folder).filter((name) => name.endsWith('.json'))
  } catch {
    return []
  }
  const cards = names.flatMap((name) => {
    const file = path.join(folder, name)
    try {
      if (fs.statSync(file).size > largestFile) return []
      return shownCard(readJsonFile(file), name.startsWith('floor-')) ?? []
    } catch {
      return []
    }
  })
  return cards.sort((a, b) => compare(a.metric, b.metric) || (a.step ?? -1) - (b.step ?? -1))
}

function shownCard(content: unknown, isFloor: boolean): ShownCard | null {
  const card = record(content)
  const { format, metric, value, better, split, remarks } = card
  if (typeof format !== 'string' || !format.startsWith('ganymede-metric/') || typeof metric !== 'string') return null
  if (typeof value !== 'number' && value !== null) return null
  const { low, high } = record(card.interval)
  const { real, fake } = record(card.counts)
  const features = record(card.features)
  const { step } = record(card.subject)
  const facts = [
    isFloor ? 'floor: real images against other real images' : null,
    typeof features.name === 'string' ? `features: ${features.name} ${String(features.layer ?? '')}`.trim() : null,
    typeof real === 'number' && typeof fake === 'number'
      ? fake === 0
        ? counted(real, 'real image')
        : `${real} real, ${fake} generated`
      : null,
    typeof split === 'string' && split !== '' ? `split: ${split}` : null,
    typeof step === 'number' ? `step ${step}` : null,
  ]
  return {
    metric: isFloor ? `${metric} (floor)` : metric,
    value,
    better: better === 'higher' ? 'higher' : 'lower',
    interval: typeof low === 'number' && typeof high === 'number' ? { low, high } : null,
    facts: facts.filter((fact) => fact !== null),
    remarks: Array.isArray(remarks) ? remarks.filter((one) => typeof one === 'string') : [],
    step: typeof step === 'number' ? step : null,
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
