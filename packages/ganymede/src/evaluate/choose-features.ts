/** Which network gives the features of an evaluation. */
import { GanymedeError } from '@ganymede/core'
import { classifierFeatures } from '../metrics/classifier/classifier-features.js'
import type { FeatureNetwork, InputChoice } from '../metrics/features/feature-network.js'
import { inceptionText } from '../metrics/features/inception-file.js'
import { openFeatureNetwork } from '../metrics/features/open-features.js'
import { selfSupervisedFeatures } from '../metrics/self-supervised/self-supervised-features.js'
import { fewestImages } from '../metrics/self-supervised/train-self-supervised.js'
import { cacheFolder } from '../metrics/support/cache-folder.js'
import type { EvaluationProgress } from './collect.js'
import { type ImageSet, unknownClasses, withClasses } from './image-sets.js'
import { type MetricName, needsFeatures } from './metric-choice.js'

/** What chooses a feature network. */
export interface FeatureChoice {
  /**
   * `auto` (default): the classifier where there are classes, else the network that learns from the images alone;
   * `classifier`; `self-supervised`; `none`; `random-conv`; or the path of a file of TorchScript, ONNX, safetensors or
   * PyTorch.
   */
  readonly features?: string | undefined
  /** Output of the network; default: the last one of its file. */
  readonly layer?: string | undefined
  /** How images are brought to a network of a foreign file. */
  readonly input?: InputChoice | undefined
  /** Folder of the cache; default: see `cacheFolder`. */
  readonly cache?: string | undefined
}

export interface ChooseFeaturesOptions extends FeatureChoice {
  readonly device: string
  /** What shall be measured; undefined: all that is possible. */
  readonly metrics?: readonly MetricName[] | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: EvaluationProgress | undefined
  readonly onNote?: ((note: string) => void) | undefined
}

// The judge is the same whatever is drawn for an evaluation, so it has a seed of its own.
const judgeSeed = 0

/** Networks that are trained on the data themselves; other names are files. */
export const trainedFeatures: readonly string[] = ['auto', 'classifier', 'self-supervised']

/**
 * Opens the network of a choice, or null for none.
 *
 * @param train  images that a classifier can learn from
 * @param test   images that its accuracy is measured on, or null
 * @throws GanymedeError `LABELS_MISSING` for a classifier of data without classes, `FEATURES_INVALID`
 */
export async function chooseFeatures(
  train: ImageSet,
  test: ImageSet | null,
  { features: asked = 'auto', metrics, layer, input, cache = cacheFolder(), device, ...rest }: ChooseFeaturesOptions,
): Promise<FeatureNetwork | null> {
  const { signal, onProgress, onNote } = rest
  // A classifier takes a minute to train: not for metrics that look at pixels alone.
  const isNeeded = layer !== undefined || input !== undefined || needsFeatures(metrics)
  const features = asked === 'auto' && !isNeeded ? 'none' : asked
  if (features === 'none') return null
  if (!trainedFeatures.includes(features)) {
    const { width, height } = train.source
    return openFeatureNetwork(features, {
      device,
      layer,
      imageSize: { width, height },
      ...(input === undefined ? {} : { input }),
    })
  }
  const chosen = Object.entries({ layer, ...input }).filter(([, value]) => value !== undefined)
  if (chosen.length > 0) {
    throw new GanymedeError('OPTION_INVALID', `--features ${features} has one layer and one input`, {
      lines: chosen.map(([name]) => `${name} cannot be chosen`),
      remedy: 'Leave these options out, or name a file with --features.',
    })
  }
  const { labelled } = train
  const hasClasses = labelled !== null && labelled.classes.length >= 2
  if (features === 'self-supervised' || (features === 'auto' && !hasClasses)) {
    // Metrics of features of so few images mean nothing either.
    const { count, channels } = train.source
    if (features === 'auto' && (count < fewestImages || ![1, 3].includes(channels))) return null
    return selfSupervisedFeatures(train.source, {
      cache,
      seed: judgeSeed,
      device,
      signal,
      onTraining: () =>
        onNote?.(
          `training a feature network on these images; it is kept for later evaluations. The FID that papers print takes ${inceptionText}`,
        ),
      onProgress: ({ step, steps }) => onProgress?.('feature network steps', step, steps),
    })
  }
  if (!hasClasses) {
    throw new GanymedeError(
      'LABELS_MISSING',
      `a classifier cannot be trained: ${train.dataset.info.path} has no classes`,
      {
        remedy: 'Name a feature network with --features <file>, or put each class into a folder of its own.',
      },
    )
  }
  const judged = test === null ? null : withClasses(test, labelled.classes)
  const unknown = judged === null ? [] : unknownClasses(judged, labelled.classes)
  if (unknown.length > 0) {
    onNote?.(`the classifier is judged by training images: ${unknown.slice(0, 8).join(', ')} is only in the test part`)
  }
  const network = await classifierFeatures(labelled, unknown.length > 0 ? null : (judged?.labelled ?? null), {
    cache,
    seed: judgeSeed,
    device,
    signal,
    onTraining: () => onNote?.('training a classifier of this data set; it is kept for later evaluations'),
    onProgress: ({ step, steps }) => onProgress?.('classifier steps', step, steps),
    onTested: (done, total) => onProgress?.('images that judge the classifier', done, total),
  })
  const { accuracy } = network
  if (accuracy !== null && accuracy < 0.9) {
    onNote?.(`the classifier is right in ${(100 * accuracy).toFixed(1)} % of unseen images only: a weak judge`)
  }
  return network
}
