import { empty, eye, Generator, ones, type Tensor, zeros } from '@ganymede/torch'
import { expect, test } from 'vitest'
import {
  calculateGain,
  constant_,
  fans,
  kaimingNormal_,
  kaimingUniform_,
  normal_,
  ones_,
  orthogonal_,
  uniform_,
  xavierNormal_,
  xavierUniform_,
  zeros_,
} from '../../src/nn/init.js'
import { expectClose } from './expect-close.js'
import { leakTest } from './fixture.js'

const seeded = <T>(fn: (rng: Generator) => T): T => {
  const rng = new Generator(0)
  try {
    return fn(rng)
  } finally {
    rng.dispose()
  }
}

// for f in (normal_(mean=1, std=.02), uniform_(-1, 2), xavier_uniform_(gain=2), xavier_normal_(gain=2),
//           kaiming_uniform_(a=.2), kaiming_normal_(mode='fan_out', nonlinearity='relu'), orthogonal_(gain=2)):
//     torch.manual_seed(0); w = torch.empty(3, 2, 2, 2); f(w); print(w.flatten()[[0, 1, 5, 23]].tolist(), w.std().item())
const draws: [string, (weight: Tensor, rng: Generator) => Tensor, number[], number][] = [
  [
    'normal',
    (w, rng) => normal_(w, { mean: 1, std: 0.02, rng }),
    [0.97748321, 0.97695279, 1.0138402, 0.95367914],
    0.02082699,
  ],
  [
    'uniform',
    (w, rng) => uniform_(w, { from: -1, to: 2, rng }),
    [0.48876977, 1.30466533, 0.90223604, 1.62246764],
    0.80523527,
  ],
  [
    'xavier uniform',
    (w, rng) => xavierUniform_(w, { gain: 2, rng }),
    [-0.0082014, 0.58764452, 0.29375169, 0.81973451],
    0.58806074,
  ],
  [
    'xavier normal',
    (w, rng) => xavierNormal_(w, { gain: 2, rng }),
    [-0.71204364, -0.72881657, 0.43766502, -1.46479356],
    0.65860695,
  ],
  [
    'kaiming uniform',
    (w, rng) => kaimingUniform_(w, { a: 0.2, rng }),
    [-0.00635787, 0.45555207, 0.22772132, 0.63547218],
    0.45587468,
  ],
  [
    'kaiming normal',
    (w, rng) => kaimingNormal_(w, { mode: 'fanOut', nonlinearity: 'relu', rng }),
    [-0.4596222, -0.47044909, 0.28251156, -0.94552022],
    0.42512897,
  ],
  [
    'orthogonal',
    (w, rng) => orthogonal_(w, { gain: 2, rng }),
    [-0.76693869, -0.78500491, 0.47140694, -1.09963143],
    0.7222324,
  ],
]

for (const [name, fill, samples, std] of draws) {
  leakTest(`fills with the numbers that PyTorch draws from the same seed: ${name}`, () => {
    const weight = empty([3, 2, 2, 2])
    expect(seeded((rng) => fill(weight, rng))).toBe(weight)
    const flat = weight.floats()
    samples.forEach((sample, i) => {
      expect(flat[[0, 1, 5, 23][i]!]).toBeCloseTo(sample, 6)
    })
    expect(weight.std().item()).toBeCloseTo(std, 6)
  })
}

const statistics: [string, (weight: Tensor, rng: Generator) => Tensor, number][] = [
  ['normal', (weight, rng) => normal_(weight, { std: 0.02, rng }), 0.02],
  ['uniform', (weight, rng) => uniform_(weight, { from: -1, rng }), 2 / Math.sqrt(12)],
  // fanIn 64 · 9, fanOut 32 · 9
  ['xavier uniform', (weight, rng) => xavierUniform_(weight, { rng }), Math.sqrt(2 / (96 * 9))],
  ['xavier normal', (weight, rng) => xavierNormal_(weight, { rng }), Math.sqrt(2 / (96 * 9))],
  ['kaiming uniform', (weight, rng) => kaimingUniform_(weight, { rng }), Math.sqrt(2 / (64 * 9))],
  [
    'kaiming normal',
    (weight, rng) => kaimingNormal_(weight, { mode: 'fanOut', nonlinearity: 'linear', rng }),
    Math.sqrt(1 / (32 * 9)),
  ],
]

for (const [name, fill, std] of statistics) {
  leakTest(`has mean 0 and the standard deviation of its formula: ${name}`, () => {
    const weight = seeded((rng) => fill(empty([32, 64, 3, 3]), rng))
    // 18,432 draws: three standard errors are 2.2 % of the deviation for the mean, 1.6 % for the deviation itself.
    expect(Math.abs(weight.mean().item())).toBeLessThan(0.022 * std)
    expect(Math.abs(weight.std().item() / std - 1)).toBeLessThan(0.016)
  })
}

for (const shape of [
  [4, 6],
  [6, 4],
  [8, 2, 2, 1],
]) {
  leakTest(`makes rows or columns orthonormal: [${shape.join(', ')}]`, () => {
    const weight = seeded((rng) => orthogonal_(empty(shape), { gain: 2, rng })).flatten(1)
    const [rows = 0, columns = 0] = weight.shape
    const product = rows < columns ? weight.matmul(weight.t()) : weight.t().matmul(weight)
    expectClose(product, eye(Math.min(rows, columns)).mul(4), 1e-5)
  })
}

leakTest('fills with one number, also parameters that require gradients', () => {
  const weight = zeros([2]).requiresGrad_()
  expect(constant_(weight, 3).toArray()).toEqual([3, 3])
  expect(zeros_(weight).toArray()).toEqual([0, 0])
  expect(ones_(weight).toArray()).toEqual([1, 1])
  expect(weight.isLeaf && weight.requiresGrad).toBe(true)
})

leakTest('counts the connections of linear and convolution weights', () => {
  expect(fans(ones([4, 3]))).toEqual({ fanIn: 3, fanOut: 4 })
  expect(fans(ones([4, 3, 2, 5]))).toEqual({ fanIn: 30, fanOut: 40 })
  expect(() => fans(ones([4]))).toThrow('expected a weight of two or more dimensions, got 1')
  expect(() => orthogonal_(ones([4]))).toThrow('expected two or more dimensions, got 1')
})

test('knows the gains of nonlinearities', () => {
  // [torch.nn.init.calculate_gain(n) for n in ('linear', 'sigmoid', 'tanh', 'relu', 'selu')], ('leaky_relu', 0.2)
  const gains = (['linear', 'sigmoid', 'tanh', 'relu', 'selu'] as const).map((name) => calculateGain(name))
  expect(gains).toEqual([1, 1, 5 / 3, Math.SQRT2, 0.75])
  expect(calculateGain('leakyRelu', 0.2)).toBeCloseTo(1.3867504905630728, 12)
})

leakTest('has nothing to fill in a weight without elements', () => {
  for (const shape of [
    [4, 0],
    [0, 4],
    [0, 0],
  ]) {
    for (const fill of [
      kaimingUniform_,
      kaimingNormal_,
      xavierUniform_,
      xavierNormal_,
      normal_,
      uniform_,
      orthogonal_,
    ]) {
      const weight = zeros(shape)
      expect(fill(weight)).toBe(weight)
    }
  }
})
