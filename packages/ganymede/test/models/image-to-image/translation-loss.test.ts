import { grad, ones, randn, scope, type Tensor, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { SeededStreams } from '../../../src/checkpoint/random-streams.js'
import { PatchDiscriminator } from '../../../src/models/image-to-image/patch-discriminator.js'
import {
  criticPenalty,
  type GanMode,
  ganModes,
  translationLoss,
  translationLossAdvice,
  translationLossProblems,
} from '../../../src/models/image-to-image/translation-loss.js'
import { BatchNorm } from '../../../src/nn/layers/batch-norm.js'
import { Conv2d } from '../../../src/nn/layers/conv2d.js'
import { Identity } from '../../../src/nn/layers/shape.js'
import { Sequential } from '../../../src/nn/sequential.js'
import { gradientPenalty } from '../../../src/systems/losses/gradient-penalty.js'
import { loadGolden, sharedPath } from '../../fixtures/golden.js'
import { expectGoldenTensor, loadGoldenState } from './golden-state.js'

const options = (ganMode: GanMode, penaltyWeight: number | 'auto' = 'auto') => ({
  ganMode,
  dLossScale: 0.5,
  penaltyWeight,
})

describe.skipIf(sharedPath('golden/pix2pix/gan_losses.json') === null)('beside the authors’', () => {
  it.each(['vanilla', 'lsgan', 'wgangp'] as const)('%s gives the same losses and slopes', (ganMode) => {
    scope(() => {
      const golden = loadGolden('pix2pix/gan_losses')
      const loss = translationLoss({ ganMode, dLossScale: 1 })
      const check = (target: 'real' | 'fake', of: (pred: Tensor) => Tensor) => {
        const pred = golden.tensors.get('in.pred')!.clone().requiresGrad_()
        const value = of(pred)
        expectGoldenTensor(golden, `loss.${ganMode}.${target}`, value)
        expectGoldenTensor(golden, `grad.${ganMode}.${target}`, grad([value], [pred])[0]!)
      }
      check('real', (pred) => loss.discriminator(pred, pred).real)
      check('fake', (pred) => loss.discriminator(pred, pred).fake)
      check('real', (pred) => loss.generator(pred))
    })
  })

  it.each([
    ['mixed', 1, 10],
    ['real', 1, 10],
    ['fake', 0.5, 2],
  ] as const)('has the gradient penalty of their helper, with its slopes: %s', (place, target, weight) => {
    const critic = new PatchDiscriminator({ inputChannels: 3, width: 4, norm: 'instance' })
    scope(() => {
      const golden = loadGolden('pix2pix/gan_losses')
      loadGoldenState(critic, golden, 'gp.D.')
      const [real, fake] = [golden.tensors.get('gp.real')!, golden.tensors.get('gp.fake')!]
      const alpha =
        place === 'mixed'
          ? golden.tensors.get('gp.mixed.alpha')!.view([3, 1, 1, 1])
          : (place === 'real' ? ones : zeros)([3, 1, 1, 1])
      const penalty = gradientPenalty((x) => critic.forward(x), real, fake, { alpha, target }).mul(weight)
      expectGoldenTensor(golden, `gp.${place}.value`, penalty)
      penalty.backward()
      const weights = new Map(critic.namedParameters())
      for (const name of ['model.0.weight', 'model.2.weight', 'model.11.weight']) {
        expectGoldenTensor(golden, `gp.${place}.grad.${name}`, weights.get(name)!.grad!)
      }
      for (const weight of weights.values()) weight.grad = null
    })
    critic.dispose()
  })
})

describe('the losses of translation', () => {
  it.each(ganModes)('%s: scales both terms of D and not that of G', (ganMode) => {
    scope(() => {
      const [real, fake] = [randn([2, 1, 3, 3]), randn([2, 1, 3, 3])]
      const [whole, half] = [1, 0.5].map((dLossScale) => translationLoss({ ganMode, dLossScale }))
      const a = whole!.discriminator(real, fake)
      const b = half!.discriminator(real, fake)
      expect(b.real.item()).toBeCloseTo(a.real.item() / 2, 6)
      expect(b.fake.item()).toBeCloseTo(a.fake.item() / 2, 6)
      expect(half!.generator(fake).item()).toBe(whole!.generator(fake).item())
    })
  })

  it('has a penalty by itself with wgangp only, and with any other by its weight', () => {
    const streams = new SeededStreams(1, 'cpu')
    scope(() => {
      const parts = {
        discriminator: new Identity(),
        discriminate: (x: Tensor) => x.flatten(1).square().sum([1]),
        real: ones([2, 1, 2, 2]),
        fake: ones([2, 1, 2, 2]).mul(2),
        random: streams,
      }
      expect(criticPenalty(options('vanilla'), parts)).toBeNull()
      expect(criticPenalty(options('wgangp', 0), parts)).toBeNull()
      expect(criticPenalty(options('wgangp'), parts)?.weight).toBe(10)
      const found = criticPenalty(options('hinge', 3), parts)
      expect(found?.weight).toBe(3)
      // ‖2x‖ of four values between 1 and 2 lies between 4 and 8.
      expect(found!.penalty.item()).toBeGreaterThan(9)
      expect(found!.penalty.item()).toBeLessThan(49)
    })
    streams.dispose()
  })

  it('refuses a penalty on a network from code with batch norm, naming the layer', () => {
    const streams = new SeededStreams(1, 'cpu')
    const discriminator = new Sequential([new Conv2d(1, 2, { kernelSize: 4 }), new Sequential([new BatchNorm(2)])])
    scope(() => {
      const images = ones([2, 1, 4, 4])
      const discriminate = (x: Tensor) => discriminator.forward(x)
      const parts = { discriminator, discriminate, real: images, fake: images, random: streams }
      const refused = (chosen: Parameters<typeof criticPenalty>[0]) =>
        expect(() => criticPenalty(chosen, parts)).toThrow(/needs a discriminator without batch norm/)
      refused(options('wgangp'))
      refused(options('lsgan', 1))
      expect(criticPenalty(options('lsgan'), parts)).toBeNull()
      expect(criticPenalty(options('wgangp', 0), parts)).toBeNull()
    })
    discriminator.dispose()
    streams.dispose()
  })

  it('refuses a penalty beside batch norm, and says that wgangp without one drifts', () => {
    expect(translationLossProblems(options('wgangp'), 'batch')).toEqual([
      expect.stringMatching(/^model.normD must .* model.ganMode wgangp/),
    ])
    expect(translationLossProblems(options('lsgan', 1), 'batch')).toEqual([
      expect.stringMatching(/^model.normD must .* model.penaltyWeight/),
    ])
    expect(translationLossProblems(options('wgangp'), 'instance')).toEqual([])
    expect(translationLossProblems(options('wgangp', 0), 'batch')).toEqual([])
    expect(translationLossAdvice(options('wgangp', 0))).toHaveLength(1)
    expect(translationLossAdvice(options('wgangp'))).toEqual([])
    expect(translationLossAdvice(options('vanilla'))).toEqual([])
  })
})
