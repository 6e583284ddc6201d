/**
 * One step of adversarial training: the D updates, the G updates, the average. training-loop specification, section 3.
 *
 *     for each D update:  D learns from fresh real images and fakes that carry no gradient to G
 *     for each G update:  G learns through D, whose weights get no gradient; then E follows G
 */

import { requireObject } from '@ganymede/core'
import { noGrad, scope, type Tensor } from '@ganymede/torch'
import {
  addAuxiliary,
  dueLosses,
  logTerms,
  type NamedTerms,
  type PhaseContext,
  requireDistinctNames,
} from '../contract/auxiliary-loss.js'
import type { PendingBatch } from '../contract/system.js'
import {
  type AdversarialContext,
  type AdversarialParts,
  type AdversarialStep,
  type Latents,
  seenByD,
} from './adversarial-parts.js'
import { discriminatorBackward, discriminatorPhase } from './discriminator-phase.js'
import { backwardMean, finishUpdate, updateAverage, withRoles } from './network-update.js'

/**
 * Runs one step. Order, gradient isolation and counters are those of the specification; tests hold its order traces.
 *
 * @throws GanymedeError `OPTION_INVALID` for anything but an object
 */
export async function adversarialStep(ctx: AdversarialContext, own: AdversarialParts): Promise<void> {
  requireObject('adversarialStep', ctx, ['networks', 'optimizers'])
  requireObject('adversarialStep', own, ['loss'])
  const parts = ctx.loss === undefined ? own : { ...own, loss: ctx.loss }
  requireDistinctNames([
    ...(parts.auxiliaryD ?? []).map(({ name }) => ({ name: `d/${name}` })),
    ...(parts.auxiliaryG ?? []).map(({ name }) => ({ name: `g/${name}` })),
  ])
  const step = { ctx, parts, weightsG: parts.generator.parameters(), weightsD: parts.discriminator.parameters() }
  const warm = ctx.step < ctx.train.dWarmupSteps
  if (ctx.train.shareFakes && !warm) return sharedStep(step)
  if (ctx.train.dFirst || warm) await discriminatorPhase(step)
  if (!warm) await generatorPhase(step)
  if (!ctx.train.dFirst && !warm) await discriminatorPhase(step)
}

const float32 = { dtype: 'float32' } as const

async function generatorPhase(step: AdversarialStep): Promise<void> {
  const { ctx, parts } = step
  const { train } = ctx
  const size = train.batch / train.accumG
  const needsReal = (parts.auxiliaryG ?? []).some((loss) => loss.needs?.includes('real'))
  for (let update = 0; update < train.gSteps; update++) {
    const pending: (PendingBatch | null)[] = []
    for (let micro = 0; micro < train.accumG; micro++) pending.push(needsReal ? await ctx.nextReal(size) : null)
    ctx.time('g', () =>
      withRoles(step.weightsG, step.weightsD, () => {
        parts.optimizerG.zeroGrad()
        pending.forEach((batch, micro) => {
          scope('g-step', () => {
            const latents = parts.latents(size, ctx.random, 'latents-g')
            const real = batch?.toDevice().images ?? null
            const make = () => ctx.forward(() => parts.generate(latents))
            generatorBackward(step, { fake: make(), latents, real, update, micro }, make)
          })
          ctx.trace('g')
        })
        finishUpdate(ctx, 'g', { weights: step.weightsG, optimizer: parts.optimizerG, limit: train.clipG })
        ctx.trace('G')
      }),
    )
    updateAverage(ctx)
  }
}

interface GeneratorBatch {
  readonly fake: Tensor
  readonly latents: Latents
  readonly real: Tensor | null
  readonly update: number
  readonly micro: number
}

function generatorBackward(step: AdversarialStep, batch: GeneratorBatch, remake: () => Tensor): void {
  const { ctx, parts } = step
  const { fake, latents, real, update, micro } = batch
  const judge = (images: Tensor) => ctx.forward(() => parts.discriminate(seenByD(step, images), latents.label))
  const predFake = judge(fake)
  const adversarial = parts.loss.generator(predFake)
  const weighted = parts.weightAdv === undefined ? adversarial : adversarial.mul(parts.weightAdv)
  const phase: PhaseContext<'g'> = {
    phase: 'g',
    generator: parts.generator,
    discriminator: parts.discriminator,
    real,
    plainReal: real,
    fake,
    predReal: null,
    predFake,
    label: null,
    fakeLabel: latents.label,
    latents: latents.z,
    step: ctx.step,
    update,
    micro,
    random: ctx.random,
    discriminate: parts.discriminate,
    log: (name, value) => ctx.log(`g/${name}`, value),
  }
  const auxiliary: NamedTerms = {}
  const total = addAuxiliary(dueLosses(parts.auxiliaryG, ctx.step), phase, weighted, auxiliary)
  ctx.requireFinite(
    'g/total',
    total,
    () => judge(remake()),
    () => ({ adv: adversarial, ...auxiliary }),
  )
  logTerms(ctx, 'g', auxiliary)
  noGrad(() => {
    ctx.log('g/total', total)
    ctx.log('g/adv', adversarial)
    ctx.log('g/fake_logit', predFake.mean(null, float32))
  })
  backwardMean(total, ctx.train.accumG)
}

/**
 * The order of the classic DCGAN script and of all translation models: one G forward feeds both phases, detached for D,
 * attached for G.
 */
async function sharedStep(step: AdversarialStep): Promise<void> {
  const { ctx, parts } = step
  const { train } = ctx
  const pending = await ctx.nextReal(train.batch)
  scope('step', () => {
    // D's gradients are not needed while G runs, G's are needed until its update.
    const latents = parts.latents(train.batch, ctx.random, 'latents-d')
    const make = () => ctx.forward(() => parts.generate(latents))
    const fake = ctx.time('g', make)
    const updateD = () =>
      ctx.time('d', () =>
        withRoles(step.weightsD, null, () => {
          parts.beforeD?.()
          parts.optimizerD.zeroGrad()
          scope('d-step', () => {
            const real = pending.toDevice()
            discriminatorBackward(step, {
              real: real.images,
              label: real.labels,
              fake,
              latents,
              remake: make,
              update: 0,
              micro: 0,
            })
          })
          ctx.trace('d')
          finishUpdate(ctx, 'd', { weights: step.weightsD, optimizer: parts.optimizerD, limit: train.clipD })
          parts.afterD?.()
          ctx.trace('D')
        }),
      )
    const updateG = () =>
      ctx.time('g', () =>
        withRoles(step.weightsG, step.weightsD, () => {
          parts.optimizerG.zeroGrad()
          scope('g-step', () => {
            const real = (parts.auxiliaryG ?? []).some((l) => l.needs?.includes('real'))
              ? pending.toDevice().images
              : null
            generatorBackward(step, { fake, latents, real, update: 0, micro: 0 }, make)
          })
          ctx.trace('g')
          finishUpdate(ctx, 'g', { weights: step.weightsG, optimizer: parts.optimizerG, limit: train.clipG })
          ctx.trace('G')
        }),
      )
    if (train.dFirst) updateD()
    updateG()
    updateAverage(ctx)
    if (!train.dFirst) updateD()
  })
}
