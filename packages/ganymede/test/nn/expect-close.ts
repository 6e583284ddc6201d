/** Comparing tensors in tests: a failure prints both shapes, the largest difference and where it is. */
import { type Tensor, tensor } from '@ganymede/torch'

/** Float32 results of another summation order: a few units in the last place of numbers around 1. */
export const FP32 = 2e-6

function toNumbers(value: Tensor): readonly number[] {
  return Array.from(value.data() as ArrayLike<number | bigint>, Number)
}

/**
 * Fails unless shapes agree and |actual − expected| ≤ tolerance · (1 + |expected|) everywhere.
 *
 * @param expected  a tensor, or nested numbers
 */
export function expectClose(
  actual: Tensor,
  expected: Tensor | Parameters<typeof tensor>[0],
  tolerance = FP32,
  what = 'tensor',
): void {
  const wanted = isTensor(expected) ? expected : tensor(expected)
  const shapes = `[${actual.shape.join(', ')}] and [${wanted.shape.join(', ')}]`
  if (actual.shape.join() !== wanted.shape.join()) throw new Error(`${what}: shapes differ: ${shapes}`)
  const found = toNumbers(actual)
  let worst = { excess: 0, index: -1, text: '' }
  for (const [index, want] of toNumbers(wanted).entries()) {
    const got = found[index] ?? Number.NaN
    if (Object.is(got, want)) continue
    const excess = Math.abs(got - want) / (1 + Math.abs(want))
    // A NaN on one side only is the largest difference there is.
    if (excess > worst.excess || Number.isNaN(excess)) worst = { excess, index, text: `got ${got}, expected ${want}` }
  }
  if (worst.excess <= tolerance) return
  throw new Error(
    `${what} ${shapes}: largest difference ${worst.excess} at ${positionOf(worst.index, wanted.shape)}: ${worst.text}`,
  )
}

function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'slot' in value
}

function positionOf(index: number, shape: readonly number[]): string {
  const position: number[] = []
  let rest = index
  for (const size of [...shape].reverse()) {
    position.unshift(rest % size)
    rest = Math.floor(rest / size)
  }
  return `[${position.join(', ')}]`
}
