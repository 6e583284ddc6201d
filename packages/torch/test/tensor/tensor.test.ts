import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  arange,
  type DType,
  disposeAll,
  empty,
  full,
  keep,
  memory,
  ones,
  randn,
  raw,
  scope,
  tensor,
  zeros,
} from '../../src/index.js'
import { errorOf } from '../error-of.js'

describe('what a tensor tells', () => {
  test('shape, strides, dtype, device, ndim, numel', () => {
    scope(() => {
      const x = zeros([2, 3, 4], { dtype: 'float64' })
      expect(x.shape).toEqual([2, 3, 4])
      expect(x.strides).toEqual([12, 4, 1])
      expect([x.dtype, x.device, x.ndim, x.numel, x.storageBytes]).toEqual(['float64', 'cpu', 3, 24, 192])
      expect([x.isLeaf, x.requiresGrad, x.gradFn]).toEqual([true, false, null])
    })
  })

  test('a scalar has an empty shape and one element', () => {
    scope(() => expect([tensor(1).shape, tensor(1).numel]).toEqual([[], 1]))
  })

  test('the shape cannot be changed by its reader', () => {
    scope(() => {
      const { shape } = zeros([2])
      expect(() => (shape as number[]).push(1)).toThrow(TypeError)
    })
  })

  test('views share storage; the version counts writes in place', () => {
    scope(() => {
      const x = zeros([2, 2])
      const row = x.select(0, 1)
      const before = x.version
      row.add_(1)
      expect(x).toBeCloseToTensor([
        [0, 0],
        [1, 1],
      ])
      expect([x.version - before, row.storageBytes]).toEqual([1, 16])
    })
  })

  test('a result of recorded operators names the function that made it', () => {
    scope(() => {
      const y = tensor([1], { requiresGrad: true }).tanh()
      expect([y.gradFn, y.isLeaf, y.requiresGrad]).toEqual(['TanhBackward0', false, true])
    })
  })

  test('prints itself with small contents, NaN included', () => {
    scope(() => {
      expect(String(zeros([2, 3]))).toBe('Tensor(float32 [2, 3] cpu)')
      expect(inspect(tensor([[1, Number.NaN]]))).toBe('Tensor(float32 [1, 2] cpu) [[1, NaN]]')
      expect(inspect(tensor([3n]))).toBe('Tensor(int64 [1] cpu) [3]')
      expect(inspect(zeros([65]))).toBe('Tensor(float32 [65] cpu)')
    })
  })

  test('prints complex numbers, and names what has no elements to print', () => {
    scope(() => {
      const x = tensor([
        [1, 2],
        [-3, Number.NaN],
      ]).viewAsComplex()
      expect(inspect(x)).toBe('Tensor(complex64 [2] cpu) [1+2i, -3+NaNi]')
      expect(inspect(raw('aten::_conj')(x).narrow(0, 0, 1))).toBe('Tensor(complex64 [1] cpu) [1-2i]')
      expect(inspect(zeros([1], { dtype: 'complex128' }))).toBe('Tensor(complex128 [1] cpu) [0+0i]')
      expect(inspect(zeros([65], { dtype: 'complex64' }))).toBe('Tensor(complex64 [65] cpu)')
      expect(inspect(empty([2], { device: 'meta' }))).toBe('Tensor(float32 [2] meta)')
    })
  })
})

describe('data out', () => {
  test.each([
    ['float32', new Float32Array([0, 1, 2])],
    ['float64', new Float64Array([0, 1, 2])],
    ['float16', new Float32Array([0, 1, 2])],
    ['bfloat16', new Float32Array([0, 1, 2])],
    ['uint8', new Uint8Array([0, 1, 2])],
    ['int8', new Int8Array([0, 1, 2])],
    ['int16', new Int16Array([0, 1, 2])],
    ['int32', new Int32Array([0, 1, 2])],
    ['int64', new BigInt64Array([0n, 1n, 2n])],
  ] as const)('%s comes as its typed array', (dtype: DType, expected) => {
    scope(() => expect(arange(3, { dtype }).data()).toEqual(expected))
  })

  test('bool comes as 0 and 1', () => {
    scope(() => expect(tensor([true, false]).data()).toEqual(new Uint8Array([1, 0])))
  })

  test('rows come in order from transposed, strided and expanded tensors', () => {
    scope(() => {
      const x = arange(6).view([2, 3])
      expect(x.t().data()).toEqual(new Float32Array([0, 3, 1, 4, 2, 5]))
      expect(x.slice(1, 0, 3, 2).data()).toEqual(new Float32Array([0, 2, 3, 5]))
      expect(tensor([1]).expand([3]).data()).toEqual(new Float32Array([1, 1, 1]))
      expect(zeros([0, 3]).data()).toEqual(new Float32Array(0))
    })
  })

  test('each call gives a fresh copy', () => {
    scope(() => {
      const x = tensor([1])
      x.data()[0] = 5
      expect(x.item()).toBe(1)
    })
  })

  test('floats converts any dtype; bytes gives the bits', () => {
    scope(() => {
      expect(tensor([2n]).floats()).toEqual(new Float32Array([2]))
      expect(full([1], -2, { dtype: 'bfloat16' }).bytes()).toEqual(new Uint8Array([0x00, 0xc0]))
    })
  })

  test('gradients do not hinder reading', () => {
    scope(() => expect(tensor([1], { requiresGrad: true }).mul(3).data()).toEqual(new Float32Array([3])))
  })

  test('complex tensors are refused with the way out', () => {
    expect(errorOf(() => zeros([1], { dtype: 'complex64' }).data())).toMatchObject({ code: 'DTYPE_UNSUPPORTED' })
  })

  test('the conjugate bit is resolved', () => {
    // >>> torch.view_as_complex(torch.tensor([[1., 2.]])).conj().resolve_conj() → 1 - 2j
    scope(() => {
      const z = tensor([[1, 2]]).viewAsComplex()
      const conjugate = raw('aten::conj')(z)
      expect(new Float32Array(conjugate.bytes().buffer)).toEqual(new Float32Array([1, -2]))
    })
  })

  test('toArray nests as the shape does', () => {
    scope(() => {
      expect(arange(4).view([2, 2]).toArray()).toEqual([
        [0, 1],
        [2, 3],
      ])
      expect(tensor(5).toArray()).toBe(5)
      expect(zeros([2, 0]).toArray()).toEqual([[], []])
    })
  })
})

