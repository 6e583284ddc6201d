import { describe, expect, test } from 'vitest'
import { scope, TorchError, tensor, tensorFromBytes } from '../../src/index.js'

/** Code of the error of a call that must fail. */
function codeOf(call: () => unknown): string {
  try {
    scope(call)
  } catch (error) {
    if (error instanceof TorchError) return error.code
    throw error
  }
  return 'none'
}

describe('tensor from JavaScript values', () => {
  test('takes a number, an array and nested arrays', () => {
    scope(() => {
      expect(tensor(3)).toHaveShape([])
      expect(tensor([1, 2])).toHaveShape([2])
      expect(tensor([[[1], [2]]])).toHaveShape([1, 2, 1])
      expect(tensor([])).toHaveShape([0])
      expect(tensor([[], []])).toHaveShape([2, 0])
    })
  })

  test('chooses float32 for numbers, bool for booleans, int64 for bigints', () => {
    scope(() => {
      expect(tensor([1, 2]).dtype).toBe('float32')
      expect(tensor([1.5, true]).dtype).toBe('float32')
      expect(tensor([true, false]).dtype).toBe('bool')
      expect(tensor([1n, 2n]).dtype).toBe('int64')
      expect(tensor([]).dtype).toBe('float32')
    })
  })

  test('writes each dtype without a detour through float32', () => {
    scope(() => {
      expect(tensor([16_777_217], { dtype: 'int64' }).toArray()).toEqual([16_777_217n])
      expect(tensor([2n ** 62n + 1n], { dtype: 'int64' }).toArray()).toEqual([2n ** 62n + 1n])
      expect(tensor([0.1], { dtype: 'float64' }).toArray()).toEqual([0.1])
      expect(tensor([-5, 7], { dtype: 'int8' }).toArray()).toEqual([-5, 7])
      expect(tensor([0, 2, -1], { dtype: 'bool' }).toArray()).toEqual([0, 1, 1])
      expect(tensor([1, Number.NaN], { dtype: 'bfloat16' }).toArray()).toEqual([1, Number.NaN])
    })
  })

  test('rounds to bfloat16 once, to even', () => {
    // >>> torch.tensor([1.00390625, 1.01171875, 3.140625001], dtype=torch.bfloat16).float().tolist()
    // [1.0, 1.015625, 3.140625]
    scope(() => {
      const x = tensor([1.00390625, 1.01171875, 3.140625001], { dtype: 'bfloat16' })
      expect(x.toArray()).toEqual([1, 1.015625, 3.140625])
    })
  })

  test.each([
    ['a fraction', [1.5], 'int64'],
    ['NaN', [Number.NaN], 'int32'],
    ['an infinity', [Number.POSITIVE_INFINITY], 'int16'],
    ['a number below the range', [-1], 'uint8'],
    ['a number above the range', [128], 'int8'],
    ['a bigint above the range', [2n ** 63n], 'int64'],
  ] as const)('refuses %s for an integer dtype', (_, values, dtype) => {
    expect(codeOf(() => tensor(values, { dtype }))).toBe('ARGUMENT_INVALID')
  })

  test.each([
    ['rows of different lengths', [[1, 2], [3]]],
    ['a number among rows', [[1, 2], 3]],
    ['a row among numbers', [1, [2]]],
    ['a deeper row', [[1], [[2]]]],
    ['text', ['1']],
    ['undefined', [undefined]],
  ])('refuses %s', (_, values) => {
    expect(codeOf(() => tensor(values as number[]))).toBe('SHAPE_MISMATCH')
  })

  test('reshapes to the shape given, and refuses one that does not fit', () => {
    scope(() => expect(tensor([1, 2, 3, 4], { shape: [2, 2] })).toHaveShape([2, 2]))
    expect(codeOf(() => tensor([1, 2, 3], { shape: [2, 2] }))).toBe('SHAPE_MISMATCH')
  })
})

