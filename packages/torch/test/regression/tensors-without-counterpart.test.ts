/** Tensors that JavaScript cannot fully describe are refused with a typed error, are printed, and are never lost. */
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { expectWarning } from '../../../../test/setup/warnings.js'
import { add, full, memory, narrow, raw, scope, type Tensor, tensor, viewAsReal, zeros } from '../../src/index.js'
import { errorOf } from '../error-of.js'

const unchecked = raw as (name: string) => (...args: unknown[]) => unknown
const complex = () => unchecked('aten::complex')(tensor([1, 2]), tensor([3, 4])) as Tensor
const nested = () => unchecked('aten::_nested_tensor_from_tensor_list')([zeros([1, 2]), zeros([3, 2])]) as Tensor
const quantized = () =>
  unchecked('aten::_make_per_tensor_quantized_tensor')(tensor(new Uint8Array([1, 2])), 0.5, 1) as Tensor

test('a tensor of 65 dimensions has a shape, strides and elements', () => {
  scope(() => {
    const x = zeros(Array(65).fill(1))
    expect(x.shape).toEqual(Array(65).fill(1))
    expect([x.ndim, x.numel, x.strides.length]).toEqual([65, 1, 65])
    expect(x.data()).toEqual(new Float32Array(1))
  })
  // Outside every scope its bytes are reported to V8.
  const root = zeros(Array(65).fill(1))
  expect(root.rootBytes).toBe(4)
  root.dispose()
  expect(memory().live).toBe(0)
})

test('a nested tensor is kept, named and refused where a shape is asked for', () => {
  expectWarning(/nested tensors is in prototype stage/)
  scope(() => {
    const x = nested()
    expect(String(x)).toBe('Tensor(float32 [2, ?, 2] cpu)')
    expect(inspect(x)).toBe(String(x))
    expect(errorOf(() => x.shape)).toMatchObject({ code: 'SHAPE_MISMATCH', op: 'shape' })
    expect(errorOf(() => x.numel).code).toBe('SHAPE_MISMATCH')
    expect(errorOf(() => x.toArray()).code).toBe('SHAPE_MISMATCH')
    const parts = unchecked('aten::unbind.int')(x) as Tensor[]
    expect(parts.map((part) => part.shape)).toEqual([
      [1, 2],
      [3, 2],
    ])
    expect(errorOf(() => add(x, tensor([1, 2, 3]))).lines[0]).toContain('[2, ?, 2]')
  })
  nested().dispose()
  const roots = memory().live
  expect(roots).toBe(2) // the two parts that it was made of
})

test('a dtype without counterpart is printed by its name and refused by its name', () => {
  expectWarning(/quint8.* are deprecated/)
  scope(() => {
    const x = quantized()
    expect(inspect(x)).toBe('Tensor(quint8 [2] cpu)')
    for (const ask of [() => x.dtype, () => x.data(), () => x.bytes(), () => x.floats(), () => x.toArray()])
      expect(errorOf(ask)).toMatchObject({ code: 'DTYPE_UNSUPPORTED', message: 'quint8 has no counterpart here' })
  })
})

test.each<[name: string, make: () => Tensor, message: RegExp]>([
  ['sparse', () => unchecked('aten::to_sparse')(tensor([1, 0])) as Tensor, /layout Sparse .*to_dense/],
  ['sparse by rows', () => unchecked('aten::to_sparse_csr')(tensor([[1, 0]])) as Tensor, /layout SparseCsr .*to_dense/],
  ['opaque', () => unchecked('aten::to_mkldnn')(tensor([1, 2])) as Tensor, /layout Mkldnn .*to_dense/],
  ['without elements', () => zeros([2], { device: 'meta' }), /device meta has no elements/],
])('a tensor that is %s is printed by name, and reading or writing it is refused', (name, make, message) => {
  if (name === 'sparse by rows') expectWarning(/Sparse CSR tensor support is in beta/)
  scope(() => {
    const x = make()
    expect(inspect(x)).toBe(String(x))
    const fails = [() => x.data(), () => x.floats(), () => x.bytes(), () => x.toArray()]
    for (const read of fails) expect(errorOf(read)).toMatchObject({ code: 'ARGUMENT_INVALID' })
    for (const read of fails) expect(errorOf(read).message).toMatch(message)
    expect(errorOf(() => x.write(new Float32Array(x.numel))).message).toMatch(message)
  })
})

test('views with a pending conjugation or negation are read and written as what they show', () => {
  scope(() => {
    const x = complex()
    const conjugate = unchecked('aten::conj')(x) as Tensor
    expect(inspect(conjugate)).toContain('[1-3i, 2-4i]')
    const imaginary = unchecked('aten::imag')(conjugate) as Tensor
    expect(imaginary.toArray()).toEqual([-3, -4])
    imaginary.write(new Float32Array([5, 6]))
    expect(viewAsReal(x).toArray()).toEqual([
      [1, -5],
      [2, -6],
    ])
  })
})

test('one complex element is no number, whatever its imaginary part', () => {
  scope(() => {
    const x = unchecked('aten::complex')(tensor(1), tensor(0)) as Tensor
    const refused = {
      code: 'DTYPE_UNSUPPORTED',
      message: 'item: complex64 is no JavaScript number; use viewAsReal() first',
    }
    expect(errorOf(() => x.item())).toMatchObject(refused)
    expect(errorOf(() => x.scalar())).toMatchObject(refused)
    expect(errorOf(() => unchecked('aten::_local_scalar_dense')(x)).message).toContain('use viewAsReal() first')
  })
})

test('whole numbers beyond their range are refused with the range', () => {
  const large = 2n ** 63n
  const range = 'from -2^63 to 2^63 - 1'
  scope(() => {
    const x = tensor([1, 2])
    const message = (call: () => unknown) => errorOf(call).message.split('\n')[0]
    expect(message(() => add(x, large))).toBe(
      `add: argument "other" (position 2) expects Scalar (${range}), got 9223372036854775808 (bigint)`,
    )
    expect(message(() => full([1], large))).toContain(`expects Scalar (${range}), got`)
    expect(message(() => narrow(x, 0, 0, large as unknown as number))).toContain(`expects int (${range}), got`)
    expect(message(() => zeros([large as unknown as number]))).toContain(`expects int[] (${range}), got`)
    expect(message(() => narrow(x, 0, 0, 2 ** 60))).toContain('expects int (beyond 2^53 as a bigint), got')
    expect(message(() => narrow(x, 0, 0, 1.5))).toContain('expects int, got 1.5 (number)')
    expect(add(tensor([1n]), 2n ** 62n).toArray()).toEqual([2n ** 62n + 1n])
  })
})

test('pinned memory without an accelerator says what is missing', () => {
  scope(() => {
    const expected = { code: 'DEVICE_UNAVAILABLE', message: expect.stringContaining('there is no accelerator') }
    expect(errorOf(() => tensor([1]).pinMemory())).toMatchObject(expected)
    expect(errorOf(() => zeros([1], { pinMemory: true }))).toMatchObject(expected)
  })
})
