import { expect, test } from 'vitest'
import { LayerNorm, type LayerNormOptions } from '../../../src/nn/layers/layer-norm.js'
import { expectLikePytorch, leakTest, readFixture } from '../fixture.js'

const fixture = readFixture('norms')
const cases: [string, number | readonly number[], LayerNormOptions][] = [
  ['layer', 5, {}],
  ['layer 2 axes', [3, 2], {}],
  ['layer no bias', 5, { bias: false }],
  ['layer no affine', 5, { affine: false }],
]

for (const [name, shape, options] of cases) {
  leakTest(`agrees with PyTorch: ${name}`, () => {
    using layer = new LayerNorm(shape, options)
    expectLikePytorch(layer, fixture(name))
  })
}

test('refuses sizes that are not positive integers', () => {
  expect(() => new LayerNorm([3, 0])).toThrow('LayerNorm: normalizedShape must be a positive integer, got 0')
})
