import { manualSeed, tensor } from '@ganymede/torch'
import { expect, test } from 'vitest'
import { Embedding } from '../../../src/nn/layers/embedding.js'
import { expectClose } from '../expect-close.js'
import { expectLikePytorch, leakTest, readFixture } from '../fixture.js'

leakTest('agrees with PyTorch, and gives the padding vector no gradient', () => {
  using layer = new Embedding(5, 3, { paddingIdx: -2 })
  expect(layer.weight.select(0, 3).toArray()).toEqual([0, 0, 0])
  expectLikePytorch(layer, readFixture('layers')('embedding'))
  expect(layer.weight.grad!.select(0, 3).toArray()).toEqual([0, 0, 0])
})

leakTest('draws the initial values that PyTorch draws from the same seed', () => {
  manualSeed(0)
  using layer = new Embedding(3, 2)
  // torch.manual_seed(0); print(torch.nn.Embedding(3, 2).weight.tolist())
  const expected = [
    [1.540996075, -0.293428898],
    [-2.178789377, 0.568431258],
    [-1.084522367, -1.398595452],
  ]
  expectClose(layer.weight, expected, 1e-7)
})

leakTest('refuses an index that is not in the table', () => {
  using layer = new Embedding(3, 2).rename('labels')
  expect(() => layer.forward(tensor([3n]))).toThrow(/embedding: index out of range[\s\S]*in {2}labels/)
})

test('refuses a padding index that is not in the table', () => {
  expect(() => new Embedding(3, 2, { paddingIdx: 3 })).toThrow(
    'Embedding: paddingIdx must be a number from -3 to 2, got 3',
  )
})
