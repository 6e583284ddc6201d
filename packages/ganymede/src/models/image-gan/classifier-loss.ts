/** The losses of an auxiliary classifier in D (ACGAN: Odena et al. 2016, https://arxiv.org/abs/1610.09585). */
import { crossEntropyLoss, noGrad, type Tensor } from '@ganymede/torch'
import type { AdversarialParts } from '../../systems/steps/adversarial-parts.js'
import type { ImageDiscriminator } from './networks.js'
import type { ImageGanOptions } from './options.js'

/**
 * Adds the classifier's losses: D is to name real images rightly, G to make images that are named as asked.
 *
 *     L_D += w_D · CE(class | real),   L_G += w_G · CE(class asked for | fake)
 *
 * Both are in the log as `d/class` and `g/class`, the share of images that are named rightly as `…/class_accuracy`.
 */
export function withClassifier(
  discriminator: ImageDiscriminator,
  { classWeightD, classWeightG }: Pick<ImageGanOptions, 'classWeightD' | 'classWeightG'>,
  { auxiliaryD = [], auxiliaryG = [] }: Pick<AdversarialParts, 'auxiliaryD' | 'auxiliaryG'>,
): Pick<AdversarialParts, 'auxiliaryD' | 'auxiliaryG'> {
  type Log = (name: string, value: Tensor) => void
  const loss = (images: Tensor, labels: Tensor | null, log: Log): Tensor | null => {
    const found = discriminator.classLogits(images)
    if (found === null || labels === null) return null
    const logits = found.dtype === 'float32' ? found : found.to({ dtype: 'float32' })
    noGrad(() => log('class_accuracy', logits.argmax(1).eq(labels).to({ dtype: 'float32' }).mean()))
    return crossEntropyLoss(logits, labels)
  }
  return {
    auxiliaryD: [
      ...auxiliaryD,
      { name: 'class', weight: classWeightD, compute: ({ real, label, log }) => loss(real, label, log) },
    ],
    auxiliaryG: [
      ...auxiliaryG,
      { name: 'class', weight: classWeightG, compute: ({ fake, fakeLabel, log }) => loss(fake, fakeLabel, log) },
    ],
  }
}
