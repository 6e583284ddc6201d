/**
 * One step of adversarial training: the D updates, the G updates, the average. training-loop specification, section 3.
 *
 *     for each D update:  D learns from fresh real images and fakes that carry no gradient to G
 *     for each G update:  G learns through D, whose weights get no gradient; then E follows G
 */
import { noGrad, scope, type Tensor } from '@ganymede/torch'
import { withFrozenStatistics } from '../nn/batch-norm.js'
import type { Module } from '../nn/module.js'
import { clipGradNorm, gradNorm } from '../nn/optim/clip.js'
import type { Optimizer } from '../nn/optim/optimizer.js'
import { type AuxiliaryLoss, dueWeight, type PhaseContext, requireDistinctNames } from './auxiliary-loss.js'
import type { AdversarialLoss } from './losses/adversarial.js'
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
  /** Differentiable augmentation of everything that D sees; independent draws per call. */
  augment?(images: Tensor): Tensor
  readonly auxiliaryD?: readonly AuxiliaryLoss<'d'>[]
  readonly auxiliaryG?: readonly AuxiliaryLoss<'g'>[]
  /** After each D update (weight clipping of WGAN). */
  afterD?(): void
}

type Context = StepContext<Networks, unknown>

/** Runs one step. Order, gradient isolation and counters are those of the specification; tests hold its order traces. */
export async function adversarialStep(ctx: Context, parts: AdversarialParts): Promise<void> {
  requireDistinctNames([
    ...(parts.auxiliaryD ?? []).map(({ name }) => ({ name: `d/${name}` })),
    ...(parts.auxiliaryG ?? []).map(({ name }) => ({ name: `g/${name}` })),
  ])
  const warm = ctx.step < ctx.train.dWarmupSteps
  if (ctx.train.shareFakes && !warm) return sharedStep(ctx, parts)
  if (ctx.train.dFirst || warm) await dPhase(ctx, parts)
  if (!warm) await gPhase(ctx, parts)
  if (!ctx.train.dFirst && !warm) await dPhase(ctx, parts)
}

async function dPhase(ctx: Context, parts: AdversarialParts): Promise<void> {
  const { train } = ctx
  for (let update = 0; update < train.dSteps; update++) {
    await discriminatorUpdate(ctx, parts, update, (micro) => {
      const latents = parts.latents(micro, ctx.random, 'latents-d')
      const make = () => noGrad(() => ctx.forward(() => parts.generate(latents)))
      // G stays in training mode, but only its own updates move its statistics.
      return { latents, fake: train.gBnInDPhase ? make() : withFrozenStatistics(parts.generator, make) }
    })
  }
}

interface Fakes {
  readonly latents: Latents
  readonly fake: Tensor
}

async function discriminatorUpdate(
  ctx: Context,
  parts: AdversarialParts,
  update: number,
  fakes: (micro: number) => Fakes,
): Promise<void> {
  const { train } = ctx
  const size = train.batch / train.accumD
  const pending: PendingBatch[] = []
  for (let micro = 0; micro < train.accumD; micro++) pending.push(await ctx.nextReal(size))
  ctx.time('d', () =>
    withRoles(parts.discriminator, parts.generator, () => {
      parts.optimizerD.zeroGrad()
      pending.forEach((batch, micro) => {
        scope('d-step', () => {
          const real = batch.toDevice()
          const { latents, fake } = fakes(size)
          discriminatorBackward(ctx, parts, { real: real.images, label: real.labels, fake, latents, update, micro })
        })
        ctx.trace('d')
      })
      finishUpdate(ctx, 'd', parts.discriminator, parts.optimizerD, train.clipD)
      parts.afterD?.()
      ctx.trace('D')
    }),
  )
}

interface DiscriminatorBatch {
  readonly real: Tensor
  readonly label: Tensor | null
  readonly fake: Tensor
  readonly latents: Latents
  readonly update: number
  readonly micro: number
}

