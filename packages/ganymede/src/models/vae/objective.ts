/** What a VAE minimises: the negative evidence lower bound, term by term. */
import { binaryCrossEntropyWithLogits, scope, type Tensor } from '@ganymede/torch'
import type { Posterior, VaePass } from './networks.js'
import type { VaeOptions } from './options.js'

/** Sums over a batch, in nats. Divide by the number of images for the figures of papers. */
export interface VaeTerms {
  /** −log p(x | z) without its constant, `[]`. */
  readonly rec: Tensor
  /** KL(q(z | x) ‖ N(0, I)) by latent dimension, summed over the batch, `[Z]`. */
  readonly klByDimension: Tensor
}

// Reductions of libtorch by number.
const SUM = 2

/**
 * Reconstruction loss, summed over batch, channels and pixels.
 *
 *     bernoulli: Σ −[x log r + (1 − x) log(1 − r)]     gaussian: ½ Σ (x − r)² / σ²     laplace: Σ |x − r| / σ
 *
 * with r = sigmoid(logits). The constants log σ√(2π) and log 2σ are left out: they do not depend on the weights.
 *
 * @param x  `[N, C, H, W]` in [0, 1]
 */
export function reconstructionLoss(
  logits: Tensor,
  x: Tensor,
  { likelihood, sigma }: Pick<VaeOptions, 'likelihood' | 'sigma'>,
): Tensor {
  return scope('reconstruction', () => {
    // On logits, the sum stays right where a sigmoid would round to 0 or 1.
    if (likelihood === 'bernoulli') return binaryCrossEntropyWithLogits(logits, x, { reduction: SUM })
    const difference = logits.sigmoid().sub(x)
    return likelihood === 'gaussian'
      ? difference
          .square()
          .sum()
          .mul(0.5 / sigma ** 2)
      : difference
          .abs()
          .sum()
          .mul(1 / sigma)
  })
}

/**
 * KL divergence of the posterior from the prior, by latent dimension and summed over the batch.
 *
 *     KL = −½ Σ (1 + log σ² − μ² − σ²)
 *
 * @returns `[Z]`, never below 0 but for rounding
 */
export function klByDimension({ mu, logVar }: Posterior): Tensor {
  return scope('kl', () => logVar.add(1).sub(mu.square()).sub(logVar.exp()).sum([0]).mul(-0.5))
}

/** Both terms of a forward pass. */
export function vaeTerms(pass: VaePass, x: Tensor, options: Pick<VaeOptions, 'likelihood' | 'sigma'>): VaeTerms {
  return { rec: reconstructionLoss(pass.logits, x, options), klByDimension: klByDimension(pass) }
}

/** Weight of the KL term in a step: rises linearly from 0 to beta over the first `klWarmup` steps. */
export function betaAt(step: number, { beta, klWarmup }: Pick<VaeOptions, 'beta' | 'klWarmup'>): number {
  return klWarmup > 0 ? beta * Math.min(1, step / klWarmup) : beta
}

/**
 * The loss that is minimised.
 *
 *     rec + β · Σ_d max(KL_d, λ)
 *
 * with λ the free bits and KL_d the mean over the batch (Kingma et al. 2016, "Improving Variational Inference with
 * Inverse Autoregressive Flow", appendix C.8); with `reduction: 'sum'` times the number of images.
 *
 * @param n  images in the batch
 */
export function vaeLoss(
  { rec, klByDimension: kl }: VaeTerms,
  n: number,
  beta: number,
  { freeBits, reduction }: Pick<VaeOptions, 'freeBits' | 'reduction'>,
): Tensor {
  return scope('loss', () => {
    const paid = freeBits > 0 ? kl.clampMin(freeBits * n) : kl
    const sum = rec.add(paid.sum().mul(beta))
    return reduction === 'sum' ? sum : sum.div(n)
  })
}
