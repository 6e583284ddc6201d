import { keep, randn, scope, type Tensor, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { SeededStreams } from '../../src/checkpoint/random-streams.js'
import { dcgan, dcganOptions, dcganParts, dcganSizes } from '../../src/models/dcgan/dcgan.js'
import { DcganDiscriminator, DcganGenerator } from '../../src/models/dcgan/networks.js'
import { trainSchema } from '../../src/options/train-options.js'
import { objectiveState } from '../../src/systems/losses/objective-parts.js'
import { adversarialStep } from '../../src/systems/steps/adversarial-step.js'
import { type GoldenCase, loadGolden, sharedPath, withPrefix } from '../fixtures/golden.js'

const golden = 'dcgan/dcgan64_ngf16_ndf16_nz100_nc3_b4'
const hasGolden = sharedPath(`golden/${golden}.json`) !== null

/** What the project promises: channels-last sums in another order than the reference did. */
const CHANNELS_LAST = 1e-4 // relative to the largest element

/** Checks one tensor against its golden value: within the tolerance measured for it, or `relative` where that is given. */
function expectGolden(golden: GoldenCase, name: string, found: Tensor, relative?: number): void {
  const about = golden.about.tensors[name]!
  if (about.ill_conditioned) return
  scope(() => {
    const expected = golden.tensors.get(name)!
    const difference = found.reshape(expected.shape).sub(expected).abs()
    const error = difference.max().item()
    const scale = expected.abs().max().item()
    const atol = relative === undefined ? (about.suggested_atol ?? 0) : relative * scale
    if (name.startsWith('after') && error > atol) {
      // The first Adam step is nearly sign(g)·lr: where g is about 0 the sign may differ.
      const outside = difference.gt(atol).to({ dtype: 'float32' }).sum().item()
      expect(outside / expected.numel, name).toBeLessThanOrEqual(0.001)
      expect(error, name).toBeLessThanOrEqual(2 * 2e-4 * 1.001)
      return
    }
    expect(error, `${name}: largest difference`).toBeLessThanOrEqual(atol)
  })
}

/** A tensor that the golden file may hold only in parts: its first rows, norm, sum and sum of absolute values. */
function expectGoldenOrParts(golden: GoldenCase, name: string, found: Tensor, relative?: number): void {
  if (golden.tensors.has(name)) {
    expectGolden(golden, name, found, relative)
    return
  }
  scope(() => {
    const rows = [...golden.tensors.keys()].find((key) => key.startsWith(`${name}.rows0_`))
    expect(rows, `${name} is in the golden file`).toBeDefined()
    expectGolden(golden, rows!, found.narrow(0, 0, Number(rows!.split('rows0_')[1])), relative)
    const wide = found.to({ dtype: 'float64' })
    expectGolden(golden, `${name}.l2`, wide.square().sum().sqrt().to({ dtype: 'float32' }), relative)
    expectGolden(golden, `${name}.sum`, wide.sum().to({ dtype: 'float32' }), relative)
    expectGolden(golden, `${name}.abs_sum`, wide.abs().sum().to({ dtype: 'float32' }), relative)
  })
}

function goldenNetworks(golden: GoldenCase, channelsLast: boolean) {
  const shape = { size: 64, channels: 3, latentDim: 100, widthG: 16, widthD: 16 }
  const streams = new SeededStreams(0, 'cpu')
  const generator = new DcganGenerator(shape, streams.stream('g')).rename('generator')
  const discriminator = new DcganDiscriminator(shape, streams.stream('d')).rename('discriminator')
  generator.loadStateDict(withPrefix(golden.tensors, 'G.'))
  discriminator.loadStateDict(withPrefix(golden.tensors, 'D.'))
  const memoryFormat = channelsLast ? 'channelsLast' : 'contiguous'
  generator.to({ memoryFormat })
  discriminator.to({ memoryFormat })
  return {
    generator,
    discriminator,
    streams,
    dispose: () => [generator, discriminator, streams].forEach((x) => void x.dispose()),
  }
}

describe.skipIf(!hasGolden).each([[true], [false]])('against the reference, channels-last %s', (channelsLast) => {
  const relative = channelsLast ? CHANNELS_LAST : undefined

  it('computes both networks in training and in evaluation mode', () => {
    scope(() => {
      const reference = loadGolden(golden)
      const { generator, discriminator, dispose } = goldenNetworks(reference, channelsLast)
      const [noise, real] = [reference.tensors.get('noise')!, reference.tensors.get('real')!]
      generator.eval()
      discriminator.eval()
      expectGolden(reference, 'forward.eval.G', generator.forward(noise), relative)
      expectGolden(reference, 'forward.eval.D', discriminator.forward(real).sigmoid(), relative)
      generator.train()
      discriminator.train()
      expectGolden(reference, 'forward.train.G', generator.forward(noise), relative)
      expectGolden(reference, 'forward.train.D', discriminator.forward(real).sigmoid(), relative)
      dispose()
    })
  })

  it('gives losses, gradients and weights of the official training step', async () => {
    const { reference, networks, optimizers } = scope(() => {
      const reference = loadGolden(golden)
      const networks = goldenNetworks(reference, channelsLast)
      const optimizers = dcgan.optimizers(networks, dcganOptions.parse({}), trainSchema.parse({}))
      return { reference, networks, optimizers }
    })
    const logged = new Map<string, number>()
    const gradients = new Map<string, Tensor>()
    const { generator, discriminator } = networks
    const noise = reference.tensors.get('noise')!
    const train = trainSchema.parse({ batch: 4, shareFakes: true })
    const data = { channels: 3, height: 64, width: 64, classes: null, count: 4 }
    const options = dcganOptions.parse({ widthG: 16, widthD: 16 })
    const random = networks.streams
    const state = objectiveState()
    const base = { networks: { generator, discriminator }, optimizers, options, device: 'cpu', step: 0, random, state }
    const record = (prefix: string, module: DcganGenerator | DcganDiscriminator) => {
      for (const [name, parameter] of module.namedParameters())
        gradients.set(`${prefix}.${name}`, keep(parameter.grad!.clone()))
    }
    await adversarialStep(
      {
        ...base,
        imagesSeen: 0,
        ema: null,
        train,
        data,
        nextReal: async () => ({ toDevice: () => ({ images: reference.tensors.get('real')!.alias(), labels: null }) }),
        forward: (fn) => fn(),
        log: (key, value) => void logged.set(key, typeof value === 'number' ? value : value.item()),
        requireFinite: () => {},
        requireFiniteGradients: (network) => {
          // Called when the gradients are complete, right before the optimizer's step.
          if (network === 'd') record('gradD', discriminator)
          else record('gradG', generator)
        },
        trace: () => {},
        time: (_, fn) => fn(),
      },
      { ...dcganParts(base), latents: () => ({ z: noise, label: null }) },
    )
    scope(() => {
      const number = (name: string) => reference.tensors.get(name)!.item()
      const close = (found: number, name: string) =>
        expect(Math.abs(found - number(name)), name).toBeLessThanOrEqual(reference.about.tensors[name]!.suggested_atol!)
      close(logged.get('d/adv_real')!, 'errD_real')
      close(logged.get('d/adv_fake')!, 'errD_fake')
      close(logged.get('g/total')!, 'errG')
      for (const [name, gradient] of gradients) expectGoldenOrParts(reference, name, gradient, relative)
      for (const [name, value] of generator.stateDict())
        expectGoldenOrParts(reference, `afterG.${name}`, value.to({ dtype: 'float32' }), relative)
      for (const [name, value] of discriminator.stateDict())
        expectGoldenOrParts(reference, `afterD.${name}`, value.to({ dtype: 'float32' }), relative)
    })
    for (const value of [...reference.tensors.values(), ...gradients.values()]) value.dispose()
    optimizers.g!.dispose()
    optimizers.d!.dispose()
    networks.dispose()
  })
})

describe.each(dcganSizes.flatMap((size) => [1, 3].map((channels) => [size, channels] as const)))(
  'at %i px with %i channels',
  (size, channels) => {
    it('maps latents to images in [-1, 1] and images to one logit each', () => {
      scope(() => {
        const streams = new SeededStreams(1, 'cpu')
        const data = { channels, height: size, width: size, classes: null, count: 1 }
        const options = dcganOptions.parse({ size, widthG: 4, widthD: 4, latentDim: 8 })
        const { generator, discriminator } = dcgan.build(options, data, streams)
        const images = generator.forward(randn([2, 8]))
        expect(images.shape).toEqual([2, channels, size, size])
        expect(images.abs().max().item()).toBeLessThanOrEqual(1)
        expect(discriminator.forward(images).shape).toEqual([2])
        generator.dispose()
        discriminator.dispose()
        streams.dispose()
      })
    })
  },
)

it('has the parameter counts of the official networks', () => {
  // dcgan.md sections 2 and 3.
  const streams = new SeededStreams(1, 'cpu')
  const data = { channels: 3, height: 64, width: 64, classes: null, count: 1 }
  const { generator, discriminator } = dcgan.build(dcganOptions.parse({}), data, streams)
  expect(generator.parameterCount).toBe(3_576_704)
  expect(discriminator.parameterCount).toBe(2_765_568)
  generator.dispose()
  discriminator.dispose()
  streams.dispose()
})

it('refuses images of another size with both sizes in the message', () => {
  const streams = new SeededStreams(1, 'cpu')
  const { generator, discriminator } = dcgan.build(
    dcganOptions.parse({ size: 32, widthD: 2, widthG: 2 }),
    { channels: 3, height: 32, width: 32, classes: null, count: 1 },
    streams,
  )
  scope(() => {
    expect(() => discriminator.forward(zeros([2, 3, 64, 64]))).toThrow(/32.*64|64.*32/s)
    expect(() => discriminator.forward(zeros([2, 1, 32, 32]))).toThrow(/channels/)
    expect(() => generator.forward(zeros([2, 7]))).toThrow(/100/)
  })
  generator.dispose()
  discriminator.dispose()
  streams.dispose()
})

it.each([
  [{ size: 48 }, /size/],
  [{ widthG: 0 }, /widthG/],
  [{ lrG: -1 }, /lrG/],
  [{ siez: 64 }, /siez/],
])('refuses the options %o', (options, message) => {
  const parsed = dcganOptions.safeParse(options)
  expect(parsed.success).toBe(false)
  expect(JSON.stringify(parsed.error?.issues)).toMatch(message)
})
