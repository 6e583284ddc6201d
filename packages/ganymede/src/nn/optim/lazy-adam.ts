/** Adam's hyperparameters for losses that are computed only every k-th step (StyleGAN2, appendix B). */
import { requireObject } from '@ganymede/core'
import { requireIntegers } from '../layer-options.js'
import type { AdamOptions } from './adam.js'

/**
 * Adjusts learning rate and betas to a regularisation that takes part only every `interval` steps in an extra step of
 * its own: k main steps and 1 extra one then change the weights as k steps would have.
 *
 *     c = k / (k + 1),   lr ← lr · c,   βᵢ ← βᵢᶜ
 *
 * @param interval  k; a positive integer, 16 for R1 and 4 for path length in StyleGAN2
 * @returns the options with other `lr` and `betas`
 * @throws TorchError `ARGUMENT_INVALID` unless `interval` is a positive integer
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 * @see Karras et al. 2020, "Analyzing and Improving the Image Quality of StyleGAN", appendix B
 * @example
 * const optimizerD = adam(D, lazyAdam({ lr: 0.002, betas: [0, 0.99] }, 16))   // lr 0.00188235, β₂ 0.99058546
 */
export function lazyAdam<O extends Pick<AdamOptions, 'lr' | 'betas'>>(options: O, interval: number): O {
  requireObject('lazyAdam', options, ['lr', 'betas'])
  requireIntegers('lazyAdam', { interval })
  const share = interval / (interval + 1)
  const [beta1, beta2] = options.betas
  return { ...options, lr: options.lr * share, betas: [beta1 ** share, beta2 ** share] }
}
