/** FID or KID as the measure of checkpoints: slower than patches of pixels, and closer to what people see. */
import { createHash } from 'node:crypto'
import { GanymedeError } from '@ganymede/core'
import { noGrad, scope, type Tensor } from '@ganymede/torch'
import { classifierFeatures } from '../../metrics/classifier/classifier-features.js'
import type { FeatureNetwork } from '../../metrics/features/feature-network.js'
import { FeatureCollector, type FeatureSet, featureTensor } from '../../metrics/features/feature-set.js'
import { inceptionFile } from '../../metrics/features/inception-file.js'
import { openFeatureNetwork } from '../../metrics/features/open-features.js'
import { fid } from '../../metrics/fid.js'
import { kid } from '../../metrics/kid.js'
import { selfSupervisedFeatures } from '../../metrics/self-supervised/self-supervised-features.js'
import { fewestImages } from '../../metrics/self-supervised/train-self-supervised.js'
import { cacheFolder } from '../../metrics/support/cache-folder.js'
import type { TrainOptions } from '../../options/train-options.js'
import type { RealPixels } from '../../pictures/fixed-reals.js'
import { toPictures } from '../../pictures/real-images.js'
import { type ComparedTraining, comparedPictures } from './compared-pictures.js'
import { type Measured, type MeasureTelling, spreadOf } from './measure-spread.js'

// A judge of the run's own data: more images than these make it slower to train and hardly better. They stay in memory.
const mostLearned = 20_000
const mostLearnedBytes = 2 ** 26
const batch = 64

/** A training whose pictures are measured by the features of a network. */
export interface JudgedTraining extends ComparedTraining {
  readonly train: TrainOptions
  /** Real images that the run learns from. */
  realPixels(count: number): Promise<RealPixels>
}

/** Whether the network behind a measure is trained on the run's own data; other names are files. */
export function isTrainedJudge(metricFeatures: string): boolean {
  return ['auto', 'classifier', 'self-supervised'].includes(metricFeatures)
}

/** Whether such a network can be trained: on grey or colour pictures that the run makes from latents. */
export function canTrainJudge({ data }: Pick<JudgedTraining, 'data'>): boolean {
  const isUsual = data.channels === 1 || data.channels === 3
  return isUsual && data.targetChannels === undefined && data.count >= fewestImages
}

/**
 * Refuses a measure of features without a network that gives them: a classifier is trained on classes only.
 *
 * @throws GanymedeError `LABELS_MISSING`
 */
export function requireJudge({ train, data }: Pick<JudgedTraining, 'train' | 'data'>): void {
  const { quickMetric, metricFeatures } = train
  const isAsked =
    quickMetric === 'fid' || quickMetric === 'kid' || (quickMetric === 'auto' && metricFeatures !== 'auto')
  if (!isAsked || !isTrainedJudge(metricFeatures)) return
  const hasClasses = (data.classes?.length ?? 0) >= 2
  const why =
    data.targetChannels !== undefined
      ? 'pictures of two domains have no classes, and no network of their own is trained for them'
      : metricFeatures === 'classifier' && !hasClasses
        ? 'the data has no classes'
        : canTrainJudge({ data }) || hasClasses
          ? null
          : `${data.count} images of ${data.channels} channels are not enough to train another one`
  if (why === null) return
  throw new GanymedeError('LABELS_MISSING', `train.quickMetric ${quickMetric} needs a classifier, and ${why}`, {
    remedy: `Name a feature network with --metric-features ${inceptionFile} or another file, or use --quick-metric swd, which needs none.`,
  })
}

/**
 * Distance of the features of images of fixed seeds to those of real images, or of translations to those of their targets;
 * lower is better. Neutral to training.
 *
 * The features are those of a network that is trained on the run's data when it is first needed, and kept in the cache, or
 * of a network in a file (`train.metricFeatures`).
 */
export class FeatureMetric {
  readonly #name: 'fid' | 'kid'
  readonly #training: JudgedTraining
  #judge: { readonly network: FeatureNetwork; readonly real: FeatureSet } | null = null

