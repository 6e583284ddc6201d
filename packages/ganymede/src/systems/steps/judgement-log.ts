/** What every log says of a discriminator's judgement, whatever the system. */
import { noGrad, type Tensor } from '@ganymede/torch'
import type { StepContext } from '../contract/system.js'
import type { AdversarialLoss, DiscriminatorLoss } from '../losses/adversarial.js'

/** D's terms of the loss, scalars, and the scores `[N, …]` that they were made of. */
export interface Judgement extends DiscriminatorLoss {
  readonly predReal: Tensor
  readonly predFake: Tensor
}

/** Means over all scores: several discriminators that log under the same keys share them. */
export function logJudgement(
  ctx: Pick<StepContext<never, unknown>, 'log'>,
  { threshold = 0, shown }: AdversarialLoss,
  { real, fake, predReal, predFake }: Judgement,
): void {
  noGrad(() => {
    ctx.log('d/adv_real', real)
    ctx.log('d/adv_fake', fake)
    ctx.log('d/real_logit', predReal.mean(null, float32))
    ctx.log('d/fake_logit', predFake.mean(null, float32))
    if (threshold !== null) {
      ctx.log('d/acc_real', predReal.gt(threshold).mean(null, float32))
      ctx.log('d/acc_fake', predFake.le(threshold).mean(null, float32))
    }
    for (const [name, value] of Object.entries(shown?.({ real, fake }) ?? {})) ctx.log(`d/${name}`, value)
  })
}

const float32 = { dtype: 'float32' } as const
