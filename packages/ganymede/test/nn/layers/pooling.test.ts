import { expect, test } from 'vitest'
import { AdaptiveAvgPool2d, AvgPool2d, MaxPool2d } from '../../../src/nn/layers/pooling.js'
import type { Layer } from '../../../src/nn/module.js'
import { expectLikePytorch, leakTest, readFixture } from '../fixture.js'

const fixture = readFixture('layers')
const cases: Record<string, () => Layer> = {
  'avg pool': () => new AvgPool2d(3, { stride: 2, padding: 1, ceilMode: true, countIncludePad: false }),
  'avg pool 2': () => new AvgPool2d([2, 3]),
  'max pool': () => new MaxPool2d(3, { stride: [2, 1], padding: 1, ceilMode: true }),
  'adaptive avg pool': () => new AdaptiveAvgPool2d([2, 3]),
}

for (const [name, make] of Object.entries(cases)) {
  for (const channelsLast of [false, true]) {
    leakTest(`agrees with PyTorch: ${name}, channels-last ${channelsLast}`, () => {
      expectLikePytorch(make(), fixture(name), { channelsLast })
    })
  }
}

test('refuses a window without pixels', () => {
  expect(() => new AvgPool2d(0)).toThrow('AvgPool2d: kernelSize must be a positive integer, got 0')
  expect(() => new MaxPool2d([2, -1])).toThrow(
    'MaxPool2d: kernelSize must be a positive integer or two of them, got [2, -1]',
  )
})
