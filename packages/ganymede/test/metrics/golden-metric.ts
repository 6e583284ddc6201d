/** Golden cases of the metrics: tolerances of the side-car, refusals by code. */

import { type ErrorCode, GanymedeError } from '@ganymede/core'
import { Generator, randn, scope, type Tensor } from '@ganymede/torch'
import { expect } from 'vitest'
import { type GoldenCase, loadGolden, sharedPath } from '../fixtures/golden.js'

export const hasMetricGoldens = sharedPath('golden/metrics/fid_identical.json') !== null

/** A golden case of the metrics, with its inputs by name. */
export function metricCase(name: string): GoldenCase & { input(tensor: string): Tensor } {
  const golden = loadGolden(`metrics/${name}`)
  return {
    ...golden,
    input: (tensor) => {
      const found = golden.tensors.get(tensor)
      if (found === undefined) throw new Error(`${name} has no tensor ${tensor}`)
      return found
    },
  }
}

/** Fails unless |actual − expected| ≤ atol + rtol · |expected| everywhere, with the tolerances of the side-car. */
export function expectGolden(
  { about, tensors }: GoldenCase,
  name: string,
  actual: Tensor | number | readonly number[],
): void {
  const { suggested_atol: atol = 0, suggested_rtol: rtol = 0 } = about.tensors[name] as {
    readonly suggested_atol?: number
    readonly suggested_rtol?: number
  }
  const wanted = numbersOf(tensors.get(name)!)
  const found = typeof actual === 'number' ? [actual] : 'data' in actual ? numbersOf(actual) : actual
  expect(found.length, name).toBe(wanted.length)
  for (const [i, want] of wanted.entries()) {
    if (found[i] === want) continue
    expect(
      Math.abs((found[i] as number) - want),
      `${name}[${i}]: got ${found[i]}, expected ${want}`,
    ).toBeLessThanOrEqual(atol + rtol * Math.abs(want))
  }
}

export function numbersOf(values: Tensor): number[] {
  return Array.from(values.data() as ArrayLike<number | bigint>, Number)
}

/** Normal noise of a seed, float32. */
export function gaussianNoise(shape: readonly number[], seed: number): Tensor {
  return scope(() => {
    const generator = new Generator(seed)
    try {
      return randn(shape, { generator })
    } finally {
      generator.dispose()
    }
  })
}

export function refusal(code: ErrorCode, run: () => unknown): GanymedeError {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(GanymedeError)
    expect((error as GanymedeError).code).toBe(code)
    return error as GanymedeError
  }
  throw new Error('nothing was refused')
}
