import { describe, expect, test } from 'vitest'
import {
  bernoulli,
  dropout,
  full,
  Generator,
  manualSeed,
  ones,
  rand,
  randint,
  randn,
  randomState,
  randperm,
  scope,
  setRandomState,
  type Tensor,
  zeros,
} from '../src/index.js'
import { errorOf } from './error-of.js'

describe('the same numbers as Python with the same libtorch', () => {
  // torch.manual_seed(42); torch.randn(5).tolist() …  (torch 2.13.0, CPU)
  const draws: [string, () => Tensor, number[]][] = [
    [
      'randn',
      () => randn([5]),
      [0.33669036626815796, 0.12880940735340118, 0.23446236550807953, 0.23033303022384644, -1.1228563785552979],
    ],
    [
      'rand',
      () => rand([5]),
      [0.8822692632675171, 0.9150039553642273, 0.38286375999450684, 0.9593056440353394, 0.3904482126235962],
    ],
    ['randperm', () => randperm(10), [2, 6, 1, 8, 4, 5, 0, 9, 3, 7]],
    ['randint', () => randint(100, [6]), [42, 67, 76, 14, 26, 35]],
    ['dropout', () => dropout(ones([12]), 0.5, true), [2, 2, 2, 2, 0, 2, 0, 0, 2, 2, 2, 2]],
    [
      'randn in float64',
      () => randn([3], { dtype: 'float64' }),
      [0.33669035438385886, 0.1288094051365897, 0.23446236336153173],
    ],
    ['bernoulli', () => bernoulli(full([8], 0.3)), [0, 0, 0, 0, 0, 0, 1, 0]],
  ]

  test.each(draws)('%s', (_, draw, expected) => {
    scope(() => {
      manualSeed(42)
      expect(draw()).toBeCloseToTensor(expected)
    })
  })

  test('from a generator of its own', () => {
    // g = torch.Generator(); g.manual_seed(7); torch.randn(4, generator=g); torch.rand(2, generator=g)
    scope(() => {
      using g = new Generator(7)
      expect(randn([4], { generator: g })).toBeCloseToTensor([
        -0.1467950940132141, 0.7861412763595581, 0.9468216300010681, -1.1143440008163452,
      ])
      expect(rand([2], { generator: g })).toBeCloseToTensor([0.36531615257263184, 0.8512683510780334])
    })
  })

  test('for seeds at the ends of the range', () => {
    // g.manual_seed(-1) and g.manual_seed(0xffffffffffffffff) give the same
    scope(() => {
      using g = new Generator(-1)
      const expected = [1.2197630405426025, -0.3929794728755951]
      expect(randn([2], { generator: g })).toBeCloseToTensor(expected)
      g.seed(2n ** 64n - 1n)
      expect(randn([2], { generator: g })).toBeCloseToTensor(expected)
      g.seed(-1n)
      expect(randn([2], { generator: g })).toBeCloseToTensor(expected)
    })
  })
})

describe('state', () => {
  test('goes on exactly where it was taken, in the middle of a pair of normal numbers too', () => {
    scope(() => {
      using g = new Generator(3)
      randn([3], { generator: g })
      const state = g.state()
      expect([state.dtype, state.shape]).toEqual(['uint8', [5056]])
      const first = randn([20], { generator: g })
      g.restore(state)
      expect(randn([20], { generator: g })).toBeCloseToTensor(first)
    })
  })

  test('of the default generator covers dropout', () => {
    scope(() => {
      manualSeed(1)
      rand([7])
      const state = randomState()
      const first = dropout(ones([50]), 0.5, true)
      setRandomState(state)
      expect(dropout(ones([50]), 0.5, true)).toBeCloseToTensor(first)
    })
  })

  test('survives as plain bytes', () => {
    scope(() => {
      using g = new Generator(9)
      rand([1], { generator: g })
      const bytes = g.state().bytes()
      const first = rand([4], { generator: g })
      using h = new Generator(0)
      h.restore(zeros([bytes.length], { dtype: 'uint8' }).write(bytes))
      expect(rand([4], { generator: h })).toBeCloseToTensor(first)
    })
  })

  test('refuses other bytes', () => {
    using g = new Generator(1)
    expect(errorOf(() => g.restore(zeros([10], { dtype: 'uint8' }))).code).toBe('OP_FAILED')
    expect(errorOf(() => g.restore(zeros([5056]))).code).toBe('OP_FAILED')
  })
})

describe('streams', () => {
  test('are independent of each other and of the default one', () => {
    scope(() => {
      using a = new Generator(1)
      using b = new Generator(2)
      const alone = rand([6], { generator: a })
      a.seed(1)
      manualSeed(5)
      const mixed: number[] = []
      for (let i = 0; i < 6; i++) {
        mixed.push(rand([1], { generator: a }).item())
        rand([3], { generator: b })
        rand([2])
      }
      expect(alone).toBeCloseToTensor(mixed)
    })
  })

  test('with different seeds differ; with equal seeds agree', () => {
    scope(() => {
      using a = new Generator(1)
      using b = new Generator(2)
      using c = new Generator(1)
      const first = rand([4], { generator: a })
      expect(rand([4], { generator: b })).not.toBeCloseToTensor(first)
      expect(rand([4], { generator: c })).toBeCloseToTensor(first)
    })
  })
})

describe('Generator', () => {
  test.each([1.5, Number.NaN, 2 ** 53, 2n ** 64n, -(2n ** 63n) - 1n])('refuses the seed %s', (seed) => {
    expect(errorOf(() => new Generator(seed)).code).toBe('ARGUMENT_INVALID')
  })

  test('is not usable after dispose, which is idempotent', () => {
    const g = new Generator(1)
    g.dispose()
    g.dispose()
    for (const use of [() => g.seed(1), () => g.state(), () => randn([1], { generator: g })]) {
      expect(errorOf(use).code).toBe('TENSOR_DISPOSED')
    }
  })

  test('of a device that does not exist is refused', () => {
    expect(errorOf(() => new Generator(1, 'cuda:99')).code).toBe('DEVICE_UNAVAILABLE')
  })
})
