/** Everything that the checks look at: plain numbers, taken from the log, the options and, when there are any, pictures. */

import type { RunRecord } from '@ganymede/runs/folder'
import type { MetricsRecord } from '@ganymede/runs/logs'
import type { TranslationDirection } from '../systems/contract/system.js'

/** One weight in a `probe` record; see training/watch/weight-probe.ts. */
export interface LayerEvidence {
  readonly size: number
  readonly grad?: number
  readonly weight: number
  readonly update: number
  readonly dead?: number
}

export interface ProbeEvidence {
  readonly step: number
  readonly layers: ReadonlyMap<string, LayerEvidence>
}

/** How far the weights of each network moved between two checkpoints, as part of their size. */
export interface CheckpointChange {
  readonly from: number
  readonly to: number
  readonly networks: ReadonlyMap<string, number>
}

export interface SampleEvidence {
  readonly step: number
  /** Mean distance between pictures of the system, and between real ones. */
  readonly spread: number
  readonly realSpread: number
}

/** What pictures of a checkpoint show beside real ones; distances are root mean square differences of features. */
export interface PictureEvidence {
  readonly step: number
  /** Generated pictures, and training images that they were compared with. */
  readonly pictures: number
  readonly reals: number
  readonly spread: number
  readonly realSpread: number
  /** Share of pictures that have a twin: another one of another seed that is as good as equal. */
  readonly duplicates: number
  /** The same share among real images. */
  readonly realDuplicates: number
  /** Median distance of a picture to the nearest training image, and of a training image to the nearest other one. */
  readonly nearest: number
  readonly realNearest: number
  /** Share of pictures that are closer to a training image than half of what training images are to one another. */
  readonly copies: number
  /** Groups of similar real images, and those among them that hardly any picture belongs to. */
  readonly groups: number
  readonly missingGroups: number
  readonly labels: LabelEvidence | null
}

/** How often the nearest class mean of real images is the class in question. */
export interface LabelEvidence {
  readonly classes: number
  /** For pictures: the class that was asked for. */
  readonly accuracy: number
  /** For real images that the means were not taken from: their own label. */
  readonly realAccuracy: number
}

/** One direction of a translating system, seen on a few training pictures; values are on the scale [-1, 1]. */
export interface TranslationEvidence {
  readonly direction: TranslationDirection
  readonly pictures: number
  /** Whether inputs have a truth. */
  readonly isPair: boolean
  /** Mean difference of outputs and inputs; null where they differ in channels. */
  readonly change: number | null
  /** Mean difference of inputs and truths, or of inputs and pictures of the other kind. */
  readonly distance: number | null
  /** Median correlation of the brightness of an output with that of its truth, or else of its input; −1 to 1. */
  readonly correlation: number
  /** Mean brightness. */
  readonly brightness: { readonly input: number; readonly output: number; readonly target: number }
}

export interface Evidence {
  readonly system: string
  /** All options, nested as in a configuration file. */
  readonly options: Readonly<Record<string, unknown>>
  readonly failure: { readonly code: string; readonly message: string; readonly step: number } | null
  /** Training images; 0 when unknown. */
  readonly images: number
  /** Values in an image, channels · height · width; 0 when unknown. */
  readonly pixels: number
  readonly scalars: readonly MetricsRecord[]
  readonly probes: readonly ProbeEvidence[]
  readonly samples: readonly SampleEvidence[]
  readonly pictures: PictureEvidence | null
  /** Of systems that make pictures from pictures: what those of a checkpoint show. */
  readonly translations: { readonly step: number; readonly directions: readonly TranslationEvidence[] } | null
  /** Only when the log has no probes. */
  readonly change: CheckpointChange | null
}

/** What a check is told of the run besides its log. */
export type RunFacts = Pick<Evidence, 'system' | 'options' | 'failure' | 'images' | 'pixels'>

/** The facts in `run.json`. */
export function factsOf(record: RunRecord): RunFacts {
  const { definition, options, failure, data } = record
  return {
    system: definition.name,
    options,
    failure: failure === undefined ? null : { code: failure.code, message: failure.message, step: failure.step },
    images: data.images ?? 0,
    pixels: pixelsOf(options, data.channels),
  }
}

function pixelsOf({ model }: RunRecord['options'], channels: unknown): number {
  const size = typeof model === 'object' && model !== null && 'size' in model ? model.size : undefined
  return typeof size === 'number' && typeof channels === 'number' ? channels * size * size : 0
}

/**
 * Evidence from a log. Records that are not understood are passed over: the log may come from another version.
 *
 * @param options.until  last step to look at; default: all
 */
export function evidenceOf(
  facts: RunFacts,
  records: readonly MetricsRecord[],
  {
    until = Number.POSITIVE_INFINITY,
    pictures = null,
    translations = null,
  }: { until?: number } & Partial<Pick<Evidence, 'pictures' | 'translations'>> = {},
): Evidence {
  const seen = records.filter(({ step }) => step <= until)
  const probes = seen.filter(({ kind }) => kind === 'probe')
  return {
    ...facts,
    failure: facts.failure !== null && facts.failure.step <= until ? facts.failure : null,
    scalars: seen.filter(({ kind }) => kind === 'scalars'),
    probes: probes.flatMap(probeIn),
    samples: probes.flatMap(samplesIn),
    pictures,
    translations,
    change: null,
  }
}

function probeIn({ step, layers }: MetricsRecord): ProbeEvidence[] {
  if (typeof layers !== 'object' || layers === null || Array.isArray(layers)) return []
  const entries = Object.entries(layers).flatMap(([name, layer]): [string, LayerEvidence][] => {
    const { size, weight, update, grad, dead } = (layer ?? {}) as Record<string, unknown>
    if (!isNumber(size) || !isNumber(weight) || !isNumber(update)) return []
    return [[name, { size, weight, update, ...(isNumber(grad) ? { grad } : {}), ...(isNumber(dead) ? { dead } : {}) }]]
  })
  return entries.length === 0 ? [] : [{ step, layers: new Map(entries) }]
}

function samplesIn({ step, samples }: MetricsRecord): SampleEvidence[] {
  if (typeof samples !== 'object' || samples === null) return []
  const { spread, realSpread } = samples as Record<string, unknown>
  return isNumber(spread) && isNumber(realSpread) ? [{ step, spread, realSpread }] : []
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}
