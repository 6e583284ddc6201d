/** Which options of the objective do not fit together, and why. */
import type { ObjectiveSettings, PenaltyName } from './options.js'

/** What else decides whether an objective can work. */
export interface ObjectiveSurroundings {
  /** How D normalises its features; what it does when that is no option. */
  readonly normD: 'batch' | 'layer' | 'instance' | 'none' | 'spectral' | (string & {})
  readonly optimizerD: 'adam' | 'adamw' | 'rmsprop' | 'sgd'
  /** Share of earlier gradients in D's steps: Adam's first beta, or momentum. */
  readonly momentumD: number
}

const targetOne: readonly PenaltyName[] = ['gp', 'gp-one-sided', 'gp-pixel', 'dragan']

/**
 * Reasons for refusing the options, one a line, for a system's `check`; empty when they fit together.
 *
 * @example
 * const problems = [...checkUpdateCounts(train), ...objectiveProblems(options, { normD, optimizerD: 'adam', momentumD })]
 */
export function objectiveProblems(settings: ObjectiveSettings, around: ObjectiveSurroundings): string[] {
  const { objective, penalty, penaltyInterval, clip } = settings
  const isCrossEntropy = ['vanilla', 'logistic', 'minimax'].includes(objective)
  const isSmoothable = isCrossEntropy || objective === 'lsgan'
  const { normD } = around
  const cases: readonly (readonly [boolean, string])[] = [
    [
      penalty !== 'none' && normD === 'batch',
      `model.penalty ${penalty} needs a D without batch norm: it acts on each image alone, and batch norm makes the score of one depend on the others; use layer norm or none (--norm-d layer)`,
    ],
    [
      targetOne.includes(penalty) && normD === 'spectral',
      `model.penalty ${penalty} pulls the slope of D towards 1, which spectral norm holds below 1; use one of them, or penalty r1`,
    ],
    [
      clip > 0 && normD === 'spectral',
      'model.clip has no effect under spectral norm, which divides the scale of the weights out again; use one of them',
    ],
    [
      clip > 0 && targetOne.includes(penalty),
      `model.clip and model.penalty ${penalty} both bound the slope of D and work against each other; use one of them`,
    ],
    [
      objective === 'wgan' && clip === 0 && penalty === 'none' && normD !== 'spectral',
      'model.objective wgan needs something that bounds the slope of D: clip, a penalty, or spectral norm; without it scores grow without end',
    ],
    [
      !isSmoothable && (settings.realLabel !== 1 || settings.fakeLabel !== 0),
      `model.realLabel and model.fakeLabel have no effect on ${objective}, which has no targets`,
    ],
    [
      isCrossEntropy && settings.fakeLabel < 0,
      `model.fakeLabel must be at least 0 for ${objective}: it is a probability, got ${settings.fakeLabel}`,
    ],
    [
      settings.realLabel <= settings.fakeLabel,
      `model.realLabel (${settings.realLabel}) must be above model.fakeLabel (${settings.fakeLabel})`,
    ],
    [
      objective !== 'lsgan' &&
        (settings.generatorLabel !== 1 || settings.lsganScale !== 1 || settings.lsganScaleG !== 1),
      `model.generatorLabel, model.lsganScale and model.lsganScaleG have an effect on lsgan only, not on ${objective}`,
    ],
    [
      penalty === 'none' && (settings.penaltyWeight !== 'auto' || penaltyInterval !== 1),
      'model.penaltyWeight and model.penaltyInterval have no effect without model.penalty',
    ],
    [
      settings.lazyAdam && penaltyInterval === 1,
      'model.lazyAdam has no effect unless model.penaltyInterval is at least 2',
    ],
    [
      settings.lazyAdam && !around.optimizerD.startsWith('adam'),
      `model.lazyAdam changes Adam, but D is trained with ${around.optimizerD}`,
    ],
    [clip === 0 && settings.clipWhen === 'before', 'model.clipWhen has no effect without model.clip'],
    [
      settings.instanceNoise === 0 && settings.instanceNoiseSteps > 0,
      'model.instanceNoiseSteps has no effect without model.instanceNoise',
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
