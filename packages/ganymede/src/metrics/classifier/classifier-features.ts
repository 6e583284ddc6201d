/** The self-trained classifier as a feature network: trained once per data set, kept in the cache, known by its hash. */
import { noGrad, scope } from '@ganymede/torch'
import type { FeatureNetwork } from '../features/feature-network.js'
import { preprocess } from '../features/network-input.js'
import type { LabelledImages } from './labelled-images.js'
import { hiddenWidth } from './network.js'
import {
  classifierInput,
  classifierVersion,
  makeNetwork,
  type TrainClassifierOptions,
  type TrainedClassifier,
  trainClassifier,
} from './train-classifier.js'
import { hashOfNetwork, readTrainedNetwork, trainedNetworkFile, writeTrainedNetwork } from './trained-network-file.js'

export interface ClassifierFeaturesOptions extends TrainClassifierOptions {
  /** Folder of the cache; see `cacheFolder`. */
  readonly cache: string
  /** Told when a training begins: it takes a minute. */
  readonly onTraining?: (() => void) | undefined
}

/**
 * The features of a classifier of a labelled data set: from the cache, or trained now and put there.
 *
 * @param train  what it learns from
 * @param test   what its accuracy is measured on; null: a tenth of `train` is held out
 * @throws GanymedeError `LABELS_MISSING` with fewer than two classes
 */
export async function classifierFeatures(
  train: LabelledImages,
  test: LabelledImages | null,
  { cache, onTraining, ...options }: ClassifierFeaturesOptions,
): Promise<FeatureNetwork> {
  const { width, height, channels, classes } = train
  const file = trainedNetworkFile(cache, 'classifiers', [
    classifierVersion,
    train.fingerprint,
    test === null ? null : [test.fingerprint, test.classes],
    width,
    height,
    channels,
    classes,
    options.seed,
  ])
  const found = readCached(file, train, options)
  if (found !== null) return asNetwork(found, options.device)
  onTraining?.()
  const trained = await trainClassifier(train, test, options)
  writeTrainedNetwork(file, trained.network, { accuracy: `${trained.accuracy}` })
  return asNetwork(trained, options.device)
}

/** A classifier of the cache, or null when there is none, or its file is damaged: then it is trained again. */
function readCached(
  file: string | null,
  train: LabelledImages,
  { seed, device }: Pick<TrainClassifierOptions, 'seed' | 'device'>,
): TrainedClassifier | null {
  const input = classifierInput(train)
  const network = makeNetwork(train, input, { seed, device })
  const accuracy = Number(readTrainedNetwork(file, network)?.accuracy)
  if (accuracy >= 0 && accuracy <= 1) return { network: network.eval(), input, classes: train.classes, accuracy }
  network.dispose()
  return null
}

function asNetwork({ network, input, classes, accuracy }: TrainedClassifier, device: string): FeatureNetwork {
  return {
    name: 'classifier',
    layer: `${hiddenWidth}`,
    hash: hashOfNetwork(network),
    dims: hiddenWidth,
    input,
    hasLogits: true,
    classes,
    accuracy,
    device,
    features: (images) =>
      scope('classifier', () => noGrad(() => network.forward(preprocess(images, input).contiguous()))),
    dispose: () => network.dispose(),
  }
}
