/**
 * One step of adversarial training: the D updates, the G updates, the average. training-loop specification, section 3.
 *
 *     for each D update:  D learns from fresh real images and fakes that carry no gradient to G
 *     for each G update:  G learns through D, whose weights get no gradient; then E follows G
 */
import { cat, noGrad, scope, type Tensor } from '@ganymede/torch'
import { withFrozenStatistics } from '../nn/batch-norm.js'
import type { Module } from '../nn/module.js'
import type { Optimizer } from '../nn/optim/optimizer.js'
import { type AuxiliaryLoss, dueWeight, type PhaseContext, requireDistinctNames } from './auxiliary-loss.js'
import type { AdversarialLoss, DiscriminatorLoss } from './losses/adversarial.js'
import { finishUpdate, updateAverage, withRoles } from './network-update.js'
import type { TrainOptions } from './options.js'
import type { Networks, PendingBatch, RandomStreams, StepContext } from './system.js'

export interface Latents {
  readonly z: Tensor
  readonly label: Tensor | null
}

/** What is particular to a system; everything else is the same for all. */
export interface AdversarialParts {
  readonly generator: Module
  readonly discriminator: Module
  readonly optimizerG: Optimizer
  readonly optimizerD: Optimizer
  readonly loss: AdversarialLoss
  /** Scales the adversarial term of G's loss only; default 1. */
  readonly weightAdv?: number
  /** Noise (and labels) for `n` fakes from a named stream. */
  latents(n: number, random: RandomStreams, stream: string): Latents
  generate(latents: Latents): Tensor
  discriminate(images: Tensor, label: Tensor | null): Tensor
  /** Changes everything that D sees, after the run's augmentation; differentiable, independent draws per call. */
  augment?(images: Tensor): Tensor
  readonly auxiliaryD?: readonly AuxiliaryLoss<'d'>[]
  readonly auxiliaryG?: readonly AuxiliaryLoss<'g'>[]
  /** Before each D update and after it (weight clipping of WGAN). */
  beforeD?(): void
  afterD?(): void
  /** D updates of this step, where a system varies them; default `train.dSteps`. */
  readonly dSteps?: number
}

type Context = StepContext<Networks, unknown>

/** One step: its context and parts, and the weights of both networks, looked up once. */
interface Step {
  readonly ctx: Context
  readonly parts: AdversarialParts
  readonly weightsG: readonly Tensor[]
  readonly weightsD: readonly Tensor[]
}

/** Runs one step. Order, gradient isolation and counters are those of the specification; tests hold its order traces. */
export async function adversarialStep(ctx: Context, own: AdversarialParts): Promise<void> {
  const parts = ctx.loss === undefined ? own : { ...own, loss: ctx.loss }
  requireDistinctNames([
    ...(parts.auxiliaryD ?? []).map(({ name }) => ({ name: `d/${name}` })),
    ...(parts.auxiliaryG ?? []).map(({ name }) => ({ name: `g/${name}` })),
  ])
  const step = { ctx, parts, weightsG: parts.generator.parameters(), weightsD: parts.discriminator.parameters() }
  const warm = ctx.step < ctx.train.dWarmupSteps
  if (ctx.train.shareFakes && !warm) return sharedStep(step)
  if (ctx.train.dFirst || warm) await dPhase(step)
  if (!warm) await gPhase(step)
  if (!ctx.train.dFirst && !warm) await dPhase(step)
}

