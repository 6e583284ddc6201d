/** Stochastic gradient descent with momentum, with libtorch's fused kernel. */

import { givenOptions } from '@ganymede/core'
import { fusedSgd_, type Tensor, TorchError } from '@ganymede/torch'
import { requireRange } from '../layer-options.js'
import { Optimizer, type ParameterGroup, type ParameterSource, type UpdateRule } from './optimizer.js'

/** Hyperparameters of {@link sgd}. */
export interface SgdOptions {
  /** Step size; default 1e-3. */
  readonly lr: number
  /** Share of the last step that is kept; default 0. Higher smooths over more steps. */
  readonly momentum: number
  /** Share of the gradient that momentum leaves out, except in the first step; default 0. */
  readonly dampening: number
  /** Added to the gradient as weight · decay; default 0. */
  readonly weightDecay: number
  /** Looks ahead by the momentum (Sutskever et al. 2013); default false. Needs momentum and no dampening. */
  readonly nesterov: boolean
  /** Ascends instead of descending; default false. */
  readonly maximize: boolean
}

const rule: UpdateRule<SgdOptions> = {
  kind: 'sgd',
  stateNames: ({ momentum }) => (momentum === 0 ? [] : ['momentum_buffer']),
  check: ({ lr, momentum, dampening, weightDecay, nesterov }) => {
    for (const [option, value] of Object.entries({ lr, momentum, weightDecay })) {
      requireRange('sgd', option, value, 0, Number.MAX_VALUE)
    }
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw new TorchError('ARGUMENT_INVALID', 'sgd: nesterov needs a momentum above 0 and no dampening', { op: 'sgd' })
    }
  },
  update: ({ parameters, gradients, isFirst, state }, { momentum, ...options }) => {
    const buffers = momentum === 0 ? [] : state('momentum_buffer')
    // In its first step a buffer takes the whole gradient, whatever the dampening: the kernel wants to be told.
    for (const first of [true, false]) {
      const chosen = <T>(values: readonly T[]): T[] => values.filter((_, i) => isFirst[i] === first)
      const some: Tensor[] = chosen(parameters)
      if (some.length === 0) continue
      fusedSgd_(some, chosen(gradients), chosen(buffers), {
        ...options,
        momentum,
        isFirstStep: first && momentum !== 0,
      })
    }
  },
}

/**
 * Gradient descent: p ← p − lr · b, with b the gradient, or with momentum b ← momentum · b + (1 − dampening) · g.
 *
 * State per parameter: `momentum_buffer`, only with momentum.
 *
 * @param parameters  a module, named parameters, or groups of them
 * @throws TorchError `ARGUMENT_INVALID` when an option is outside its range or nesterov lacks what it needs
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @example
 * const optimizer = sgd(network, { lr: 0.1, momentum: 0.9 })
 */
export function sgd(
  parameters: ParameterSource | readonly ParameterGroup<SgdOptions>[],
  options: Partial<SgdOptions> = {},
): Optimizer<SgdOptions> {
  const {
    lr = 1e-3,
    momentum = 0,
    dampening = 0,
    weightDecay = 0,
    nesterov = false,
    maximize = false,
  } = givenOptions('sgd', options, ['lr', 'momentum', 'dampening', 'weightDecay', 'nesterov', 'maximize'])
  return new Optimizer(rule, parameters, { lr, momentum, dampening, weightDecay, nesterov, maximize })
}
