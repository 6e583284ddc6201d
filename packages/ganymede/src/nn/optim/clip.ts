/** Limits on gradients and weights, without reading anything back from the device. */

import { givenOptions, wrongArgument } from '@ganymede/core'
import {
  foreachClampMax_,
  foreachClampMin_,
  foreachMulTensor_,
  foreachNorm,
  noGrad,
  scope,
  stack,
  type Tensor,
  zeros,
} from '@ganymede/torch'
import { requireRange } from '../layer-options.js'

/**
 * Norm of all gradients taken as one vector.
 *
 * @param parameters        those without a gradient count as zero
 * @param options.normType  order of the norm; default 2; `Infinity` gives the largest absolute value
 * @returns scalar `[]`, on the device of the gradients; not yet read from it
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 */
export function gradNorm(parameters: Iterable<Tensor>, options: { readonly normType?: number } = {}): Tensor {
  const { normType = 2 } = givenOptions('gradNorm', options, ['normType'])
  if (!(Symbol.iterator in Object(parameters))) {
    throw wrongArgument('gradNorm', 'parameters', 'a list of tensors', parameters)
  }
  return noGrad(() => scope('grad-norm', () => normOf(gradientsOf(parameters), normType)))
}

/**
 * Scales all gradients down by one factor so that their common norm is at most `maxNorm`; smaller ones stay as they are.
 *
 *     g ← g · min(1, maxNorm / (norm + 1e-6))
 *
 * A gradient with NaN or infinity makes the norm so, and with it all gradients: check the norm before stepping.
 *
 * @param maxNorm           positive
 * @param options.normType  order of the norm; default 2
 * @returns scalar `[]`: the norm before clipping, not yet read from the device
 * @throws TorchError `ARGUMENT_INVALID` unless `maxNorm` is positive
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @see Pascanu et al. 2013, "On the difficulty of training recurrent neural networks"
 * @example
 * const norm = clipGradNorm(G.parameters(), 1)
 */
export function clipGradNorm(
  parameters: Iterable<Tensor>,
  maxNorm: number,
  options: { readonly normType?: number } = {},
): Tensor {
  const { normType = 2 } = givenOptions('clipGradNorm', options, ['normType'])
  requireRange('clipGradNorm', 'maxNorm', maxNorm, Number.MIN_VALUE, Number.MAX_VALUE)
  return noGrad(() =>
    scope('clip-grad-norm', () => {
      const gradients = gradientsOf(parameters)
      const norm = normOf(gradients, normType)
      if (gradients.length > 0) {
        const factor = norm.add(1e-6).reciprocal().mul(maxNorm).clampMax(1)
        foreachMulTensor_(gradients, factor)
      }
      return norm
    }),
  )
}

function gradientsOf(parameters: Iterable<Tensor>): Tensor[] {
  return [...parameters].flatMap((parameter) => parameter.grad ?? [])
}

function normOf(gradients: readonly Tensor[], normType: number): Tensor {
  if (gradients.length === 0) return zeros([])
  return stack(foreachNorm(gradients, { ord: normType })).linalgVectorNorm({ ord: normType })
}

/**
 * Moves every element of every parameter into [−limit, limit], in place: the weight clipping of WGAN.
 *
 * @param limit  positive; 0.01 in the paper
 * @throws TorchError `ARGUMENT_INVALID` unless `limit` is positive
 * @see Arjovsky et al. 2017, "Wasserstein GAN", Algorithm 1
 */
export function clampParameters(parameters: Iterable<Tensor>, limit: number): void {
  requireRange('clampParameters', 'limit', limit, Number.MIN_VALUE, Number.MAX_VALUE)
  const values = [...parameters]
  if (values.length === 0) return
  noGrad(() => {
    foreachClampMin_(values, -limit)
    foreachClampMax_(values, limit)
  })
}
