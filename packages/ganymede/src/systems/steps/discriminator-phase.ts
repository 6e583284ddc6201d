/** The D phase of the adversarial step: D learns from fresh real images and fakes that carry no gradient to G. */
import { cat, noGrad, scope, type Tensor } from '@ganymede/torch'
import { withFrozenStatistics } from '../../nn/layers/batch-norm.js'
import { addAuxiliary, dueLosses, logTerms, type NamedTerms, type PhaseContext } from '../contract/auxiliary-loss.js'
import type { PendingBatch } from '../contract/system.js'
import { float } from '../losses/adversarial.js'
import { type AdversarialParts, type AdversarialStep, type Latents, seenByD } from './adversarial-parts.js'
import { logJudgement } from './judgement-log.js'
import { backwardMean, finishUpdate, withRoles } from './network-update.js'

/** All D updates of a step, each with fresh real images and fakes. */
export async function discriminatorPhase(step: AdversarialStep): Promise<void> {
  const { ctx, parts } = step
  const { train } = ctx
  const updates = parts.dSteps ?? train.dSteps
  for (let update = 0; update < updates; update++) {
    await discriminatorUpdate(step, update, (micro) => {
      const latents = parts.latents(micro, ctx.random, 'latents-d')
      const make = () => noGrad(() => ctx.forward(() => parts.generate(latents)))
      // G stays in training mode, but only its own updates move its statistics.
      return { latents, fake: train.gBnInDPhase ? make() : withFrozenStatistics(parts.generator, make), remake: make }
    })
  }
}

/** Fakes for D. */
interface Fakes {
  readonly latents: Latents
  readonly fake: Tensor
  /** Makes them again, to find where a bad value came from. */
  readonly remake: () => Tensor
}

async function discriminatorUpdate(
  step: AdversarialStep,
  update: number,
  fakes: (micro: number) => Fakes,
): Promise<void> {
  const { ctx, parts } = step
  const { train } = ctx
  const size = train.batch / train.accumD
  const pending: PendingBatch[] = []
  for (let micro = 0; micro < train.accumD; micro++) pending.push(await ctx.nextReal(size))
  ctx.time('d', () =>
    withRoles(step.weightsD, step.weightsG, () => {
      parts.beforeD?.()
      parts.optimizerD.zeroGrad()
      pending.forEach((batch, micro) => {
        scope('d-step', () => {
          const real = batch.toDevice()
          const made = fakes(size)
          discriminatorBackward(step, { real: real.images, label: real.labels, ...made, update, micro })
        })
        ctx.trace('d')
      })
      finishUpdate(ctx, 'd', { weights: step.weightsD, optimizer: parts.optimizerD, limit: train.clipD })
      parts.afterD?.()
      ctx.trace('D')
    }),
  )
}

/** A micro-batch that D learns from. */
export interface DiscriminatorBatch extends Fakes {
  readonly real: Tensor
  readonly label: Tensor | null
  readonly update: number
  readonly micro: number
}

/** Losses of D on a micro-batch, and their gradients. */
export function discriminatorBackward(step: AdversarialStep, batch: DiscriminatorBatch): void {
  const { ctx, parts } = step
  const { label, latents, update, micro } = batch
  const plainReal = parts.prepareReal?.(batch.real) ?? batch.real
  const due = dueLosses(parts.auxiliaryD, ctx.step)
  const differentiates = (images: 'real' | 'fake') => due.some(({ loss }) => loss.differentiates?.includes(images))
  const [slopeReal, slopeFake] = [differentiates('real'), differentiates('fake')]
  const real = slopeReal ? leafOf(seenByD(step, plainReal)) : seenByD(step, plainReal)
  const shown = seenByD(step, batch.fake.detach())
  const fake = slopeFake ? leafOf(shown) : shown
  const judgeReal = () => parts.discriminate(real, label)
  const judgeFake = () => parts.discriminate(fake, latents.label)
  const judge = () => {
    if (slopeReal || slopeFake) {
      const predReal = slopeReal ? judgeReal() : ctx.forward(judgeReal)
      return { predReal, predFake: slopeFake ? judgeFake() : ctx.forward(judgeFake) }
    }
    // One pass in the run's precision, so that cast weights serve both.
    return ctx.forward(() =>
      ctx.train.concatForward
        ? judgeTogether(parts, { images: real, label }, { images: fake, label: latents.label })
        : { predReal: judgeReal(), predFake: judgeFake() },
    )
  }
  const { predReal, predFake } = judge()
  const terms = parts.loss.discriminator(predReal, predFake)
  const phase: PhaseContext<'d'> = {
    phase: 'd',
    generator: parts.generator,
    discriminator: parts.discriminator,
    real,
    plainReal,
    fake,
    predReal,
    predFake,
    label,
    fakeLabel: latents.label,
    latents: latents.z,
    step: ctx.step,
    update,
    micro,
    random: ctx.random,
    discriminate: parts.discriminate,
    log: (name, value) => ctx.log(`d/${name}`, value),
  }
  const auxiliary: NamedTerms = {}
  const total = addAuxiliary(due, phase, terms.real.add(terms.fake), auxiliary)
  const repeat = () => {
    // The first bad value may be in the generator that made the fakes.
    batch.remake()
    judge()
  }
  ctx.requireFinite('d/total', total, repeat, () => ({ adv_real: terms.real, adv_fake: terms.fake, ...auxiliary }))
  logTerms(ctx, 'd', auxiliary)
  ctx.log('d/total', total)
  logJudgement(ctx, parts.loss, { ...terms, predReal, predFake })
  ctx.augmentation?.observe(predReal, parts.loss.threshold)
  // The images that require gradients have had theirs: only weights learn from the total.
  const learning = slopeReal || slopeFake ? step.weightsD.filter((weight) => weight.requiresGrad) : undefined
  backwardMean(total, ctx.train.accumD, learning)
}

interface Shown {
  readonly images: Tensor
  readonly label: Tensor | null
}

/** Real images and fakes as one batch: the same for a D that judges each image by itself, and less work. */
function judgeTogether(parts: AdversarialParts, real: Shown, fake: Shown): { predReal: Tensor; predFake: Tensor } {
  const label = real.label !== null && fake.label !== null ? cat([real.label, fake.label]) : null
  const images = cat([real.images, fake.images.to({ dtype: real.images.dtype })])
  const scores = parts.discriminate(images, label)
  const count = real.images.shape[0] ?? 0
  return { predReal: scores.narrow(0, 0, count), predFake: scores.narrow(0, count, count) }
}

/** The same images as the start of a graph, in float32 so that derivatives are. */
function leafOf(images: Tensor): Tensor {
  return float(images).detach().requiresGrad_()
}
