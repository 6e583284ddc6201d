/** Variety and grouping of point sets `[N, d]`: pictures as vectors of pixels, or their features. */

import { CounterRandom } from '@ganymede/core/random'
import { scope, type Tensor, tensor } from '@ganymede/torch'
import { nearestNeighbours } from './nearest-neighbours.js'
import { forEachDistanceBlock } from './support/distance-blocks.js'

/**
 * Mean distance between different points of a set, as root mean square difference of their coordinates, so that it is
 * the same scale for all sizes of images.
 *
 * @param points  `[N, d]`, or images `[N, C, H, W]`; N at least 2
 */
export function meanSpread(points: Tensor): number {
  return scope('mean-spread', () => {
    const flat = points.flatten(1)
    const [n = 0, d = 1] = flat.shape
    let sum = 0
    forEachDistanceBlock(flat, flat, ({ distances }) => {
      sum += distances.sum().item()
    })
    return sum / Math.max(1, n * (n - 1)) / Math.sqrt(d)
  })
}

// Lloyd's algorithm has settled by then as far as groups matter here.
const rounds = 12

/**
 * Groups of similar points: k-means from well-spread beginnings. The same points give the same groups.
 *
 * @param points  `[N, d]`, N at least `k`
 * @returns centres `[k, d]`, float32
 * @see Arthur, Vassilvitskii 2007, "k-means++: the advantages of careful seeding"
 */
export function groupCentres(points: Tensor, k: number): Tensor {
  const [n = 0, d = 0] = points.shape
  const values = points.floats()
  const row = (i: number) => values.subarray(i * d, (i + 1) * d)
  const centres = Float32Array.from(firstCentres(points, k).flatMap((i) => [...row(i)]))
  for (let round = 0; round < rounds; round++) {
    const groups = groupsOf(points, centres, k)
    const sums = new Float64Array(k * d)
    const counts = new Int32Array(k)
    for (let i = 0; i < n; i++) {
      const group = groups[i] ?? 0
      counts[group] = (counts[group] ?? 0) + 1
      const point = row(i)
      for (let j = 0; j < d; j++) sums[group * d + j] = (sums[group * d + j] ?? 0) + (point[j] ?? 0)
    }
    // A group that has lost all its points keeps its centre.
    for (let i = 0; i < k * d; i++) {
      const count = counts[Math.floor(i / d)] ?? 0
      if (count > 0) centres[i] = (sums[i] ?? 0) / count
    }
  }
  return tensor(centres, { shape: [k, d] })
}

/** The group of each point: row of the nearest centre. */
function groupsOf(points: Tensor, centres: Float32Array, k: number): Int32Array {
  return scope('groups', () => nearestNeighbours(points, tensor(centres, { shape: [k, centres.length / k] })).rows)
}

/** Points far from one another: each is drawn with a chance that grows with the square of its distance to the others. */
function firstCentres(points: Tensor, k: number): number[] {
  const [n = 0] = points.shape
  const random = new CounterRandom(0, 'group-centres')
  const chosen = [Math.floor(random.nextFloat() * n)]
  const nearest = new Float64Array(n).fill(Number.POSITIVE_INFINITY)
  while (chosen.length < k) {
    const last = chosen.at(-1) ?? 0
    const { distances } = scope('first-centres', () => nearestNeighbours(points, points.narrow(0, last, 1)))
    let total = 0
    for (let i = 0; i < n; i++) {
      nearest[i] = Math.min(nearest[i] ?? 0, (distances[i] ?? 0) ** 2)
      total += nearest[i] ?? 0
    }
    let rest = random.nextFloat() * total
    let next = 0
    for (; next < n - 1; next++) {
      rest -= nearest[next] ?? 0
      if (rest <= 0) break
    }
    chosen.push(next)
  }
  return chosen
}
