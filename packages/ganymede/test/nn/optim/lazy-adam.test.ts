import { expect, test } from 'vitest'
import { lazyAdam } from '../../../src/nn/optim/lazy-adam.js'

// The values of the training-loop specification, section 5.
test.each([
  [16, 0.00188235, 0.99058546],
  [4, 0.0016, 0.99199197],
])('adjusts rate and betas to a regularisation every %i steps', (interval, lr, beta2) => {
  const options = lazyAdam({ lr: 0.002, betas: [0, 0.99], eps: 1e-8 }, interval)
  expect(options.lr).toBeCloseTo(lr, 8)
  expect(options.betas[0]).toBe(0)
  expect(options.betas[1]).toBeCloseTo(beta2, 8)
  expect(options.eps).toBe(1e-8)
})

test('refuses an interval that is not a positive integer', () => {
  expect(() => lazyAdam({ lr: 1, betas: [0, 0] }, 0)).toThrow('lazyAdam: interval must be a positive integer, got 0')
})
