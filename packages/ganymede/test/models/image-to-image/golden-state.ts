/** States of the authors' networks inside golden files. */
import { scope, type Tensor } from '@ganymede/torch'
import { expect } from 'vitest'
import type { Module } from '../../../src/nn/module.js'
import { type GoldenCase, withPrefix } from '../../fixtures/golden.js'

/** Loads the state under a prefix; counters are stored there as lists of one number. */
export function loadGoldenState(module: Module, golden: GoldenCase, prefix: string): void {
  scope(() => {
    const state = [...withPrefix(golden.tensors, prefix)].map(
      ([name, value]) => [name, name.endsWith('num_batches_tracked') ? value.reshape([]) : value] as const,
    )
    module.loadStateDict(new Map(state))
  })
}

/** Names and shapes of a state, as `state_dict_keys.json` has them. */
export function shapesOf(module: Module): Record<string, readonly number[]> {
  return Object.fromEntries([...module.stateDict()].map(([name, value]) => [name, [...value.shape]]))
}

/**
 * Fails unless a tensor is the golden one within its tolerance, 1e-4 of each element, or 1e-6 of the largest: sums of large
 * terms of both signs lose that much.
 *
 * @param gradient  of a weight: elements whose gradient is about 0 are left out, as the golden file asks
 */
export function expectGoldenTensor(golden: GoldenCase, name: string, found: Tensor, gradient?: Tensor): void {
  scope(() => {
    const expected = golden.tensors.get(name)
    expect(expected, `${name} is in the golden file`).toBeDefined()
    const atol = golden.about.tensors[name]?.suggested_atol ?? 0
    const value = found.detach().to({ dtype: 'float32' }).reshape(expected!.shape)
    const difference = value
      .sub(expected!)
      .abs()
      .sub(expected!.abs().mul(1e-4))
      .sub(Math.max(atol, 1e-6 * expected!.abs().max().item()))
    const counted =
      gradient === undefined
        ? difference
        : gradient.abs().gt(1e-6).reshape(expected!.shape).where(difference, difference.mul(0).sub(1))
    expect(counted.max().item(), `${name}: largest difference beyond the tolerance`).toBeLessThanOrEqual(0)
  })
}
