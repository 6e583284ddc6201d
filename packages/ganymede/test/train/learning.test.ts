/** Whether the shared step learns at all: points of the plane, small perceptrons. training-loop specification, test 13. */
import { describe, expect, it } from 'vitest'
import { gaussian, gaussianPoints, ringCoverage, ringPoints, type ToyOptions, trainToy } from './fixtures/toy-gan.js'

// On one idle thread each takes 3 to 20 seconds; a busy machine may need several times that.
const PATIENCE_MS = 180_000

describe('a ring of eight Gaussians', () => {
  it.each([
    [
      'wgan with gradient penalty',
      {
        objective: { objective: 'wgan', penalty: 'gp', penaltyWeight: 1 },
        steps: 1000,
        dSteps: 5,
        lr: 2e-3,
        betas: [0, 0.9],
      },
    ],
    ['hinge with spectral norm', { objective: { objective: 'hinge' }, isSpectral: true, steps: 2500, dSteps: 2 }],
  ] as const satisfies readonly (readonly [string, Omit<ToyOptions, 'data'>])[])(
    'is covered by %s: all modes, over 80 % of samples within 3 sigma',
    async (_, options) => {
      const { modes, share } = ringCoverage(await trainToy({ data: ringPoints, ...options }))
      expect(modes).toBe(8)
      expect(share).toBeGreaterThan(0.8)
    },
    PATIENCE_MS,
  )

  it(
    'loses modes under the plain loss with momentum 0.9',
    async () => {
      const plain = { data: ringPoints, objective: {}, steps: 600, betas: [0.9, 0.999], ema: 0.9 } as const
      const { modes, share } = ringCoverage(await trainToy(plain))
      expect(modes).toBeLessThan(8)
      expect(share).toBeLessThan(0.5)
    },
    PATIENCE_MS,
  )
})

describe('one Gaussian is fitted to 10 % in mean and spread by', () => {
  const r1 = { penalty: 'r1', penaltyWeight: 0.1 } as const
  const slope = { penalty: 'gp-one-sided', penaltyWeight: 10 } as const
  const settled = { steps: 1300, lrD: 2e-3, hidden: 32, ema: 0.99 } as const
  const followed = { steps: 900, lrD: 2e-3, dSteps: 3, hidden: 32, ema: 0.99 } as const
  const cases = [
    ['vanilla', { objective: { objective: 'vanilla', ...r1 }, ...settled }],
    ['minimax', { objective: { objective: 'minimax', ...r1 }, ...settled }],
    ['logistic', { objective: { objective: 'logistic', ...r1 }, ...settled, seed: 2 }],
    ['lsgan', { objective: { objective: 'lsgan', ...r1 }, ...settled }],
    ['wgan', { objective: { objective: 'wgan', ...slope }, ...followed }],
    ['hinge', { objective: { objective: 'hinge', ...slope }, ...followed }],
  ] as const

  it.each(cases)(
    '%s',
    async (_, options) => {
      const samples = await trainToy({ data: gaussianPoints, ...options })
      for (const axis of [0, 1] as const) {
        const values = samples.map((point) => point[axis]!)
        const mean = values.reduce((sum, v) => sum + v, 0) / values.length
        const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length)
        expect(Math.abs(mean / gaussian.mean[axis] - 1), `mean ${mean}`).toBeLessThan(0.1)
        expect(Math.abs(spread / gaussian.spread[axis] - 1), `spread ${spread}`).toBeLessThan(0.1)
      }
    },
    PATIENCE_MS,
  )
})
