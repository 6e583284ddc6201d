import { keep, noGrad, randn, scope, type Tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { SeededStreams } from '../../../src/checkpoint/random-streams.js'
import { gan, ganOptions, ganParts } from '../../../src/models/gan/gan.js'
import { trainSchema } from '../../../src/options/train-options.js'
import { objectiveState } from '../../../src/systems/losses/objective-parts.js'
import { adversarialStep } from '../../../src/systems/steps/adversarial-step.js'
import { expectGolden, expectGoldenParts } from '../../fixtures/expect-golden.js'
import { loadGolden, sharedPath, withPrefix } from '../../fixtures/golden.js'
import { stepContext } from '../step-context.js'

const path = 'gan/gan_mlp_d784_h256_z64_b6'
const lr = { lr: 2e-4 }
const data = { channels: 1, height: 28, width: 28, classes: null, count: 6 }

describe.skipIf(sharedPath(`golden/${path}.json`) === null)('the fully connected GAN against the reference', () => {
  it('gives the reference losses, gradients and weights of one D update and one G update with fresh noise', async () => {
    const options = ganOptions.parse({})
    const streams = new SeededStreams(0, 'cpu')
    const { golden, networks, images, noise } = scope(() => {
      const golden = loadGolden(path)
      const networks = gan.build(options, data, streams)
      networks.generator.loadStateDict(withPrefix(golden.tensors, 'G.'))
      networks.discriminator.loadStateDict(withPrefix(golden.tensors, 'D.'))
      const noise = ['z_d', 'z_g'].map((name) => golden.tensors.get(name)!)
      return { golden, networks, images: golden.tensors.get('x')!.view([6, 1, 28, 28]), noise }
    })
    const { generator, discriminator } = networks
    scope(() =>
      noGrad(() => {
        const fake = generator.forward(noise[0]!)
        expectGolden(golden, 'D_real', discriminator.forward(images).sigmoid(), lr)
        expectGolden(golden, 'fake_d', fake, lr)
        expectGolden(golden, 'D_fake', discriminator.forward(fake).sigmoid(), lr)
      }),
    )
    const optimizers = gan.optimizers(networks, options, trainSchema.parse({}))
    const gradients = new Map<string, Tensor>()
    const { ctx, logged } = stepContext({
      networks,
      optimizers,
      options,
      random: streams,
      data,
      images: [images],
      onGradients: (network) => {
        const [prefix, module] = network === 'd' ? ['gradD', discriminator] : ['gradG', generator]
        for (const [name, p] of module.namedParameters()) gradients.set(`${prefix}.${name}`, keep(p.grad!.clone()))
      },
    })
    const step = { ...ctx, state: objectiveState() }
    let draw = 0
    await adversarialStep(step, { ...ganParts(step), latents: () => ({ z: noise[draw++]!, label: null }) })
    scope(() => {
      const close = (key: string, name: string, expected = golden.tensors.get(name)!.mean().item()) =>
        expect(Math.abs(logged.get(key)! - expected), key).toBeLessThanOrEqual(
          golden.about.tensors[name]!.suggested_atol!,
        )
      close('d/adv_real', 'd_loss_real')
      close('d/adv_fake', 'd_loss_fake')
      close('d/total', 'd_loss')
      close('g/total', 'g_loss')
      close('d/prob_real', 'D_real')
      close('d/prob_fake', 'D_fake')
      for (const [name, gradient] of gradients) expect(expectGoldenParts(golden, name, gradient, lr), name).toBe(true)
      for (const [name, value] of generator.stateDict()) expectGoldenParts(golden, `afterG.${name}`, value, lr)
      for (const [name, value] of discriminator.stateDict()) expectGoldenParts(golden, `afterD.${name}`, value, lr)
      noGrad(() => expectGolden(golden, 'D_fake_g', discriminator.forward(generatorBefore(golden)).sigmoid(), lr))
    })
    for (const tensor of [...golden.tensors.values(), ...gradients.values(), images]) tensor.dispose()
    for (const one of [generator, discriminator, optimizers.g!, optimizers.d!, streams]) one.dispose()
  })
})

/** What the generator made before its update: the updated D judged that. */
function generatorBefore(golden: ReturnType<typeof loadGolden>): Tensor {
  const before = gan.build(ganOptions.parse({}), data, new SeededStreams(0, 'cpu'))
  before.generator.loadStateDict(withPrefix(golden.tensors, 'G.'))
  const fake = before.generator.forward(golden.tensors.get('z_g')!)
  before.generator.dispose()
  before.discriminator.dispose()
  return fake
}

describe('the GAN', () => {
  it('has the parameters and names of the specification', () => {
    const streams = new SeededStreams(1, 'cpu')
    const { generator, discriminator } = gan.build(ganOptions.parse({}), data, streams)
    expect(generator.parameterCount).toBe(283_920)
    expect(discriminator.parameterCount).toBe(267_009)
    const names = ['0.weight', '0.bias', '2.weight', '2.bias', '4.weight', '4.bias']
    expect([...generator.stateDict().keys()]).toEqual(names)
    expect([...discriminator.stateDict().keys()]).toEqual(names)
    for (const one of [generator, discriminator, streams]) one.dispose()
  })

  it('has the layers of PyTorch-GAN in its deep form', () => {
    const streams = new SeededStreams(1, 'cpu')
    const options = ganOptions.parse({ ...gan.presets['pytorch-gan']!.model, normEps: 0.8 })
    const { generator, discriminator } = gan.build(options, data, streams)
    const shapes = [...generator.namedParameters()].map(([name, p]) => `${name} ${p.shape.join('x')}`)
    expect(shapes.filter((line) => line.includes('x'))).toEqual([
      'model.0.weight 128x100',
      'model.2.weight 256x128',
      'model.5.weight 512x256',
      'model.8.weight 1024x512',
      'model.11.weight 784x1024',
    ])
    expect([...generator.stateDict().keys()]).toContain('model.3.running_var')
    expect([...discriminator.namedParameters()].map(([name]) => name)).toEqual(
      [0, 2, 4].flatMap((i) => [`model.${i}.weight`, `model.${i}.bias`]),
    )
    for (const one of [generator, discriminator, streams]) one.dispose()
  })

  it.each([
    ['plain', 1, 16],
    ['plain', 3, 40],
    ['deep', 3, 17],
  ] as const)('makes %s pictures of %i channels and %i px', (network, channels, size) => {
    scope(() => {
      const streams = new SeededStreams(1, 'cpu')
      const options = ganOptions.parse({ network, size, hidden: 6, latentDim: 5 })
      const shape = { channels, height: size, width: size, classes: null, count: 1 }
      const { generator, discriminator } = gan.build(options, shape, streams)
      const images = generator.forward(randn([3, 5], { generator: streams.stream('z') }))
      expect(images.shape).toEqual([3, channels, size, size])
      expect(images.abs().max().item()).toBeLessThanOrEqual(1)
      expect(discriminator.forward(images).shape).toEqual([3, 1])
      for (const one of [generator, discriminator, streams]) one.dispose()
    })
  })

  it('takes the mean of both terms of D instead of their sum when asked', async () => {
    const totals = []
    for (const lossScaleD of [1, 0.5] as const) {
      const streams = new SeededStreams(1, 'cpu')
      const options = ganOptions.parse({ size: 16, hidden: 4, latentDim: 3, lossScaleD })
      const shape = { ...data, height: 16, width: 16 }
      const networks = scope(() => gan.build(options, shape, streams))
      const optimizers = gan.optimizers(networks, options, trainSchema.parse({}))
      const images = scope(() => keep(randn([4, 1, 16, 16], { generator: streams.stream('x') })))
      const { ctx, logged, traced } = stepContext({
        networks,
        optimizers,
        options,
        random: streams,
        data: shape,
        images: [images],
      })
      await gan.step({ ...ctx, state: objectiveState() })
      totals.push(logged.get('d/total')!)
      expect(traced).toEqual(['d', 'D', 'g', 'G'])
      images.dispose()
      for (const one of [networks.generator, networks.discriminator, optimizers.g!, optimizers.d!, streams])
        one.dispose()
    }
    expect(totals[0]! / totals[1]!).toBeCloseTo(2, 5)
    // An untrained D says about 0.5 to everything: 2 ln 2.
    expect(totals[0]!).toBeCloseTo(2 * Math.LN2, 0)
  })

  it.each([
    [{ network: 'deep' }, { batch: 1 }, /batch normalisation/],
    [{ objective: 'wgan' }, {}, /wgan needs/],
    [{}, { shareFakes: true, dSteps: 2 }, /shareFakes/],
  ])('refuses what does not fit: %o %o', (model, train, expected) => {
    const problems = gan.problems?.(ganOptions.parse(model), trainSchema.parse(train)) ?? []
    expect(problems.join('\n')).toMatch(expected)
  })
})
