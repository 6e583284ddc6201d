/** Golden tensors of the metrics: |a − b| ≤ suggested_atol + suggested_rtol · |b|, as their README says. */
import type { Tensor } from '@ganymede/torch'
import type { GoldenCase } from '../../fixtures/golden.js'

/** Fails unless a tensor equals the expected one of the case within its own tolerances. */
export function expectGolden(golden: GoldenCase, name: string, actual: Tensor): void {
  const expected = golden.tensors.get(name)
  const about = golden.about.tensors[name] as { suggested_atol: number; suggested_rtol?: number } | undefined
  if (expected === undefined || about === undefined) throw new Error(`${golden.name} has no tensor ${name}`)
  if (actual.shape.join() !== expected.shape.join()) {
    throw new Error(`${name}: expected [${expected.shape.join(', ')}], got [${actual.shape.join(', ')}]`)
  }
  const found = Array.from(actual.data() as ArrayLike<number>)
  Array.from(expected.data() as ArrayLike<number>).forEach((want, i) => {
    const got = found[i] ?? Number.NaN
    const limit = about.suggested_atol + (about.suggested_rtol ?? 0) * Math.abs(want)
    if (!(Math.abs(got - want) <= limit)) {
      throw new Error(`${golden.name} ${name}[${i}]: got ${got}, expected ${want} within ${limit}`)
    }
  })
}
