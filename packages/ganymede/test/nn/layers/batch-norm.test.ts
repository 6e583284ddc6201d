import { noGrad, randn, scope } from '@ganymede/torch'
import { describe, expect, test } from 'vitest'
import { BatchNorm, type BatchNormOptions, withFrozenStatistics } from '../../../src/nn/layers/batch-norm.js'
import { InstanceNorm2d } from '../../../src/nn/layers/instance-norm.js'
import { Sequential } from '../../../src/nn/sequential.js'
import { expectClose } from '../expect-close.js'
import { expectLikePytorch, leakTest, readFixture } from '../fixture.js'

const fixture = readFixture('norms')
const cases: [string, BatchNormOptions, { training: boolean }][] = [
  ['batch 2d train', {}, { training: true }],
  ['batch 2d eval', { eps: 0.1 }, { training: false }],
  ['batch 1d train', { momentum: 0.3 }, { training: true }],
  ['batch 1d sequence', {}, { training: true }],
  ['batch no affine', { affine: false }, { training: true }],
  ['batch untracked eval', { trackRunningStats: false }, { training: false }],
]

for (const [name, options, mode] of cases) {
  leakTest(`agrees with PyTorch in output, gradients and running statistics: ${name}`, () => {
    using layer = new BatchNorm(4, options)
    expectLikePytorch(layer, fixture(name), mode)
  })
}

for (const name of ['batch 2d train', 'batch 2d eval']) {
  leakTest(`agrees with PyTorch on channels-last images: ${name}`, () => {
    using layer = new BatchNorm(4, name.endsWith('eval') ? { eps: 0.1 } : {})
    expectLikePytorch(layer, fixture(name), { training: name.endsWith('train'), channelsLast: true })
  })
}

describe.each([
  ['default', 0.1],
  ['cumulative', null],
] as const)('with %s momentum', (name, momentum) => {
  leakTest('moves running statistics as PyTorch does over three batches', () => {
    using layer = new BatchNorm(3, { momentum })
    for (let batch = 0; batch < 3; batch++) {
      layer.forward(fixture('running statistics').get(`batches/${batch}`))
      for (const [key, expected] of fixture('running statistics').below(`${name}/${batch}`)) {
        expectClose(layer.stateDict().get(key)!, expected, undefined, `${key} after batch ${batch}`)
      }
    }
  })
})

function statistics(layer: BatchNorm): number[] {
  return [layer.runningMean!, layer.runningVar!, layer.numBatchesTracked!].flatMap((value) =>
    Array.from(value.to({ dtype: 'float32' }).floats()),
  )
}

leakTest('keeps running statistics unchanged in evaluation mode', () => {
  using layer = new BatchNorm(2).eval()
  layer.forward(randn([4, 2, 3, 3]))
  expect(statistics(layer)).toEqual([0, 0, 1, 1, 0])
})

leakTest('gives the results of training but leaves the statistics alone while they are frozen', () => {
  using network = new Sequential([new BatchNorm(2), new InstanceNorm2d(2, { trackRunningStats: true })])
  const norm = network.at(0) as BatchNorm
  const x = randn([4, 2, 3, 3])
  const frozen = withFrozenStatistics(network, () => noGrad(() => network.forward(x)))
  expect(statistics(norm)).toEqual([0, 0, 1, 1, 0])
  expect(Array.from(network.stateDict().get('1.running_mean')!.floats())).toEqual([0, 0])
  const tracked = network.forward(x)
  expect(tracked.floats()).toEqual(frozen.floats())
  expect(statistics(norm).at(-1)).toBe(1)
  expect(network.stateDict().get('1.running_var')!.floats()[0]).not.toBe(1)
})

leakTest('ends the freeze with the outermost call, also when the callback throws', () => {
  using norm = new BatchNorm(2)
  const x = randn([4, 2])
  withFrozenStatistics(norm, () => {
    expect(() =>
      withFrozenStatistics(norm, () => {
        throw new Error('in the middle')
      }),
    ).toThrow('in the middle')
    norm.forward(x)
  })
  expect(statistics(norm).at(-1)).toBe(0)
  norm.forward(x)
  expect(statistics(norm).at(-1)).toBe(1)
})

test('refuses an asynchronous callback, during which other code could run', () => {
  scope(() => {
    using norm = new BatchNorm(2)
    expect(() => withFrozenStatistics(norm, async () => {})).toThrow(expect.objectContaining({ code: 'SCOPE_INVALID' }))
  })
})

for (const shape of [
  [1, 2],
  [1, 2, 1, 1],
]) {
  leakTest(`refuses one value per channel in training, and takes it in evaluation: [${shape.join(', ')}]`, () => {
    using layer = new BatchNorm(2).rename('norm')
    const x = randn(shape)
    const lines = [`input  [${shape.join(', ')}]`, 'Use a batch of at least 2, or evaluation mode.', 'in  norm']
    expect(() => layer.forward(x)).toThrow(
      expect.objectContaining({
        code: 'SHAPE_MISMATCH',
        message: ['batch norm: expected more than 1 value per channel in training', ...lines].join('\n  '),
      }),
    )
    expect(layer.eval().forward(x).shape).toEqual(shape)
  })
}

leakTest('takes an image of several pixels alone in training', () => {
  using layer = new BatchNorm(2)
  expect(layer.forward(randn([1, 2, 1, 2])).shape).toEqual([1, 2, 1, 2])
})
