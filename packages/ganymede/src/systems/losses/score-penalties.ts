/** Penalties on D's scores themselves: drift and consistency. training-loop specification, section 5. */
import {
  affineGridGenerator,
  type Generator,
  gridSampler,
  noGrad,
  rand,
  scope,
  stack,
  type Tensor,
  zeros,
} from '@ganymede/torch'
import { float } from './adversarial.js'

/**
 * Drift: keeps scores near zero, for critics whose zero is free.
 *
 *     mean r² + mean f²
 *
 * @returns scalar `[]`; usual weight 0.0005 (the 0.001 of ProGAN counts real images alone)
 * @see Karras et al. 2018, "Progressive Growing of GANs", appendix A.1
 */
export function driftPenalty(predReal: Tensor, predFake: Tensor): Tensor {
  return scope('drift', () => float(predReal).square().mean().add(float(predFake).square().mean()))
}

/**
 * Consistency: what D says of a real image shall not depend on how it was augmented.
 *
 *     mean (D(T(x)) − D(x))²
 *
 * @returns scalar `[]`; usual weight 10
 * @see Zhang et al. 2020, "Consistency Regularization for Generative Adversarial Networks", eq. 2
 */
export function consistencyPenalty(predAugmented: Tensor, predPlain: Tensor): Tensor {
  return scope('consistency', () => float(predAugmented).sub(float(predPlain)).square().mean())
}

/**
 * Moves each image by whole pixels, up to an eighth of its side each way; what comes in is grey. The augmentation of
 * the consistency term in runs that do not augment otherwise.
 *
 * @param images  `[N, C, H, W]`; not differentiated
 */
export function shifted(images: Tensor, rng: Generator): Tensor {
  return noGrad(() =>
    scope('shift', () => {
      const [n = 1, , height = 1, width = 1] = images.shape
      // A grid runs from −1 to 1 over the side: one pixel is 2 / side.
      const offset = (side: number) => {
        const most = Math.max(1, Math.floor(side / 8))
        const pixels = rand([n], { generator: rng, device: images.device })
          .mul(2 * most + 1)
          .floor()
          .sub(most)
        return pixels.mul(2 / side)
      }
      const [none, one] = [zeros([n], { device: images.device }), zeros([n], { device: images.device }).add(1)]
      const theta = stack([stack([one, none, offset(width)], 1), stack([none, one, offset(height)], 1)], 1) // [N, 2, 3]
      const grid = affineGridGenerator(theta, images.shape, false)
      return gridSampler(images, grid.to({ dtype: images.dtype }), nearest, outsideZero, false)
    }),
  )
}

// Codes of grid_sampler: 1 is nearest, 0 fills with zeros.
const nearest = 1
const outsideZero = 0
