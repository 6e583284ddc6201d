/** Metrics of a trained model: its pictures against real ones, and real ones against each other as the floor. */

import { join } from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { checkpointText, preferenceNote } from '@ganymede/runs/checkpoints'
import type { RunFolder } from '@ganymede/runs/folder'
import { readRunRecord } from '@ganymede/runs/folder'
import { resolveDevice } from '@ganymede/torch'
import { type OpenModel, openModel } from '../inference/open-model.js'
import type { FeatureNetwork } from '../metrics/features/feature-network.js'
import type { FeatureSet } from '../metrics/features/feature-set.js'
import { isStatisticsPath } from '../metrics/support/reference-statistics.js'
import { findSystem } from '../models/registry.js'
import { requireLatents } from '../pictures/latents.js'
import { affordableCount, usualCount } from './affordable-count.js'
import { cardOf, isLoss, writeCards } from './cards.js'
import { chooseFeatures } from './choose-features.js'
import {
  type CollectOptions,
  cachedRealFeatures,
  chooseImages,
  generateImages,
  lossOfImages,
  type PixelSet,
  realPixels,
} from './collect.js'
import { measureModelAgainst } from './evaluate-statistics.js'
import { evaluateTranslation } from './evaluate-translation.js'
import type { EvaluateRunOptions, Evaluation } from './evaluation.js'
import {
  type ImageForm,
  type ImageSet,
  openImages,
  openTestPart,
  sameClasses,
  unknownClasses,
  withClasses,
} from './image-sets.js'
import { type MeasuredSets, type MeasureOptions, measure, mostPatchImages } from './measure.js'
import { chooseMetrics, type MetricName, needsFeatures, noLossOfSystem } from './metric-choice.js'

const defaultBatch = 64
// As many real images as papers take at most.
const mostReal = 50_000
/** Options of evaluations of runs and of folders. */
export const evaluateOptions = [
  'metrics',
  'count',
  'seed',
  'batch',
  'bootstrap',
  'lpips',
  'labelColours',
  'importanceSamples',
  'device',
  'signal',
  'onProgress',
  'onNote',
  'features',
  'layer',
  'input',
  'cache',
] as const

const floorMetrics: readonly MetricName[] = ['fid', 'kid', 'pr', 'dc', 'swd']

/**
 * Measures a run.
 *
 * @throws GanymedeError `CHECKPOINT_MISSING`, `DATA_NOT_FOUND`, `FEATURES_INVALID`, `LABELS_MISSING`, and `OPTION_INVALID`
 *   for metrics that cannot be taken. Systems that make pictures from pictures: see `evaluateTranslation`
 */
export async function evaluateRun(run: RunFolder, options: EvaluateRunOptions = {}): Promise<Evaluation> {
  const { which = 'preferred', device = 'auto', write = true } = options
  const model = openModel(run, { which, device: resolveDevice(device), systemOf: findSystem })
  const checkpoint = checkpointText(model)
  const opened: { dispose(): unknown }[] = [model]
  try {
    for (const note of model.notes) options.onNote?.(note)
    const preference = which === 'preferred' ? preferenceNote(model) : null
    if (preference !== null) options.onNote?.(preference)
    if (model.system.translate !== undefined) return { ...(await evaluateTranslation(model, options)), checkpoint }
    requireLatents(model.system)
    if (options.labelColours !== undefined) {
      throw new GanymedeError('OPTION_INVALID', 'label maps are compared with a truth: translations and --pairs', {
        remedy: 'Leave out --label-colours.',
      })
    }
    if (options.lpips !== undefined) {
      throw new GanymedeError('OPTION_INVALID', 'LPIPS is for pictures with a truth: translations and --pairs', {
        remedy: 'Leave out --lpips-backbone and --lpips-heads.',
      })
    }
    if (options.against !== undefined && isStatisticsPath(options.against)) {
      if ((options.split ?? 'auto') !== 'auto') {
        throw new GanymedeError('OPTION_INVALID', '--split chooses among images, and --against has statistics of them')
      }
      if ((options.importanceSamples ?? 0) > 0) {
        throw new GanymedeError('OPTION_INVALID', '--iwae needs real images, and --against has statistics of them')
      }
      const cards = await measureModelAgainst(model, options.against, { ...options, device })
      const files = write ? writeCards(join(run.dir, 'metrics'), { cards, floors: [] }) : []
      return { cards, floors: [], files, checkpoint }
    }
    const parts = await openParts(model, options)
    opened.push(...parts.sets.map(({ dataset }) => ({ dispose: () => dataset.close() })))
    const network = await chooseFeatures(parts.learned, parts.test, { ...options, device: resolveDevice(device) })
    if (network !== null) opened.push(network)
    const found = await measureModel(model, parts, network, options)
    const files = write ? writeCards(join(run.dir, 'metrics'), found) : []
    return { ...found, files, checkpoint }
  } finally {
    for (const one of opened.reverse()) await one.dispose()
  }
}

