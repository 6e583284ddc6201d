/** Metrics of two sets of images that lie on disk: any generator's pictures against real ones. */

import { GanymedeError, givenOptions, requireText } from '@ganymede/core'
import { resolveDevice } from '@ganymede/torch'
import { openDataset } from '../data/open-dataset.js'
import type { MetricCard } from '../metrics/support/metric-card.js'
import { isStatisticsPath } from '../metrics/support/reference-statistics.js'
import { cardOf } from './cards.js'
import { chooseFeatures } from './choose-features.js'
import { type CollectOptions, cachedRealFeatures, chooseImages, realFeatures, realPixels } from './collect.js'
import { evaluateOptions } from './evaluate-run.js'
import { measureImagesAgainst } from './evaluate-statistics.js'
import type { EvaluateRunOptions } from './evaluation.js'
import { type ImageForm, type ImageSet, openImages, sameClasses, withClasses } from './image-sets.js'
import { measure, mostPatchImages } from './measure.js'
import { chooseMetrics, needsFeatures, noLossOfSystem } from './metric-choice.js'

export interface EvaluateFoldersOptions
  extends Omit<EvaluateRunOptions, 'against' | 'which' | 'raw' | 'floor' | 'write' | 'split'> {
  /** Side to which both sets are brought; default: the size that all images have. */
  readonly size?: number | undefined
  /** Part of the reference; default `train`, or everything where it is not divided. */
  readonly split?: 'auto' | 'train' | 'test' | undefined
}

const mostReal = 50_000

/**
 * The size and channels of two sets of images.
 *
 * @throws GanymedeError `OPTION_INVALID` when their sizes differ and none was chosen
 */
export async function commonForm(
  [first, second]: readonly [string, string],
  size: number | undefined,
  signal?: AbortSignal,
): Promise<readonly [ImageForm, ImageForm]> {
  const infos = []
  for (const path of [first, second]) {
    // Only what the headers say is wanted; the size does not matter for that.
    const dataset = await openDataset(path, { size: 16, signal })
    infos.push(dataset.info)
    await dataset.close()
  }
  const sizes = infos.flatMap(({ sizes: { min, max } }) => [min, max])
  const [width = 0, height = 0] = sizes[0] ?? []
  const isCommon = sizes.every(([w, h]) => w === width && h === height)
  if (!isCommon && size === undefined) {
    throw new GanymedeError('OPTION_INVALID', 'the images have several sizes', {
      lines: infos.map(
        ({ path, sizes: { min, max } }) => `${path}: ${min[0]} to ${max[0]} px wide, ${min[1]} to ${max[1]} high`,
      ),
      remedy: 'Say to which side both sets shall be brought: --size 64',
    })
  }
  const channels = infos.every((info) => info.channels === 1) ? 1 : 3
  const form = (path: string): ImageForm => ({
    path,
    size: size === undefined ? { width, height } : { width: size, height: size },
    channels,
    fit: 'cover',
    skipBad: false,
  })
  return [form(first), form(second)]
}

/**
 * Measures a set of generated images against a set of real ones.
 *
 * @param generated  folder, zip, IDX or CIFAR-10 files
 * @param reference  the same, or statistics of real images (`.npz` of pytorch-fid)
 * @throws GanymedeError as {@link evaluateRun}, without what concerns runs
 */
export async function evaluateFolders(
  generated: string,
  reference: string,
  options: EvaluateFoldersOptions = {},
): Promise<readonly MetricCard[]> {
  givenOptions('evaluateFolders', options, [...evaluateOptions, 'size', 'split'])
  requireText('evaluateFolders', 'generated', generated)
  requireText('evaluateFolders', 'reference', reference)
  const { size, split = 'auto', seed = 0, batch = 64, count, bootstrap, signal, onProgress, onNote, cache } = options
  const device = resolveDevice(options.device ?? 'auto')
  if (isStatisticsPath(reference)) {
    const [form] = await commonForm([generated, generated], size, signal)
    return measureImagesAgainst(form, reference, { ...options, device })
  }
  const [fakeForm, realForm] = await commonForm([generated, reference], size, signal)
  const opened: { dispose(): unknown }[] = []
  const open = async (form: ImageForm, part?: 'train' | 'test'): Promise<ImageSet> => {
    const images = await openImages(form, { split: part, signal })
    opened.push({ dispose: () => images.dataset.close() })
    return images
  }
  try {
    const real = await open(realForm, split === 'auto' ? undefined : split)
    const fake = await open(fakeForm)
    const network = await chooseFeatures(real, null, { ...options, device })
    if (network !== null) opened.push(network)
    const chosen = chooseImages(fake.source.count, count ?? mostReal, seed, 'evaluate-fake')
    const realCount = Math.min(mostReal, real.source.count)
    const names = network?.classes ?? null
    const { labelled } = withClasses(fake, names)
    const isConditional = labelled !== null && names !== null && sameClasses(labelled.classes, names)
    const { metrics, leftOut } = chooseMetrics(options.metrics, {
      hasFeatures: network !== null,
      hasLogits: network?.hasLogits === true,
      isConditional,
      side: Math.min(fakeForm.size.width, fakeForm.size.height),
      count: Math.min(chosen.length, realCount),
      noLoss: noLossOfSystem,
      hasTraining: true,
    })
    if (options.metrics === undefined) for (const line of leftOut) onNote?.(line)
    const collecting: CollectOptions = { batch, signal, onProgress }
    const hasFeatures = network !== null && needsFeatures(metrics)
    const patches = metrics.includes('swd') ? Math.min(mostPatchImages, chosen.length, realCount) : 0
    const ofReal = { ...collecting, most: mostReal, seed, what: 'real images', cache }
    const features = hasFeatures ? await cachedRealFeatures(network, real, ofReal) : null
    const made = hasFeatures
      ? await realFeatures(network, fake.source, chosen, { ...collecting, what: 'generated images', logits: true })
      : null
    const pixels = (images: ImageSet, indices: Uint32Array) =>
      patches === 0 ? Promise.resolve(null) : realPixels(images.source, indices)
    const sets = {
      real: features,
      fake: made,
      realPixels: await pixels(real, chooseImages(real.source.count, patches, seed, 'evaluate-pixels')),
      fakePixels: await pixels(fake, chosen.subarray(0, patches)),
      labels: isConditional ? Int32Array.from(chosen, (index) => labelled.label(index)) : null,
      training: metrics.includes('memorisation') ? features : null,
      loss: null,
      importanceSamples: 0,
      isInception: network?.name === 'inception-fid',
    }
    const numbers = await measure(metrics, sets, {
      seed,
      resamples: bootstrap ?? null,
      signal,
      onProgress,
    })
    return numbers.map((number) =>
      cardOf(number, {
        network,
        split: real.split,
        data: real.source.fingerprint,
        transform: real.transform,
        subject: { name: fake.dataset.info.name, step: null, weights: 'none' },
        counts: { real: realCount, fake: chosen.length },
        seed,
        remarks: [],
      }),
    )
  } finally {
    for (const one of opened.reverse()) await one.dispose()
  }
}
