/** Pictures that are copies of training images, and data that invite it. */
import { counted } from '@ganymede/core/text'
import { type Advice, advise } from '../advice.js'
import { curveOf, percent, text } from '../curves.js'
import type { Evidence } from '../evidence.js'
import { type Finding, finding } from '../finding.js'
import { isTranslation } from '../option-of.js'

const remedies: readonly Advice[] = [
  ['data.flip', 'show images mirrored too with % (if that makes sense for them)'],
  ['train.augment', 'augment what the discriminator sees with %=ada'],
  ['train.steps', 'stop earlier with %'],
]

const mostCopies = 0.5

/** Most pictures are closer to a training image than training images are to one another. */
export function findMemorisation(evidence: Evidence): Finding | null {
  const { pictures } = evidence
  if (pictures === null || pictures.realNearest === 0 || pictures.reals < 10) return null
  if (pictures.copies < mostCopies) return null
  return finding({
    code: 'MEMORISATION',
    title: 'The system repeats its training images instead of making new ones',
    evidence: [
      `${percent(pictures.copies)} of ${pictures.pictures} pictures are less than half as far from a training image as training images are from one another (${percent(mostCopies)} is too much)`,
      `median distance to the nearest training image: ${text(pictures.nearest)}; between training images: ${text(pictures.realNearest)}`,
      `training images: ${evidence.images}`,
    ],
    cause: 'too few images for so long a training',
    remedy: `Use more images. ${advise(evidence, remedies, '')}`.trim(),
  })
}

const fewImages = 200
// Fewer are known by heart within minutes, even by small networks.
const hopelesslyFew = 100
const manyPasses = 100
const fewTranslated = 40

/** Data so small that adversarial training learns it by heart. */
export function findFewImages(evidence: Evidence): Finding | null {
  const { images } = evidence
  const passes = curveOf(evidence, 'epoch')?.values.at(-1) ?? 0
  // What a translation is to look like is told by its input: the papers have 400 pairs, and 200 passes over them.
  const few = isTranslation(evidence) ? fewTranslated : fewImages
  // One image is what systems for single images are made for.
  if (images < 2 || images >= few || passes < manyPasses || curveOf(evidence, 'd/total') === null) return null
  return finding({
    code: 'FEW_IMAGES',
    severity: images < hopelesslyFew && !isTranslation(evidence) ? 'problem' : 'warning',
    title: `There ${images === 1 ? 'is' : 'are'} only ${counted(images, 'image')}, and each was seen ${counted(Math.round(passes), 'time')}`,
    evidence: [
      `training images: ${images} (below ${few} a discriminator knows them by heart)`,
      `passes over the data: ${text(passes)} (above ${manyPasses})`,
    ],
    cause: 'the discriminator recognises the images themselves, not what they have in common',
    remedy: `Use more images. ${advise(evidence, remedies, '')}`.trim(),
  })
}