/** Parts of the data, opened at the size of the model. */
interface Parts {
  /** What the run learned from, or the part of other data that a classifier can learn from. */
  readonly learned: ImageSet
  readonly test: ImageSet | null
  readonly reference: ImageSet
  readonly sets: readonly ImageSet[]
  /** Whether `learned` is what the run was trained on. */
  readonly isOwn: boolean
  readonly remarks: readonly string[]
}

async function openParts(
  model: OpenModel,
  { split = 'auto', against, signal, onNote }: EvaluateRunOptions,
): Promise<Parts> {
  const { data: choice } = model.options
  const { width, height, channels } = model.data
  const form: ImageForm = {
    path: against ?? choice.path,
    size: { width, height },
    channels: channels as 1 | 3,
    fit: choice.fit,
    skipBad: choice.skipBad,
  }
  let test = await openTestPart(form, signal)
  let learned: ImageSet
  try {
    learned = withClasses(await openImages(form, { signal }), model.classes)
  } catch (error) {
    await test?.dataset.close()
    throw error
  }
  // One number for each name: in what was learned, in its test part, and in the run.
  if (test !== null) test = withClasses(test, learned.labelled?.classes ?? null)
  const sets = test === null ? [learned] : [learned, test]
  if (split === 'test' && test === null) {
    await learned.dataset.close()
    throw new GanymedeError('DATA_NOT_FOUND', `${form.path} has no test part`, {
      remedy: 'Use --split train, or name other data with --against.',
    })
  }
  const reference = split === 'train' || test === null ? learned : test
  const recorded = readRunRecord(model.run.record).data.fingerprint
  const isChanged = against === undefined && recorded !== learned.source.fingerprint
  const remarks = isChanged ? ['the data has changed since the run was trained'] : []
  for (const remark of remarks) onNote?.(remark)
  return { learned, test, reference, sets, isOwn: against === undefined && !isChanged, remarks }
}

