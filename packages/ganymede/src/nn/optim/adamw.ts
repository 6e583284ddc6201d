/** AdamW (Loshchilov and Hutter 2017, https://arxiv.org/abs/1711.05101) with libtorch's fused kernel. */

import { givenOptions } from '@ganymede/core'
import { fusedAdamw_ } from '@ganymede/torch'
import { type AdamOptions, adamRule } from './adam.js'
import { Optimizer, type ParameterGroup, type ParameterSource } from './optimizer.js'

const rule = adamRule('adamw', fusedAdamw_)

/**
 * Adam whose weight decay does not pass through the moments: p ← p · (1 − lr · weightDecay), then the step of Adam.
 *
 * @param parameters  a module, named parameters, or groups of them
 * @param options     as for `adam`, but `weightDecay` defaults to 0.01
 * @throws TorchError `ARGUMENT_INVALID` when an option is outside its range
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @example
 * const optimizer = adamw(network, { lr: 1e-4 })
 */
export function adamw(
  parameters: ParameterSource | readonly ParameterGroup<AdamOptions>[],
  options: Partial<AdamOptions> = {},
): Optimizer<AdamOptions> {
  const {
    lr = 1e-3,
    betas = [0.9, 0.999],
    eps = 1e-8,
    weightDecay = 0.01,
    amsgrad = false,
    maximize = false,
  } = givenOptions('adamw', options, ['lr', 'betas', 'eps', 'weightDecay', 'amsgrad', 'maximize'])
  return new Optimizer(rule, parameters, { lr, betas, eps, weightDecay, amsgrad, maximize })
}
