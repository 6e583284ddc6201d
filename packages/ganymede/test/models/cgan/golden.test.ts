import { keep, noGrad, scope, type Tensor, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { SeededStreams } from '../../../src/checkpoint/random-streams.js'
import { cgan, cganParts } from '../../../src/models/cgan/cgan.js'
import { CganMlpDiscriminator, CganMlpGenerator } from '../../../src/models/cgan/mlp-networks.js'
import { cganOptions } from '../../../src/models/cgan/options.js'
import type { Module } from '../../../src/nn/module.js'
import { trainSchema } from '../../../src/options/train-options.js'
import { objectiveState } from '../../../src/systems/losses/objective-parts.js'
import { adversarialStep } from '../../../src/systems/steps/adversarial-step.js'
import { expectGolden, expectGoldenParts } from '../../fixtures/expect-golden.js'
import { type GoldenCase, loadGolden, sharedPath, withPrefix } from '../../fixtures/golden.js'
import { stepContext } from '../step-context.js'

const classes = Array.from({ length: 10 }, (_, i) => String(i))

interface Case {
  readonly path: string
  readonly hidden: number
  readonly lr: number
  readonly batch: number
  /** Initial weights that the file does not hold. */
  readonly fill?: (golden: GoldenCase, networks: { generator: Module; discriminator: Module }) => void
}

/** Numbers in [0, 1) of the generator mulberry32, by which the large case states its weights. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** One stream for a network, in the order of its state: (2u − 1) · bound, with bound 1 for classes and 1/√inputs. */
function fillProcedurally(network: Module, seed: number): void {
  const next = mulberry32(seed)
  let bound = 1
  for (const [name, parameter] of network.namedParameters()) {
    const { shape } = parameter
    if (name === 'label_emb.weight') bound = 1
    else if (name.endsWith('.weight')) bound = 1 / Math.sqrt(shape[1]!)
    const values = Float32Array.from({ length: parameter.numel }, () => Math.fround((2 * next() - 1) * bound))
    scope(() => noGrad(() => parameter.copy_(tensor(values, { shape: [...shape] }))))
  }
}

const cases: readonly Case[] = [
  { path: 'cgan/cgan_small_img28_b7', hidden: 64, lr: 1e-4, batch: 7 },
  {
    path: 'cgan/cgan_seed004_exact_b6',
    hidden: 256,
    lr: 2e-4,
    batch: 6,
    fill: (golden, { generator, discriminator }) => {
      const { seed_G, seed_D, check_first5_u_seed_G } = golden.about.hyperparameters.weights as {
        seed_G: number
        seed_D: number
        check_first5_u_seed_G: readonly number[]
      }
      const next = mulberry32(seed_G)
      expect(check_first5_u_seed_G.map(() => next())).toEqual(check_first5_u_seed_G)
      fillProcedurally(generator, seed_G)
      fillProcedurally(discriminator, seed_D)
      for (const [name, probe] of golden.tensors) {
        const parts = /^probe\.([GD])\.(.*)$/.exec(name)
        if (parts === null) continue
        const network = parts[1] === 'G' ? generator : discriminator
        const found = network.stateDict().get(parts[2]!)!.detach().flatten().narrow(0, 0, probe.numel)
        scope(() => expect(found.sub(probe).abs().max().item(), name).toBe(0))
      }
    },
  },
]

describe.each(cases)('the fully connected conditional GAN against the reference $path', (one) => {
  it.skipIf(sharedPath(`golden/${one.path}.json`) === null)(
    'gives losses, gradients and weights of one D update and one G update',
    async () => {
      const options = cganOptions.parse({ hidden: one.hidden, dropout: 0, lrG: one.lr, lrD: one.lr })
      const data = { channels: 1, height: 28, width: 28, classes, count: one.batch }
      const streams = new SeededStreams(0, 'cpu')
      const { golden, networks, images } = scope(() => {
        const golden = loadGolden(one.path)
        const networks = cgan.build(options, data, streams)
        if (one.fill === undefined) {
          networks.generator.loadStateDict(withPrefix(golden.tensors, 'G.'))
          networks.discriminator.loadStateDict(withPrefix(golden.tensors, 'D.'))
        } else one.fill(golden, networks)
        return { golden, networks, images: golden.tensors.get('x')!.view([one.batch, 1, 28, 28]) }
      })
      const { generator, discriminator } = networks
      const get = (name: string) => golden.tensors.get(name)!
      scope(() =>
        noGrad(() => {
          const fake = generator.forward(get('z_d'), get('fy_d'))
          expectGolden(golden, 'D_real', discriminator.forward(images, get('y')).sigmoid(), one)
          expectGolden(golden, 'fake_d', fake, one)
          expectGolden(golden, 'D_fake', discriminator.forward(fake, get('fy_d')).sigmoid(), one)
        }),
      )
      const fakeOfG = noGrad(() => generator.forward(get('z_g'), get('fy_g')))
      const optimizers = cgan.optimizers(networks, options, trainSchema.parse({}))
      const gradients = new Map<string, Tensor>()
      const { ctx, logged } = stepContext({
        networks,
        optimizers,
        options,
        random: streams,
        data,
        images: [images],
        labels: get('y'),
        onGradients: (network) => {
          const [prefix, module] = network === 'd' ? ['gradD', discriminator] : ['gradG', generator]
          for (const [name, p] of module.namedParameters()) gradients.set(`${prefix}.${name}`, keep(p.grad!.clone()))
        },
      })
      const step = { ...ctx, state: objectiveState() }
      const draws = [
        { z: get('z_d'), label: get('fy_d') },
        { z: get('z_g'), label: get('fy_g') },
      ]
      await adversarialStep(step, { ...cganParts(step), latents: () => draws.shift()! })
      scope(() => {
        const close = (key: string, name: string) =>
          expect(Math.abs(logged.get(key)! - get(name).item()), key).toBeLessThanOrEqual(
            golden.about.tensors[name]!.suggested_atol!,
          )
        close('d/total', 'd_loss')
        close('g/total', 'g_loss')
        for (const [name, gradient] of gradients)
          expect(expectGoldenParts(golden, name, gradient, one), name).toBe(true)
        for (const [name, value] of generator.stateDict())
          expect(expectGoldenParts(golden, `afterG.${name}`, value, one), name).toBe(true)
        for (const [name, value] of discriminator.stateDict())
          expect(expectGoldenParts(golden, `afterD.${name}`, value, one), name).toBe(true)
        noGrad(() => expectGolden(golden, 'D_fake_g', discriminator.forward(fakeOfG, get('fy_g')).sigmoid(), one))
      })
      for (const value of [...golden.tensors.values(), ...gradients.values(), images, fakeOfG]) value.dispose()
      for (const part of [generator, discriminator, optimizers.g!, optimizers.d!, streams]) part.dispose()
    },
  )
})

it('has the parameters and names of the specification', () => {
  const streams = new SeededStreams(1, 'cpu')
  const data = { channels: 1, height: 28, width: 28, classes, count: 10 }
  const { generator, discriminator } = cgan.build(cganOptions.parse({}), data, streams)
  expect(generator).toBeInstanceOf(CganMlpGenerator)
  expect(discriminator).toBeInstanceOf(CganMlpDiscriminator)
  expect(generator.parameterCount).toBe(1_489_012)
  expect(discriminator.parameterCount).toBe(1_470_565)
  const names = (indices: readonly number[]) => [
    'label_emb.weight',
    ...indices.flatMap((i) => [`model.${i}.weight`, `model.${i}.bias`]),
  ]
  expect([...generator.stateDict().keys()]).toEqual(names([0, 2, 4, 6]))
  expect([...discriminator.stateDict().keys()]).toEqual(names([0, 3, 6, 9]))
  for (const part of [generator, discriminator, streams]) part.dispose()
})
