import { keep, noGrad, scope, type Tensor, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { imageGanParts } from '../../src/models/image-gan/image-gan.js'
import { wgan } from '../../src/models/wgan/wgan.js'
import { trainSchema } from '../../src/options/train-options.js'
import { objectiveState } from '../../src/systems/losses/objective-parts.js'
import { type GoldenCase, loadGolden, sharedPath } from '../fixtures/golden.js'
import { goldenNetworks } from '../fixtures/golden-gan.js'
import { disposeAll, expectGolden, expectGoldenOrParts, goldenStep, gradientsOf } from '../fixtures/golden-step.js'

const golden = 'wgan/wgan_dcgan_isize32_nf8_extra0_b4'

/**
 * The authors' critic minimises D(real) − D(fake), ours the opposite. Negating the last convolution, behind which nothing
 * stands, turns one into the other; every other weight and gradient is the same, and so is the clipping.
 */
const mirrored = (name: string): boolean => name.startsWith('main.final:')

async function goldenCritic(reference: GoldenCase, clipWhen: 'before' | 'after') {
  const options = wgan.options.parse({ size: 32, latentDim: 16, widthG: 8, widthD: 8, clipWhen })
  const data = { channels: 1, height: 32, width: 32, classes: null, count: 8 }
  const { networks, dispose: disposeNetworks } = goldenNetworks(wgan, reference, options, data)
  const signed = (name: string, value: Tensor) => (mirrored(name) ? value.neg() : value)
  noGrad(() =>
    scope(() => {
      for (const [name, value] of networks.discriminator.namedParameters()) value.copy_(signed(name, value))
    }),
  )
  const train = trainSchema.parse({ batch: 4, ...wgan.trainDefaults, dSteps: 2 })
  const optimizers = wgan.optimizers(networks, options, train)
  const gradients: { network: 'd' | 'g'; values: Map<string, Tensor> }[] = []
  const losses: number[] = []
  const critic: Map<string, Tensor>[] = []
  const get = (name: string) => reference.tensors.get(name)!
  const logged = await goldenStep({
    networks,
    optimizers,
    options,
    train,
    data,
    state: objectiveState(),
    reals: [get('real0'), get('real1')],
    noise: [get('noise0'), get('noise1'), get('noise_g')],
    parts: (ctx) => {
      const parts = imageGanParts(ctx)
      return {
        ...parts,
        generate: (latents) => {
          // The golden critic is the one before G's update, whose fakes move its statistics once more.
          if (gradients.length === 2) {
            const state = [...networks.discriminator.stateDict()]
            noGrad(() => critic.push(new Map(state.map(([name, value]) => [name, keep(signed(name, value).clone())]))))
          }
          return parts.generate(latents)
        },
        loss: {
          ...parts.loss,
          discriminator: (real, fake) => {
            const terms = parts.loss.discriminator(real, fake)
            losses.push(terms.real.item(), terms.fake.item())
            return terms
          },
        },
      }
    },
    onGradients: (network) => {
      const values = gradientsOf(network === 'd' ? networks.discriminator : networks.generator)
      gradients.push({ network, values })
    },
  })
  const dispose = () => {
    disposeAll([...gradients.flatMap(({ values }) => [...values.values()]), ...critic.flatMap((m) => [...m.values()])])
    for (const optimizer of Object.values(optimizers)) optimizer.dispose()
    disposeNetworks()
  }
  return { networks, gradients, losses, logged, critic: critic[0]!, signed, dispose }
}

describe.skipIf(sharedPath(`golden/${golden}.json`) === null)('against the reference', () => {
  it('gives losses, gradients and weights of two critic updates and one of G, clipping before', async () => {
    const reference = scope(() => loadGolden(golden))
    const run = await goldenCritic(reference, 'before')
    scope(() => {
      // Our terms are −mean D(real) and mean D(fake) with D negated: D(real) and −D(fake) of the authors.
      for (const [i, name] of ['errD_real_0', 'errD_fake_0', 'errD_real_1', 'errD_fake_1'].entries()) {
        const sign = name.includes('fake') ? -1 : 1
        expectGolden(reference, name, tensor([run.losses[i]! * sign]))
      }
      expectGolden(reference, 'errG', tensor([run.logged.get('g/total')!]))
      const critic = run.gradients.filter(({ network }) => network === 'd')
      for (const [i, { values }] of critic.entries()) {
        for (const [name, value] of values) {
          expectGoldenOrParts(reference, `gradD${i}.${name}`, run.signed(name, value))
        }
      }
      for (const [name, value] of run.gradients.at(-1)!.values) expectGoldenOrParts(reference, `gradG.${name}`, value)
      for (const [name, value] of run.critic) {
        expectGoldenOrParts(reference, `afterD.${name}`, value, 10 * 5e-5)
      }
      for (const [name, value] of run.networks.generator.stateDict()) {
        expectGoldenOrParts(reference, `afterG.${name}`, value, 10 * 5e-5)
      }
    })
    run.dispose()
    disposeAll(reference.tensors.values())
  })

  it('gives those of the paper, clipping after each update', async () => {
    const reference = scope(() => loadGolden(golden))
    const run = await goldenCritic(reference, 'after')
    scope(() => {
      for (const [i, name] of ['errD_real_0', 'errD_fake_0', 'errD_real_1', 'errD_fake_1'].entries()) {
        const sign = name.includes('fake') ? -1 : 1
        expectGolden(reference, `variant.clip_after.${name}`, tensor([run.losses[i]! * sign]))
      }
      for (const [name, value] of run.critic) {
        expectGoldenOrParts(reference, `variant.clip_after.afterD.${name}`, value, 10 * 5e-5)
      }
    })
    run.dispose()
    disposeAll(reference.tensors.values())
  })
})

it('has the four changes of WGAN by default', () => {
  expect(wgan.options.parse({})).toMatchObject({
    objective: 'wgan',
    clip: 0.01,
    clipWhen: 'after',
    optimizer: 'rmsprop',
    lrG: 5e-5,
    lrD: 5e-5,
  })
  expect(wgan.trainDefaults).toMatchObject({ dSteps: 5 })
})
