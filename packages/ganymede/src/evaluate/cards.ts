/** Numbers as cards, and cards as files of a run. */
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { readTextFile, writeError, writeFileAtomic } from '@ganymede/runs/files'
import { slug } from '@ganymede/runs/folder'
import type { FeatureNetwork } from '../metrics/features/feature-network.js'
import { describeInput } from '../metrics/features/network-input.js'
import { cardText, type MetricCard, makeCard, parseCard } from '../metrics/support/metric-card.js'
import { sampleRemarks } from '../metrics/support/sample-sizes.js'
import type { Measurement } from './measure.js'

/** All that the numbers of one evaluation have in common. */
export interface CardContext {
  readonly subject: MetricCard['subject']
  readonly network: FeatureNetwork | null
  readonly counts: { readonly real: number; readonly fake: number }
  readonly split: string
  /** Fingerprint of the real images. */
  readonly data: string
  /** Size, channels and fit of the images on both sides. */
  readonly transform: string
  readonly seed: number
  readonly remarks: readonly string[]
}

const needsOf: Readonly<Record<string, string>> = {
  precision: 'precision-recall',
  recall: 'precision-recall',
  density: 'precision-recall',
  coverage: 'precision-recall',
}

/** The card of a number. */
export function cardOf(measurement: Measurement, context: CardContext): MetricCard {
  const { of, settings, metric, ...number } = measurement
  const { network, transform, remarks, counts, ...common } = context
  const used = of === 'features' ? network : null
  const samples = typeof settings.samples === 'number' ? settings.samples : Number.POSITIVE_INFINITY
  // 0: nobody knows, because only their statistics are there.
  const real = counts.real === 0 ? Number.POSITIVE_INFINITY : counts.real
  const taken = { real: Math.min(samples, real), fake: Math.min(samples, counts.fake) }
  return makeCard({
    ...number,
    ...common,
    metric,
    counts,
    features:
      used === null ? null : { name: used.name, layer: used.layer, hash: used.hash, input: describeInput(used.input) },
    resizer: used === null || used.input.size === null ? 'none' : used.input.resizer,
    settings: { ...settings, images: transform },
    remarks: [...remarks, ...sampleRemarks(needsOf[metric] ?? metric, taken, used?.dims)],
  })
}

/** Whether a metric is a loss of all real images, and not about generated ones. */
export function isLoss(metric: string): boolean {
  return metric === 'test-loss' || metric === 'iwae'
}

/** File name of a card: `step-000500-fid-classifier-128.json`. */
function fileName({ metric, features, subject }: MetricCard, isFloor: boolean): string {
  const step = subject.step === null ? 'all' : `step-${String(subject.step).padStart(6, '0')}`
  const network = features === null ? [] : [slug(features.name, 'features'), slug(features.layer, 'output')]
  return `${[isFloor ? 'floor' : step, slug(metric, 'metric'), ...network].join('-')}.json`
}

/**
 * Writes cards into a folder, which is made; an earlier card of the same step, metric and network is replaced.
 *
 * @returns the files
 * @throws GanymedeError `WRITE_FAILED`, `DISK_FULL`
 */
export function writeCards(
  folder: string,
  { cards, floors }: { readonly cards: readonly MetricCard[]; readonly floors: readonly MetricCard[] },
): string[] {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw writeError(error, folder)
  }
  const named = [...cards.map((card) => ({ card, isFloor: false })), ...floors.map((card) => ({ card, isFloor: true }))]
  return named.map(({ card, isFloor }) => {
    const file = join(folder, fileName(card, isFloor))
    writeFileAtomic(file, cardText(card))
    return file
  })
}

/**
 * The cards of a file, or of a folder: of a run's `metrics/` those of the latest step that was evaluated.
 *
 * @throws GanymedeError `METRICS_INVALID` when there are none, or one cannot be read
 */
export function readCards(place: string): MetricCard[] {
  const found = statSync(place, { throwIfNoEntry: false })
  if (found === undefined) {
    throw new GanymedeError('METRICS_INVALID', `there are no metrics at ${place}`, {
      remedy: 'Measure them first: ganymede evaluate <run>',
    })
  }
  if (found.isFile()) return [readCard(place)]
  const names = readdirSync(place).filter((name) => name.endsWith('.json') && !name.startsWith('floor-'))
  const cards = names.sort().map((name) => readCard(join(place, name)))
  const last = Math.max(...cards.map(({ subject }) => subject.step ?? -1))
  const latest = cards.filter(({ subject }) => (subject.step ?? -1) === last)
  if (latest.length > 0) return latest
  throw new GanymedeError('METRICS_INVALID', `${place} holds no metric cards`, {
    remedy: 'Measure first: ganymede evaluate <run>',
  })
}

function readCard(file: string): MetricCard {
  let text: string
  try {
    text = readTextFile(file)
  } catch (cause) {
    throw new GanymedeError('METRICS_INVALID', `${file} is no metric card: ${(cause as Error).message}`, { cause })
  }
  return parseCard(text, file)
}
