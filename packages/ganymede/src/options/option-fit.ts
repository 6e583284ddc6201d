/** Options that are sound one by one and do not fit together. */
import { GanymedeError } from '@ganymede/core'
import type { AnySystem } from '../systems/contract/system.js'
import { augmentationProblems } from '../training/augmentation.js'
import { learningRateProblems } from '../training/learning-rates.js'
import { type ResolvedOptions, type TrainOptions, trainSchema } from './train-options.js'
import { withoutEffect } from './unused-options.js'

/** What of a system says which of its options fit together. */
export type FittingSystem = Pick<AnySystem, 'problems' | 'loss' | 'trainDefaults'>

/**
 * All that does not fit together, one sentence each: it begins with the dotted path of the option to change, and names by
 * their paths the others that it depends on.
 */
export function fitProblems(
  system: FittingSystem,
  { model, train }: Pick<ResolvedOptions, 'model' | 'train'>,
): string[] {
  return [
    ...augmentationProblems(train),
    // A loss from code says by itself whether its scores have a zero.
    ...(system.loss === undefined ? strengthProblems(model, train) : []),
    ...withoutEffect('train', train, trainSchema.parse({ ...system.trainDefaults }), [
      { names: ['emaStart'], when: train.ema === 0 && train.emaKimg === 0, need: 'a moving average (--ema 0.999)' },
      { names: ['adaTarget', 'adaKimg', 'adaInterval'], when: train.augment !== 'ada', need: '--augment ada' },
    ]),
    ...learningRateProblems(train),
    ...(system.problems?.(model, train) ?? []),
  ]
}

/** Adaptive augmentation asks how sure D is of real images, which a critic's scores do not tell. */
function strengthProblems(
  { objective, ganMode }: Readonly<Record<string, unknown>>,
  { augment, adaKimg }: TrainOptions,
): string[] {
  const critic = objective === 'wgan' ? 'model.objective wgan' : ganMode === 'wgangp' ? 'model.ganMode wgangp' : null
  if (augment !== 'ada' || adaKimg === 0 || critic === null) return []
  return [
    `train.augment ada needs a D that tells real from fake, and a critic (${critic}) only compares; use --augment diffaugment, or --ada-kimg 0 with --augment-strength`,
  ]
}

/** @throws GanymedeError `OPTION_INVALID`, or `SIZE_UNSUPPORTED` when it is the size alone, with all problems at once */
export function requireFitting(system: FittingSystem, options: Pick<ResolvedOptions, 'model' | 'train'>): void {
  const problems = fitProblems(system, options)
  if (problems.length === 0) return
  const isSize = problems.every((text) => text.startsWith('model.size '))
  const [first = ''] = problems
  throw new GanymedeError(
    isSize ? 'SIZE_UNSUPPORTED' : 'OPTION_INVALID',
    problems.length === 1 ? first : `${problems.length} options do not fit together`,
    { lines: problems.length === 1 ? [] : problems },
  )
}
