/** Distances within and between sets of points `[N, d]`: pictures as vectors of pixels, or their features. */
import { cat, noGrad, scope, type Tensor } from '@ganymede/torch'

// Elements of a temporary block of differences.
const blockElements = 2 ** 23

/**
 * Distances between all points of two sets, as root mean square difference of their coordinates, so that sets of images
 * of different sizes can be compared.
 *
 * Computed from differences, not from squares and products: near-ties and exact zeros stay what they are.
 *
 * @param a  `[N, d]`
 * @param b  `[M, d]`
 * @returns `[N, M]`, float32
 */
export function pointDistances(a: Tensor, b: Tensor): Tensor {
  return scope('point-distances', () =>
    noGrad(() => {
      const [n = 0, d = 1] = a.shape
      const [m = 0] = b.shape
      const rows = Math.max(1, Math.floor(blockElements / Math.max(1, m * d)))
      const parts: Tensor[] = []
      for (let from = 0; from < n; from += rows) {
        const some = a.narrow(0, from, Math.min(rows, n - from)).unsqueeze(1) // [rows, 1, d]
        parts.push(scope(() => some.sub(b).square().mean([2]).sqrt())) // [rows, M]
      }
      return cat(parts)
    }),
  )
}

/**
 * Mean distance between different points of a set: how much variety is in it.
 *
 * @param points  `[N, d]`, or images `[N, C, H, W]`; N at least 2
 */
export function meanSpread(points: Tensor): number {
  return scope('mean-spread', () => {
    const flat = points.to({ dtype: 'float32' }).flatten(1)
    const n = flat.shape[0] ?? 0
    return pointDistances(flat, flat).sum(null, { dtype: 'float64' }).item() / Math.max(1, n * (n - 1))
  })
}
