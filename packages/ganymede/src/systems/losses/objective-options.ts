/**
 * Options of adversarial training that every such system shares: objective, label smoothing, penalties, clipping, noise.
 * One fragment of a zod schema, spread into a system's own:
 *
 *     const myOptions = z.strictObject({ size: …, ...objectiveOptions })                       // vanilla, no penalty
 *     const myOptions = z.strictObject({ size: …, ...objectiveOptionsWith({ penalty: 'gp' }) }) // other defaults
 *
 * The system then takes its parts from `objectiveParts`, its state from `objectiveState`, and refuses what does not fit
 * together with `requireObjective`; see objective-parts.ts.
 */
import { z } from 'zod'

const objectiveNames = ['vanilla', 'minimax', 'logistic', 'lsgan', 'wgan', 'hinge'] as const
export type ObjectiveName = (typeof objectiveNames)[number]

export const penaltyNames = [
  'none',
  'gp',
  'gp-one-sided',
  'gp-zero',
  'gp-pixel',
  'dragan',
  'r1',
  'r2',
  'r1r2',
  'div',
] as const
export type PenaltyName = (typeof penaltyNames)[number]

/** Values of the fragment. */
export interface ObjectiveSettings {
  readonly objective: ObjectiveName
  readonly realLabel: number
  readonly fakeLabel: number
  readonly generatorLabel: number
  readonly lsganScale: number
  readonly lsganScaleG: number
  readonly penalty: PenaltyName
  readonly penaltyWeight: number | 'auto'
  readonly penaltyInterval: number
  readonly lazyAdam: boolean
  readonly drift: number
  readonly lecam: number
  readonly consistency: number
  readonly clip: number
  readonly clipWhen: 'after' | 'before'
  readonly instanceNoise: number
  readonly instanceNoiseSteps: number
}

const plainDefaults: ObjectiveSettings = {
  objective: 'vanilla',
  realLabel: 1,
  fakeLabel: 0,
  generatorLabel: 1,
  lsganScale: 1,
  lsganScaleG: 1,
  penalty: 'none',
  penaltyWeight: 'auto',
  penaltyInterval: 1,
  lazyAdam: false,
  drift: 0,
  lecam: 0,
  consistency: 0,
  clip: 0,
  clipWhen: 'after',
  instanceNoise: 0,
  instanceNoiseSteps: 0,
}

const weight = z.number().min(0).max(1e6)

/** The fragment with other defaults than vanilla without penalty. */
export function objectiveOptionsWith(own: Partial<ObjectiveSettings>) {
  const defaults = { ...plainDefaults, ...own }
  return {
    objective: z
      .enum(objectiveNames)
      .default(defaults.objective)
      .describe(
        'What D and G minimise. vanilla (also called logistic): classification; minimax: its saturating form, slow when D wins; lsgan: squares; wgan: difference of scores, needs clip or a penalty; hinge: margin.',
      ),
    realLabel: z
      .number()
      .gt(0)
      .max(1)
      .default(defaults.realLabel)
      .describe(
        'Target of real images in D, for vanilla, minimax, logistic and lsgan. 0.9 smooths labels and slows a D that wins.',
      ),
    fakeLabel: z
      .number()
      .min(-1)
      .lt(1)
      .default(defaults.fakeLabel)
      .describe(
        'Target of fakes in D. 0.1 smooths both sides; -1 with generatorLabel 0 is the chi-square form of lsgan.',
      ),
    generatorLabel: z
      .number()
      .min(-1)
      .max(1)
      .default(defaults.generatorLabel)
      .describe('What G wants D to say of its images; lsgan only.'),
    lsganScale: z
      .union([z.literal(1), z.literal(0.5)])
      .default(defaults.lsganScale as 1 | 0.5)
      .describe("Factor of both of D's terms of lsgan; 0.5 as in the paper."),
    lsganScaleG: z
      .union([z.literal(1), z.literal(0.5)])
      .default(defaults.lsganScaleG as 1 | 0.5)
      .describe("Factor of G's term of lsgan; 0.5 as in the paper, 1 in common code."),
    penalty: z
      .enum(penaltyNames)
      .default(defaults.penalty)
      .describe(
        "Penalty on the slope of D. gp: towards 1 between real and fake (gp-one-sided: only above 1; gp-zero: towards 0; gp-pixel: per pixel); dragan: towards 1 around real images; r1, r2, r1r2: towards 0 on real images, fakes, both; div: WGAN-div. Steadier, about twice D's time.",
      ),
    penaltyWeight: z
      .union([z.literal('auto'), weight])
      .default(defaults.penaltyWeight)
      .describe(
        'Strength of the penalty: lambda of gp and dragan, gamma of r1 and r2 (which count half of it), k of div. auto: 10, for gp-pixel 0.1, for div 2. More: steadier and less variety.',
      ),
    penaltyInterval: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(defaults.penaltyInterval)
      .describe(
        'Steps between penalties, each stronger by this factor; 16 is usual for r1. More: faster, less even. Steps in between cost nothing extra.',
      ),
    lazyAdam: z
      .boolean()
      .default(defaults.lazyAdam)
      .describe("Adapt D's Adam to penaltyInterval k: lr times k/(k+1), betas to that power, as StyleGAN2 does."),
    drift: weight
      .default(defaults.drift)
      .describe(
        'Weight of the mean square of D on real images and on fakes, which keeps scores near 0; 0.0005 is usual.',
      ),
    lecam: weight
      .default(defaults.lecam)
      .describe(
        'Weight of the LeCam term, which ties scores to their moving averages (decay 0.99); 0.3 helps with little data.',
      ),
    consistency: weight
      .default(defaults.consistency)
      .describe('Weight of the squared change of D when a real image is shifted or augmented; 10 is usual.'),
    clip: z
      .number()
      .min(0)
      .max(100)
      .default(defaults.clip)
      .describe(
        'Clips every weight of D to this size in each of its updates; 0: none, 0.01 for WGAN. Too small: G learns nothing; too large: unstable.',
      ),
    clipWhen: z
      .enum(['after', 'before'])
      .default(defaults.clipWhen)
      .describe("Clip after each update of D (the paper) or before it (the authors' code)."),
    instanceNoise: z
      .number()
      .min(0)
      .max(10)
      .default(defaults.instanceNoise)
      .describe(
        'Standard deviation of noise added to everything D sees, on images in [-1, 1]; 0.1 slows a D that wins.',
      ),
    instanceNoiseSteps: z
      .number()
      .int()
      .min(0)
      .default(defaults.instanceNoiseSteps)
      .describe('Steps over which that noise falls to 0, evenly; 0: it stays.'),
  }
}

/** The fragment with the defaults of the original GAN. */
export const objectiveOptions = objectiveOptionsWith({})
