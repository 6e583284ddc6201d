/** From the options of options.ts to what the shared step needs: losses, penalties, noise, clipping, and their state. */

import { requireObject } from '@ganymede/core'
import type { Tensor } from '@ganymede/torch'
import type { Module } from '../../nn/module.js'
import type { AdamOptions } from '../../nn/optim/adam.js'
import { clampParameters } from '../../nn/optim/clip.js'
import { lazyAdam } from '../../nn/optim/lazy-adam.js'
import type { AuxiliaryLoss } from '../contract/auxiliary-loss.js'
import type { StepContext } from '../contract/system.js'
import { type JoinedState, joinStates } from '../contract/system-state.js'
import type { AdversarialParts } from '../steps/adversarial-parts.js'
import { type AdversarialLoss, hinge, leastSquares, nonSaturating, saturating, wasserstein } from './adversarial.js'
import {
  divergencePenalty,
  draganPenalty,
  type GradientPenaltyOptions,
  gradientPenalty,
  squaredSlope,
} from './gradient-penalty.js'
import { instanceNoiseAt, withInstanceNoise } from './instance-noise.js'
import { LeCamAverages, leCamPenalty } from './lecam.js'
import type { ObjectiveSettings } from './objective-options.js'
import { consistencyPenalty, driftPenalty, shifted } from './score-penalties.js'
import { requireSeparateScores } from './separate-scores.js'

/** What the objective remembers between steps: the averages of LeCam. */
export type ObjectiveState = JoinedState<{ readonly lecam: LeCamAverages }>

/** For a system's `state` hook; to be joined with other state as one of its parts. */
export function objectiveState(): ObjectiveState {
  return joinStates({ lecam: new LeCamAverages() })
}

/**
 * The parts of the shared step that follow from the objective's options.
 *
 * @param settings  options of the system, with the fragment `objectiveOptions` in them
 * @param ctx       the present step; parts are made anew for each
 * @param discriminator  whose weights are clipped
 * @param state     what {@link objectiveState} made
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 * @example
 * step: (ctx) => {
 *   const { generator, discriminator } = ctx.networks
 *   return adversarialStep(ctx, { generator, discriminator, …, ...objectiveParts(ctx.options, ctx, discriminator, ctx.state) })
 * }
 */
export function objectiveParts(
  settings: ObjectiveSettings,
  ctx: Pick<StepContext<never, unknown>, 'step' | 'random'>,
  discriminator: Module,
  state: ObjectiveState,
): Pick<AdversarialParts, 'loss'> & Partial<Pick<AdversarialParts, 'augment' | 'auxiliaryD' | 'beforeD' | 'afterD'>> {
  requireObject('objectiveParts', settings, ['objective', 'penalty'])
  requireObject('objectiveParts', ctx, ['step', 'random'])
  const { step, random } = ctx
  const { clip, clipWhen } = settings
  if (settings.penalty !== 'none') requireSeparateScores(discriminator, `model.penalty ${settings.penalty}`)
  const sigma = instanceNoiseAt(step, settings.instanceNoise, settings.instanceNoiseSteps)
  const clamp = () => clampParameters(discriminator.parameters(), clip)
  return {
    loss: adversarialLoss(settings),
    auxiliaryD: [...slopePenalties(settings), ...scorePenalties(settings, state)],
    ...(sigma > 0 && {
      augment: (images: Tensor) => withInstanceNoise(images, sigma, random.stream('instance-noise')),
    }),
    ...(clip > 0 && (clipWhen === 'before' ? { beforeD: clamp } : { afterD: clamp })),
  }
}

/** D's Adam options as `lazyAdam` asks: changed when it is on. */
export function discriminatorAdam<O extends Pick<AdamOptions, 'lr' | 'betas'>>(
  options: O,
  settings: Pick<ObjectiveSettings, 'lazyAdam' | 'penaltyInterval'>,
): O {
  return settings.lazyAdam ? lazyAdam(options, settings.penaltyInterval) : options
}

