import { autocast, randn, scope } from '@ganymede/torch'
import { expect, test } from 'vitest'
import { ReflectionPad2d, ReplicationPad2d, ZeroPad2d } from '../../../src/nn/layers/padding.js'
import type { Layer } from '../../../src/nn/module.js'
import { expectLikePytorch, leakTest, readFixture } from '../fixture.js'

const fixture = readFixture('layers')
const cases: Record<string, () => Layer> = {
  'reflection pad': () => new ReflectionPad2d([1, 2, 3, 0]),
  'replication pad': () => new ReplicationPad2d(2),
  'zero pad': () => new ZeroPad2d([1, -1, 2, 0]),
}

for (const [name, make] of Object.entries(cases)) {
  for (const channelsLast of [false, true]) {
    leakTest(`agrees with PyTorch: ${name}, channels-last ${channelsLast}`, () => {
      expectLikePytorch(make(), fixture(name), { channelsLast })
    })
  }
}

test('refuses a negative mirror and broken numbers', () => {
  expect(() => new ReflectionPad2d(-1)).toThrow(
    'ReflectionPad2d: padding must be an integer of at least 0 or four of them, got -1',
  )
  expect(() => new ZeroPad2d([1, 2, 3, 0.5])).toThrow(
    'ZeroPad2d: padding must be an integer or four of them, got [1, 2, 3, 0.5]',
  )
})

leakTest('refuses to mirror more pixels than there are', () => {
  expect(() => new ReflectionPad2d(3).forward(randn([1, 1, 3, 3]))).toThrow(
    /reflection_pad2d: .*Padding size should be less/,
  )
})

test.each([new ReflectionPad2d(2), new ReplicationPad2d(2)])(
  'stays in the precision of its input in a pass of half precision, forth and back',
  (layer) => {
    scope(() => {
      const exact = randn([1, 2, 6, 6]).to({ dtype: 'bfloat16' }).requiresGrad_()
      const wide = exact.detach().to({ dtype: 'float32' }).requiresGrad_()
      const padded = autocast({ dtype: 'bfloat16' }, () => layer.forward(exact))
      expect(padded.dtype).toBe('bfloat16')
      expect(padded.to({ dtype: 'float32' }).equal(layer.forward(wide))).toBe(true)
      padded.sum().backward()
      layer.forward(wide).sum().backward()
      // Small whole numbers: counts of how often each pixel was copied.
      expect(exact.grad!.to({ dtype: 'float32' }).equal(wide.grad!)).toBe(true)
    })
  },
)
