import { memory, ones, tensor } from '@ganymede/torch'
import { expect } from 'vitest'
import { clampParameters, clipGradNorm, gradNorm } from '../../../src/nn/optim/clip.js'
import { expectClose } from '../expect-close.js'
import { leakTest } from '../fixture.js'

function parameters() {
  const [a, b, c] = [tensor([1, 2]), tensor([[3]]), tensor([9])].map((value) => value.requiresGrad_())
  a!.grad = tensor([3, 0])
  b!.grad = tensor([[-4]])
  return [a!, b!, c!]
}

leakTest('measures all gradients as one vector and leaves one tensor', () => {
  const all = parameters()
  const before = memory().live
  const norm = gradNorm(all)
  expect(memory().live).toBe(before + 1)
  expect(norm.item()).toBe(5)
  expect(norm.requiresGrad).toBe(false)
  expect(gradNorm(all, { normType: Number.POSITIVE_INFINITY }).item()).toBe(4)
  expect(gradNorm(all, { normType: 1 }).item()).toBe(7)
  expect(gradNorm([ones([2])]).item()).toBe(0)
})

leakTest('scales gradients as PyTorch does and returns the norm before', () => {
  const all = parameters()
  const norm = clipGradNorm(all, 1)
  expect(norm.item()).toBe(5)
  // torch.nn.utils.clip_grad_norm_ with max_norm=1: 3 / (5 + 1e-6), -4 / (5 + 1e-6)
  expectClose(all[0]!.grad!, [0.59999988, 0], 1e-7)
  expectClose(all[1]!.grad!, [[-0.79999984]], 1e-7)
  expect(all[2]!.grad).toBe(null)
})

leakTest('leaves gradients alone whose norm is small enough', () => {
  const all = parameters()
  expect(clipGradNorm(all, 6).item()).toBe(5)
  expect(all[0]!.grad!.toArray()).toEqual([3, 0])
  expect(clipGradNorm([], 6).item()).toBe(0)
})

leakTest('moves weights into the interval', () => {
  const all = parameters()
  clampParameters(all, 2)
  expect(all.map((p) => p.toArray())).toEqual([[1, 2], [[2]], [2]])
  expect(all.every((p) => p.requiresGrad && p.isLeaf)).toBe(true)
  clampParameters([], 1)
})

leakTest('refuses limits that are not positive', () => {
  expect(() => clipGradNorm([], 0)).toThrow('clipGradNorm: maxNorm must be a finite number above 0, got 0')
  expect(() => clipGradNorm([], Number.POSITIVE_INFINITY)).toThrow('above 0, got Infinity')
  expect(() => clampParameters([], -1)).toThrow('clampParameters: limit must be a finite number above 0, got -1')
})
