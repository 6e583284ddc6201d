/**
 * One training step of pix2pix. The generator runs once; D learns from the result, detached, then G learns through the D
 * just updated from the very same pictures. D's running statistics move three times.
 *
 *     output = G(input)
 *     D: ½ (fake: D(input, output) + real: D(input, truth)), fake first
 *     G: D(input, output) taken for real + λ · mean |output − truth|
 */
import { cat, keep, noGrad, randomState, scope, setRandomState, type Tensor } from '@ganymede/torch'
import { withFrozenStatistics } from '../../nn/layers/batch-norm.js'
import type { PendingBatch, StepContext } from '../../systems/contract/system.js'
import { type AdversarialLoss, float } from '../../systems/losses/adversarial.js'
import { logJudgement } from '../../systems/steps/judgement-log.js'
import { backwardMean, finishUpdate, updateAverage, withRoles } from '../../systems/steps/network-update.js'
import { criticPenalty, translationLoss } from '../image-to-image/translation-loss.js'
import { judged, type Pix2pixNetworks } from './networks.js'
import type { Pix2pixOptions } from './options.js'
import { askedOfG, seenByG } from './translate.js'

export type Pix2pixContext = StepContext<Pix2pixNetworks, Pix2pixOptions, null>

/** One micro-batch on its way through the step. */
interface Pass {
  /** `[N, C, H, W]` */
  readonly input: Tensor
  /** `[N, C', H, W]` */
  readonly truth: Tensor
  /** G's, float32, with its graph where G learns from it. */
  readonly output: Tensor
}

/** One step: its context, its loss, and the weights of both networks, looked up once. */
interface Step {
  readonly ctx: Pix2pixContext
  readonly loss: AdversarialLoss
  readonly weightsG: readonly Tensor[]
  readonly weightsD: readonly Tensor[]
}

export async function pix2pixStep(ctx: Pix2pixContext): Promise<void> {
  const { train, options, networks } = ctx
  const pending: PendingBatch[] = []
  for (let micro = 0; micro < train.accumG; micro++) pending.push(await ctx.nextReal(train.batch / train.accumG))
  const step: Step = {
    ctx,
    // The factor comes with the sum, so that the log has both terms as they are.
    loss: ctx.loss ?? translationLoss({ ganMode: options.ganMode, dLossScale: 1 }),
    weightsG: networks.generator.parameters(),
    weightsD: networks.discriminator.parameters(),
  }
  if (ctx.step < train.dWarmupSteps) warmUpStep(step, pending)
  else if (pending.length > 1) accumulatedStep(step, pending)
  else plainStep(step, pending[0]!)
}

function plainStep(step: Step, pending: PendingBatch): void {
  const { ctx } = step
  scope('step', () => {
    const pass = ctx.time('g', () => translated(step, pending))
    const updateD = () => discriminatorUpdate(step, [() => pass])
    if (ctx.train.dFirst) updateD()
    generatorUpdate(step, [() => pass])
    if (!ctx.train.dFirst) updateD()
  })
}

/** D alone learns; G, in training mode, stays as it is. */
function warmUpStep(step: Step, pending: readonly PendingBatch[]): void {
  const { networks } = step.ctx
  const detached = (batch: PendingBatch) => () =>
    noGrad(() => withFrozenStatistics(networks.generator, () => translated(step, batch)))
  discriminatorUpdate(step, pending.map(detached))
}

/**
 * The same step in parts: G runs anew for the second update, with the same dropout masks, so that only one part's graph is
 * held at a time. Costs one more pass of G.
 */
function accumulatedStep(step: Step, pending: readonly PendingBatch[]): void {
  const { ctx } = step
  const { device } = ctx
  const { generator } = ctx.networks
  const states: Tensor[] = []
  const detached = (batch: PendingBatch) => noGrad(() => translated(step, batch))
  const attached = (batch: PendingBatch) => translated(step, batch)
  const [first, second] = ctx.train.dFirst
    ? ([
        [discriminatorUpdate, detached],
        [generatorUpdate, attached],
      ] as const)
    : ([
        [generatorUpdate, attached],
        [discriminatorUpdate, detached],
      ] as const)
  scope('step', () => {
    try {
      const [update, pass] = first
      const firstPass = (batch: PendingBatch) => () => {
        states.push(keep(randomState(device)))
        return pass(batch)
      }
      update(step, pending.map(firstPass))
      const after = randomState(device)
      const [updateAgain, passAgain] = second
      const secondPass = (batch: PendingBatch, micro: number) => () => {
        setRandomState(states[micro]!, device)
        // The first pass moved the statistics.
        return withFrozenStatistics(generator, () => passAgain(batch))
      }
      updateAgain(step, pending.map(secondPass))
      setRandomState(after, device)
    } finally {
      for (const state of states) state.dispose()
    }
  })
}

