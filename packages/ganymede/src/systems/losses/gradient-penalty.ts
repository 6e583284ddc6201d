/**
 * Penalties on the slope of D with respect to images. All results are differentiable with respect to D's parameters,
 * through a second backward pass; none is multiplied by its weight. training-loop specification, section 5.
 */

import { givenOptions } from '@ganymede/core'
import { type Generator, grad, noGrad, rand, relu, scope, type Tensor, TorchError } from '@ganymede/torch'
import { requireTensors } from '../../nn/given-tensors.js'

/** Maps images `[N, …]` to scores of any shape; must judge each image by itself (no batch norm). */
export type Scores = (images: Tensor) => Tensor

/**
 * Derivative of the sum of all scores with respect to the images, recorded so that it can be differentiated again.
 *
 * @param scores  computed from `images`
 * @param images  `[N, …]`, requires gradients
 * @returns the shape of `images`
 */
export function inputGradient(scores: Tensor, images: Tensor): Tensor {
  return scope('input-gradient', () => grad([scores.sum()], [images], { createGraph: true })[0]!)
}

/** Where between a real image and a fake the slope is measured, and how it is judged. */
export interface GradientPenaltyOptions {
  /**
   * `'two-sided'`: (‖g‖ − 1)², WGAN-GP. `'one-sided'`: max(0, ‖g‖ − 1)², WGAN-LP: smaller slopes are free.
   * `'zero'`: ‖g‖², which leaves the optimum in place. Default `'two-sided'`.
   */
  readonly form?: 'two-sided' | 'one-sided' | 'zero'
  /** `'image'`: the norm of all of an image's gradient. `'pixel'`: the norm over channels at each pixel, as SinGAN. */
  readonly norm?: 'image' | 'pixel'
  /** The slope that the penalty pulls to; default 1. Without meaning for `'zero'`. */
  readonly target?: number
  /** α, one per image: ones measure at the real images, zeros at the fakes, broadcast over the rest: `[N, 1, 1, 1]`. Default: drawn from U(0, 1) with `rng`. */
  readonly alpha?: Tensor
  readonly rng?: Generator
}

/**
 * Gradient penalty of WGAN-GP: pulls the norm of the critic's gradient towards 1 between real and fake images.
 *
 *     penalty = mean((‖∇x̂ D(x̂)‖₂ − 1)²),   x̂ = α·real + (1 − α)·fake,   α ~ U(0, 1) per image
 *
 * Where the gradient is exactly zero, its norm counts with derivative 0, not infinity.
 *
 * @param critic  must not contain batch norm
 * @param real    `[N, …]`
 * @param fake    same shape as `real`; detached here
 * @returns scalar `[]`, not multiplied by λ
 * @throws TorchError `SHAPE_MISMATCH` when `real` and `fake` differ in shape
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @see Gulrajani et al. 2017, "Improved Training of Wasserstein GANs", Algorithm 1, eq. 3; Petzka et al. 2018 (one-sided)
 * @example
 * const loss = fakeScore.sub(realScore).add(gradientPenalty(D, real, fake).mul(10))
 */
export function gradientPenalty(
  critic: Scores,
  real: Tensor,
  fake: Tensor,
  options: GradientPenaltyOptions = {},
): Tensor {
  const {
    form = 'two-sided',
    norm = 'image',
    target = 1,
    alpha,
    rng,
  } = givenOptions('gradientPenalty', options, ['form', 'norm', 'target', 'alpha', 'rng'])
  requireTensors('gradientPenalty', { real, fake })
  requireSameShape('gradientPenalty', real, fake)
  return scope('gradient-penalty', () => {
    const mix = alpha ?? perImage(real, rng)
    // fake + α·(real − fake); fakes of a bfloat16 generator are widened.
    const between = noGrad(() => fake.to({ dtype: real.dtype }).lerp(real, mix)).requiresGrad_()
    return slopePenalty(inputGradient(critic(between), between), form, norm, target)
  })
}

