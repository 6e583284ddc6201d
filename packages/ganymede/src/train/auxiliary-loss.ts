/** Losses besides the adversarial one: one interface for both phases. training-loop specification, section 5. */
import type { Tensor } from '@ganymede/torch'
import { GanymedeError } from '../errors.js'
import type { Module } from '../nn/module.js'

/** What an auxiliary loss sees of one micro-batch. */
export interface PhaseContext<P extends 'd' | 'g'> {
  readonly phase: P
  readonly generator: Module
  readonly discriminator: Module
  /** Real images; in the G phase only when the loss needs them. */
  readonly real: P extends 'd' ? Tensor : Tensor | null
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
export function dueWeight(
  { weight, interval = 1, lazyScale = true }: AuxiliaryLoss<'d'> | AuxiliaryLoss<'g'>,
  step: number,
): number {
  if (step % interval !== 0) return 0
  const now = typeof weight === 'function' ? weight(step) : weight
  return lazyScale ? now * interval : now
}
