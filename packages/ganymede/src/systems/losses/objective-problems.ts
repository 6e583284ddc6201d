/** Which options of the objective do not fit together, and why. */
import type { ObjectiveSettings, PenaltyName } from './objective-options.js'

/** What else decides whether an objective can work. */
export interface ObjectiveSurroundings {
  /** How D normalises its features; what it does when that is no option. */
  readonly normD: 'batch' | 'layer' | 'instance' | 'none' | 'spectral' | (string & {})
  readonly optimizerD: 'adam' | 'adamw' | 'rmsprop' | 'sgd'
  /** Share of earlier gradients in D's steps: Adam's first beta, or momentum. */
  readonly momentumD: number
  /** How D gets rid of batch norm, for systems without `normD`; default: by `normD`. */
  readonly withoutBatchNorm?: string
  /** Settings that the system has from the start, whatever the objective. */
  readonly defaults?: Partial<ObjectiveSettings>
}

/** Penalties that pull the slope of D towards 1, and so contradict other bounds on it. */
export const slopeOnePenalties: readonly PenaltyName[] = ['gp', 'gp-one-sided', 'gp-pixel', 'dragan']

/**
 * Reasons for refusing the options, one a line, for a system's `problems`; empty when they fit together.
 *
 * @example
 * const problems = [...checkUpdateCounts(train), ...objectiveProblems(options, { normD, optimizerD: 'adam', momentumD })]
 */
export function objectiveProblems(settings: ObjectiveSettings, around: ObjectiveSurroundings): string[] {
  const { objective, penalty, penaltyInterval, clip } = settings
  const isCrossEntropy = ['vanilla', 'logistic', 'minimax'].includes(objective)
  const isSmoothable = isCrossEntropy || objective === 'lsgan'
  const { normD, withoutBatchNorm = 'set model.normD to layer or none (--norm-d layer)' } = around
  const { realLabel, fakeLabel, penaltyWeight, instanceNoiseSteps } = settings
  const forLsgan = (['generatorLabel', 'lsganScale', 'lsganScaleG'] as const).filter(
    (name) => settings[name] !== 1 && settings[name] !== around.defaults?.[name],
  )
  const cases: readonly (readonly [boolean, string])[] = [
    [
      penalty !== 'none' && normD === 'batch',
      `model.penalty ${penalty} needs a D without batch norm: it acts on each image alone, and batch norm makes the score of one depend on the others; ${withoutBatchNorm}, or leave the penalty out`,
    ],
    [
      slopeOnePenalties.includes(penalty) && normD === 'spectral',
      `model.penalty ${penalty} pulls the slope of D towards 1, which spectral norm holds below 1 (model.normD); use one of them, or --penalty r1`,
    ],
    [
      clip > 0 && normD === 'spectral',
      `model.clip ${clip} has no effect under spectral norm (model.normD), which divides the scale of the weights out again; use one of them`,
    ],
    [
      clip > 0 && slopeOnePenalties.includes(penalty),
      `model.clip ${clip} and model.penalty ${penalty} both bound the slope of D and work against each other; use one of them`,
    ],
    [
      objective === 'wgan' && clip === 0 && penalty === 'none' && normD !== 'spectral',
      'model.objective wgan needs something that bounds the slope of D, model.clip, model.penalty or spectral norm (model.normD): without it scores grow without end; add --penalty gp or --clip 0.01',
    ],
    [
      !isSmoothable && (realLabel !== 1 || fakeLabel !== 0),
      `model.${realLabel !== 1 ? `realLabel ${realLabel}` : `fakeLabel ${fakeLabel}`} has no effect on ${objective} (model.objective), which has no targets; leave it out`,
    ],
    [
      isCrossEntropy && fakeLabel < 0,
      `model.fakeLabel must be at least 0 for ${objective} (model.objective): it is a probability, got ${fakeLabel}; use 0, or add --objective lsgan`,
    ],
    [
      realLabel <= fakeLabel,
      `model.realLabel must be above model.fakeLabel (${fakeLabel}), got ${realLabel}; usual are 1 or 0.9 above 0`,
    ],
    [
      objective !== 'lsgan' && forLsgan.length > 0,
      `${forLsgan.map((name) => `model.${name} ${settings[name]}`).join(' and ')} can change lsgan only, not ${objective} (model.objective); add --objective lsgan, or leave it out`,
    ],
    [
      penalty === 'none' && (penaltyWeight !== 'auto' || penaltyInterval !== 1),
      `model.${penaltyWeight !== 'auto' ? `penaltyWeight ${penaltyWeight}` : `penaltyInterval ${penaltyInterval}`} has no effect without model.penalty; add one, such as --penalty r1, or leave it out`,
    ],
    [
      settings.lazyAdam && penaltyInterval === 1,
      'model.lazyAdam has no effect unless model.penaltyInterval is at least 2, and it is 1; add --penalty-interval 16, or --no-lazy-adam',
    ],
    [
      settings.lazyAdam && !around.optimizerD.startsWith('adam'),
      `model.lazyAdam changes Adam, but D is trained with ${around.optimizerD} (model.optimizer); add --no-lazy-adam`,
    ],
    [
      clip === 0 && settings.clipWhen === 'before',
      'model.clipWhen before has no effect without model.clip; add --clip 0.01, or leave it out',
    ],
    [
      settings.instanceNoise === 0 && instanceNoiseSteps > 0,
      `model.instanceNoiseSteps ${instanceNoiseSteps} has no effect without model.instanceNoise; add --instance-noise 0.1, or leave it out`,
    ],
  ]
  return cases.filter(([applies]) => applies).map(([, reason]) => reason)
}

/** What is allowed but known to go wrong, one a line, for the notes of a run. */
export function objectiveAdvice(
  { clip, objective, penalty }: ObjectiveSettings,
  { momentumD, optimizerD }: ObjectiveSurroundings,
): string[] {
  const advice: string[] = []
  if (clip > 0 && momentumD > 0) {
    advice.push(
      `clipped weights and ${optimizerD} with momentum ${momentumD} for D are unstable together: WGAN asks for RMSprop, or beta1 0`,
    )
  }
  if (clip > 0 && objective !== 'wgan') {
    advice.push(`clipping weights is meant for the wgan objective; with ${objective} it only weakens D`)
  }
  if (objective === 'wgan' && (penalty === 'r1' || penalty === 'r2')) {
    advice.push(`penalty ${penalty} is meant for the logistic objective; with wgan gp is usual`)
  }
  return advice
}
