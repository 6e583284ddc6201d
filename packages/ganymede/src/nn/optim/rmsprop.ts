/** RMSprop (Tieleman and Hinton 2012, Coursera lecture 6.5) with libtorch's foreach kernels. */

import { givenOptions } from '@ganymede/core'
import {
  foreachAdd,
  foreachAdd_,
  foreachAddcdiv_,
  foreachAddcmul_,
  foreachAddScalar_,
  foreachLerp_,
  foreachMul,
  foreachMulScalar_,
  foreachNeg,
  foreachSqrt,
  foreachSqrt_,
  foreachSub,
  type Tensor,
} from '@ganymede/torch'
import { requireRange } from '../layer-options.js'
import { Optimizer, type ParameterGroup, type ParameterSource, type UpdateBatch, type UpdateRule } from './optimizer.js'

/** Hyperparameters of {@link rmsprop}. */
export interface RmspropOptions {
  /** Step size; default 0.01. WGAN takes 5e-5. */
  readonly lr: number
  /** Decay of the mean of squared gradients, in [0, 1]; default 0.99. Higher smooths over more steps. */
  readonly alpha: number
  /** Added to the root of the mean; default 1e-8. */
  readonly eps: number
  /** Added to the gradient as weight · decay; default 0. */
  readonly weightDecay: number
  /** Share of the last step that is kept; default 0. */
  readonly momentum: number
  /** Subtracts the squared mean gradient, so that the divisor estimates the standard deviation; default false. */
  readonly centered: boolean
  /** Ascends instead of descending; default false. */
  readonly maximize: boolean
}

const rule: UpdateRule<RmspropOptions> = {
  kind: 'rmsprop',
  stateNames: ({ momentum, centered }) => [
    'step',
    'square_avg',
    ...(momentum > 0 ? ['momentum_buffer'] : []),
    ...(centered ? ['grad_avg'] : []),
  ],
  check: ({ lr, alpha, eps, weightDecay, momentum }) => {
    requireRange('rmsprop', 'alpha', alpha, 0, 1)
    for (const [option, value] of Object.entries({ lr, eps, weightDecay, momentum })) {
      requireRange('rmsprop', option, value, 0, Number.MAX_VALUE)
    }
  },
  update: (batch, options) => {
    const { parameters, state } = batch
    foreachAddScalar_(state('step'), 1)
    const gradients = effectiveGradients(batch, options)
    const divisors = updateDivisors(batch, gradients, options)
    if (options.momentum === 0) {
      foreachAddcdiv_(parameters, gradients, divisors, -options.lr)
      return
    }
    const buffers = state('momentum_buffer')
    foreachMulScalar_(buffers, options.momentum)
    foreachAddcdiv_(buffers, gradients, divisors, 1)
    foreachAdd_(parameters, buffers, { alpha: -options.lr })
  },
}

function effectiveGradients(
  { parameters, gradients }: UpdateBatch,
  { maximize, weightDecay }: RmspropOptions,
): readonly Tensor[] {
  const directed = maximize ? foreachNeg(gradients) : gradients
  return weightDecay === 0 ? directed : foreachAdd(directed, parameters, { alpha: weightDecay })
}

const unbounded = { nan: Number.POSITIVE_INFINITY, posinf: Number.POSITIVE_INFINITY }

/** √(mean of g²), or √(mean of g² − (mean of g)²) when centred, plus eps. */
function updateDivisors(
  { state }: UpdateBatch,
  gradients: readonly Tensor[],
  { alpha, eps, centered }: RmspropOptions,
): Tensor[] {
  const squares = state('square_avg')
  foreachMulScalar_(squares, alpha)
  foreachAddcmul_(squares, gradients, gradients, 1 - alpha)
  let divisors: Tensor[]
  if (centered) {
    const means = state('grad_avg')
    foreachLerp_(means, gradients, 1 - alpha)
    // A gradient whose square is infinite leaves infinity minus infinity here: the divisor is infinite, the step 0.
    divisors = foreachSub(squares, foreachMul(means, means)).map((variance) => variance.nanToNum(unbounded))
    foreachSqrt_(divisors)
  } else divisors = foreachSqrt(squares)
  foreachAddScalar_(divisors, eps)
  return divisors
}

/**
 * RMSprop: p ← p − lr · g / (√v + eps), v ← alpha · v + (1 − alpha) · g².
 *
 * State per parameter: `step`, `square_avg` (v), `momentum_buffer` with momentum, `grad_avg` when centred.
 *
 * @param parameters  a module, named parameters, or groups of them
 * @throws TorchError `ARGUMENT_INVALID` when an option is outside its range
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @example
 * const optimizer = rmsprop(critic, { lr: 5e-5 })
 */
export function rmsprop(
  parameters: ParameterSource | readonly ParameterGroup<RmspropOptions>[],
  options: Partial<RmspropOptions> = {},
): Optimizer<RmspropOptions> {
  const {
    lr = 0.01,
    alpha = 0.99,
    eps = 1e-8,
    weightDecay = 0,
    momentum = 0,
    centered = false,
    maximize = false,
  } = givenOptions('rmsprop', options, ['lr', 'alpha', 'eps', 'weightDecay', 'momentum', 'centered', 'maximize'])
  return new Optimizer(rule, parameters, { lr, alpha, eps, weightDecay, momentum, centered, maximize })
}