describe('tensor from typed arrays', () => {
  test.each([
    [new Float32Array([1.5]), 'float32'],
    [new Float64Array([1.5]), 'float64'],
    [new Uint8Array([7]), 'uint8'],
    [new Uint8ClampedArray([7]), 'uint8'],
    [new Int8Array([-7]), 'int8'],
    [new Int16Array([-7]), 'int16'],
    [new Int32Array([-7]), 'int32'],
    [new BigInt64Array([-7n]), 'int64'],
  ] as const)('%s keeps its dtype', (view, dtype) => {
    scope(() => {
      const x = tensor(view)
      expect(x.dtype).toBe(dtype)
      expect(x.toArray()).toEqual([...view])
    })
  })

  test('converts to the dtype asked for', () => {
    scope(() => {
      expect(tensor(new Uint8Array([0, 3]), { dtype: 'bool' }).toArray()).toEqual([0, 1])
      expect(tensor(new Float32Array([1.5]), { dtype: 'bfloat16' }).toArray()).toEqual([1.5])
    })
  })

  test('copies: a later write to the array does not reach the tensor', () => {
    scope(() => {
      const view = new Float32Array([1])
      const x = tensor(view)
      view[0] = 9
      expect(x.item()).toBe(1)
    })
  })

  test('reads a part of a larger buffer', () => {
    scope(() => expect(tensor(new Float32Array([1, 2, 3, 4]).subarray(1, 3)).toArray()).toEqual([2, 3]))
  })

  test('refuses unsigned arrays that have no dtype, and DataView', () => {
    expect(codeOf(() => tensor(new Uint32Array(1)))).toBe('DTYPE_UNSUPPORTED')
    expect(codeOf(() => tensor(new DataView(new ArrayBuffer(4))))).toBe('DTYPE_UNSUPPORTED')
  })
})

describe('gradients and devices', () => {
  test('marks the tensor as a leaf that collects gradients', () => {
    scope(() => {
      const x = tensor([1], { requiresGrad: true, dtype: 'float64' })
      expect([x.requiresGrad, x.isLeaf]).toEqual([true, true])
    })
  })

  test('refuses gradients of integers before anything is made', () => {
    expect(codeOf(() => tensor([1], { dtype: 'int64', requiresGrad: true }))).toBe('DTYPE_UNSUPPORTED')
  })

  test('refuses a device that does not exist', () => {
    expect(codeOf(() => tensor([1], { device: 'cuda:99' }))).toBe('DEVICE_UNAVAILABLE')
    expect(codeOf(() => tensor([1], { device: 'gpu' }))).toBe('ARGUMENT_INVALID')
  })
})

describe('tensorFromBytes', () => {
  test('takes the bits of dtypes without a typed array', () => {
    // 1.0 and -2.0: bfloat16 0x3f80, 0xc000; float16 0x3c00, 0xc000
    scope(() => {
      expect(tensorFromBytes(new Uint8Array([0x80, 0x3f, 0x00, 0xc0]), [2], 'bfloat16').toArray()).toEqual([1, -2])
      expect(tensorFromBytes(new Uint8Array([0x00, 0x3c, 0x00, 0xc0]), [2], 'float16').toArray()).toEqual([1, -2])
    })
  })

  test('refuses bytes that do not fill the shape, without allocating it', () => {
    expect(codeOf(() => tensorFromBytes(new Uint8Array(3), [1], 'float32'))).toBe('ARGUMENT_INVALID')
    expect(codeOf(() => tensorFromBytes(new Uint8Array(4), [2 ** 40], 'float32'))).toBe('ARGUMENT_INVALID')
    expect(codeOf(() => tensorFromBytes(new Uint8Array(4), [2 ** 40, 2 ** 40], 'float32'))).toBe('ARGUMENT_INVALID')
    expect(codeOf(() => tensorFromBytes(new Uint8Array(4), [-1], 'float32'))).toBe('ARGUMENT_INVALID')
  })
})
