/** What every update of an adversarial network has around its losses: who learns, the optimizer's step, the average. */
import { scope, type Tensor } from '@ganymede/torch'
import { clipGradNorm, gradNorm } from '../../nn/optim/clip.js'
import type { Optimizer } from '../../nn/optim/optimizer.js'
import type { StepContext } from '../contract/system.js'

/** The weights that an update changes, and how. */
export interface NetworkUpdate {
  readonly weights: readonly Tensor[]
  readonly optimizer: Optimizer
  /** Largest global norm of the gradients; 0: no clipping. */
  readonly limit: number
}

/**
 * Clips, checks and logs the gradients, and makes the optimizer's step.
 *
 * @param name  of the network in the log: `<name>/grad_norm`
 */
export function finishUpdate(
  ctx: Pick<StepContext<never, unknown>, 'requireFiniteGradients' | 'log'>,
  name: string,
  { weights, optimizer, limit }: NetworkUpdate,
): void {
  scope('update', () => {
    const norm = limit > 0 ? clipGradNorm(weights, limit) : gradNorm(weights)
    // Checked first: what is not finite must not get into the means.
    ctx.requireFiniteGradients(name, norm)
    ctx.log(`${name}/grad_norm`, norm)
    optimizer.step()
  })
}

/**
 * Gradients on for one network and off for the other, as they were before afterwards: frozen layers stay frozen. No
 * gradient of the other network's weights is computed, but gradients flow through it. Does nothing when no weight learns.
 */
export function withRoles(learning: readonly Tensor[], resting: readonly Tensor[] | null, fn: () => void): void {
  const frozen = resting === null ? [] : resting.filter((p) => p.requiresGrad)
  for (const parameter of frozen) parameter.requiresGrad_(false)
  try {
    if (learning.some((p) => p.requiresGrad)) fn()
  } finally {
    for (const parameter of frozen) parameter.requiresGrad_(true)
  }
}

/** Lets the moving average follow the generator, once after each of its updates. */
export function updateAverage(
  ctx: Pick<StepContext<never, unknown>, 'ema' | 'step' | 'imagesSeen' | 'train' | 'trace'>,
): void {
  if (ctx.ema === null) return
  ctx.ema.update({ step: ctx.step, imagesSeen: ctx.imagesSeen, batch: ctx.train.batch })
  ctx.trace('E')
}

/**
 * Adds the gradients of a micro-batch to those of its update, which is a mean over micro-batches.
 *
 * @param inputs  tensors that get gradients; default: all leaves
 */
export function backwardMean(total: Tensor, accumulation: number, inputs?: readonly Tensor[]): void {
  const mean = accumulation === 1 ? total : total.div(accumulation)
  mean.backward(inputs === undefined ? {} : { inputs })
}
