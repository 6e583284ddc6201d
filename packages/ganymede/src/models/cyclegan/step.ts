/**
 * One step of CycleGAN: both generators, then both discriminators. Zhu et al. 2017, section 3; order and details as in the
 * authors' code.
 */
import { cat, noGrad, scope, type Tensor } from '@ganymede/torch'
import { withFrozenStatistics } from '../../nn/layers/batch-norm.js'
import type { PendingBatch, StepContext, TranslationDirection } from '../../systems/contract/system.js'
import type { JoinedState } from '../../systems/contract/system-state.js'
import type { AdversarialLoss } from '../../systems/losses/adversarial.js'
import { logJudgement } from '../../systems/steps/judgement-log.js'
import { backwardMean, finishUpdate, updateAverage, withRoles } from '../../systems/steps/network-update.js'
import { criticPenalty, translationLoss } from '../image-to-image/translation-loss.js'
import type { ImagePool } from './image-pool.js'
import type { CycleganNetworks, Domain } from './networks.js'
import type { CycleganOptions } from './options.js'

/** The pools of fakes of each domain. */
export type CycleganState = JoinedState<{ readonly a: ImagePool; readonly b: ImagePool }>

export type CycleganContext = StepContext<CycleganNetworks, CycleganOptions, CycleganState>

/** One image, or a batch of them, of each domain. */
type Both = Readonly<Record<Domain, Tensor>>

/** Where each direction starts and ends. */
const ways = {
  a2b: { from: 'a', to: 'b', back: 'b2a' },
  b2a: { from: 'b', to: 'a', back: 'a2b' },
} as const satisfies Readonly<Record<TranslationDirection, unknown>>
const directions = ['a2b', 'b2a'] as const

const float32 = { dtype: 'float32' } as const

/**
 * One update of both generators, then one of both discriminators, on the images that the generators made before their update,
 * through the pools.
 *
 * The generators' loss is a sum of parts that share no activations: each direction with its way back, and each identity. Every
 * part is differentiated as soon as it is known, which adds up to the same gradients and keeps at most two generators'
 * activations at a time instead of six.
 */
export async function cycleganStep(ctx: CycleganContext): Promise<void> {
  const { train } = ctx
  const size = train.batch / train.accumG
  const pending: PendingBatch[] = []
  for (let micro = 0; micro < train.accumG; micro++) pending.push(await ctx.nextReal(size))
  scope('cyclegan-step', () => {
    const reals = pending.map((batch): Both => {
      const { images, targets } = batch.toDevice()
      if (targets === undefined) throw new Error('cyclegan needs images of two domains')
      return { a: images, b: targets }
    })
    const fakes = ctx.step < train.dWarmupSteps ? onlyFakes(ctx, reals) : generatorUpdate(ctx, reals)
    discriminatorUpdate(ctx, reals, fakes)
  })
}

/** Translations by generators that do not learn yet. */
function onlyFakes(ctx: CycleganContext, reals: readonly Both[]): Both[] {
  const { generator } = ctx.networks
  const make = (real: Both) => ({ b: generator.forward(real.a, 'a2b'), a: generator.forward(real.b, 'b2a') })
  return ctx.time('g', () =>
    reals.map((real) => withFrozenStatistics(generator, () => noGrad(() => ctx.forward(() => make(real))))),
  )
}

/** @returns the fakes that the generators learned from; where all of their weights are frozen, plain ones */
function generatorUpdate(ctx: CycleganContext, reals: readonly Both[]): Both[] {
  const { networks, train } = ctx
  const weights = networks.generator.parameters()
  const optimizer = ctx.optimizers.g!
  const fakes: Both[] = []
  ctx.time('g', () =>
    withRoles(weights, networks.discriminator.parameters(), () => {
      optimizer.zeroGrad()
      for (const real of reals) {
        fakes.push(generatorBackward(ctx, real))
        ctx.trace('g')
      }
      finishUpdate(ctx, 'g', { weights, optimizer, limit: train.clipG })
      ctx.trace('G')
    }),
  )
  updateAverage(ctx)
  return fakes.length > 0 ? fakes : onlyFakes(ctx, reals)
}

/** All parts of the generators' loss on one micro-batch, each with its backward pass. @returns the fakes, detached */
function generatorBackward(ctx: CycleganContext, real: Both): Both {
  const { identity } = ctx.options
  const fakes = { a2b: cyclePart(ctx, 'a2b', real), b2a: cyclePart(ctx, 'b2a', real) }
  const same = identity === 0 ? [] : directions.map((direction) => identityPart(ctx, direction, real))
  noGrad(() => {
    const { a2b, b2a } = fakes
    ctx.log('g/total', sumOf([a2b.total, b2a.total, ...same]))
    ctx.log('g/adv', a2b.adv.add(b2a.adv))
  })
  return { a: fakes.b2a.fake, b: fakes.a2b.fake }
}

/**
 * There and back: the translation is to pass for real, and its translation back to be the input.
 *
 *     adv(D(G(x))) + λ · mean |F(G(x)) − x|
 */
