/** Logs in memory for tests of checks: only what a check looks at differs between them. */

import type { MetricsRecord, RecordValue } from '@ganymede/runs/logs'
import {
  type Evidence,
  evidenceOf,
  type PictureEvidence,
  type RunFacts,
  type TranslationEvidence,
} from '../../src/doctor/evidence.js'

/** A value of a curve: constant, or a function of how far the run is, 0 to 1. */
export type CurveShape = number | ((share: number) => number)

/** What is special about a run. */
export interface RunSketch {
  readonly facts?: Partial<RunFacts>
  readonly steps?: number
  readonly every?: number
  readonly curves?: Readonly<Record<string, CurveShape>>
  /** Layers by name, at each probe. */
  readonly layers?: Readonly<Record<string, Readonly<Record<string, CurveShape>>>>
  readonly probeSteps?: readonly number[]
  /** Variety of pictures beside that of real ones. */
  readonly variety?: readonly (readonly [step: number, ratio: number])[]
  readonly pictures?: Partial<PictureEvidence>
  /** Directions of a system that translates, at step 1000. */
  readonly translations?: readonly Partial<TranslationEvidence>[]
}

const healthyPictures: PictureEvidence = {
  step: 1000,
  pictures: 256,
  reals: 1000,
  spread: 0.5,
  realSpread: 0.6,
  duplicates: 0,
  realDuplicates: 0,
  nearest: 0.36,
  realNearest: 0.3,
  copies: 0,
  groups: 10,
  missingGroups: 0,
  labels: null,
}

const healthyTranslation: TranslationEvidence = {
  direction: 'a2b',
  pictures: 8,
  isPair: false,
  change: 0.2,
  distance: 0.5,
  correlation: 0.6,
  brightness: { input: -0.1, output: 0, target: 0.1 },
}

/** Records of a run as its log would hold them. */
export function recordsOf({
  steps = 1000,
  every = 10,
  curves = {},
  layers = {},
  probeSteps = [1, 10, 30, 100, 200, 300],
  variety = [],
}: RunSketch): MetricsRecord[] {
  const at = (shape: CurveShape, step: number) => (typeof shape === 'number' ? shape : shape(step / steps))
  const scalars = Array.from({ length: Math.floor(steps / every) }, (_, i) => {
    const step = (i + 1) * every
    const values = Object.entries(curves).map(([key, shape]) => [key, at(shape, step)] as const)
    return { kind: 'scalars', step, seconds: step / 10, ...Object.fromEntries(values) }
  })
  const probed = (Object.keys(layers).length === 0 ? [] : probeSteps).map((step) => {
    const fields = Object.entries(layers).map(([name, layer]): [string, RecordValue] => [
      name,
      Object.fromEntries(Object.entries(layer).map(([key, shape]) => [key, at(shape, step)])),
    ])
    return { kind: 'probe', step, seconds: step / 10, layers: Object.fromEntries(fields) }
  })
  const samples = variety.map(([step, ratio]) => ({
    kind: 'probe',
    step,
    seconds: step / 10,
    samples: { spread: 0.6 * ratio, realSpread: 0.6 },
  }))
  return [...scalars, ...probed, ...samples].sort((a, b) => a.step - b.step)
}

/** The evidence of a run; without any difference it is that of a healthy GAN. */
export function evidence(sketch: RunSketch = {}): Evidence {
  const facts: RunFacts = { system: 'dcgan', options: {}, failure: null, images: 5000, pixels: 1024, ...sketch.facts }
  const pictures = sketch.pictures === undefined ? null : { ...healthyPictures, ...sketch.pictures }
  const directions = sketch.translations?.map((one) => ({ ...healthyTranslation, ...one })) ?? null
  const translations = directions === null ? null : { step: 1000, directions }
  return evidenceOf(facts, recordsOf(sketch), { pictures, translations })
}
