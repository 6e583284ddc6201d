/** What a classifier says of generated images: which classes there are, and whether the asked one came out. */

import { GanymedeError } from '@ganymede/core'
import { scope, type Tensor } from '@ganymede/torch'
import { requireTensors } from '../nn/given-tensors.js'
import { requireFeatures } from './support/metric-inputs.js'

/** Classes of unconditional samples. */
export interface ClassReport {
  /** Samples per predicted class. */
  readonly histogram: readonly number[]
  /** Classes with at least a tenth of their equal share. */
  readonly covered: number
  readonly missing: readonly number[]
  /** Entropy of the histogram in nats, 0 for one class; at most log of the class count. */
  readonly entropy: number
  /** The same over its largest value: 1 for equal shares. */
  readonly evenness: number
  /** Mean probability of the predicted class. */
  readonly confidence: number
}

// A stray misclassified sample does not cover a class: a tenth of the equal share is asked.
const leastShare = 0.1

/**
 * Class histogram, coverage and entropy from the scores of a classifier.
 *
 * @param logits  `[N, K]`, before softmax
 * @throws GanymedeError `OPTION_INVALID`, `NON_FINITE`
 */
export function classReport(logits: Tensor): ClassReport {
  requireTensors('classReport', { logits })
  requireFeatures('class report', { logits })
  const [n = 0, classes = 0] = logits.shape
  const histogram = labelHistogram(predictedLabels(logits), classes)
  const missing = histogram.flatMap((count, label) => (count < (leastShare * n) / classes ? [label] : []))
  const entropy = histogramEntropy(histogram)
  const confidence = scope('confidence', () =>
    logits.detach().to({ dtype: 'float64' }).softmax(1).amax([1]).mean().item(),
  )
  return {
    histogram,
    covered: classes - missing.length,
    missing,
    entropy,
    evenness: classes > 1 ? entropy / Math.log(classes) : 1,
    confidence,
  }
}

/** Agreement of conditional samples with the labels that were asked for. */
export interface ConditionalAccuracy {
  /** Share of samples that the classifier takes for what was asked. */
  readonly accuracy: number
  /** Per class; null where no sample was asked for. */
  readonly perClass: readonly (number | null)[]
  /** 1 for each sample that was right: for {@link meanInterval}. */
  readonly right: Uint8Array
}

/**
 * @param logits  `[N, K]`
 * @param labels  the asked class of each sample, 0…K − 1
 * @throws GanymedeError `OPTION_INVALID` when labels do not fit
 */
export function conditionalAccuracy(logits: Tensor, labels: ArrayLike<number>): ConditionalAccuracy {
  requireTensors('conditionalAccuracy', { logits })
  requireFeatures('conditional accuracy', { logits })
  const [n = 0, classes = 0] = logits.shape
  if (labels.length !== n) {
    throw new GanymedeError('OPTION_INVALID', `conditional accuracy: ${labels.length} labels for ${n} samples`)
  }
  const asked = labelHistogram(labels, classes)
  const predicted = predictedLabels(logits)
  const right = Uint8Array.from(predicted, (label, i) => (label === labels[i] ? 1 : 0))
  const hits = new Array<number>(classes).fill(0)
  for (const [i, hit] of right.entries()) hits[labels[i]!]! += hit
  return {
    accuracy: hits.reduce((sum, hit) => sum + hit, 0) / n,
    perClass: asked.map((count, label) => (count === 0 ? null : hits[label]! / count)),
    right,
  }
}

/** The class of the largest score; the first among equals. */
function predictedLabels(logits: Tensor): Int32Array {
  return scope('labels', () => logits.detach().argmax(1).to({ dtype: 'int32' }).data() as Int32Array)
}

/**
 * Samples per class.
 *
 * @throws GanymedeError `OPTION_INVALID` when a label is not a whole number in 0…classes − 1
 */
export function labelHistogram(labels: ArrayLike<number>, classes: number): number[] {
  const histogram = new Array<number>(classes).fill(0)
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new GanymedeError('OPTION_INVALID', `label ${label} of sample ${i} is not one of ${classes} classes`)
    }
    histogram[label]! += 1
  }
  return histogram
}

/** Entropy of the shares of a histogram, in nats; 0 when there are no samples. */
export function histogramEntropy(histogram: readonly number[]): number {
  const total = histogram.reduce((sum, count) => sum + count, 0)
  return histogram.reduce((sum, count) => (count === 0 ? sum : sum - (count / total) * Math.log(count / total)), 0)
}