function cyclePart(ctx: CycleganContext, direction: TranslationDirection, { [ways[direction].from]: x }: Both) {
  const { networks, options } = ctx
  const { generator, discriminator } = networks
  const { from, to, back } = ways[direction]
  const weight = cycleWeight(options, from)
  return scope('cycle', () => {
    const pass = () =>
      ctx.forward(() => {
        const fake = generator.forward(x, direction)
        const again = weight === 0 ? null : generator.forward(fake, back)
        return { fake, again, logits: discriminator.forward(seenByD(ctx, fake), to) }
      })
    const { fake, again, logits } = pass()
    const adv = lossOf(ctx).generator(logits)
    const cycle = again === null ? null : meanDifference(again, x)
    const total = cycle === null ? adv : adv.add(cycle, { alpha: weight })
    const names = { adv: `adv_${direction}`, cycle: `cycle_${from}` }
    ctx.requireFinite('g/total', total, pass, () => ({
      [names.adv]: adv,
      ...(cycle === null ? {} : { [names.cycle]: cycle }),
    }))
    noGrad(() => {
      ctx.log(`g/${names.adv}`, adv)
      if (cycle !== null) {
        ctx.log(`g/${names.cycle}`, cycle)
        ctx.log('g/cycle', cycle)
      }
      ctx.log('g/fake_logit', logits.mean(null, float32))
    })
    learnFrom(ctx, total)
    return { fake: fake.detach(), adv: adv.detach(), total: total.detach() }
  })
}

/** An image of the target domain is to stay as it is: λ · identity · mean |G(y) − y|. @returns the part's loss, detached */
function identityPart(
  ctx: CycleganContext,
  direction: TranslationDirection,
  { [ways[direction].to]: y }: Both,
): Tensor {
  const { networks, options } = ctx
  const { to } = ways[direction]
  return scope('identity', () => {
    const pass = () => ctx.forward(() => networks.generator.forward(y, direction))
    const difference = meanDifference(pass(), y)
    const total = difference.mul(cycleWeight(options, to) * options.identity)
    ctx.requireFinite('g/total', total, pass, () => ({ [`identity_${to}`]: difference }))
    noGrad(() => {
      ctx.log(`g/identity_${to}`, difference)
      ctx.log('g/identity', difference)
    })
    learnFrom(ctx, total)
    return total.detach()
  })
}

function discriminatorUpdate(ctx: CycleganContext, reals: readonly Both[], fakes: readonly Both[]): void {
  const { networks, train, state } = ctx
  const weights = networks.discriminator.parameters()
  const optimizer = ctx.optimizers.d!
  ctx.time('d', () =>
    withRoles(weights, null, () => {
      optimizer.zeroGrad()
      reals.forEach((real, micro) => {
        const totals = (['b', 'a'] as const).map((domain) =>
          discriminatorBackward(ctx, domain, real[domain], state.parts[domain].exchange(fakes[micro]![domain])),
        )
        noGrad(() => ctx.log('d/total', sumOf(totals)))
        ctx.trace('d')
      })
      finishUpdate(ctx, 'd', { weights, optimizer, limit: train.clipD })
      ctx.trace('D')
    }),
  )
}

/** What D of one domain learns from: real images first, then fakes. @returns its loss, detached */
function discriminatorBackward(ctx: CycleganContext, domain: Domain, plainReal: Tensor, plainFake: Tensor): Tensor {
  const { networks, options, random, train } = ctx
  const { discriminator } = networks
  const judge = (images: Tensor) => discriminator.forward(images, domain)
  return scope('discriminator', () => {
    const [real, fake] = [seenByD(ctx, plainReal), seenByD(ctx, plainFake)]
    const pass = () =>
      ctx.forward(() =>
        train.concatForward ? judgeTogether(judge, real, fake) : { predReal: judge(real), predFake: judge(fake) },
      )
    const { predReal, predFake } = pass()
    const loss = lossOf(ctx)
    const terms = loss.discriminator(predReal, predFake)
    const critic = criticPenalty(options, { discriminator, discriminate: judge, real, fake, random })
    const adversarial = terms.real.add(terms.fake).mul(options.dLossScale)
    const total = critic === null ? adversarial : adversarial.add(critic.penalty, { alpha: critic.weight })
    ctx.requireFinite('d/total', total, pass, () => ({
      [`adv_real_${domain}`]: terms.real,
      [`adv_fake_${domain}`]: terms.fake,
      ...(critic === null ? {} : { [`gp_${domain}`]: critic.penalty }),
    }))
    noGrad(() => {
      ctx.log(`d/total_${domain}`, total)
      if (critic !== null) ctx.log('d/gp', critic.penalty)
      logJudgement(ctx, loss, { ...terms, predReal, predFake })
    })
    ctx.augmentation?.observe(predReal, loss.threshold)
    learnFrom(ctx, total)
    return total.detach()
  })
}

/** Real images and fakes in one pass: the same for a D without batch norm. */
function judgeTogether(judge: (images: Tensor) => Tensor, real: Tensor, fake: Tensor) {
  const scores = judge(cat([real, fake.to({ dtype: real.dtype })]))
  const [count, fakes] = [real.shape[0] ?? 0, fake.shape[0] ?? 0]
  return { predReal: scores.narrow(0, 0, count), predFake: scores.narrow(0, count, fakes) }
}

/** D's factor comes with the sum, so that the log has both terms as they are. */
const lossOf = ({ loss, options }: CycleganContext): AdversarialLoss =>
  loss ?? translationLoss({ ganMode: options.ganMode, dLossScale: 1 })

const cycleWeight = ({ cycleA, cycleB }: CycleganOptions, domain: Domain): number => (domain === 'a' ? cycleA : cycleB)

/** What D is shown of images: augmented as the run asks. */
function seenByD({ augmentation }: CycleganContext, images: Tensor): Tensor {
  return augmentation ? augmentation.apply(images) : images
}

/** Mean of |x − y| over all values, in float32 whatever the precision of the pass. */
function meanDifference(x: Tensor, y: Tensor): Tensor {
  return scope('difference', () => x.to(float32).sub(y).abs().mean())
}

function sumOf(values: readonly Tensor[]): Tensor {
  return values.reduce((sum, value) => sum.add(value))
}

/** Adds the gradients of a part; none where all of its weights are frozen. */
function learnFrom({ train }: CycleganContext, total: Tensor): void {
  if (total.requiresGrad) backwardMean(total, train.accumG)
}