/** The adversarial loss that the options name, with its targets. */
function adversarialLoss(settings: ObjectiveSettings): AdversarialLoss {
  const { objective, realLabel, fakeLabel, generatorLabel, lsganScale, lsganScaleG } = settings
  switch (objective) {
    case 'vanilla':
    case 'logistic':
      return nonSaturating({ realLabel, fakeLabel })
    case 'minimax':
      return saturating({ realLabel, fakeLabel })
    case 'lsgan':
      return leastSquares({ realLabel, fakeLabel, generatorLabel, scale: lsganScale, scaleG: lsganScaleG })
    case 'wgan':
      return wasserstein()
    case 'hinge':
      return hinge()
  }
}

type PenaltyD = AuxiliaryLoss<'d'>

/** Factor of the mean in D's loss; R1 and R2 count γ/2, WGAN-div k/2. */
function slopeWeight({ penalty, penaltyWeight }: ObjectiveSettings): number {
  const given = penaltyWeight === 'auto' ? { 'gp-pixel': 0.1, div: 2 }[penalty as string] : penaltyWeight
  const strength = given ?? 10
  return ['r1', 'r2', 'r1r2', 'div'].includes(penalty) ? strength / 2 : strength
}

function slopePenalties(settings: ObjectiveSettings): readonly PenaltyD[] {
  const { penalty, penaltyInterval: interval } = settings
  const common = { weight: slopeWeight(settings), interval }
  const between = (options: GradientPenaltyOptions): PenaltyD => ({
    name: 'gp',
    ...common,
    compute: ({ discriminate, real, fake, label, random }) =>
      gradientPenalty((x) => discriminate(x, label), real, fake, { ...options, rng: random.stream('gp') }),
  })
  const r1: PenaltyD = {
    name: 'r1',
    ...common,
    differentiates: ['real'],
    compute: ({ predReal, real }) => squaredSlope(predReal, real),
  }
  const r2: PenaltyD = {
    name: 'r2',
    ...common,
    differentiates: ['fake'],
    compute: ({ predFake, fake }) => squaredSlope(predFake, fake),
  }
  switch (penalty) {
    case 'none':
      return []
    case 'gp':
      return [between({})]
    case 'gp-one-sided':
      return [between({ form: 'one-sided' })]
    case 'gp-zero':
      return [between({ form: 'zero' })]
    case 'gp-pixel':
      return [between({ norm: 'pixel' })]
    case 'dragan':
      return [
        {
          name: 'dragan',
          ...common,
          compute: ({ discriminate, real, label, random }) =>
            draganPenalty((x) => discriminate(x, label), real, { rng: random.stream('gp') }),
        },
      ]
    case 'r1':
      return [r1]
    case 'r2':
      return [r2]
    case 'r1r2':
      return [r1, r2]
    case 'div':
      return [
        {
          name: 'div',
          ...common,
          differentiates: ['real', 'fake'],
          compute: ({ predReal, real, predFake, fake }) =>
            divergencePenalty({ scores: predReal, images: real }, { scores: predFake, images: fake }),
        },
      ]
  }
}

function scorePenalties({ drift, lecam, consistency }: ObjectiveSettings, state: ObjectiveState): readonly PenaltyD[] {
  const losses: PenaltyD[] = []
  if (drift > 0) {
    losses.push({
      name: 'drift',
      weight: drift,
      compute: ({ predReal, predFake }) => driftPenalty(predReal, predFake),
    })
  }
  if (lecam > 0) {
    losses.push({
      name: 'lecam',
      weight: lecam,
      compute: ({ predReal, predFake, micro }) => {
        const { lecam } = state.parts
        // Once an update, whatever the accumulation: the decay counts updates.
        const averages = (micro > 0 ? lecam.averages : null) ?? lecam.update(predReal, predFake)
        return leCamPenalty(predReal, predFake, averages)
      },
    })
  }
  if (consistency > 0) {
    losses.push({
      name: 'consistency',
      weight: consistency,
      compute: ({ predReal, real, plainReal, label, discriminate, random }) =>
        real === plainReal
          ? consistencyPenalty(discriminate(shifted(real, random.stream('consistency')), label), predReal)
          : consistencyPenalty(predReal, discriminate(plainReal, label)),
    })
  }
  return losses
}
