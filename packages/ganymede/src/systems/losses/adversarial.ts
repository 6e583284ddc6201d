/** Adversarial objectives on logits: what D and G minimise. training-loop specification, section 4. */

import { givenOptions } from '@ganymede/core'
import { relu, scope, softplus, type Tensor } from '@ganymede/torch'

/** D's loss comes in two terms, so that both can be logged; their sum is minimised. */
export interface DiscriminatorLoss {
  readonly real: Tensor
  readonly fake: Tensor
}

export interface AdversarialLoss {
  readonly name: string
  /**
   * The logit above which D is counted as saying "real", for `d/acc_real` and `d/acc_fake`; null where the zero of the
   * scores means nothing, as for a critic: the keys are absent then. Default 0.
   */
  readonly threshold?: number | null
  /** @param real, fake  logits of any shape; means are taken over all of them, in float32 */
  discriminator(real: Tensor, fake: Tensor): DiscriminatorLoss
  generator(fake: Tensor): Tensor
  /** Further values worth a log line, as `d/<name>`; never trained on. */
  shown?(terms: DiscriminatorLoss): Readonly<Record<string, Tensor>>
}

const isHalf = ({ dtype }: Tensor): boolean => dtype === 'bfloat16' || dtype === 'float16'
/** Scores in half precision as float32, others as they are: sums and squares of eight-bit mantissas lose too much. */
export const float = (logits: Tensor): Tensor => (isHalf(logits) ? logits.to({ dtype: 'float32' }) : logits)

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

/** Targets of {@link nonSaturating} and {@link saturating}. */
export interface CrossEntropyTargets {
  /** Target of real images in D's loss: 1, or a little below (one-sided label smoothing). */
  readonly realLabel?: number
  /** Target of fakes in D's loss: 0, or a little above (two-sided smoothing). G's target stays 1. */
  readonly fakeLabel?: number
}

function crossEntropyDiscriminator({ realLabel = 1, fakeLabel = 0 }: CrossEntropyTargets) {
  return (real: Tensor, fake: Tensor): DiscriminatorLoss => ({
    real: crossEntropyWithTarget(real, realLabel),
    fake: crossEntropyWithTarget(fake, fakeLabel),
  })
}

/**
 * The non-saturating loss of the original GAN: D classifies, G maximises log D(G(z)).
 *
 *     D: mean sp(−r) + mean sp(f)      G: mean sp(−f)
 *
 * `logistic` is another name for it.
 *
 * @see Goodfellow et al. 2014, "Generative Adversarial Nets", section 3
 */
export function nonSaturating(targets: CrossEntropyTargets = {}): AdversarialLoss {
  return {
    name: 'vanilla',
    discriminator: crossEntropyDiscriminator(targets),
    generator: (fake) => crossEntropyWithTarget(fake, 1),
  }
}

/**
 * The minimax game as first stated: G minimises log(1 − D(G(z))), whose gradient vanishes when D wins.
 *
 *     D: mean sp(−r) + mean sp(f)      G: −mean sp(f)
 *
 * @see Goodfellow et al. 2014, "Generative Adversarial Nets", eq. 1
 */
export function saturating(targets: CrossEntropyTargets = {}): AdversarialLoss {
  return {
    name: 'minimax',
    discriminator: crossEntropyDiscriminator(targets),
    generator: (fake) => scope('minimax', () => crossEntropyWithTarget(fake, 0).neg()),
  }
}

/** Targets and factors of {@link leastSquares}. */
export interface LeastSquaresOptions {
  /** a: what D shall say of real images; default 1. */
  readonly realLabel?: number
  /** b: what D shall say of fakes; default 0, and −1 for the Pearson χ² form. */
  readonly fakeLabel?: number
  /** c: what G wants D to say of fakes; default 1, and 0 for the Pearson χ² form. */
  readonly generatorLabel?: number
  /** Factor of both of D's terms; the paper has ½. */
  readonly scale?: number
  /** Factor of G's term; the paper has ½, common code 1. */
  readonly scaleG?: number
}

/**
 * Least squares: D is a regression, so that fakes far on the right side are pulled to the boundary too.
 *
 *     D: s·(mean (r − a)² + mean (f − b)²)      G: sG·mean (f − c)²
 *
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @see Mao et al. 2017, "Least Squares Generative Adversarial Networks", eq. 2, 8 and 9
 */
export function leastSquares(options: LeastSquaresOptions = {}): AdversarialLoss {
  const {
    realLabel = 1,
    fakeLabel = 0,
    generatorLabel = 1,
    scale = 1,
    scaleG = 1,
  } = givenOptions('leastSquares', options, ['realLabel', 'fakeLabel', 'generatorLabel', 'scale', 'scaleG'])
  const distance = (logits: Tensor, target: number, factor: number) =>
    scope('lsgan', () => {
      const x = float(logits)
      const mean = (target === 0 ? x : x.sub(target)).square().mean()
      return factor === 1 ? mean : mean.mul(factor)
    })
  return {
    name: 'lsgan',
    threshold: (realLabel + fakeLabel) / 2,
    discriminator: (real, fake) => ({
      real: distance(real, realLabel, scale),
      fake: distance(fake, fakeLabel, scale),
    }),
    generator: (fake) => distance(fake, generatorLabel, scaleG),
  }
}

/**
 * The Wasserstein distance by its dual: D is a critic whose mean scores drift apart as far as its slope allows.
 *
 *     D: −mean r + mean f      G: −mean f      shown: wasserstein = mean r − mean f
 *
 * The estimate is positive for a critic that has learned anything and falls as G improves. Without a bound on the slope
 * (weight clipping or a gradient penalty) it means nothing.
 *
 * @see Arjovsky et al. 2017, "Wasserstein GAN", Algorithm 1
 */
export function wasserstein(): AdversarialLoss {
  return {
    name: 'wgan',
    threshold: null,
    discriminator: (real, fake) => ({
      real: scope('wgan', () => float(real).mean().neg()),
      fake: scope('wgan', () => float(fake).mean()),
    }),
    generator: (fake) => scope('wgan', () => float(fake).mean().neg()),
    shown: ({ real, fake }) => ({ wasserstein: scope('wgan', () => real.add(fake).neg()) }),
  }
}

/**
 * Hinge: D stops learning from images that it judges right by a margin of 1.
 *
 *     D: mean relu(1 − r) + mean relu(1 + f)      G: −mean f
 *
 * @see Lim and Ye 2017, "Geometric GAN"; Miyato et al. 2018, "Spectral Normalization for GANs", eq. 16 and 17
 */
export function hinge(): AdversarialLoss {
  return {
    name: 'hinge',
    discriminator: (real, fake) => ({
      real: scope('hinge', () => relu(float(real).neg().add(1)).mean()),
      fake: scope('hinge', () => relu(float(fake).add(1)).mean()),
    }),
    generator: (fake) => scope('hinge', () => float(fake).mean().neg()),
  }
}
