import { describe, expect, it } from 'vitest'
import * as torch from '../src/index.js'

const { Generator, foreachNorm, randn, scope } = torch

function norms(values: readonly torch.Tensor[], ord: number): number[] {
  return foreachNorm(values, { ord }).map((norm) => norm.item())
}

// Sizes around the blocks of 16,384 elements that foreach_norm.cc adds up one by one.
const sizes = [[], [0], [1], [31], [33], [7, 5], [16_384], [16_385], [3, 16_384], [64, 3, 4, 4], [300, 301]]

describe('foreachNorm', () => {
  it('gives the Euclidean norm of every tensor, within float32 rounding of the norm in float64', () => {
    scope(() => {
      const generator = new Generator(1)
      const values = sizes.map((size) => randn(size, { generator }))
      const expected = values.map((value) => value.to({ dtype: 'float64' }).square().sum().sqrt().item())
      norms(values, 2).forEach((norm, i) => {
        expect(Math.abs(norm - expected[i]!)).toBeLessThanOrEqual(3e-7 * expected[i]!)
      })
    })
  })

  it('takes tensors whatever the order of their axes, and parts of tensors', () => {
    scope(() => {
      const base = randn([6, 8, 5, 4], { generator: new Generator(2) })
      const views = [base.permute([3, 1, 0, 2]), base.narrow(1, 2, 3), base.narrow(3, 0, 1), base.narrow(0, 1, 2)]
      const expected = views.map((view) => view.contiguous().square().sum().sqrt().item())
      norms(views, 2).forEach((norm, i) => {
        expect(norm).toBeCloseTo(expected[i]!, 4)
      })
    })
  })

  it.each([1, 2, Number.POSITIVE_INFINITY])('shows NaN and infinity of any element in the norm of order %s', (ord) => {
    scope(() => {
      const make = (bad: number) => {
        const value = randn([20_000], { generator: new Generator(3) })
        value.narrow(0, 17_001, 1).fill_(bad)
        return value
      }
      expect(norms([make(Number.NaN), make(Number.POSITIVE_INFINITY), make(0)], ord).map(Number.isFinite)).toEqual([
        false,
        false,
        true,
      ])
    })
  })

  it('gives other orders and types as libtorch does', () => {
    scope(() => {
      const value = randn([100], { generator: new Generator(4), dtype: 'float64' })
      expect(norms([value], 2)[0]).toBeCloseTo(value.square().sum().sqrt().item(), 12)
      expect(norms([value.to({ dtype: 'float32' })], 1)[0]).toBeCloseTo(value.abs().sum().item(), 3)
    })
  })

  it('has the derivative of the norm', () => {
    scope(() => {
      const value = randn([40], { generator: new Generator(5) }).requiresGrad_(true)
      const [norm] = foreachNorm([value], { ord: 2 })
      norm!.backward()
      const expected = value.detach().div(norm!.detach())
      expect(value.grad!.sub(expected).abs().max().item()).toBeLessThan(1e-6)
    })
  })
})