async function measureModel(
  model: OpenModel,
  parts: Parts,
  network: FeatureNetwork | null,
  options: EvaluateRunOptions,
): Promise<Pick<Evaluation, 'cards' | 'floors'>> {
  const { seed = 0, batch = defaultBatch, raw = false, bootstrap, cache } = options
  const { importanceSamples = 0, signal, onProgress, onNote } = options
  const isLookedAt = network !== null && needsFeatures(options.metrics)
  const count =
    options.count ?? (isLookedAt ? await affordableCount(model, network, { batch, signal, onNote }) : usualCount)
  const { learned, test, reference, isOwn } = parts
  const collecting: CollectOptions = { batch, signal, onProgress }
  // Time is chosen for both sides.
  const mostOfReal = options.count === undefined && isLookedAt ? 2 * count : mostReal
  const realCount = Math.min(mostOfReal, reference.source.count)
  const { metrics, leftOut } = chooseMetrics(options.metrics, {
    hasFeatures: network !== null,
    hasLogits: network?.hasLogits === true,
    isConditional: model.classes !== null && network !== null && sameClasses(model.classes, network.classes),
    side: Math.min(model.data.width, model.data.height),
    count: Math.min(count, realCount),
    noLoss: whyNoLoss(model, reference),
    hasTraining: isOwn,
  })
  if (options.metrics === undefined) for (const line of leftOut) onNote?.(line)
  if (importanceSamples > 0 && !metrics.includes('loss')) {
    throw new GanymedeError('OPTION_INVALID', '--iwae is a bound beside the test loss, which is not measured here', {
      remedy: 'Measure the loss too (--metrics loss), of a system that has one, such as a VAE.',
    })
  }

  const hasFeatures = network !== null && needsFeatures(metrics)
  const patches = metrics.includes('swd') ? Math.min(mostPatchImages, count, realCount) : 0
  const features = (images: ImageSet, most: number, what: string): Promise<FeatureSet | null> =>
    hasFeatures ? cachedRealFeatures(network, images, { ...collecting, most, seed, what, cache }) : none()
  const pixels = (images: ImageSet, many: number): Promise<PixelSet | null> =>
    many === 0 ? none() : realPixels(images.source, chooseImages(images.source.count, many, seed, 'evaluate-pixels'))

  const real = await features(reference, mostOfReal, 'real images')
  const referencePixels = await pixels(reference, patches)
  const made = await generateImages(model, hasFeatures ? network : null, {
    ...collecting,
    count: hasFeatures ? count : patches,
    seed,
    keepPixels: patches,
    isRaw: raw,
  })
  const training = metrics.includes('memorisation')
    ? await features(learned, Number.POSITIVE_INFINITY, 'training images')
    : null
  const sets: MeasuredSets = {
    real,
    fake: made.features,
    realPixels: referencePixels,
    fakePixels: patches === 0 ? null : made.pixels,
    labels: made.labels,
    training,
    loss: metrics.includes('loss')
      ? await lossOfImages(model, reference, { ...collecting, seed, isRaw: raw, importanceSamples })
      : null,
    importanceSamples,
    isInception: network?.name === 'inception-fid',
  }
  const measuring: MeasureOptions = { seed, resamples: bootstrap ?? null, signal, onProgress }
  const common = { network, split: reference.split, data: reference.source.fingerprint, transform: reference.transform }
  const cards = (await measure(metrics, sets, measuring)).map((number) =>
    cardOf(number, {
      ...common,
      subject: {
        name: model.run.name,
        step: model.step,
        weights: model.hasEma && !raw ? 'ema' : 'raw',
      },
      counts: isLoss(number.metric) ? { real: reference.source.count, fake: 0 } : { real: realCount, fake: count },
      seed,
      remarks: parts.remarks,
    }),
  )

  const floorNames = metrics.filter((metric) => floorMetrics.includes(metric))
  const hasFloor = options.floor !== false && reference === test && floorNames.length > 0
  if (!hasFloor) return { cards, floors: [] }
  const many = Math.min(count, learned.source.count)
  const floorSets: MeasuredSets = {
    ...sets,
    fake: await features(learned, many, 'training images'),
    fakePixels: await pixels(learned, Math.min(patches, many)),
  }
  const floors = (await measure(floorNames, floorSets, { ...measuring, resamples: 0 })).map((number) =>
    cardOf(number, {
      ...common,
      subject: { name: `${learned.dataset.info.name} ${learned.split}`, step: null, weights: 'none' },
      counts: { real: realCount, fake: many },
      seed,
      remarks: [],
    }),
  )
  return { cards, floors }
}

/** What keeps the system from telling the loss of these images, or null. */
function whyNoLoss({ system, classes }: OpenModel, images: ImageSet): string | null {
  if (system.testLoss === undefined) return noLossOfSystem
  if (classes === null || (images.labelled !== null && sameClasses(classes, images.labelled.classes))) return null
  const unknown = unknownClasses(images, classes).slice(0, 8)
  const found = unknown.length === 0 ? '' : `, and there are others: ${unknown.join(', ')}`
  return `needs images of the classes that the run has learned${found}`
}

function none(): Promise<null> {
  return Promise.resolve(null)
}
