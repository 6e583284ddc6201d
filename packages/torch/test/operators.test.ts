/** Operators in every dtype that we use, against numbers that Python computed with the same libtorch. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  avgPool2d,
  batchNorm,
  binaryCrossEntropyWithLogits,
  conv2d,
  convTranspose2d,
  cumsum,
  type DType,
  erf,
  gelu,
  groupNorm,
  layerNorm,
  leakyRelu,
  logSoftmax,
  maxPool2d,
  mseLoss,
  scope,
  silu,
  softmax,
  type Tensor,
  tensor,
  upsampleBilinear2d,
  upsampleNearest2d,
} from '../src/index.js'
import { wave } from './wave.js'

type Case = (cast: (t: Tensor) => Tensor) => Tensor

const x = () => wave([2, 3, 4, 4])
const w = () => wave([2, 3, 3, 3], { scale: 1.1 })
const a = () => wave([2, 3])
const b = () => wave([3, 2], { scale: 1.3 })

const training = {
  weight: null,
  bias: null,
  runningMean: null,
  runningVar: null,
  training: true,
  momentum: 0.1,
  eps: 1e-5,
  cudnnEnabled: false,
}

// The same calls as in fixtures/make-operators.py.
const cases: Readonly<Record<string, Case>> = {
  add: (c) => c(a()).add(c(b()).t()),
  mul: (c) => c(a()).mul(c(b()).t()),
  div: (c) => c(a()).div(c(b()).t().add(2)),
  matmul: (c) => c(a()).matmul(c(b())),
  sum: (c) => c(x()).sum([2, 3]),
  mean: (c) => c(x()).mean([0, 2]),
  std: (c) => c(x()).std([2, 3]),
  cumsum: (c) => cumsum(c(a()), 1),
  softmax: (c) => softmax(c(a()), 1),
  logSoftmax: (c) => logSoftmax(c(a()), 1),
  gelu: (c) => gelu(c(a())),
  silu: (c) => silu(c(a())),
  leakyRelu: (c) => leakyRelu(c(a()), 0.2),
  sigmoid: (c) => c(a()).sigmoid(),
  erf: (c) => erf(c(a())),
  conv2d: (c) => conv2d(c(x()), c(w()), { stride: 2, padding: 1 }),
  convTranspose2d: (c) => convTranspose2d(c(x()).narrow(1, 0, 2), c(w()), { stride: 2, padding: 1 }).select(2, 0),
  avgPool2d: (c) => avgPool2d(c(x()), 2).select(0, 0),
  maxPool2d: (c) => maxPool2d(c(x()), 2).select(0, 0),
  upsampleNearest2d: (c) => upsampleNearest2d(corner(c(x())), [4, 4]),
  upsampleBilinear2d: (c) => upsampleBilinear2d(corner(c(x())), [3, 3], false),
  batchNorm: (c) => batchNorm(c(x()), training).select(0, 0).select(1, 0),
  groupNorm: (c) => groupNorm(c(x()), 3).select(0, 0).select(1, 0),
  layerNorm: (c) => layerNorm(c(a()), [3]),
  mseLoss: (c) => mseLoss(c(a()), c(b()).t()),
  binaryCrossEntropyWithLogits: (c) => binaryCrossEntropyWithLogits(c(a()), c(b()).t().sigmoid()),
}

function corner(t: Tensor): Tensor {
  return t.narrow(0, 0, 1).narrow(1, 0, 1).narrow(2, 0, 2).narrow(3, 0, 2)
}

// Relative and absolute: the same kernels run, with sums in another order at most; one unit in the last place otherwise.
const tolerances = { float64: 1e-13, float32: 2e-7, bfloat16: 2 ** -8, float16: 2 ** -10 } as const
type Precision = keyof typeof tolerances

const golden = JSON.parse(readFileSync(new URL('fixtures/operators.json', import.meta.url), 'utf8')) as {
  cases: Record<string, Record<Precision, { shape: number[]; values: number[] }>>
}

test('every case of the script is here', () => {
  expect(Object.keys(cases)).toEqual(Object.keys(golden.cases))
})

describe.each(Object.entries(tolerances) as [Precision, number][])('%s', (dtype, tolerance) => {
  test.each(Object.entries(cases))('%s', (name, run) => {
    scope(() => {
      const result = run((t) => t.to({ dtype }))
      const { shape, values } = golden.cases[name]![dtype]
      expect(result.dtype).toBe(dtype)
      expect(result).toHaveShape(shape)
      expect(result).toBeCloseToTensor(new Float64Array(values), { atol: tolerance, rtol: tolerance })
    })
  })
})

describe('integers', () => {
  const whole: readonly DType[] = ['uint8', 'int8', 'int16', 'int32', 'int64']

  test.each(whole)('%s: arithmetic, comparison, reduction', (dtype) => {
    scope(() => {
      const p = tensor([7, 2, 9], { dtype })
      const q = tensor([2, 5, 4], { dtype })
      expect([p.add(q).dtype, p.mul(q).dtype, p.floorDivide(q).dtype]).toEqual([dtype, dtype, dtype])
      expect(p.add(q)).toBeCloseToTensor([9, 7, 13])
      expect(p.mul(q)).toBeCloseToTensor([14, 10, 36])
      expect(p.floorDivide(q)).toBeCloseToTensor([3, 0, 2])
      expect(p.remainder(q)).toBeCloseToTensor([1, 2, 1])
      expect(p.div(q).dtype).toBe('float32')
      expect(p.gt(q)).toBeCloseToTensor([true, false, true])
      expect(p.sum().dtype).toBe('int64')
      expect(p.sum().item()).toBe(18)
      expect(p.argmax().item()).toBe(2)
      expect(p.bitwiseAnd(3)).toBeCloseToTensor([3, 2, 1])
    })
  })

  test('wrap around as in C', () => {
    scope(() => {
      expect(tensor([250], { dtype: 'uint8' }).add(10).item()).toBe(4)
      expect(tensor([127], { dtype: 'int8' }).add(1).item()).toBe(-128)
      expect(
        tensor([2n ** 63n - 1n])
          .add(1)
          .scalar(),
      ).toBe(-(2n ** 63n))
    })
  })

  test('integer and float give float; two integers the wider one', () => {
    scope(() => {
      expect(tensor([1n]).add(tensor([0.5])).dtype).toBe('float32')
      expect(tensor([1], { dtype: 'int8' }).add(tensor([1], { dtype: 'int32' })).dtype).toBe('int32')
      expect(tensor([1], { dtype: 'uint8' }).add(tensor([1], { dtype: 'int8' })).dtype).toBe('int16')
      expect(tensor([1], { dtype: 'bfloat16' }).add(tensor([1], { dtype: 'float16' })).dtype).toBe('float32')
    })
  })
})

describe('bool', () => {
  test('logic, masks and counting', () => {
    scope(() => {
      const p = tensor([true, true, false])
      const q = tensor([true, false, false])
      expect(p.logicalAnd(q)).toBeCloseToTensor([true, false, false])
      expect(p.logicalXor(q)).toBeCloseToTensor([false, true, false])
      expect(p.logicalNot()).toBeCloseToTensor([false, false, true])
      expect(p.sum().scalar()).toBe(2)
      expect([p.any().scalar(), p.all().scalar()]).toEqual([true, false])
      expect(tensor([1, 2, 3]).maskedSelect(p)).toBeCloseToTensor([1, 2])
      expect(tensor([1, 2, 3]).maskedFill(p, 0)).toBeCloseToTensor([0, 0, 3])
    })
  })
})

describe('complex', () => {
  test('goes through a Fourier transform and back', () => {
    scope(() => {
      const signal = wave([8], { dtype: 'float32' })
      const spectrum = signal.fftRfft()
      expect([spectrum.dtype, spectrum.shape]).toEqual(['complex64', [5]])
      expect(spectrum.fftIrfft({ n: 8 })).toBeCloseToTensor(signal, { atol: 1e-6 })
      // >>> torch.view_as_real(torch.fft.rfft(torch.tensor([1., 2., 3., 4.]))).tolist()
      // [[10.0, 0.0], [-2.0, 2.0], [-2.0, 0.0]]
      expect(tensor([1, 2, 3, 4]).fftRfft().viewAsReal()).toBeCloseToTensor([
        [10, 0],
        [-2, 2],
        [-2, 0],
      ])
    })
  })
})
