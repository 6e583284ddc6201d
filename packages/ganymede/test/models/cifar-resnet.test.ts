import { grad, noGrad, randn, scope, tensor, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { SeededStreams } from '../../src/checkpoint/random-streams.js'
import { withClassifier } from '../../src/models/image-gan/classifier-loss.js'
import { imageGanParts } from '../../src/models/image-gan/image-gan.js'
import { r1 } from '../../src/models/r1/r1.js'
import { wganGp } from '../../src/models/wgan-gp/wgan-gp.js'
import { trainSchema } from '../../src/options/train-options.js'
import { objectiveState } from '../../src/systems/losses/objective-parts.js'
import { adversarialStep } from '../../src/systems/steps/adversarial-step.js'
import { stepContext } from './step-context.js'

const data = { channels: 3, height: 32, width: 32, classes: ['a', 'b', 'c'], count: 10 }
const small = { size: 32, network: 'cifar-resnet', widthG: 4, widthD: 4, latentDim: 6 } as const

describe('the residual networks for CIFAR-10', () => {
  it('have the parameters of the reference at its width of 128', () => {
    const streams = new SeededStreams(1, 'cpu')
    const count = (more: object) => {
      const options = wganGp.options.parse({ size: 32, network: 'cifar-resnet', latentDim: 128, ...more })
      const { generator, discriminator } = scope(() =>
        wganGp.build(options, { ...data, classes: [...'0123456789'] }, streams),
      )
      const counts = [generator.parameterCount, discriminator.parameterCount]
      generator.dispose()
      discriminator.dispose()
      return counts
    }
    const conv = (from: number, to: number, k: number) => from * to * k * k + to
    const [c, norm] = [128, 2 * 128]
    const rising = 2 * conv(c, c, 3) + conv(c, c, 1) + 2 * norm
    const halving = (from: number) => conv(from, c, 3) + conv(c, c, 3) + conv(from, c, 1)
    const G = (c + 1) * c * 16 + 3 * rising + norm + conv(c, 3, 3)
    const D = halving(3) + halving(c) + 4 * conv(c, c, 3) + c + 1
    expect(count({})).toEqual([G, D])
    // Scale and shift for each of ten classes; a linear layer that names them.
    expect(count({ conditional: true })).toEqual([G + 3 * 2 * 9 * norm, D + 10 * (c + 1)])
    streams.dispose()
  })

  it('starts with the spread of the activations kept: He in the blocks, Glorot elsewhere', () => {
    const streams = new SeededStreams(1, 'cpu')
    const options = wganGp.options.parse({ ...small, widthD: 64 })
    const { generator, discriminator } = wganGp.build(options, data, streams)
    scope(() => {
      const state = discriminator.stateDict()
      const spread = (name: string) => state.get(name)!.square().mean().sqrt().item()
      expect(spread('blocks.1.conv1.weight')).toBeCloseTo(Math.sqrt(4 / (2 * 64 * 9)), 2)
      expect(spread('blocks.1.shortcut.weight')).toBeCloseTo(Math.sqrt(2 / (2 * 64)), 2)
      expect(spread('blocks.1.conv1.bias')).toBe(0)
    })
    for (const one of [generator, discriminator, streams]) one.dispose()
  })

  it('tells G the class, and lets D name it in the pass of its score', () => {
    const streams = new SeededStreams(1, 'cpu')
    const { generator, discriminator } = wganGp.build(
      wganGp.options.parse({ ...small, conditional: true }),
      data,
      streams,
    )
    scope(() => {
      // Scale and shift of all classes start alike.
      noGrad(() => generator.stateDict().get('blocks.0.norm1.gamma.weight')!.select(0, 1).fill_(2))
      const z = randn([1, 6]).expand([4, 6]).contiguous()
      const images = generator.forward(z, tensor([0n, 1n, 0n, 1n]))
      expect(images.select(0, 0).sub(images.select(0, 1)).abs().max().item()).toBeGreaterThan(1e-4)
      const score = discriminator.forward(images)
      const logits = discriminator.classLogits(images)!
      expect(logits.shape).toEqual([4, 3])
      expect(discriminator.classLogits(images)).toBe(logits)
      // Other images need a pass of their own.
      const again = discriminator.classLogits(images.clone())!
      expect(again.sub(logits).abs().max().item()).toBeLessThan(1e-5)
      expect(score.shape).toEqual([4])
    })
    for (const one of [generator, discriminator, streams]) one.dispose()
  })

  it('adds the cross-entropies of the classifier to both losses and logs how often it is right', async () => {
    const streams = new SeededStreams(1, 'cpu')
    const options = wganGp.options.parse({ ...small, conditional: true })
    const networks = wganGp.build(options, data, streams)
    const optimizers = wganGp.optimizers(networks, options, trainSchema.parse({}))
    const images = randn([4, 3, 32, 32], { generator: streams.stream('images') })
    const labels = tensor([0n, 1n, 2n, 0n])
    const { ctx, logged } = stepContext({
      ...{
        networks,
        optimizers,
        options,
        random: streams,
        data,
        images: [images],
        labels,
        train: { batch: 4, dSteps: 1 },
      },
    })
    const state = objectiveState()
    await wganGp.step({ ...ctx, state })
    for (const key of ['d/class', 'g/class', 'd/class_accuracy', 'g/class_accuracy', 'd/gp']) {
      expect(Number.isFinite(logged.get(key)), key).toBe(true)
    }
    const total =
      logged.get('d/adv_real')! + logged.get('d/adv_fake')! + 10 * logged.get('d/gp')! + logged.get('d/class')!
    expect(logged.get('d/total')!).toBeCloseTo(total, 3)
    expect(logged.get('g/total')!).toBeCloseTo(logged.get('g/adv')! + 0.1 * logged.get('g/class')!, 4)
    expect(imageGanParts({ ...ctx, state }).auxiliaryG?.map(({ name }) => name)).toEqual(['class'])
    for (const one of [images, labels, state, ...Object.values(optimizers), ...Object.values(networks), streams])
      one.dispose()
  })

  it('has a second derivative for the gradient penalty', () => {
    const streams = new SeededStreams(1, 'cpu')
    const { generator, discriminator } = wganGp.build(wganGp.options.parse(small), data, streams)
    scope(() => {
      const x = randn([2, 3, 32, 32]).requiresGrad_()
      const [slope] = grad([discriminator.forward(x).sum()], [x], { createGraph: true })
      const [weight] = discriminator.parameters()
      const [second] = grad([slope!.square().sum()], [weight!])
      expect(second!.abs().sum().item()).toBeGreaterThan(0)
    })
    for (const one of [generator, discriminator, streams]) one.dispose()
  })

  it.each([
    [{ conditional: true, normG: 'none' }, /normG none leaves the class no way into G/],
    [{ classWeightG: 1 }, /classWeightG 1 has no effect without model.conditional/],
    [{ network: 'resnet', conditional: true, classWeightD: 2 }, /classWeightD 2 has no effect/],
    [{ normD: 'layer' }, /normD layer changes dcgan and upsample only/],
    [{ size: 28 }, /power of two/],
  ])('refuses %o', (more, expected) => {
    const options = wganGp.options.parse({ ...small, widthG: 'auto', widthD: 'auto', ...more })
    expect(wganGp.problems?.(options, trainSchema.parse({ dSteps: 5 })).join('\n')).toMatch(expected)
  })
})

it('shows D real images with noise below a grey level, and only those, where that is asked for', async () => {
  expect(r1.options.parse({}).dequantise).toBe(true)
  const seen: number[][] = []
  const step = async (dequantise: boolean) => {
    const streams = new SeededStreams(1, 'cpu')
    const options = wganGp.options.parse({ ...small, size: 16, dequantise })
    const shape = { ...data, height: 16, width: 16 }
    const networks = wganGp.build(options, shape, streams)
    const optimizers = wganGp.optimizers(networks, options, trainSchema.parse({}))
    const images = zeros([2, 3, 16, 16])
    const { ctx } = stepContext({
      ...{
        networks,
        optimizers,
        options,
        random: streams,
        data: shape,
        images: [images],
        train: { batch: 2, dSteps: 1 },
      },
    })
    const state = objectiveState()
    const parts = imageGanParts({ ...ctx, state })
    await adversarialStep(ctx, {
      ...parts,
      discriminate(x, label) {
        seen.push([x.min().item(), x.max().item()])
        return parts.discriminate(x, label)
      },
    })
    for (const one of [images, state, ...Object.values(optimizers), ...Object.values(networks), streams]) one.dispose()
  }
  await step(true)
  const [low = 0, high = 0] = seen[0] ?? []
  expect(low).toBeGreaterThanOrEqual(0)
  expect(high).toBeGreaterThan(0.9 / 128)
  expect(high).toBeLessThan(1 / 128)
  seen.length = 0
  await step(false)
  expect(seen[0]).toEqual([0, 0])
})

it('leaves out the classifier for a network without one', () => {
  const streams = new SeededStreams(1, 'cpu')
  const { generator, discriminator } = wganGp.build(wganGp.options.parse({ ...small, network: 'dcgan' }), data, streams)
  const { auxiliaryD } = withClassifier(discriminator, { classWeightD: 1, classWeightG: 1 }, {})
  expect(auxiliaryD).toHaveLength(1)
  expect(discriminator.classLogits(tensor([0]))).toBeNull()
  for (const one of [generator, discriminator, streams]) one.dispose()
})
