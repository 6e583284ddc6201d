/** Adam (Kingma and Ba 2014, https://arxiv.org/abs/1412.6980) with libtorch's fused kernel. */

import { givenOptions } from '@ganymede/core'
import { foreachAddScalar_, fusedAdam_ } from '@ganymede/torch'
import { requireRange } from '../layer-options.js'
import { Optimizer, type ParameterGroup, type ParameterSource, type UpdateRule } from './optimizer.js'

/** Hyperparameters of {@link adam} and `adamw`. */
export interface AdamOptions {
  /** Step size; default 1e-3. Raise it for faster, less stable training. */
  readonly lr: number
  /** Decay of the means of gradient and squared gradient, in [0, 1); default [0.9, 0.999]. Many GANs take 0 or 0.5 first. */
  readonly betas: readonly [number, number]
  /** Added to the root of the second mean; default 1e-8. Raise it to damp parameters with tiny gradients. */
  readonly eps: number
  /** Pull towards zero; default 0 (`adamw`: 0.01). Adam adds weight · decay to the gradient. */
  readonly weightDecay: number
  /** Divides by the largest second mean so far (Reddi et al. 2018); default false. */
  readonly amsgrad: boolean
  /** Ascends instead of descending; default false. */
  readonly maximize: boolean
}

/** @internal The rule of one fused kernel of the Adam family. */
export function adamRule(kind: string, kernel: typeof fusedAdam_): UpdateRule<AdamOptions> {
  return {
    kind,
    stateNames: ({ amsgrad }) => ['step', 'exp_avg', 'exp_avg_sq', ...(amsgrad ? ['max_exp_avg_sq'] : [])],
    check: ({ lr, betas, eps, weightDecay }) => {
      for (const [option, value] of Object.entries({ lr, eps, weightDecay })) {
        requireRange(kind, option, value, 0, Number.MAX_VALUE)
      }
      // 1 itself would never learn and divide by zero in the bias correction.
      for (const beta of betas) requireRange(kind, 'betas', beta, 0, 1 - Number.EPSILON)
    },
    update: ({ parameters, gradients, state }, { lr, betas, eps, weightDecay, amsgrad, maximize }) => {
      const steps = state('step')
      foreachAddScalar_(steps, 1)
      const largest = amsgrad ? state('max_exp_avg_sq') : []
      const [beta1, beta2] = betas
      const options = { lr, beta1, beta2, weightDecay, eps, amsgrad, maximize }
      kernel(parameters, gradients, state('exp_avg'), state('exp_avg_sq'), largest, steps, options)
    },
  }
}

const rule = adamRule('adam', fusedAdam_)

/**
 * Adam: steps of about the learning rate in the direction of the mean gradient, scaled per element.
 *
 *     m ← β₁m + (1 − β₁)g,   v ← β₂v + (1 − β₂)g²,   p ← p − lr · m̂ / (√v̂ + eps)
 *
 * with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ). State per parameter: `step`, `exp_avg` (m), `exp_avg_sq` (v), and
 * `max_exp_avg_sq` with amsgrad.
 *
 * @param parameters  a module, named parameters, or groups of them
 * @throws TorchError `ARGUMENT_INVALID` when an option is outside its range
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @example
 * const optimizerD = adam(D, { lr: 2e-4, betas: [0.5, 0.999] })
 */
export function adam(
  parameters: ParameterSource | readonly ParameterGroup<AdamOptions>[],
  options: Partial<AdamOptions> = {},
): Optimizer<AdamOptions> {
  const {
    lr = 1e-3,
    betas = [0.9, 0.999],
    eps = 1e-8,
    weightDecay = 0,
    amsgrad = false,
    maximize = false,
  } = givenOptions('adam', options, ['lr', 'betas', 'eps', 'weightDecay', 'amsgrad', 'maximize'])
  return new Optimizer(rule, parameters, { lr, betas, eps, weightDecay, amsgrad, maximize })
}
