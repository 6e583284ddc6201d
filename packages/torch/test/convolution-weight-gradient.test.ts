import { describe, expect, it } from 'vitest'
import * as torch from '../src/index.js'
import { errorOf } from './error-of.js'

interface Case {
  readonly name: string
  readonly input: readonly number[]
  readonly weight: readonly number[]
  readonly stride: readonly [number, number]
  readonly padding: readonly [number, number]
  readonly outputPadding?: readonly [number, number]
  readonly transposed?: boolean
}

// All are of the shapes for which the gradient is one matrix product in float32: see convolution_weight_gradient.cc.
const cases: readonly Case[] = [
  { name: 'stride 2', input: [3, 256, 8, 8], weight: [16, 256, 4, 4], stride: [2, 2], padding: [1, 1] },
  { name: 'a remainder', input: [2, 256, 9, 10], weight: [5, 256, 3, 2], stride: [3, 4], padding: [0, 1] },
  { name: 'no padding to one pixel', input: [4, 256, 4, 4], weight: [1, 256, 4, 4], stride: [1, 1], padding: [0, 0] },
  { name: 'unequal sides', input: [1, 256, 5, 7], weight: [8, 256, 3, 1], stride: [1, 1], padding: [1, 0] },
  {
    name: 'transposed',
    input: [3, 16, 4, 4],
    weight: [16, 256, 4, 4],
    stride: [2, 2],
    padding: [1, 1],
    transposed: true,
  },
  {
    name: 'transposed with output padding',
    input: [2, 6, 3, 4],
    weight: [6, 256, 3, 3],
    stride: [2, 3],
    padding: [1, 0],
    outputPadding: [1, 2],
    transposed: true,
  },
]

function gradients(shape: Case, dtype: torch.DType, channelsLast: boolean): [torch.Tensor, torch.Tensor, torch.Tensor] {
  const memoryFormat = channelsLast ? 'channelsLast' : 'contiguous'
  const make = (size: readonly number[], seed: number) => {
    const drawn = torch.randn(size, { generator: new torch.Generator(seed), dtype: 'float64' }).to({ dtype })
    return (size.length === 4 ? drawn.to({ memoryFormat }) : drawn).detach()
  }
  const input = make(shape.input, 1).requiresGrad_(true)
  const weight = make(shape.weight, 2).requiresGrad_(true)
  const bias = make([shape.weight[shape.transposed === true ? 1 : 0] as number], 3).requiresGrad_(true)
  const { stride, padding, outputPadding = [0, 0] } = shape
  const output =
    shape.transposed === true
      ? torch.convTranspose2d(input, weight, { bias, stride, padding, outputPadding })
      : torch.conv2d(input, weight, { bias, stride, padding })
  const cotangent = make(output.shape, 4)
  return torch.grad([output.mul(cotangent).sum()], [input, weight, bias]) as unknown as [
    torch.Tensor,
    torch.Tensor,
    torch.Tensor,
  ]
}

function relativeError(actual: torch.Tensor, expected: torch.Tensor): number {
  const difference = actual.to({ dtype: 'float64' }).sub(expected).square().sum().sqrt().item()
  return difference / expected.square().sum().sqrt().item()
}

