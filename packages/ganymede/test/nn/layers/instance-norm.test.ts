import { grad, randn, type Tensor, tensor } from '@ganymede/torch'
import { expect } from 'vitest'
import { InstanceNorm2d, type InstanceNorm2dOptions } from '../../../src/nn/layers/instance-norm.js'
import { isChannelsLast } from '../../../src/nn/memory-format.js'
import { expectClose } from '../expect-close.js'
import { expectLikePytorch, leakTest, readFixture } from '../fixture.js'

const fixture = readFixture('norms')
const tracked = { affine: true, trackRunningStats: true }
const cases: [string, InstanceNorm2dOptions, boolean][] = [
  ['instance', {}, true],
  ['instance eval', {}, false],
  ['instance affine tracked train', tracked, true],
  ['instance affine tracked eval', tracked, false],
]

for (const [name, options, training] of cases) {
  leakTest(`agrees with PyTorch in output, gradients and running statistics: ${name}`, () => {
    using layer = new InstanceNorm2d(4, options)
    expectLikePytorch(layer, fixture(name), { training })
  })
}

leakTest('agrees with PyTorch on channels-last images', () => {
  using layer = new InstanceNorm2d(4)
  const x = fixture('instance').get('x')
  expectClose(layer.forward(x.to({ memoryFormat: 'channelsLast' })), layer.forward(x))
})

for (const [count, side] of [
  [1, 6],
  [3, 6],
  [3, 46],
] as const) {
  const isKept = count === 1 || side === 46
  const how = isKept ? 'keeps' : 'need not keep'
  leakTest(`${how} the layout of ${count} images of ${side} px, and agrees in output and second derivatives`, () => {
    using layer = new InstanceNorm2d(4)
    const draw = () => randn([count, 4, side, side], { dtype: 'float64' })
    const [pixels, weights, channelsLast] = [draw(), draw(), { memoryFormat: 'channelsLast' } as const]
    const derivatives = (x: Tensor) => {
      const y = layer.forward(x)
      const [first] = grad([y.mul(weights).sum()], [x], { createGraph: true })
      const [second] = grad([first!.pow(2).sum()], [x])
      return { y, first: first!, second: second! }
    }
    const plain = derivatives(pixels.detach().requiresGrad_())
    const last = derivatives(pixels.to(channelsLast).detach().requiresGrad_())
    for (const name of ['y', 'first', 'second'] as const) {
      expectClose(last[name], plain[name], 1e-12)
    }
    if (isKept) expect(isChannelsLast(last.y)).toBe(true)
  })
}

leakTest('refuses images of one pixel, which it would turn into zeros', () => {
  using layer = new InstanceNorm2d(4)
  expect(() => layer.forward(randn([2, 4, 1, 1]))).toThrow(
    /expected more than 1 pixel per image\n {2}input {2}\[2, 4, 1, 1\]/,
  )
})

leakTest('refuses another number of channels or axes', () => {
  using layer = new InstanceNorm2d(4)
  expect(() => layer.forward(randn([2, 3, 5, 5]))).toThrow('expected images of 4 channels')
  expect(() => layer.forward(randn([4, 5, 5]))).toThrow('expected images of 4 channels')
})

leakTest('leaves running statistics as they are without a momentum, as PyTorch does', () => {
  using layer = new InstanceNorm2d(1, { momentum: null, trackRunningStats: true })
  const y = layer.forward(tensor([0, 1, 2, 3], { shape: [1, 1, 2, 2] }))
  // n = InstanceNorm2d(1, momentum=None, track_running_stats=True); n(arange(4.).reshape(1, 1, 2, 2))
  expectClose(y.flatten(), [-1.3416355, -0.4472119, 0.4472117, 1.3416354], 1e-6)
  expect(layer.runningMean!.toArray()).toEqual([0])
  expect(layer.runningVar!.toArray()).toEqual([1])
})

leakTest('refuses a momentum or an eps that is no share when it is built', () => {
  const refused = (options: InstanceNorm2dOptions) => () => new InstanceNorm2d(4, options)
  expect(refused({ momentum: Number.NaN })).toThrow('InstanceNorm2d: momentum must be a number from 0 to 1, got NaN')
  expect(refused({ eps: -1 })).toThrow('InstanceNorm2d: eps must be a finite number of at least 0, got -1')
})
