/** Random choices of samples: the same on every machine for a seed. */
import type { CounterRandom } from '@ganymede/core/random'

/**
 * `size` different numbers out of 0…count − 1, in random order (the first places of a Fisher–Yates shuffle).
 *
 * @param size  at most `count`
 */
export function drawSubset(count: number, size: number, random: CounterRandom): Uint32Array {
  // Only moved places are stored: subsets are small beside the sets.
  const moved = new Map<number, number>()
  const at = (place: number) => moved.get(place) ?? place
  return Uint32Array.from({ length: size }, (_, i) => {
    const j = i + random.nextInt(count - i)
    const chosen = at(j)
    moved.set(j, at(i))
    return chosen
  })
}

/** `size` numbers out of 0…count − 1, each drawn from all of them: a bootstrap sample. */
export function drawWithReplacement(count: number, size: number, random: CounterRandom): Uint32Array {
  return Uint32Array.from({ length: size }, () => random.nextInt(count))
}

/** Mean and population standard deviation. */
export function meanAndDeviation(values: readonly number[]): { readonly mean: number; readonly std: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, std: Math.sqrt(variance) }
}
