/** Losses besides the adversarial one: one interface for both phases. training-loop specification, section 5. */

import { GanymedeError } from '@ganymede/core'
import type { Tensor } from '@ganymede/torch'
import type { Module } from '../../nn/module.js'
import type { Networks, RandomStreams, StepContext } from './system.js'

/** What an auxiliary loss sees of one micro-batch. */
export interface PhaseContext<P extends 'd' | 'g'> {
  readonly phase: P
  readonly generator: Module
  readonly discriminator: Module
  /** Real images as D sees them: augmented, if the run augments. In the G phase only when a loss needs them, and plain. */
  readonly real: P extends 'd' ? Tensor : Tensor | null
  /** Real images before any augmentation. */
  readonly plainReal: P extends 'd' ? Tensor : Tensor | null
  readonly fake: Tensor
  /** Logits of real images (D phase only). */
  readonly predReal: P extends 'd' ? Tensor : null
  readonly predFake: Tensor
  readonly label: Tensor | null
  readonly fakeLabel: Tensor | null
  readonly latents: Tensor
  readonly step: number
  /** Update within the step and micro-batch within the update, from 0. */
  readonly update: number
  readonly micro: number
  readonly random: RandomStreams
  /**
   * Scores of other images, in float32 whatever the precision of the run: derivatives of derivatives lose too much in
   * bfloat16.
   */
  discriminate(images: Tensor, label: Tensor | null): Tensor
  /** Shows a value without training on it. */
  log(name: string, value: Tensor): void
}

export interface AuxiliaryLoss<P extends 'd' | 'g'> {
  /** Key in the log: `d/<name>` or `g/<name>`. */
  readonly name: string
  readonly weight: number | ((step: number) => number)
  /** Due when `step % interval === 0`; default 1. */
  readonly interval?: number
  /** Multiply by the interval, so that the average strength does not depend on it; default true. */
  readonly lazyScale?: boolean
  /** Extra data that the loop must supply in the G phase. */
  readonly needs?: readonly 'real'[]
  /**
   * Images whose scores the loss differentiates: in due steps they require gradients, and `predReal` or `predFake` are
   * computed in float32. D phase only.
   */
  readonly differentiates?: readonly ('real' | 'fake')[]
  /** Scalar, or null for nothing this time. Only what is returned is trained on. */
  compute(ctx: PhaseContext<P>): Tensor | null
}

/** Refuses two losses of one name: their log lines would be summed silently. */
export function requireDistinctNames(losses: readonly { readonly name: string }[]): void {
  const names = losses.map((loss) => loss.name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) {
    throw new GanymedeError('OPTION_INVALID', `two auxiliary losses are called ${JSON.stringify(twice)}`, {
      remedy: 'Give each its own name.',
    })
  }
}

/** Weight of a loss in this step, 0 when it is not due. */
function dueWeight(
  { weight, interval = 1, lazyScale = true }: Pick<AuxiliaryLoss<'d'>, 'weight' | 'interval' | 'lazyScale'>,
  step: number,
): number {
  if (step % interval !== 0) return 0
  const now = typeof weight === 'function' ? weight(step) : weight
  return lazyScale ? now * interval : now
}

/** Auxiliary losses of a micro-batch by name, before their weights. */
export type NamedTerms = Record<string, Tensor>

/** Logs them; after the check, as what is not finite must not get into the means. */
export function logTerms(ctx: Pick<StepContext<Networks, unknown>, 'log'>, prefix: 'd' | 'g', terms: NamedTerms): void {
  for (const name in terms) ctx.log(`${prefix}/${name}`, terms[name]!)
}

/** An auxiliary loss that is due, with its weight. */
export interface DueLoss<P extends 'd' | 'g'> {
  readonly loss: AuxiliaryLoss<P>
  readonly weight: number
}

/** The auxiliary losses of this step with their weights. */
export function dueLosses<P extends 'd' | 'g'>(
  losses: readonly AuxiliaryLoss<P>[] | undefined,
  step: number,
): DueLoss<P>[] {
  if (losses === undefined) return []
  return losses.map((loss) => ({ loss, weight: dueWeight(loss, step) })).filter(({ weight }) => weight !== 0)
}

/** Computes the losses that are due, notes each by its name, and gives the weighted sum with the adversarial term. */
export function addAuxiliary<P extends 'd' | 'g'>(
  due: readonly DueLoss<P>[],
  phase: PhaseContext<P>,
  adversarial: Tensor,
  terms: NamedTerms,
): Tensor {
  let total = adversarial
  for (const { loss, weight } of due) {
    const value = loss.compute(phase)
    if (value === null) continue
    terms[loss.name] = value
    total = total.add(value, { alpha: weight })
  }
  return total
}