describe('the weight gradient as a matrix product', () => {
  for (const shape of cases) {
    for (const channelsLast of [false, true]) {
      it(`is that of float64: ${shape.name}, ${channelsLast ? 'channels last' : 'channels first'}`, () =>
        torch.scope('gradients', () => {
          const exact = gradients(shape, 'float64', false)
          for (const [dtype, tolerance] of [
            ['float32', 5e-6],
            ['bfloat16', 1e-2],
          ] as const) {
            gradients(shape, dtype, channelsLast).forEach((gradient, i) => {
              expect(relativeError(gradient, exact[i] as torch.Tensor)).toBeLessThan(tolerance)
            })
          }
        }))
    }
  }

  it('has the layout of the weights', () =>
    torch.scope('layout', () => {
      const [shape] = cases
      const [, last] = gradients(shape as Case, 'float32', true)
      const [, first] = gradients(shape as Case, 'float32', false)
      expect(last.strides).toEqual([4096, 1, 1024, 256])
      expect(first.strides).toEqual([4096, 16, 4, 1])
    }))

  it('can be differentiated again', () =>
    torch.scope('second', () => {
      const penalty = (dtype: torch.DType) => {
        const g = new torch.Generator(5)
        const draw = (size: number[]) => torch.randn(size, { generator: g, dtype: 'float64' }).to({ dtype }).detach()
        const input = draw([2, 256, 8, 8]).requiresGrad_(true)
        const weight = draw([8, 256, 4, 4]).requiresGrad_(true)
        const output = torch.conv2d(input, weight, { stride: 2, padding: 1 })
        const [first] = torch.grad([output.pow(2).sum()], [weight], { createGraph: true }) as [torch.Tensor]
        return torch.grad([first.pow(2).sum()], [input, weight]) as [torch.Tensor, torch.Tensor]
      }
      const exact = penalty('float64')
      penalty('float32').forEach((g, i) => {
        expect(relativeError(g, exact[i] as torch.Tensor)).toBeLessThan(1e-5)
      })
    }))
})

describe('arguments that belong to no convolution', () => {
  const sound = {
    gradient: [2, 4, 6, 6],
    input: [2, 256, 8, 8],
    weight: [4, 256, 3, 3],
    stride: 1 as number | bigint,
    padding: 0 as number | bigint,
    transposed: false,
  }
  type Arguments = typeof sound

  /** The sum of the weight gradient of ones, asked of the operator itself. */
  function gradientSum(changes: Partial<Arguments>): number {
    const { gradient, input, weight, stride, padding, transposed } = { ...sound, ...changes }
    return torch.scope('backward', () => {
      const [g, x, w] = [gradient, input, weight].map((shape) => torch.ones(shape))
      const backward = torch.raw('aten::convolution_backward')
      const wanted = [false, true, false]
      const pair = (value: number | bigint) => [value, value]
      const [, result] = backward(
        ...[g, x, w, null, pair(stride), pair(padding), [1, 1], transposed, [0, 0], 1, wanted],
      ) as unknown as [null, torch.Tensor, null]
      return result.sum().item() as number
    })
  }

  it('are told from those that do', () => {
    expect(gradientSum({})).toBe(4 * 256 * 3 * 3 * (2 * 6 * 6))
  })

  const wrong: readonly (readonly [string, Partial<Arguments>])[] = [
    ['a gradient of fewer images', { gradient: [1, 4, 6, 6] }],
    ['a gradient of more images', { gradient: [3, 4, 6, 6] }],
    ['a gradient that is too large', { gradient: [2, 4, 7, 7] }],
    ['a gradient that is too small', { gradient: [2, 4, 4, 4] }],
    ['a gradient without width', { gradient: [2, 4, 6] }],
    ['weights for fewer channels', { weight: [4, 100, 3, 3] }],
    ['weights for other results', { weight: [7, 256, 3, 3] }],
    ['a stride of 0', { stride: 0 }],
    ['a stride below 0', { stride: -1 }],
    ['a padding below 0', { padding: -1, gradient: [2, 4, 4, 4] }],
    ['a padding of 2^62', { padding: 2n ** 62n }],
    ['a stride of 2^62', { stride: 2n ** 62n }],
    [
      'a transposed convolution with too large a gradient',
      { transposed: true, input: [2, 4, 6, 6], gradient: [2, 256, 7, 7] },
    ],
  ]
  it.each(wrong)('are refused, as without the kernel: %s', (_, changes) => {
    expect(errorOf(() => gradientSum(changes)).code).toBe('OP_FAILED')
  })
})