function translated({ ctx }: Step, pending: PendingBatch): Pass {
  const { images, targets } = pending.toDevice()
  if (targets === undefined) throw new Error('pix2pix needs pairs, and the batch has single images')
  const input = seenByG(images, ctx.options)
  const output = float(ctx.forward(() => ctx.networks.generator.forward(input)))
  return { input, truth: askedOfG(targets, ctx.options), output }
}

function discriminatorUpdate(step: Step, passes: readonly (() => Pass)[]): void {
  const { ctx, weightsD } = step
  const optimizer = ctx.optimizers.d!
  ctx.time('d', () =>
    withRoles(weightsD, null, () => {
      optimizer.zeroGrad()
      for (const pass of passes) {
        scope('d-step', () => discriminatorBackward(step, pass(), passes.length))
        ctx.trace('d')
      }
      finishUpdate(ctx, 'd', { weights: weightsD, optimizer, limit: ctx.train.clipD })
      ctx.trace('D')
    }),
  )
}

function discriminatorBackward({ ctx, loss }: Step, { input, truth, output }: Pass, parts: number): void {
  const { options, networks } = ctx
  const { discriminator } = networks
  // Fakes first, in draws and in passes: running statistics depend on the order.
  const fake = seenByD(ctx, input, output.detach())
  const real = seenByD(ctx, input, truth)
  const judge = () =>
    ctx.forward(() => {
      if (ctx.train.concatForward) {
        const [predFake, predReal] = discriminator.forward(cat([fake, real])).chunk(2)
        return { predFake: predFake!, predReal: predReal! }
      }
      return { predFake: discriminator.forward(fake), predReal: discriminator.forward(real) }
    })
  const { predFake, predReal } = judge()
  const terms = loss.discriminator(predReal, predFake)
  // Outside of the run's precision: slopes lose too much in bfloat16.
  const slope = criticPenalty(options, {
    discriminator,
    discriminate: (x) => discriminator.forward(x),
    real,
    fake,
    random: ctx.random,
  })
  const adversarial = terms.real.add(terms.fake).mul(options.dLossScale)
  const total = slope === null ? adversarial : adversarial.add(slope.penalty, { alpha: slope.weight })
  const repeat = () => {
    // The first bad value may be in the generator that made the output.
    ctx.forward(() => networks.generator.forward(input))
    judge()
  }
  ctx.requireFinite('d/total', total, repeat, () => ({
    adv_real: terms.real,
    adv_fake: terms.fake,
    ...(slope !== null && { gp: slope.penalty }),
  }))
  noGrad(() => {
    ctx.log('d/total', total)
    if (slope !== null) ctx.log('d/gp', slope.penalty)
    logJudgement(ctx, loss, { ...terms, predReal, predFake })
  })
  ctx.augmentation?.observe(predReal, loss.threshold)
  backwardMean(total, parts)
}

const float32 = { dtype: 'float32' } as const

function generatorUpdate(step: Step, passes: readonly (() => Pass)[]): void {
  const { ctx, weightsG, weightsD } = step
  const optimizer = ctx.optimizers.g!
  ctx.time('g', () =>
    withRoles(weightsG, weightsD, () => {
      optimizer.zeroGrad()
      for (const pass of passes) {
        scope('g-step', () => generatorBackward(step, pass(), passes.length))
        ctx.trace('g')
      }
      finishUpdate(ctx, 'g', { weights: weightsG, optimizer, limit: ctx.train.clipG })
      ctx.trace('G')
    }),
  )
  updateAverage(ctx)
}

function generatorBackward({ ctx, loss }: Step, { input, truth, output }: Pass, parts: number): void {
  const { networks, options } = ctx
  const judge = (picture: Tensor) => ctx.forward(() => networks.discriminator.forward(seenByD(ctx, input, picture)))
  const predFake = judge(output)
  const adversarial = loss.generator(predFake)
  const l1 = output.sub(truth).abs().mean()
  const total = adversarial.add(l1, { alpha: options.l1Weight })
  ctx.requireFinite(
    'g/total',
    total,
    () => judge(float(ctx.forward(() => networks.generator.forward(input)))),
    () => ({ adv: adversarial, l1 }),
  )
  noGrad(() => {
    ctx.log('g/total', total)
    ctx.log('g/adv', adversarial)
    ctx.log('g/l1', l1)
    ctx.log('g/fake_logit', predFake.mean(null, float32))
  })
  backwardMean(total, parts)
}

/** Input and picture together, changed alike where the run augments. */
function seenByD(ctx: Pix2pixContext, input: Tensor, picture: Tensor): Tensor {
  const both = judged(input, picture)
  return ctx.augmentation ? ctx.augmentation.apply(both, [input, picture].map(channelCount)) : both
}

function channelCount({ shape }: Tensor): number {
  return shape[1] ?? 0
}
