import { scope, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { lsgan } from '../../src/models/lsgan/lsgan.js'
import {
  type DiscriminatorLoss,
  hinge,
  leastSquares,
  nonSaturating,
  saturating,
} from '../../src/systems/losses/adversarial.js'
import { loadGolden, sharedPath } from '../fixtures/golden.js'
import { goldenGanStep } from '../fixtures/golden-gan.js'
import { disposeAll, expectGolden } from '../fixtures/golden-step.js'

const golden = 'lsgan/lsgan_img16_nz12_b6'

describe.skipIf(sharedPath(`golden/${golden}.json`) === null)('against the reference', () => {
  it('gives losses, gradients and weights of its training step, G first and D on the same fakes', async () => {
    const reference = scope(() => loadGolden(golden))
    const get = (name: string) => reference.tensors.get(name)!
    const { logged, expectStep, dispose } = await goldenGanStep(lsgan, {
      reference,
      options: lsgan.options.parse({
        ...{ size: 16, network: 'upsample', latentDim: 12, widthD: 16, normEps: 0.8, dropoutD: 0 },
      }),
      data: { channels: 1, height: 16, width: 16, classes: null, count: 6 },
      train: { batch: 6 },
      reals: [get('real')],
      noise: [get('z')],
    })
    scope(() => {
      expectGolden(reference, 'g_loss', tensor([logged.get('g/total')!]))
      expectGolden(reference, 'd_loss', tensor([logged.get('d/total')!]))
      expectStep(2e-4)
    })
    disposeAll(reference.tensors.values())
    dispose()
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
