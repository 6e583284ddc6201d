import { expect, it } from 'vitest'
import { Plateau } from '../../../src/nn/optim/plateau.js'

const factors = (plateau: Plateau, values: readonly number[]) => values.map((value) => plateau.observe(value))

it('falls as the policy of the authors of pix2pix does, whose number is always zero', () => {
  const plateau = new Plateau({ gamma: 0.2, threshold: 0.01, patience: 5 })
  const found = factors(plateau, new Array<number>(20).fill(0))
  // PyTorch's ReduceLROnPlateau: after observation 7, then after every sixth.
  const expected = Array.from({ length: 20 }, (_, i) => 0.2 ** Math.max(0, Math.floor(i / 6)))
  found.forEach((factor, i) => {
    expect(factor, `observation ${i + 1}`).toBeCloseTo(expected[i]!, 12)
  })
})

it('waits as long as values get better by the threshold, in either direction', () => {
  const lower = new Plateau({ patience: 1, threshold: 0.1 })
  expect(factors(lower, [10, 8.9, 8.1, 8.05, 8.02, 1])).toEqual([1, 1, 1, 0.1, 0.1, 0.1])
  const higher = new Plateau({ patience: 0, threshold: 0, better: 'higher', gamma: 0.5 })
  expect(factors(higher, [1, 2, 2, Number.NaN, 3])).toEqual([1, 1, 0.5, 0.25, 0.25])
})

it('goes on from its state', () => {
  const values = [5, 4, 4, 4, 3, 3, 3, 3, 3]
  const whole = factors(new Plateau({ patience: 1 }), values)
  const half = new Plateau({ patience: 1 })
  factors(half, values.slice(0, 4))
  const resumed = new Plateau({ patience: 1 })
  resumed.restore(JSON.parse(JSON.stringify(half.state())))
  expect(factors(resumed, values.slice(4))).toEqual(whole.slice(4))
  expect(resumed.factor).toBe(whole.at(-1))
})

it.each([{ gamma: 1 }, { gamma: 0 }, { patience: -1 }, { patience: 1.5 }, { threshold: 1 }, { gamma: Number.NaN }])(
  'refuses %j',
  (options) => {
    expect(() => new Plateau(options)).toThrow(/plateau/)
  },
)

it('takes the worst infinity for no observation, as PyTorch does', () => {
  // ReduceLROnPlateau(SGD([p], lr=1.0), patience=0): step(inf) leaves best = inf and the rate at 0.1.
  const plateau = new Plateau({ patience: 0 })
  expect(factors(plateau, [Number.POSITIVE_INFINITY, 1])).toEqual([0.1, 0.1])
  expect(plateau.state().best).toBe(1)
  expect(new Plateau({ patience: 0, better: 'higher' }).observe(Number.NEGATIVE_INFINITY)).toBe(0.1)
})
