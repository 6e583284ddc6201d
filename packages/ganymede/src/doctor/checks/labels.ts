/** Conditional systems that do not do what the label says, and labels that say nothing. */
import { advise } from '../advice.js'
import { curveOf, percent } from '../curves.js'
import type { Evidence, LabelEvidence } from '../evidence.js'
import { type Finding, finding } from '../finding.js'

/** What guessing gives, and three standard deviations more. */
function beyondChance({ classes }: LabelEvidence, count: number): number {
  const chance = 1 / classes
  return chance + 3 * Math.sqrt((chance * (1 - chance)) / Math.max(1, count))
}

/** Real images of a class are no more alike than of any other: the labels were mixed up. */
export function findMeaninglessLabels(evidence: Evidence): Finding | null {
  const labels = evidence.pictures?.labels ?? null
  if (evidence.pictures === null || labels === null || labels.classes < 2) return null
  // Two or three classes may well differ in something finer than their mean picture.
  const limit = beyondChance(labels, evidence.pictures.reals / 2)
  if (labels.realAccuracy > limit) return null
  return finding({
    code: 'LABELS_MEANINGLESS',
    severity: labels.classes >= 4 ? 'problem' : 'warning',
    title: 'The labels of the training images seem to be mixed up',
    evidence: [
      `the nearest class mean is the right class for ${percent(labels.realAccuracy)} of real images; guessing gives ${percent(1 / labels.classes)}`,
      `at least ${percent(limit)} would show that images of a class have something in common`,
    ],
    cause: 'labels in another order than the images, or shuffled; or classes that differ in details only',
    remedy: 'Look at the class sheets and compare labels with images: ganymede data check.',
  })
}

const leastPasses = 3
const leastGain = 0.25

/** Pictures do not look like the class that was asked for, although real images of the classes can be told apart. */
export function findIgnoredLabels(evidence: Evidence): Finding | null {
  const labels = evidence.pictures?.labels ?? null
  if (evidence.pictures === null || labels === null || labels.classes < 2) return null
  const chance = 1 / labels.classes
  if (labels.realAccuracy < Math.max(1.5 * chance, beyondChance(labels, evidence.pictures.reals / 2))) return null
  // A conditional GAN ignores labels in its first two passes over the data, whatever is wrong or right with it.
  if ((curveOf(evidence, 'epoch')?.values.at(-1) ?? 0) < leastPasses) return null
  const limit = chance + leastGain * (labels.realAccuracy - chance)
  if (labels.accuracy > limit) return null
  return finding({
    code: 'LABELS_IGNORED',
    title: 'The label is ignored: pictures do not show the class that was asked for',
    evidence: [
      `the nearest class mean is the class asked for in ${percent(labels.accuracy)} of ${evidence.pictures.pictures} pictures; guessing gives ${percent(chance)}`,
      `for real images it is right in ${percent(labels.realAccuracy)}; pictures should reach ${percent(limit)} at least`,
    ],
    cause:
      'labels shuffled, fakes judged with other labels than they were made with, or a label that the discriminator can ignore',
    remedy: `${advise(
      evidence,
      [
        ['model.dropout', 'give D more % so that it needs the label'],
        ['model.labelWeight', 'raise %'],
        ['train.dSteps', 'raise %'],
      ],
      '',
    )} Check that images and labels belong together.`.trim(),
  })
}