function discriminatorBackward(ctx: Context, parts: AdversarialParts, batch: DiscriminatorBatch): void {
  const { label, latents, update, micro } = batch
  const real = parts.augment?.(batch.real) ?? batch.real
  const fake = parts.augment?.(batch.fake.detach()) ?? batch.fake.detach()
  const judge = () =>
    ctx.forward(() => ({
      predReal: parts.discriminate(real, label),
      predFake: parts.discriminate(fake, latents.label),
    }))
  const { predReal, predFake } = judge()
  const terms = parts.loss.discriminator(predReal, predFake)
  let total = terms.real.add(terms.fake)
  const phase: PhaseContext<'d'> = {
    phase: 'd',
    generator: parts.generator,
    discriminator: parts.discriminator,
    real,
    fake,
    predReal,
    predFake,
    label,
    fakeLabel: latents.label,
    latents: latents.z,
    step: ctx.step,
    update,
    micro,
    log: (name, value) => ctx.log(`d/${name}`, value),
  }
  total = addAuxiliary(ctx, 'd', parts.auxiliaryD ?? [], phase, total)
  ctx.requireFinite('d/total', total, judge)
  logDiscriminator(ctx, terms, total, predReal, predFake)
  backwardMean(total, ctx.train.accumD)
}

function logDiscriminator(
  ctx: Context,
  terms: { readonly real: Tensor; readonly fake: Tensor },
  total: Tensor,
  predReal: Tensor,
  predFake: Tensor,
): void {
  noGrad(() => {
    ctx.log('d/total', total)
    ctx.log('d/adv_real', terms.real)
    ctx.log('d/adv_fake', terms.fake)
    ctx.log('d/real_logit', predReal.mean())
    ctx.log('d/fake_logit', predFake.mean())
    ctx.log('d/acc_real', predReal.gt(0).to({ dtype: 'float32' }).mean())
    ctx.log('d/acc_fake', predFake.le(0).to({ dtype: 'float32' }).mean())
  })
}

