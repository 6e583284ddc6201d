/** Adversarial objectives on logits: what D and G minimise. training-loop specification, section 4. */
import { scope, softplus, type Tensor } from '@ganymede/torch'

/** D's loss comes in two terms, so that both can be logged; their sum is minimised. */
export interface DiscriminatorLoss {
  readonly real: Tensor
  readonly fake: Tensor
}

export interface AdversarialLoss {
  readonly name: string
  /** @param real, fake  logits of any shape; means are taken over all of them, in float32 */
  discriminator(real: Tensor, fake: Tensor): DiscriminatorLoss
  generator(fake: Tensor): Tensor
}

const float = (logits: Tensor): Tensor => (logits.dtype === 'float32' ? logits : logits.to({ dtype: 'float32' }))

/**
 * Binary cross-entropy on logits against a constant target, as softplus: stable for logits of any size.
 *
 *     t·sp(−x) + (1 − t)·sp(x),   sp(x) = log(1 + eˣ)
 */
function crossEntropyWithTarget(logits: Tensor, target: number): Tensor {
  return scope('bce', () => {
    const x = float(logits)
    if (target === 1) return softplus(x.neg()).mean()
    if (target === 0) return softplus(x).mean()
    return softplus(x.neg())
      .mul(target)
      .add(softplus(x).mul(1 - target))
      .mean()
  })
}

/**
 * The non-saturating loss of the original GAN: D classifies, G maximises log D(G(z)).
 *
 *     D: mean sp(−r) + mean sp(f)      G: mean sp(−f)
 *
 * @param options.realLabel  target of real images in D's loss, 1 or a little below (one-sided label smoothing)
 * @see Goodfellow et al. 2014, "Generative Adversarial Nets", section 3
 */
export function nonSaturating({ realLabel = 1 }: { readonly realLabel?: number } = {}): AdversarialLoss {
  return {
    name: 'vanilla',
    discriminator: (real, fake) => ({
      real: crossEntropyWithTarget(real, realLabel),
      fake: crossEntropyWithTarget(fake, 0),
    }),
    generator: (fake) => crossEntropyWithTarget(fake, 1),
  }
}