describe('item and scalar', () => {
  test('give the one element, with the kind of the dtype', () => {
    scope(() => {
      expect(tensor([[2.5]]).item()).toBe(2.5)
      expect(tensor(true).scalar()).toBe(true)
      expect(tensor(true).item()).toBe(1)
      expect(tensor(7n).scalar()).toBe(7)
    })
  })

  test('refuse more than one element, giving the shape', () => {
    const error = errorOf(() => zeros([2, 3]).item())
    expect(error.code).toBe('SHAPE_MISMATCH')
    expect(error.message).toBe('item: expected one element, got 6\n  float32 [2, 3] cpu')
  })
})

describe('write', () => {
  test('copies elements in, also into strided tensors', () => {
    scope(() => {
      const x = zeros([2, 2])
      const before = x.version
      x.t().write(new Float32Array([1, 2, 3, 4]))
      expect(x).toBeCloseToTensor([
        [1, 3],
        [2, 4],
      ])
      expect(x.version).toBe(before + 1)
    })
  })

  test('takes bits of dtypes without a typed array, from an unaligned buffer too', () => {
    scope(() => {
      const bytes = new Uint8Array([0, 0x80, 0x3f, 0x00, 0xc0]).subarray(1)
      expect(empty([2], { dtype: 'bfloat16' }).write(bytes).toArray()).toEqual([1, -2])
    })
  })

  test('refuses another number of bytes', () => {
    expect(errorOf(() => zeros([2]).write(new Float32Array(3)))).toMatchObject({
      code: 'ARGUMENT_INVALID',
      message: 'write: the tensor needs 8 bytes, the data holds 12',
    })
  })
})

describe('setData', () => {
  test('gives a leaf new contents of another shape and dtype, keeping the object', () => {
    scope(() => {
      const x = zeros([2])
      expect(x.dtype).toBe('float32')
      expect(x.setData(ones([3], { dtype: 'float64' }))).toBe(x)
      expect([x.dtype, x.shape]).toEqual(['float64', [3]])
    })
  })

  test('refuses results of operators', () => {
    const call = () =>
      tensor([1], { requiresGrad: true })
        .mul(2)
        .setData(zeros([1]))
    expect(errorOf(call)).toMatchObject({ code: 'OP_FAILED' })
  })
})

describe('dispose', () => {
  test('frees at once; a second time does nothing', () => {
    const before = memory().live
    const x = randn([4])
    expect(memory().live).toBe(before + 1)
    x.dispose()
    x.dispose()
    x[Symbol.dispose]()
    expect(memory().live).toBe(before)
    expect([x.isDisposed, String(x)]).toEqual([true, 'Tensor(disposed)'])
  })

  test('a use afterwards tells what the tensor was and who freed it', () => {
    const x = randn([3, 4])
    x.dispose()
    expect(errorOf(() => x.add(1))).toMatchObject({
      code: 'TENSOR_DISPOSED',
      message: [
        'a tensor made by randn is used after it was freed',
        '  was float32 [3, 4]',
        '  freed by dispose()',
        '  Return the tensor from its scope, or keep() it.',
      ].join('\n'),
    })
    for (const use of [() => x.shape, () => x.dtype, () => x.device, () => x.item(), () => x.data(), () => x.grad]) {
      expect(errorOf(use).code).toBe('TENSOR_DISPOSED')
    }
  })

  test('the storage lives on under a view', () => {
    scope(() => {
      const x = tensor([1, 2])
      const view = x.view([2, 1])
      x.dispose()
      expect(view).toBeCloseToTensor([[1], [2]])
    })
  })

  test('disposeAll frees through arrays, objects and Maps', () => {
    const before = memory().live
    const held = keep({ a: [zeros([1])], b: new Map([['c', zeros([1])]]), tensors: undefined })
    disposeAll(held)
    expect(memory().live).toBe(before)
  })
})
