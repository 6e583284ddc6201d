/** The adversarial part of translation: the loss of each mode, its factor for D, and the gradient penalty of WGAN-GP. */
import type { Tensor } from '@ganymede/torch'
import { z } from 'zod'
import type { Module } from '../../nn/module.js'
import type { RandomStreams } from '../../systems/contract/system.js'
import {
  type AdversarialLoss,
  hinge,
  leastSquares,
  nonSaturating,
  wasserstein,
} from '../../systems/losses/adversarial.js'
import { gradientPenalty, type Scores } from '../../systems/losses/gradient-penalty.js'
import { requireSeparateScores } from '../../systems/losses/separate-scores.js'
import type { TranslationNorm } from './normalisation.js'

export const ganModes = ['vanilla', 'lsgan', 'wgangp', 'hinge'] as const
export type GanMode = (typeof ganModes)[number]

/** What {@link translationLoss} and {@link criticPenalty} need of a system's options. */
export interface TranslationLossOptions {
  readonly ganMode: GanMode
  readonly dLossScale: number
  readonly penaltyWeight: number | 'auto'
}

/** Fragment of a system's options. @param ganMode  the paper's */
export function translationLossOptions(ganMode: GanMode) {
  return {
    ganMode: z
      .enum(ganModes)
      .default(ganMode)
      .describe(
        'Adversarial loss. vanilla: cross-entropy; lsgan: squares; wgangp: difference of scores with a gradient penalty; hinge: margin.',
      ),
    dLossScale: z
      .number()
      .positive()
      .max(10)
      .default(0.5)
      .describe(
        "Factor of D's loss on real and on fake images: 0.5 slows D as the paper does, 1 takes their sum. With Adam it matters beside a penalty, clipping or augmentation.",
      ),
    penaltyWeight: z
      .union([z.literal('auto'), z.number().min(0).max(1e6)])
      .default('auto')
      .describe(
        "Strength of the gradient penalty on D. auto: 10 for wgangp, none for others. 0 leaves wgangp without, as the authors' code does: scores may drift without bound.",
      ),
  }
}

/** The loss of a mode with D's factor on both of its terms. Logits may have any shape; means are taken over all of them. */
export function translationLoss({
  ganMode,
  dLossScale,
}: Pick<TranslationLossOptions, 'ganMode' | 'dLossScale'>): AdversarialLoss {
  const loss = plainLoss(ganMode)
  if (dLossScale === 1) return loss
  return {
    ...loss,
    discriminator(real, fake) {
      const terms = loss.discriminator(real, fake)
      return { real: terms.real.mul(dLossScale), fake: terms.fake.mul(dLossScale) }
    },
  }
}

function plainLoss(mode: GanMode): AdversarialLoss {
  switch (mode) {
    case 'vanilla':
      return nonSaturating()
    case 'lsgan':
      return leastSquares()
    case 'wgangp':
      return wasserstein()
    case 'hinge':
      return hinge()
  }
}

/** Weight of the gradient penalty that the options ask for; 0 for none. */
function penaltyWeightOf({
  ganMode,
  penaltyWeight,
}: Pick<TranslationLossOptions, 'ganMode' | 'penaltyWeight'>): number {
  if (penaltyWeight !== 'auto') return penaltyWeight
  return ganMode === 'wgangp' ? 10 : 0
}

/** The option that asks for the penalty. */
function penaltyOrigin({ penaltyWeight }: Pick<TranslationLossOptions, 'penaltyWeight'>): string {
  return penaltyWeight === 'auto' ? 'model.ganMode wgangp' : 'model.penaltyWeight'
}

/** What D sees of one step, for {@link criticPenalty}. */
export interface CriticInputs {
  /** Looked into for batch norm, which options cannot tell of a network from code. */
  readonly discriminator: Module
  /** Runs D in float32. */
  readonly discriminate: Scores
  /** `[N, C, H, W]`, what D was shown of real images, without gradients. */
  readonly real: Tensor
  /** Same shape. */
  readonly fake: Tensor
  /** The stream `gp` draws the mixing weights. */
  readonly random: RandomStreams
}

/**
 * The gradient penalty that the options ask for, times its weight.
 *
 * @returns scalar `[]`, or null for none
 * @throws GanymedeError `OPTION_INVALID` for a D with batch norm
 * @see Gulrajani et al. 2017, "Improved Training of Wasserstein GANs", eq. 3
 */
export function criticPenalty(
  options: TranslationLossOptions,
  { discriminator, discriminate, real, fake, random }: CriticInputs,
): { readonly penalty: Tensor; readonly weight: number } | null {
  const weight = penaltyWeightOf(options)
  if (weight === 0) return null
  requireSeparateScores(discriminator, `the gradient penalty of ${penaltyOrigin(options)}`, '--norm-d instance')
  return { penalty: gradientPenalty(discriminate, real, fake, { rng: random.stream('gp') }), weight }
}

/** Combinations that cannot work, one sentence each. @param normD  normalisation in D */
export function translationLossProblems(options: TranslationLossOptions, normD: TranslationNorm): string[] {
  if (penaltyWeightOf(options) === 0 || normD !== 'batch') return []
  return [
    `model.normD must be instance or none with the gradient penalty of ${penaltyOrigin(options)}, got batch: batch norm makes a score depend on other pictures; use --norm-d instance`,
  ]
}

/** What is allowed but known to go wrong, one a line. */
export function translationLossAdvice(options: TranslationLossOptions): string[] {
  if (options.ganMode !== 'wgangp' || penaltyWeightOf(options) > 0) return []
  return ["ganMode wgangp without a penalty, as in the authors' code: nothing bounds D's scores (--penalty-weight 10)"]
}