async function gPhase(ctx: Context, parts: AdversarialParts): Promise<void> {
  const { train } = ctx
  const size = train.batch / train.accumG
  const needsReal = (parts.auxiliaryG ?? []).some((loss) => loss.needs?.includes('real'))
  for (let update = 0; update < train.gSteps; update++) {
    const pending: (PendingBatch | null)[] = []
    for (let micro = 0; micro < train.accumG; micro++) pending.push(needsReal ? await ctx.nextReal(size) : null)
    ctx.time('g', () =>
      withRoles(parts.generator, parts.discriminator, () => {
        parts.optimizerG.zeroGrad()
        pending.forEach((batch, micro) => {
          scope('g-step', () => {
            const latents = parts.latents(size, ctx.random, 'latents-g')
            const real = batch?.toDevice().images ?? null
            const make = () => ctx.forward(() => parts.generate(latents))
            generatorBackward(ctx, parts, { fake: make(), latents, real, update, micro }, make)
          })
          ctx.trace('g')
        })
        finishUpdate(ctx, 'g', parts.generator, parts.optimizerG, train.clipG)
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

function generatorBackward(ctx: Context, parts: AdversarialParts, batch: GeneratorBatch, remake: () => Tensor): void {
  const { fake, latents, real, update, micro } = batch
  const judge = (images: Tensor) =>
    ctx.forward(() => parts.discriminate(parts.augment?.(images) ?? images, latents.label))
  const predFake = judge(fake)
  const adversarial = parts.loss.generator(predFake)
  let total = parts.weightAdv === undefined ? adversarial : adversarial.mul(parts.weightAdv)
  const phase: PhaseContext<'g'> = {
    phase: 'g',
    generator: parts.generator,
    discriminator: parts.discriminator,
    real,
    fake,
    predReal: null,
    predFake,
    label: null,
    fakeLabel: latents.label,
    latents: latents.z,
    step: ctx.step,
    update,
    micro,
    log: (name, value) => ctx.log(`g/${name}`, value),
  }
  total = addAuxiliary(ctx, 'g', parts.auxiliaryG ?? [], phase, total)
  ctx.requireFinite('g/total', total, () => judge(remake()))
  noGrad(() => {
    ctx.log('g/total', total)
    ctx.log('g/adv', adversarial)
    ctx.log('g/fake_logit', predFake.mean())
  })
  backwardMean(total, ctx.train.accumG)
}

/**
 * The order of the classic DCGAN script and of all translation models: one G forward feeds both phases, detached for D,
 * attached for G.
 */
async function sharedStep(ctx: Context, parts: AdversarialParts): Promise<void> {
  const { train } = ctx
  const pending = await ctx.nextReal(train.batch)
  scope('step', () => {
    // D's gradients are not needed while G runs, G's are needed until its update.
    const latents = parts.latents(train.batch, ctx.random, 'latents-d')
    const make = () => ctx.forward(() => parts.generate(latents))
    const fake = ctx.time('g', make)
    const updateD = () =>
      ctx.time('d', () =>
        withRoles(parts.discriminator, null, () => {
          parts.optimizerD.zeroGrad()
          scope('d-step', () => {
            const real = pending.toDevice()
            discriminatorBackward(ctx, parts, {
              real: real.images,
              label: real.labels,
              fake,
              latents,
              update: 0,
              micro: 0,
            })
          })
          ctx.trace('d')
          finishUpdate(ctx, 'd', parts.discriminator, parts.optimizerD, train.clipD)
          parts.afterD?.()
          ctx.trace('D')
        }),
      )
    const updateG = () =>
      ctx.time('g', () =>
        withRoles(parts.generator, parts.discriminator, () => {
          parts.optimizerG.zeroGrad()
          scope('g-step', () => {
            const real = (parts.auxiliaryG ?? []).some((l) => l.needs?.includes('real'))
              ? pending.toDevice().images
              : null
            generatorBackward(ctx, parts, { fake, latents, real, update: 0, micro: 0 }, make)
          })
          ctx.trace('g')
          finishUpdate(ctx, 'g', parts.generator, parts.optimizerG, train.clipG)
          ctx.trace('G')
        }),
      )
    if (train.dFirst) updateD()
    updateG()
    updateAverage(ctx)
    if (!train.dFirst) updateD()
  })
}

function addAuxiliary<P extends 'd' | 'g'>(
  ctx: Context,
  prefix: P,
  losses: readonly AuxiliaryLoss<P>[],
  phase: PhaseContext<P>,
  total: Tensor,
): Tensor {
  let sum = total
  for (const loss of losses) {
    const weight = dueWeight(loss as AuxiliaryLoss<'d'>, ctx.step)
    if (weight === 0) continue
    const value = loss.compute(phase)
    if (value === null) continue
    ctx.log(`${prefix}/${loss.name}`, value)
    sum = sum.add(value.mul(weight))
  }
  return sum
}

function backwardMean(total: Tensor, accumulation: number): void {
  if (accumulation === 1) total.backward()
  else total.div(accumulation).backward()
}

function finishUpdate(ctx: Context, prefix: 'd' | 'g', network: Module, optimizer: Optimizer, limit: number): void {
  scope('update', () => {
    const parameters = network.parameters()
    const norm = limit > 0 ? clipGradNorm(parameters, limit) : gradNorm(parameters)
    // Checked first: what is not finite must not get into the means.
    ctx.requireFiniteGradients(prefix, norm)
    ctx.log(`${prefix}/grad_norm`, norm)
    optimizer.step()
  })
}

/**
 * Gradients on for one network and off for the other, as they were before afterwards: frozen layers stay frozen. No
 * gradient of the other network's weights is computed, but gradients flow through it.
 */
function withRoles(learning: Module, resting: Module | null, fn: () => void): void {
  const frozen = resting === null ? [] : resting.parameters().filter((p) => p.requiresGrad)
  for (const parameter of frozen) parameter.requiresGrad_(false)
  try {
    if (learning.parameters().some((p) => p.requiresGrad)) fn()
  } finally {
    for (const parameter of frozen) parameter.requiresGrad_(true)
  }
}

function updateAverage(ctx: Context): void {
  if (ctx.ema === null) return
  ctx.ema.update({ step: ctx.step, imagesSeen: ctx.imagesSeen, batch: ctx.train.batch })
  ctx.trace('E')
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
