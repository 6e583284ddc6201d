/** Noise on everything that D sees (Sønderby et al. 2017, "Amortised MAP Inference for Image Super-resolution", section 3.2). */
import { type Generator, randn, scope, type Tensor } from '@ganymede/torch'

/**
 * Standard deviation in a step.
 *
 * @param sigma       at step 0
 * @param decaySteps  steps until it is 0, falling evenly; 0: it stays
 */
export function instanceNoiseAt(step: number, sigma: number, decaySteps: number): number {
  return decaySteps === 0 ? sigma : sigma * Math.max(0, 1 - step / decaySteps)
}

/** Images plus N(0, sigma²) per value, drawn anew; differentiable. */
export function withInstanceNoise(images: Tensor, sigma: number, rng: Generator): Tensor {
  return scope('instance-noise', () => {
    const { shape, device, dtype } = images
    return images.add(randn(shape, { generator: rng, device, dtype }), { alpha: sigma })
  })
}
