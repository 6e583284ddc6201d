import { grad, scope, type Tensor, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import {
  type AdversarialLoss,
  hinge,
  leastSquares,
  nonSaturating,
  saturating,
  wasserstein,
} from '../../../src/systems/losses/adversarial.js'

/*
 * r, f = torch.tensor([2, -.5, .25, -3]).double(), torch.tensor([-1, .75, 3, -.125]).double()
 * sp, F.binary_cross_entropy_with_logits and relu of torch 2.13 on them:
 */
const real = [2, -0.5, 0.25, -3]
const fake = [-1, 0.75, 3, -0.125]
const FP64 = 1e-9 // the numbers above are printed with nine digits
const DIFFERENCE = 1e-8 // central differences of step 1e-4 in float64

const doubles = (values: readonly number[]): Tensor => tensor([...values], { dtype: 'float64' })

const cases: readonly (readonly [string, AdversarialLoss, number, number, number])[] = [
  ['vanilla', nonSaturating(), 1.181382942, 1.28282977, 0.62657977],
  [
    'vanilla with smooth labels',
    nonSaturating({ realLabel: 0.9, fakeLabel: 0.1 }),
    1.150132942,
    1.21720477,
    0.62657977,
  ],
  ['minimax', saturating(), 1.181382942, 1.28282977, -1.28282977],
  ['lsgan', leastSquares(), 4.953125, 2.64453125, 2.33203125],
  ['wgan', wasserstein(), 0.3125, 0.65625, -0.65625],
  ['hinge', hinge(), 1.5625, 1.65625, -0.65625],
]

describe.each(cases)('%s', (_, loss, expectedReal, expectedFake, expectedG) => {
  it('has the value of its formula', () => {
    scope(() => {
      const terms = loss.discriminator(doubles(real), doubles(fake))
      expect(Math.abs(terms.real.item() - expectedReal)).toBeLessThan(FP64)
      expect(Math.abs(terms.fake.item() - expectedFake)).toBeLessThan(FP64)
      expect(Math.abs(loss.generator(doubles(fake)).item() - expectedG)).toBeLessThan(FP64)
    })
  })

  it('has the gradient that differences give', () => {
    scope(() => {
      const terms = (logits: Tensor) => {
        const { real, fake } = loss.discriminator(logits, doubles([0.4]))
        const own = loss.discriminator(doubles([0.4]), logits)
        return [real.add(fake), own.real.add(own.fake), loss.generator(logits)] as const
      }
      for (const part of [0, 1, 2] as const) {
        const x = doubles(real).requiresGrad_()
        const exact = Array.from(grad([terms(x)[part]], [x])[0]!.data() as Float64Array)
        real.forEach((_, i) => {
          const shifted = (by: number) => terms(doubles(real.map((v, j) => (i === j ? v + by : v))))[part].item()
          expect(Math.abs((shifted(1e-4) - shifted(-1e-4)) / 2e-4 - exact[i]!)).toBeLessThan(DIFFERENCE)
        })
      }
    })
  })

  it('takes bfloat16 logits and answers in float32', () => {
    scope(() => {
      const logits = tensor([0.5, -0.25]).to({ dtype: 'bfloat16' })
      const terms = loss.discriminator(logits, logits)
      expect([terms.real.dtype, terms.fake.dtype, loss.generator(logits).dtype]).toEqual(Array(3).fill('float32'))
    })
  })
})

it('minimises the Pearson divergence with targets 1, -1 and 0, halved', () => {
  scope(() => {
    const loss = leastSquares({ fakeLabel: -1, generatorLabel: 0, scale: 0.5, scaleG: 0.5 })
    // ½ mean (r − 1)², ½ mean (f + 1)², ½ mean f²
    const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length
    const terms = loss.discriminator(doubles(real), doubles(fake))
    expect(terms.real.item()).toBeCloseTo(0.5 * mean(real.map((r) => (r - 1) ** 2)), 12)
    expect(terms.fake.item()).toBeCloseTo(0.5 * mean(fake.map((f) => (f + 1) ** 2)), 12)
    expect(loss.generator(doubles(fake)).item()).toBeCloseTo(0.5 * mean(fake.map((f) => f * f)), 12)
  })
})

it('shows the Wasserstein estimate as a positive number when the critic is right', () => {
  scope(() => {
    const loss = wasserstein()
    const { wasserstein: estimate } = loss.shown!(loss.discriminator(tensor([3, 2]), tensor([-1, 1])))
    expect(estimate!.item()).toBe(2.5)
  })
})

it('stays finite for logits of any size', () => {
  scope(() => {
    for (const [, loss] of cases) {
      const terms = loss.discriminator(tensor([1e4, -1e4]), tensor([1e4, -1e4]))
      expect(Number.isFinite(terms.real.item() + terms.fake.item() + loss.generator(tensor([-1e4])).item())).toBe(true)
    }
  })
})

it('counts a score as real above the middle of the targets, and not at all for a critic', () => {
  expect(nonSaturating().threshold ?? 0).toBe(0)
  expect(leastSquares().threshold).toBe(0.5)
  expect(wasserstein().threshold).toBeNull()
})
