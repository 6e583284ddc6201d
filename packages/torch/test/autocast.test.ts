import { afterEach, describe, expect, test } from 'vitest'
import {
  type AutocastOptions,
  addmm,
  autocast,
  batchNorm,
  binaryCrossEntropyWithLogits,
  bmm,
  cat,
  cdist,
  clearAutocastCache,
  conv2d,
  convTranspose2d,
  cpuFeatures,
  type DType,
  defaultPrecision,
  groupNorm,
  l1Loss,
  linear,
  matmul,
  mm,
  mseLoss,
  noGrad,
  ones,
  scaledDotProductAttention,
  scope,
  softmax,
  softplus,
  type Tensor,
} from '../src/index.js'
import { errorOf } from './error-of.js'

const isCasting = () => scope(() => linear(ones([2, 3]), ones([4, 3])).dtype === 'bfloat16')

afterEach(() => {
  expect(isCasting()).toBe(false)
})

describe('dtypes of operators under autocast on the CPU', () => {
  const a = () => ones([2, 3])
  const low = () => ones([2, 3], { dtype: 'bfloat16' })
  const w = () => ones([4, 3])
  const x = () => ones([1, 2, 4, 4])
  const lowImage = () => ones([1, 2, 4, 4], { dtype: 'bfloat16' })
  const norm = {
    weight: null,
    bias: null,
    runningMean: null,
    runningVar: null,
    training: true,
    momentum: 0.1,
    eps: 1e-5,
    cudnnEnabled: false,
  }

  // with torch.autocast('cpu', dtype=torch.bfloat16): print(F.linear(a, w).dtype) …  (torch 2.13.0)
  const expected: [string, () => Tensor, DType][] = [
    ['linear', () => linear(a(), w()), 'bfloat16'],
    ['matmul', () => matmul(a(), w().t()), 'bfloat16'],
    ['mm', () => mm(a(), w().t()), 'bfloat16'],
    ['bmm', () => bmm(ones([1, 2, 3]), ones([1, 3, 2])), 'bfloat16'],
    ['addmm', () => addmm(ones([4]), a(), w().t()), 'bfloat16'],
    ['conv2d', () => conv2d(x(), ones([3, 2, 3, 3])), 'bfloat16'],
    ['convTranspose2d', () => convTranspose2d(x(), ones([2, 3, 3, 3])), 'bfloat16'],
    ['attention', () => scaledDotProductAttention(ones([1, 2, 3]), ones([1, 2, 3]), ones([1, 2, 3])), 'bfloat16'],
    ['relu of bfloat16', () => low().relu(), 'bfloat16'],
    ['exp of bfloat16', () => low().exp(), 'bfloat16'],
    ['sum of bfloat16', () => low().sum(), 'bfloat16'],
    ['softmax of bfloat16', () => softmax(low(), 1), 'bfloat16'],
    ['softplus of bfloat16', () => softplus(low()), 'bfloat16'],
    ['batchNorm of bfloat16', () => batchNorm(lowImage(), norm), 'bfloat16'],
    ['groupNorm of bfloat16', () => groupNorm(lowImage(), 1), 'bfloat16'],
    ['mseLoss', () => mseLoss(low(), low()), 'float32'],
    ['l1Loss', () => l1Loss(low(), low()), 'float32'],
    ['binaryCrossEntropyWithLogits', () => binaryCrossEntropyWithLogits(low(), low()), 'float32'],
    ['cdist', () => cdist(low(), low()), 'float32'],
    ['add of both', () => low().add(a()), 'float32'],
    ['cat of both', () => cat([low(), a()]), 'float32'],
  ]

  test.each(expected)('%s', (_, call, dtype) => {
    scope(() => expect(autocast({}, call).dtype).toBe(dtype))
  })
})

describe('autocast', () => {
  test('nests, and can be switched off inside', () => {
    autocast({}, () => {
      autocast({ enabled: false }, () => expect(isCasting()).toBe(false))
      autocast({}, () => expect(isCasting()).toBe(true))
      expect(isCasting()).toBe(true)
    })
  })

  test('restores the dtype of the outer one', () => {
    scope(() => {
      autocast({ dtype: 'float16' }, () => {
        autocast({ dtype: 'bfloat16' }, () => expect(linear(ones([2, 3]), ones([4, 3])).dtype).toBe('bfloat16'))
        expect(linear(ones([2, 3]), ones([4, 3])).dtype).toBe('float16')
      })
    })
  })

  test('is left when the callback throws', () => {
    const boom = new RangeError('boom')
    expect(() =>
      autocast({}, () => {
        throw boom
      }),
    ).toThrow(boom)
  })

  test('refuses a promise and other dtypes', () => {
    expect(errorOf(() => autocast({}, async () => 1)).code).toBe('SCOPE_INVALID')
    const options = { dtype: 'float32' } as unknown as AutocastOptions
    expect(errorOf(() => autocast(options, () => 1)).code).toBe('DTYPE_UNSUPPORTED')
    expect(errorOf(() => autocast({ device: 'gpu' }, () => 1)).code).toBe('ARGUMENT_INVALID')
  })

  test('parameters and their gradients stay float32', () => {
    scope(() => {
      const w = ones([4, 3]).requiresGrad_()
      autocast({}, () => linear(ones([2, 3]), w))
        .to({ dtype: 'float32' })
        .sum()
        .backward()
      expect([w.dtype, w.grad?.dtype]).toEqual(['float32', 'float32'])
    })
  })

  test('casts a weight once until the outermost one ends, or until the cache is cleared', () => {
    scope(() => {
      const w = ones([1, 1]).requiresGrad_()
      const x = ones([1, 1])
      autocast({}, () => {
        expect(linear(x, w).item()).toBe(1)
        // Written behind the back of the version counter's readers, as fused optimizers do.
        noGrad(() => w.fill_(3))
        expect(linear(x, w).item()).toBe(1)
        clearAutocastCache()
        expect(linear(x, w).item()).toBe(3)
        noGrad(() => w.fill_(5))
        autocast({}, () => {})
        expect(linear(x, w).item()).toBe(3)
      })
      autocast({}, () => expect(linear(x, w).item()).toBe(5))
    })
  })
})

describe('defaultPrecision', () => {
  test('is bfloat16 where the CPU has units for it, and on CUDA', () => {
    const { amxBf16, avx512Bf16 } = cpuFeatures()
    expect(defaultPrecision('cpu')).toBe(amxBf16 || avx512Bf16 ? 'bfloat16' : 'float32')
    expect(defaultPrecision('cuda:0')).toBe('bfloat16')
  })
})
