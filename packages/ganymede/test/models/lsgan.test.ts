import { scope, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { imageGanParts } from '../../src/models/image-gan/image-gan.js'
import { lsgan } from '../../src/models/lsgan/lsgan.js'
import {
  type DiscriminatorLoss,
  hinge,
  leastSquares,
  nonSaturating,
  saturating,
} from '../../src/train/losses/adversarial.js'
import { objectiveState } from '../../src/train/objectives/objective-parts.js'
import { trainSchema } from '../../src/train/options.js'
import { SeededStreams } from '../../src/train/random-streams.js'
import { loadGolden, sharedPath, withPrefix } from '../fixtures/golden.js'
import { disposeAll, expectGolden, expectGoldenOrParts, goldenStep, gradientsOf } from '../fixtures/golden-step.js'

const golden = 'lsgan/lsgan_img16_nz12_b6'

describe.skipIf(sharedPath(`golden/${golden}.json`) === null)('against the reference', () => {
  it('gives losses, gradients and weights of its training step, G first and D on the same fakes', async () => {
    const streams = new SeededStreams(1, 'cpu')
    const reference = scope(() => loadGolden(golden))
    const get = (name: string) => reference.tensors.get(name)!
    const options = lsgan.options.parse({
      size: 16,
      network: 'upsample',
      latentDim: 12,
      widthD: 16,
      normEps: 0.8,
      dropoutD: 0,
    })
    const data = { channels: 1, height: 16, width: 16, classes: null, count: 6 }
    const networks = lsgan.build(options, data, streams)
    networks.generator.loadStateDict(withPrefix(reference.tensors, 'G.'))
    networks.discriminator.loadStateDict(withPrefix(reference.tensors, 'D.'))
    const train = trainSchema.parse({ batch: 6, ...lsgan.trainDefaults })
    const optimizers = lsgan.optimizers(networks, options, train)
    const seen: Record<string, ReturnType<typeof gradientsOf>> = {}
    const logged = await goldenStep({
      networks,
      optimizers,
      options,
      train,
      data,
      state: objectiveState(),
      reals: [get('real')],
      noise: [get('z')],
      parts: imageGanParts,
      onGradients: (network) => {
        seen[network] = gradientsOf(network === 'd' ? networks.discriminator : networks.generator)
      },
    })
    scope(() => {
      expectGolden(reference, 'g_loss', tensor([logged.get('g/total')!]))
      expectGolden(reference, 'd_loss', tensor([logged.get('d/total')!]))
      for (const [name, gradient] of seen.g!) expectGoldenOrParts(reference, `gradG.${name}`, gradient)
      for (const [name, gradient] of seen.d!) expectGoldenOrParts(reference, `gradD.${name}`, gradient)
      const after = { G: networks.generator.stateDict(), D: networks.discriminator.stateDict() }
      for (const [prefix, state] of Object.entries(after)) {
        for (const [name, value] of state) expectGoldenOrParts(reference, `after${prefix}.${name}`, value, 2e-4)
      }
    })
    disposeAll([...reference.tensors.values(), ...seen.g!.values(), ...seen.d!.values()])
    for (const one of [...Object.values(networks), ...Object.values(optimizers), streams]) one.dispose()
  })

  it('has the losses of the paper, of hinge and of cross-entropy on the recorded logits', () => {
    scope(() => {
      const reference = loadGolden(golden)
      const [real, fake] = [reference.tensors.get('logits_real')!, reference.tensors.get('logits_fake')!]
      const sum = (terms: DiscriminatorLoss) => terms.real.add(terms.fake)
      const paper = leastSquares({ scale: 0.5, scaleG: 0.5 })
      expectGolden(reference, 'paper.a0b1c1.d', sum(paper.discriminator(real, fake)))
      expectGolden(reference, 'paper.a0b1c1.g', paper.generator(fake))
      const pearson = leastSquares({ fakeLabel: -1, generatorLabel: 0, scale: 0.5, scaleG: 0.5 })
      expectGolden(reference, 'paper.a-1b1c0.d', sum(pearson.discriminator(real, fake)))
      expectGolden(reference, 'paper.a-1b1c0.g', pearson.generator(fake))
      expectGolden(reference, 'hinge.d', sum(hinge().discriminator(real, fake)))
      expectGolden(reference, 'hinge.g', hinge().generator(fake))
      expectGolden(reference, 'bce_logits.d_sum', sum(nonSaturating().discriminator(real, fake)))
      expectGolden(reference, 'bce_logits.g_ns', nonSaturating().generator(fake))
      expectGolden(reference, 'bce_logits.g_saturating', saturating().generator(fake))
    })
  })
})

it('learns like the reference by default: squares, the mean of both terms, G first on shared fakes', () => {
  expect(lsgan.options.parse({})).toMatchObject({ objective: 'lsgan', lsganScale: 0.5, lrG: 2e-4, beta1: 0.5 })
  expect(lsgan.trainDefaults).toEqual({ shareFakes: true, dFirst: false })
})
