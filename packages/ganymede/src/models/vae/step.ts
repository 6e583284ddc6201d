/** One training step of a VAE: one optimizer, no adversary. */
import { noGrad, randn, scope, type Tensor } from '@ganymede/torch'
import { clipGradNorm, gradNorm } from '../../nn/optim/clip.js'
import type { PendingBatch, RealBatch, StepContext } from '../../systems/contract/system.js'
import type { VaeNetwork } from './networks.js'
import { betaAt, type VaeTerms, vaeLoss, vaeTerms } from './objective.js'
import type { VaeOptions } from './options.js'

export type VaeNetworks = { readonly vae: VaeNetwork }
type Context = StepContext<VaeNetworks, VaeOptions>

/** A latent dimension counts as used when the variance of its posterior mean over the data is above this (Burda 2015). */
export const activeVariance = 0.01

// Curves of more dimensions than this cannot be told apart; the summary says enough then.
const mostCurves = 64

/** Images as the likelihoods want them: [-1, 1] → [0, 1]. */
export function toUnit(images: Tensor): Tensor {
  return images.add(1).mul(0.5)
}

/** Forward, loss, backward, Adam; `train.accumG` micro-batches give the gradient of the whole batch. */
export async function vaeStep(ctx: Context): Promise<void> {
  const { train, options } = ctx
  const { vae } = ctx.networks
  const optimizer = ctx.optimizers.vae!
  const size = train.batch / train.accumG
  const pending: PendingBatch[] = []
  for (let micro = 0; micro < train.accumG; micro++) pending.push(await ctx.nextReal(size))
  const beta = betaAt(ctx.step, options)
  ctx.time('g', () => {
    optimizer.zeroGrad()
    for (const batch of pending) {
      scope('vae-step', () => microStep(ctx, batch.toDevice(), beta))
      ctx.trace('g')
    }
    scope('update', () => {
      const parameters = vae.parameters()
      const norm = train.clipG > 0 ? clipGradNorm(parameters, train.clipG) : gradNorm(parameters)
      ctx.requireFiniteGradients('vae', norm)
      ctx.log('grad_norm', norm)
      optimizer.step()
    })
    ctx.trace('G')
    if (ctx.ema !== null) {
      ctx.ema.update({ step: ctx.step, imagesSeen: ctx.imagesSeen, batch: train.batch })
      ctx.trace('E')
    }
  })
  ctx.log('beta', beta)
}

function microStep(ctx: Context, { images, labels }: RealBatch, beta: number): void {
  const { train, options, device } = ctx
  const x = toUnit(images)
  const { vae } = ctx.networks
  const n = x.shape[0]!
  const eps = randn([n, options.latentDim], { generator: ctx.random.stream('posterior'), device })
  const pass = () => ctx.forward(() => vae.forward(x, eps, labels))
  const found = pass()
  const terms = vaeTerms(found, x, options)
  const loss = vaeLoss(terms, n, beta, options)
  ctx.requireFinite('loss', loss, pass, () => ({ rec: terms.rec, kl: terms.klByDimension.sum() }))
  noGrad(() => logTerms(ctx, terms, loss, found.mu, n))
  const isMeanOfPart = options.reduction === 'mean' && train.accumG > 1
  ;(isMeanOfPart ? loss.div(train.accumG) : loss).backward()
}

/** All figures are means over images, in nats, whatever the reduction of the loss. */
function logTerms(ctx: Context, { rec, klByDimension }: VaeTerms, loss: Tensor, mu: Tensor, n: number): void {
  const perImage = rec.div(n)
  const kl = klByDimension.sum().div(n)
  const nelbo = perImage.add(kl)
  ctx.log('loss', ctx.options.reduction === 'sum' ? loss.div(n) : loss)
  ctx.log('rec', perImage)
  ctx.log('kl', kl)
  ctx.log('nelbo', nelbo)
  ctx.log('elbo', nelbo.neg())
  // By dimension only where a line is due: these are many numbers, and one batch tells enough.
  if ((ctx.step + 1) % ctx.train.logEvery !== 0) return
  const active = mu.detach().variance([0], { correction: 0 }).gt(activeVariance)
  ctx.log('active_units', active.to({ dtype: 'float32' }).sum())
  const dimensions = klByDimension.shape[0]!
  if (dimensions > mostCurves) return
  const digits = String(dimensions - 1).length
  const byDimension = klByDimension.detach().div(n)
  for (let d = 0; d < dimensions; d++) ctx.log(`kl/${String(d).padStart(digits, '0')}`, byDimension.select(0, d))
}
