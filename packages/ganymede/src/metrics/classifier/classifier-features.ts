/** The self-trained classifier as a feature network: trained once per data set, kept in the cache, known by its hash. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { noGrad, readSafetensors, scope, TorchError, writeSafetensors } from '@ganymede/torch'
import { cacheFile } from '../cache-folder.js'
import type { FeatureNetwork } from '../features/feature-network.js'
import { preprocess } from '../features/preprocess.js'
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
  const key = fingerprintOf(train, test, options.seed)
  const file = cacheFile(cache, 'classifiers', `${key.slice(0, 32)}.safetensors`)
  const found = file === null ? null : readCached(file, train, options)
  if (found !== null) return asNetwork(found, options.device)
  onTraining?.()
  const trained = await trainClassifier(train, test, options)
  if (file !== null) writeCached(file, trained)
  return asNetwork(trained, options.device)
}

function fingerprintOf(train: LabelledImages, test: LabelledImages | null, seed: number): string {
  const { width, height, channels, classes } = train
  const parts = [
    classifierVersion,
    train.fingerprint,
    test === null ? null : [test.fingerprint, test.classes],
    width,
    height,
    channels,
    classes,
    seed,
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** A classifier of the cache, or null when there is none, or its file is damaged: then it is trained again. */
function readCached(
  file: string,
  train: LabelledImages,
  { seed, device }: Pick<TrainClassifierOptions, 'seed' | 'device'>,
): TrainedClassifier | null {
  if (!existsSync(file)) return null
  const input = classifierInput(train)
  const network = makeNetwork(train, input, { seed, device })
  try {
    const accuracy = scope(() => {
      const { tensors, metadata } = readSafetensors(file, { map: false })
      network.loadStateDict(tensors)
      return Number(metadata.accuracy)
    })
    if (accuracy >= 0 && accuracy <= 1) return { network: network.eval(), input, classes: train.classes, accuracy }
  } catch (error) {
    if (!(error instanceof TorchError)) throw error
  }
  network.dispose()
  return null
}

function writeCached(file: string, { network, accuracy }: TrainedClassifier): void {
  try {
    writeSafetensors(file, network.stateDict(), { metadata: { accuracy: `${accuracy}` } })
  } catch (error) {
    // A full or read-only disk costs the next evaluation a minute, not this one its result.
    if (!(error instanceof TorchError)) throw error
  }
}

function asNetwork({ network, input, classes, accuracy }: TrainedClassifier, device: string): FeatureNetwork {
  const hash = createHash('sha256')
  for (const [name, value] of network.stateDict()) hash.update(name).update(scope(() => value.contiguous().bytes()))
  return {
    name: 'classifier',
    layer: `${hiddenWidth}`,
    hash: hash.digest('hex'),
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