/**
 * DRAGAN: the slope is measured around real images only, where it keeps D from becoming steep.
 *
 *     penalty = mean((‖∇x̂ D(x̂)‖₂ − 1)²),   x̂ = real + u·½·std(real)·U(0, 1),   u ~ U(0, 1) per image
 *
 * @param options.alpha  u, `[N, 1, 1, 1]`; `options.noise`: the U(0, 1) per pixel. Default: drawn with `rng`
 * @returns scalar `[]`, not multiplied by λ
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @see Kodali et al. 2017, "On Convergence and Stability of GANs"
 */
export function draganPenalty(
  critic: Scores,
  real: Tensor,
  options: { readonly alpha?: Tensor; readonly noise?: Tensor; readonly rng?: Generator } = {},
): Tensor {
  const { alpha, noise, rng } = givenOptions('draganPenalty', options, ['alpha', 'noise', 'rng'])
  requireTensors('draganPenalty', { real })
  return scope('dragan', () => {
    const around = noGrad(() => {
      const u = alpha ?? perImage(real, rng)
      const shift = noise ?? uniform(real.shape, real, rng)
      return real.add(shift.mul(real.std().mul(0.5)).mul(u))
    }).requiresGrad_()
    return slopePenalty(inputGradient(critic(around), around), 'two-sided', 'image')
  })
}

/**
 * R1 on real images, R2 on fakes: the mean over images of the squared norm of D's gradient.
 *
 *     mean over i of ‖∇D(xᵢ)‖²
 *
 * The papers count γ/2 of it. The gradient is that of the logit, not of the loss.
 *
 * @param scores  of `images`
 * @param images  `[N, …]`, requires gradients
 * @returns scalar `[]`
 * @see Mescheder et al. 2018, "Which Training Methods for GANs do actually Converge?", eq. 9 and 10
 */
export function squaredSlope(scores: Tensor, images: Tensor): Tensor {
  requireTensors('squaredSlope', { scores, images })
  return scope('squared-slope', () =>
    inputGradient(scores, images)
      .square()
      .sum()
      .div(images.shape[0] ?? 1),
  )
}

/**
 * WGAN-div: a penalty under which the optimum is a divergence, without any bound on the slope.
 *
 *     mean(‖∇D(x)‖^p + ‖∇D(x̃)‖^p),   counted k/2 times
 *
 * @param real, fake  scores and their images, which require gradients
 * @param power       p, default 6
 * @see Wu et al. 2018, "Wasserstein Divergence for GANs", eq. 8
 */
export function divergencePenalty(
  real: { readonly scores: Tensor; readonly images: Tensor },
  fake: { readonly scores: Tensor; readonly images: Tensor },
  power = 6,
): Tensor {
  return scope('wgan-div', () => {
    const [a, b] = [real, fake].map(({ scores, images }) =>
      inputGradient(scores, images)
        .flatten(1)
        .square()
        .sum([1])
        .pow(power / 2)
        .mean(),
    )
    return a!.add(b!)
  })
}

/** @param gradient  `[N, C, …]` */
function slopePenalty(
  gradient: Tensor,
  form: 'two-sided' | 'one-sided' | 'zero',
  norm: 'image' | 'pixel',
  target = 1,
): Tensor {
  if (form === 'zero') {
    const sum = gradient.square().sum()
    return sum.div(norm === 'image' ? (gradient.shape[0] ?? 1) : gradient.numel / (gradient.shape[1] ?? 1))
  }
  // All axes but the first count: a norm over channels alone is a known mistake, and the pixel form on purpose.
  const norms = (norm === 'image' ? gradient.flatten(1) : gradient).linalgVectorNorm({ dim: 1 })
  const excess = norms.sub(target)
  return (form === 'one-sided' ? relu(excess) : excess).square().mean()
}

function perImage(images: Tensor, rng: Generator | undefined): Tensor {
  return uniform([images.shape[0] ?? 1, ...images.shape.slice(1).map(() => 1)], images, rng)
}

function uniform(shape: readonly number[], like: Tensor, generator: Generator | undefined): Tensor {
  return rand(shape, { generator, device: like.device, dtype: like.dtype })
}

function requireSameShape(op: string, real: Tensor, fake: Tensor): void {
  if (real.shape.join() === fake.shape.join()) return
  throw new TorchError('SHAPE_MISMATCH', `${op}: real and fake images differ in shape`, {
    op,
    lines: [`real  [${real.shape.join(', ')}]`, `fake  [${fake.shape.join(', ')}]`],
  })
}
