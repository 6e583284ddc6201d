import { scope, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { imageGanParts } from '../../src/models/image-gan/image-gan.js'
import { wganGp } from '../../src/models/wgan-gp/wgan-gp.js'
import { trainSchema } from '../../src/options/train-options.js'
import type { AuxiliaryLoss } from '../../src/systems/contract/auxiliary-loss.js'
import {
  type GradientPenaltyOptions,
  gradientPenalty,
  inputGradient,
} from '../../src/systems/losses/gradient-penalty.js'
import { loadGolden, sharedPath } from '../fixtures/golden.js'
import { goldenGanStep, goldenNetworks } from '../fixtures/golden-gan.js'
import { disposeAll, expectGolden, expectGoldenOrParts } from '../fixtures/golden-step.js'

const golden = 'wgan-gp/wgan_gp_isize32_nf8_b5'

const options = wganGp.options.parse({
  ...{ size: 32, latentDim: 16, widthG: 8, widthD: 8, normG: 'none', normD: 'none', beta1: 0.5 },
})
const data = { channels: 1, height: 32, width: 32, classes: null, count: 5 }

describe.skipIf(sharedPath(`golden/${golden}.json`) === null)('against the reference', () => {
  it('gives interpolates, their gradient, the penalty in all forms, and its gradient for the weights', () => {
    scope(() => {
      const reference = loadGolden(golden)
      const { networks, dispose } = goldenNetworks(wganGp, reference, options, data)
      const { generator, discriminator } = networks
      const get = (name: string) => reference.tensors.get(name)!
      const [real, alpha] = [get('real'), get('alpha')]
      const fake = generator.forward(get('noise'))
      expectGolden(reference, 'fake', fake)
      expectGolden(reference, 'D_real', discriminator.forward(real))
      expectGolden(reference, 'D_fake', discriminator.forward(fake))
      const between = get('interpolates').requiresGrad_()
      const slope = inputGradient(discriminator.forward(between), between)
      expectGolden(reference, 'interp_grad', slope)
      expectGolden(reference, 'interp_grad_norm', slope.flatten(1).linalgVectorNorm({ dim: 1 }))
      const critic = (x: typeof real) => discriminator.forward(x)
      const penalty = (options: GradientPenaltyOptions) => gradientPenalty(critic, real, fake, options)
      expectGolden(reference, 'variants.one_sided', penalty({ alpha, form: 'one-sided' }))
      expectGolden(reference, 'variants.zero_centered', penalty({ alpha, form: 'zero' }))
      const wrong = penalty({ alpha, norm: 'pixel' }).item()
      expect(Math.abs(wrong - get('gp').item())).toBeGreaterThan(1e-3)
      // The other convention lets alpha weigh the fake.
      expectGolden(reference, 'convention.igul222.gp', penalty({ alpha: alpha.neg().add(1) }))
      const gp = penalty({ alpha })
      expectGolden(reference, 'gp', gp)
      discriminator.requiresGrad(true)
      generator.requiresGrad(false)
      gp.backward()
      for (const [name, value] of discriminator.namedParameters()) {
        expectGoldenOrParts(reference, `gradGP.${name}`, value.grad!)
      }
      dispose()
    })
  })

  it('gives losses, gradients and weights of its critic and generator update', async () => {
    const reference = scope(() => loadGolden(golden))
    const get = (name: string) => reference.tensors.get(name)!
    const { logged, expectStep, dispose } = await goldenGanStep(wganGp, {
      ...{ reference, options, data, train: { batch: 5, dSteps: 1 } },
      reals: [get('real')],
      noise: [get('noise'), get('noise_g')],
      parts: (ctx) => {
        const parts = imageGanParts(ctx)
        // The system's own penalty, with the recorded alpha in the place of a drawn one.
        const [own] = parts.auxiliaryD!
        const recorded: AuxiliaryLoss<'d'> = {
          ...own!,
          compute: ({ real, fake, label, discriminate }) =>
            gradientPenalty((x) => discriminate(x, label), real, fake, { alpha: get('alpha') }),
        }
        return { ...parts, auxiliaryD: [recorded] }
      },
    })
    scope(() => {
      expectGolden(reference, 'd_loss', tensor([logged.get('d/total')!]))
      expectGolden(reference, 'wasserstein_estimate', tensor([logged.get('d/wasserstein')!]))
      expectGolden(reference, 'gp', tensor([logged.get('d/gp')!]))
      expectGolden(reference, 'g_loss', tensor([logged.get('g/total')!]))
      expectStep(1e-4)
    })
    disposeAll(reference.tensors.values())
    dispose()
  })
})

it('has the numbers of the paper by default, and a critic without batch norm', () => {
  const options = wganGp.options.parse({})
  expect(options).toMatchObject({
    objective: 'wgan',
    penalty: 'gp',
    penaltyWeight: 'auto',
    lrD: 1e-4,
    beta1: 0,
    beta2: 0.9,
  })
  expect(wganGp.trainDefaults).toMatchObject({ dSteps: 5 })
  expect(wganGp.problems?.(wganGp.options.parse({ normD: 'batch' }), trainSchema.parse({ dSteps: 5 }))).toEqual([
    expect.stringMatching(/without batch norm/),
  ])
})
