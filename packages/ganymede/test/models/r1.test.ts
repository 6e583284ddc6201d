import { noGrad, scope, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { r1 } from '../../src/models/r1/r1.js'
import { gradientPenalty, inputGradient, squaredSlope } from '../../src/systems/losses/gradient-penalty.js'
import { loadGolden, sharedPath } from '../fixtures/golden.js'
import { goldenGanStep, goldenNetworks } from '../fixtures/golden-gan.js'
import { disposeAll, expectGolden, expectGoldenOrParts } from '../fixtures/golden-step.js'

const golden = 'r1/r1_resnet_size16_nf6_b4'

// The reference counts its 10 without the half: gamma is 20.
const options = r1.options.parse({
  ...{ size: 16, latentDim: 12, widthG: 6, widthD: 6, widthMax: 24, conditional: true, embedDim: 10 },
  penaltyWeight: 20,
  // The recorded step has no noise on its images.
  dequantise: false,
})
const data = { channels: 3, height: 16, width: 16, classes: ['a', 'b', 'c'], count: 4 }

describe.skipIf(sharedPath(`golden/${golden}.json`) === null)('against the reference', () => {
  it('gives scores, all penalties, and the second-order gradient of R1', () => {
    scope(() => {
      const reference = loadGolden(golden)
      const { networks, dispose } = goldenNetworks(r1, reference, options, data)
      const { generator, discriminator } = networks
      const get = (name: string) => reference.tensors.get(name)!
      const y = get('y').to({ dtype: 'int64' })
      const real = get('real').requiresGrad_()
      const fake = noGrad(() => generator.forward(get('z'), y)).requiresGrad_()
      expectGolden(reference, 'fake', fake)
      const [predReal, predFake] = [discriminator.forward(real, y), discriminator.forward(fake, y)]
      expectGolden(reference, 'D_real', predReal)
      expectGolden(reference, 'D_fake', predFake)
      expectGolden(reference, 'r1_per_sample', inputGradient(predReal, real).flatten(1).square().sum([1]))
      const [penaltyReal, penaltyFake] = [squaredSlope(predReal, real), squaredSlope(predFake, fake)]
      expectGolden(reference, 'reg.real', penaltyReal)
      expectGolden(reference, 'reg.fake', penaltyFake)
      expectGolden(reference, 'reg.real_fake', penaltyReal.add(penaltyFake))
      const critic = (x: typeof real) => discriminator.forward(x, y)
      // The reference's eps weighs the fake.
      const alpha = get('eps').neg().add(1)
      expectGolden(reference, 'reg.wgangp', gradientPenalty(critic, real.detach(), fake.detach(), { alpha }))
      expectGolden(
        reference,
        'reg.wgangp0',
        gradientPenalty(critic, real.detach(), fake.detach(), { alpha, form: 'zero' }),
      )
      penaltyReal.backward({ inputs: discriminator.parameters() })
      for (const [name, value] of discriminator.namedParameters()) {
        const gradient = value.grad ?? noGrad(() => value.mul(0))
        expectGoldenOrParts(reference, `gradR1.${name}`, gradient)
      }
      dispose()
    })
  })

  it('gives losses, gradients and weights of its D and G update', async () => {
    const reference = scope(() => loadGolden(golden))
    const get = (name: string) => reference.tensors.get(name)!
    const labels = scope(() => get('y').to({ dtype: 'int64' }))
    const { logged, expectStep, dispose } = await goldenGanStep(r1, {
      ...{ reference, options, data, labels, train: { batch: 4 } },
      reals: [get('real')],
      noise: [get('z'), get('z_g')],
    })
    scope(() => {
      expectGolden(reference, 'dloss', tensor([logged.get('d/adv_real')! + logged.get('d/adv_fake')!]))
      expectGolden(reference, 'reg_weighted', tensor([logged.get('d/r1')! * 10]))
      expectGolden(reference, 'gloss', tensor([logged.get('g/total')!]))
      expectStep(10 * 1e-4)
    })
    disposeAll([...reference.tensors.values(), labels])
    dispose()
  })
})

it('averages G by default and penalises real images of the logistic loss', () => {
  expect(r1.options.parse({})).toMatchObject({ objective: 'logistic', penalty: 'r1', network: 'resnet' })
  expect(r1.trainDefaults).toEqual({ ema: 0.999 })
})
