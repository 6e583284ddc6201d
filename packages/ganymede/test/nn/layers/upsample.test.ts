import { randn } from '@ganymede/torch'
import { expect, test } from 'vitest'
import {
  type InterpolateOptions,
  interpolate,
  PixelShuffle,
  PixelUnshuffle,
  Upsample,
} from '../../../src/nn/layers/upsample.js'
import { expectClose } from '../expect-close.js'
import { expectLikePytorch, leakTest, readFixture } from '../fixture.js'

const fixture = readFixture('layers')
const cases: Record<string, InterpolateOptions> = {
  'nearest x2': { scaleFactor: 2 },
  'nearest x1.5': { scaleFactor: 1.5 },
  'bilinear x2': { scaleFactor: 2, mode: 'bilinear' },
  'bilinear corners': { size: [7, 6], mode: 'bilinear', alignCorners: true },
  'bilinear x0.7': { scaleFactor: [0.7, 1.3], mode: 'bilinear' },
  'bilinear antialias': { scaleFactor: 0.5, mode: 'bilinear', antialias: true },
  'bicubic x2': { scaleFactor: 2, mode: 'bicubic' },
  'bicubic antialias': { size: [2, 3], mode: 'bicubic', antialias: true },
  area: { size: [2, 3], mode: 'area' },
}

for (const [name, options] of Object.entries(cases)) {
  leakTest(`agrees with PyTorch, forward and backward: ${name}`, () => {
    expectLikePytorch(new Upsample(options), fixture(name))
  })
  leakTest(`gives the same for channels-last images: ${name}`, () => {
    const x = fixture(name).get('x')
    expectClose(interpolate(x.to({ memoryFormat: 'channelsLast' }), options), fixture(name).get('y'))
  })
}

leakTest('moves channels into space and back as PyTorch does', () => {
  expectLikePytorch(new PixelShuffle(2), fixture('pixel shuffle'))
  expectLikePytorch(new PixelUnshuffle(2), fixture('pixel unshuffle'))
})

test.each([
  [{}, 'give either size or scaleFactor'],
  [{ size: 4, scaleFactor: 2 }, 'give either size or scaleFactor'],
  [{ scaleFactor: 0 }, 'scaleFactor must be positive, got 0'],
  [{ size: 2.5 }, 'size must be a positive integer, got 2.5'],
  [{ scaleFactor: 2, alignCorners: true }, 'alignCorners belongs to bilinear and bicubic, not to nearest'],
  [
    { scaleFactor: 2, mode: 'area', antialias: true } as const,
    'antialias belongs to bilinear and bicubic, not to area',
  ],
])('refuses %o', (options, message) => {
  expect(() => new Upsample(options)).toThrow(
    expect.objectContaining({ code: 'ARGUMENT_INVALID', message: `Upsample: ${message}` }),
  )
})

leakTest('refuses a result without pixels and inputs that are not images', () => {
  expect(() => interpolate(randn([1, 1, 3, 3]), { scaleFactor: 0.1 })).toThrow(
    /at least one pixel\n.*result {2}\[0, 0\]/,
  )
  expect(() => interpolate(randn([3, 3]), { scaleFactor: 2 })).toThrow(/expected images \[N, C, H, W\]/)
})