  /** @throws GanymedeError `LABELS_MISSING` for a classifier of data without classes */
  constructor(training: JudgedTraining, name: 'fid' | 'kid') {
    requireJudge(training)
    this.#name = name
    this.#training = training
  }

  /** Tells how far the training of the network is. */
  async measure({ onActivity }: Pick<MeasureTelling, 'onActivity'> = {}): Promise<Measured> {
    const training = this.#training
    this.#judge ??= await this.#makeJudge(onActivity)
    const { network, real } = this.#judge
    const compared = await comparedPictures(training, real.count)
    const fake = await collect(network, () => compared.made())
    return scope('feature-metric', () => {
      const [a, b] = [featureTensor(real), featureTensor(fake)]
      const distance = (made: Tensor) => (this.#name === 'fid' ? fid(a, made).distance : kid(a, made, { seed: 0 }).mean)
      const spread = spreadOf(fake.count, (from, n) => distance(b.narrow(0, from, n)))
      return { metric: this.#name, value: distance(b), spread, features: network.hash }
    })
  }

  dispose(): void {
    this.#judge?.network.dispose()
    this.#judge = null
  }

  async #makeJudge(
    onActivity?: (text: string) => void,
  ): Promise<{ readonly network: FeatureNetwork; readonly real: FeatureSet }> {
    const training = this.#training
    const { device, data } = training
    const { metricFeatures, metricImages } = training.train
    const network = isTrainedJudge(metricFeatures)
      ? await this.#trainedJudge(onActivity)
      : await openFeatureNetwork(metricFeatures, { device, imageSize: data })
    try {
      const compared = await comparedPictures(training, metricImages)
      const real = await collect(network, () => compared.real())
      return { network, real }
    } catch (error) {
      network.dispose()
      throw error
    }
  }

  async #trainedJudge(onActivity: MeasureTelling['onActivity']): Promise<FeatureNetwork> {
    const { device, data, train } = this.#training
    const size = data.height * data.width * data.channels
    const many = Math.min(mostLearned, Math.max(fewestImages, Math.floor(mostLearnedBytes / size)))
    const { pixels, labels, count } = await this.#training.realPixels(many)
    const images = {
      count,
      width: data.width,
      height: data.height,
      channels: data.channels as 1 | 3,
      fingerprint: createHash('sha256').update(pixels).digest('hex'),
      read: (index: number) => Promise.resolve(pixels.subarray(index * size, (index + 1) * size)),
    }
    const { classes } = data
    const options = { cache: cacheFolder(), seed: 0, device }
    const told = (what: string) => ({
      onProgress: ({ step, steps }: { readonly step: number; readonly steps: number }) =>
        onActivity?.(`training the ${what}, ${Math.floor((100 * step) / steps)} %`),
    })
    if (train.metricFeatures === 'self-supervised' || classes == null || classes.length < 2) {
      return selfSupervisedFeatures(images, { ...options, ...told('feature network') })
    }
    const labelled = { ...images, classes, label: (index: number) => labels?.[index] ?? 0 }
    return classifierFeatures(labelled, null, { ...options, ...told('classifier') })
  }
}

/** @param make  images `[N, C, H, W]` in [-1, 1], grey or colour */
async function collect(network: FeatureNetwork, make: () => Tensor): Promise<FeatureSet> {
  const pictures = scope('feature-metric', () => noGrad(() => toPictures(make())))
  const { height = 0, width = 0, channels = 0 } = pictures[0] ?? {}
  const size = height * width * channels
  const collector = new FeatureCollector(network, { logits: false })
  for (let from = 0; from < pictures.length; from += batch) {
    const some = pictures.slice(from, from + batch)
    const pixels = new Uint8Array(some.length * size)
    some.forEach(({ data }, i) => {
      pixels.set(data, i * size)
    })
    await collector.add(pixels, [some.length, height, width, channels])
  }
  return collector.finish()
}
