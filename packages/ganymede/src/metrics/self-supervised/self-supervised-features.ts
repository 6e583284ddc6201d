/** The feature network that learned from the images alone: for data without classes and without any file at hand. */
import { noGrad, scope } from '@ganymede/torch'
import type { ImageSource } from '../classifier/labelled-images.js'
import { type ClassifierNetwork, hiddenWidth } from '../classifier/network.js'
import { classifierInput, type TrainClassifierOptions } from '../classifier/train-classifier.js'
import {
  hashOfNetwork,
  readTrainedNetwork,
  trainedNetworkFile,
  writeTrainedNetwork,
} from '../classifier/trained-network-file.js'
import type { FeatureNetwork } from '../features/feature-network.js'
import { type ImageInput, preprocess } from '../features/network-input.js'
import { makeSelfSupervised, selfSupervisedVersion, trainSelfSupervised } from './train-self-supervised.js'

export interface SelfSupervisedFeaturesOptions extends TrainClassifierOptions {
  /** Folder of the cache; see `cacheFolder`. */
  readonly cache: string
  /** Told when a training begins: it takes a minute. */
  readonly onTraining?: (() => void) | undefined
}

/**
 * The features of a network that learned to know the images of a data set again: from the cache, or trained now and put
 * there. Distances in them rank pictures of this data; they are no measure between data sets.
 *
 * @throws GanymedeError `DATA_EMPTY` for fewer than 8 images
 */
export async function selfSupervisedFeatures(
  images: ImageSource,
  { cache, onTraining, ...options }: SelfSupervisedFeaturesOptions,
): Promise<FeatureNetwork> {
  const { fingerprint, width, height, channels } = images
  const parts = [selfSupervisedVersion, fingerprint, width, height, channels, options.seed]
  const file = trainedNetworkFile(cache, 'self-supervised', parts)
  const input = classifierInput(images)
  const kept = makeSelfSupervised(input, options)
  if (readTrainedNetwork(file, kept) !== null) return asNetwork(kept.eval(), input, options.device)
  kept.dispose()
  onTraining?.()
  const trained = await trainSelfSupervised(images, input, options)
  writeTrainedNetwork(file, trained, {})
  return asNetwork(trained, input, options.device)
}

function asNetwork(network: ClassifierNetwork, input: ImageInput, device: string): FeatureNetwork {
  return {
    name: 'self-supervised',
    layer: `${hiddenWidth}`,
    hash: hashOfNetwork(network),
    dims: hiddenWidth,
    input,
    hasLogits: false,
    classes: null,
    accuracy: null,
    device,
    features: (images) =>
      scope('self-supervised', () => {
        const { features } = noGrad(() => network.forward(preprocess(images, input).contiguous()))
        return { features, logits: null }
      }),
    dispose: () => network.dispose(),
  }
}
