/** Metrics against statistics of real images instead of the images: what papers' reference files are. */

import { GanymedeError } from '@ganymede/core'
import { resolveDevice } from '@ganymede/torch'
import type { OpenModel } from '../inference/open-model.js'
import type { FeatureNetwork } from '../metrics/features/feature-network.js'
import type { FeatureSet } from '../metrics/features/feature-set.js'
import { inceptionText } from '../metrics/features/inception-file.js'
import { openFeatureNetwork } from '../metrics/features/open-features.js'
import type { MetricCard } from '../metrics/support/metric-card.js'
import { type HeldReference, readHeldStatistics } from '../metrics/support/reference-statistics.js'
import { affordableCount, usualCount } from './affordable-count.js'
import { cardOf } from './cards.js'
import { type FeatureChoice, trainedFeatures } from './choose-features.js'
import { type CollectOptions, chooseImages, generateImages, realFeatures } from './collect.js'
import { type ImageForm, openImages } from './image-sets.js'
import { measure } from './measure.js'
import { chooseMetrics, type MetricName, noLossOfSystem } from './metric-choice.js'

/** What such an evaluation is told; as for a run or a folder, without what concerns real images. */
export interface AgainstStatisticsOptions extends FeatureChoice {
  readonly metrics?: readonly MetricName[] | undefined
  readonly count?: number | undefined
  readonly seed?: number | undefined
  readonly batch?: number | undefined
  readonly raw?: boolean | undefined
  readonly device?: string | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: CollectOptions['onProgress']
  readonly onNote?: ((note: string) => void) | undefined
}

const mostFakes = 50_000

/** Generated images as features, and what a card says of them. */
interface Fakes {
  readonly features: FeatureSet
  readonly subject: MetricCard['subject']
  readonly transform: string
}

/**
 * Measures the pictures of a model against statistics.
 *
 * @param path  `.npz` of pytorch-fid, or a file of `writeStatistics`
 * @throws GanymedeError `METRICS_INVALID` for the file, `FEATURES_INVALID`, and `OPTION_INVALID` without a network, for one
 *   of another width, and for metrics that need the real images themselves
 */
export function measureModelAgainst(
  model: OpenModel,
  path: string,
  { count: asked, raw = false, ...options }: AgainstStatisticsOptions,
): Promise<readonly MetricCard[]> {
  const { width, height, channels } = model.data
  const { onNote } = options
  return against(path, { width, height }, asked ?? usualCount, options, async (network, collecting, seed) => {
    const count = asked ?? (await affordableCount(model, network, { ...collecting, onNote }))
    const making = { ...collecting, count, seed, keepPixels: 0, isRaw: raw }
    return {
      features: needed((await generateImages(model, network, making)).features),
      subject: { name: model.run.name, step: model.step, weights: model.hasEma && !raw ? 'ema' : 'raw' },
      transform: `${width}x${height}x${channels}`,
    }
  })
}

/** Measures images on disk against statistics; throws as {@link measureModelAgainst}, and what opening images throws. */
export async function measureImagesAgainst(
  form: ImageForm,
  path: string,
  { count, ...options }: AgainstStatisticsOptions,
): Promise<readonly MetricCard[]> {
  const images = await openImages(form, { signal: options.signal })
  try {
    const total = Math.min(count ?? mostFakes, images.source.count)
    return await against(path, form.size, total, options, async (network, collecting, seed) => ({
      features: await realFeatures(
        network,
        images.source,
        chooseImages(images.source.count, total, seed, 'evaluate-fake'),
        { ...collecting, what: 'generated images', logits: true },
      ),
      subject: { name: images.dataset.info.name, step: null, weights: 'none' },
      transform: images.transform,
    }))
  } finally {
    await images.dataset.close()
  }
}

async function against(
  path: string,
  imageSize: { readonly width: number; readonly height: number },
  count: number,
  { features = 'auto', layer, input, metrics: asked, seed = 0, batch = 64, ...rest }: AgainstStatisticsOptions,
  make: (network: FeatureNetwork, collecting: CollectOptions, seed: number) => Promise<Fakes>,
): Promise<readonly MetricCard[]> {
  const { signal, onProgress, onNote } = rest
  if (features === 'none' || trainedFeatures.includes(features)) {
    throw new GanymedeError('OPTION_INVALID', `${path} does not tell which network its statistics are of`, {
      remedy: `Name the network that they were made with, mostly ${inceptionText}`,
    })
  }
  const device = resolveDevice(rest.device ?? 'auto')
  const network = await openFeatureNetwork(features, {
    device,
    layer,
    imageSize,
    ...(input === undefined ? {} : { input }),
  })
  try {
    // Held as plain numbers: tensors would have to outlive what is awaited below.
    const reference = readHeldStatistics(path)
    requireWidth(reference, network)
    const { metrics, leftOut } = chooseMetrics(asked, {
      hasFeatures: true,
      hasLogits: network.hasLogits,
      isConditional: false,
      side: Math.min(imageSize.width, imageSize.height),
      count,
      noLoss: noLossOfSystem,
      hasTraining: false,
      onlyStatistics: true,
    })
    if (asked === undefined) for (const line of leftOut) onNote?.(line)
    const fakes = await make(network, { batch, signal, onProgress }, seed)
    const numbers = await measure(
      metrics,
      {
        real: null,
        realStatistics: reference.statistics,
        fake: fakes.features,
        realPixels: null,
        fakePixels: null,
        labels: null,
        training: null,
        loss: null,
        importanceSamples: 0,
        isInception: network.name === 'inception-fid',
      },
      { seed, resamples: 0, signal, onProgress },
    )
    const { count: realCount } = reference.statistics
    const unknown = realCount === null ? `${reference.name} does not tell of how many real images it is` : null
    return numbers.map((number) =>
      cardOf(
        { ...number, settings: { ...number.settings, reference: 'statistics' } },
        {
          network,
          subject: fakes.subject,
          transform: fakes.transform,
          split: `statistics ${reference.name}`,
          data: reference.hash,
          counts: { real: realCount ?? 0, fake: fakes.features.count },
          seed,
          remarks: unknown === null ? [] : [unknown],
        },
      ),
    )
  } finally {
    network.dispose()
  }
}

function requireWidth({ name, statistics }: HeldReference, network: FeatureNetwork): void {
  const width = statistics.mean.length
  if (statistics.convention !== 'unbiased') {
    throw new GanymedeError('METRICS_INVALID', `${name} has covariances divided by N; here all are divided by N − 1`)
  }
  if (width === network.dims) return
  throw new GanymedeError(
    'OPTION_INVALID',
    `${name} is of ${width} features, and ${network.name} ${network.layer} gives ${network.dims}`,
    { remedy: 'Choose the network and the layer (--layer) that the statistics were made with.' },
  )
}

function needed<T>(value: T | null): T {
  if (value === null) throw new Error('features were asked for and not collected')
  return value
}