async function dPhase(step: Step): Promise<void> {
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

interface Fakes {
  readonly latents: Latents
  readonly fake: Tensor
  /** Makes them again, to find where a bad value came from. */
  readonly remake: () => Tensor
}

async function discriminatorUpdate(step: Step, update: number, fakes: (micro: number) => Fakes): Promise<void> {
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

interface DiscriminatorBatch extends Fakes {
  readonly real: Tensor
  readonly label: Tensor | null
  readonly update: number
  readonly micro: number
}

function discriminatorBackward(step: Step, batch: DiscriminatorBatch): void {
  const { ctx, parts } = step
  const { label, latents, update, micro } = batch
  const due = dueLosses(parts.auxiliaryD, ctx.step)
  const differentiates = (images: 'real' | 'fake') => due.some(({ loss }) => loss.differentiates?.includes(images))
  const [slopeReal, slopeFake] = [differentiates('real'), differentiates('fake')]
  const real = slopeReal ? leafOf(seenByD(step, batch.real)) : seenByD(step, batch.real)
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
    plainReal: batch.real,
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
  logDiscriminator(ctx, parts.loss, terms, total, predReal, predFake)
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

/** What D is shown of images: augmented as the run asks, then changed as the system asks. */
function seenByD({ ctx, parts }: Step, images: Tensor): Tensor {
  const augmented = ctx.augmentation ? ctx.augmentation.apply(images) : images
  return parts.augment === undefined ? augmented : parts.augment(augmented)
}

/** The same images as the start of a graph, in float32 so that derivatives are. */
function leafOf(images: Tensor): Tensor {
  const wide = images.dtype === 'bfloat16' || images.dtype === 'float16' ? images.to({ dtype: 'float32' }) : images
  return wide.detach().requiresGrad_()
}

function logDiscriminator(
  ctx: Context,
  loss: AdversarialLoss,
  terms: DiscriminatorLoss,
  total: Tensor,
  predReal: Tensor,
  predFake: Tensor,
): void {
  noGrad(() => {
    ctx.log('d/total', total)
    ctx.log('d/adv_real', terms.real)
    ctx.log('d/adv_fake', terms.fake)
    ctx.log('d/real_logit', predReal.mean(null, float32))
    ctx.log('d/fake_logit', predFake.mean(null, float32))
    const { threshold = 0 } = loss
    if (threshold !== null) {
      ctx.log('d/acc_real', predReal.gt(threshold).mean(null, float32))
      ctx.log('d/acc_fake', predFake.le(threshold).mean(null, float32))
    }
    if (loss.shown === undefined) return
    for (const [name, value] of Object.entries(loss.shown(terms))) ctx.log(`d/${name}`, value)
  })
}

const float32 = { dtype: 'float32' } as const

async function gPhase(step: Step): Promise<void> {
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

function generatorBackward(step: Step, batch: GeneratorBatch, remake: () => Tensor): void {
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
async function sharedStep(step: Step): Promise<void> {
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

/** Auxiliary losses of a micro-batch by name, before their weights. */
type NamedTerms = Record<string, Tensor>

// After the check: what is not finite must not get into the means.
function logTerms(ctx: Context, prefix: 'd' | 'g', terms: NamedTerms): void {
  for (const name in terms) ctx.log(`${prefix}/${name}`, terms[name]!)
}

interface DueLoss<P extends 'd' | 'g'> {
  readonly loss: AuxiliaryLoss<P>
  readonly weight: number
}

/** The auxiliary losses of this step with their weights. */
function dueLosses<P extends 'd' | 'g'>(losses: readonly AuxiliaryLoss<P>[] | undefined, step: number): DueLoss<P>[] {
  if (losses === undefined) return []
  return losses.map((loss) => ({ loss, weight: dueWeight(loss, step) })).filter(({ weight }) => weight !== 0)
}

function addAuxiliary<P extends 'd' | 'g'>(
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

function backwardMean(total: Tensor, accumulation: number, inputs?: readonly Tensor[]): void {
  const mean = accumulation === 1 ? total : total.div(accumulation)
  mean.backward(inputs === undefined ? {} : { inputs })
}

/** Checks that belong to the update counts; called before the first step. */
export function checkUpdateCounts(train: TrainOptions): string[] {
  const problems: string[] = []
  if (train.batch % train.accumD !== 0)
    problems.push(`train.batch (${train.batch}) must be divisible by train.accumD (${train.accumD})`)
  if (train.batch % train.accumG !== 0)
    problems.push(`train.batch (${train.batch}) must be divisible by train.accumG (${train.accumG})`)
  if (train.shareFakes && (train.dSteps !== 1 || train.gSteps !== 1)) {
    problems.push(`train.shareFakes needs dSteps = gSteps = 1, got ${train.dSteps} and ${train.gSteps}`)
  }
  if (train.shareFakes && (train.accumD !== 1 || train.accumG !== 1)) {
    problems.push('train.shareFakes needs accumD = accumG = 1: use --no-share-fakes to accumulate')
  }
  return problems
}
