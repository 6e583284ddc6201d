/**
 * Distances between two sets block by block, in bounded memory: exactly, from differences; and from one matrix product,
 * with a bound on the error, so that only near-ties have to be computed exactly.
 */
import { cdist, noGrad, scope, type Tensor, zeros } from '@ganymede/torch'

// Rows and columns of a block: 32 MB of distances in float64, and no more than that of features.
const blockRows = 2048
const blockElements = 2 ** 22
// cdist: differences, never |a|² + |b|² − 2ab, which destroys zero and near-tie distances.
const byDifferences = 2

/** Some rows of the first set against some of the second; tensors belong to the block's scope. */
export interface DistanceBlock {
  /** float64 `[rows, columns]` */
  readonly distances: Tensor
  readonly firstRow: number
  readonly firstColumn: number
}

/** Squared distances from a matrix product. */
export interface SquareBlock {
  /** float64 `[rows, columns]`, each within `error` of the square of the exact distance; may be a little below 0. */
  readonly squares: Tensor
  readonly error: number
  readonly firstRow: number
  readonly firstColumn: number
}

/**
 * Euclidean distances of all pairs: for each block of rows all blocks of columns. Exact zeros and ties stay what they are,
 * and a distance depends neither on its block nor on the order of the two samples.
 *
 * @param a  `[N, d]`
 * @param b  `[M, d]`
 */
export function forEachDistanceBlock(a: Tensor, b: Tensor, visit: (block: DistanceBlock) => void): void {
  forEachBlock(a, b, (some, others, place) => {
    visit({ distances: cdist(some, others, { computeMode: byDifferences }), ...place })
  })
}

/**
 * As {@link forEachDistanceBlock}, but squares from matrix products, which are rounded.
 *
 * @param centre  float64 `[d]`, near both sets: subtracted from both, so that little cancels
 */
export function forEachSquareBlock(a: Tensor, b: Tensor, centre: Tensor, visit: (block: SquareBlock) => void): void {
  const d = a.shape[1]!
  forEachBlock(a, b, (some, others, place) => {
    const [x, y] = [some.sub(centre), others.sub(centre.to({ device: others.device }))]
    const [rowSquares, columnSquares] = [x.square().sum(1, { keepdim: true }), y.square().sum(1)]
    const squares = rowSquares.add(columnSquares).sub_(x.matmul(y.t()).mul_(2))
    // Each of the three sums of d products is off by at most d ε times its absolute terms; 4 leaves room for the rest.
    const largest = rowSquares.max().item() + columnSquares.max().item()
    visit({ squares, error: 4 * (d + 8) * Number.EPSILON * largest, ...place })
  })
}

/**
 * Exact distances of chosen pairs, the same to the last bit as in {@link forEachDistanceBlock}.
 *
 * @param rows, columns  int64 `[pairs]`
 * @returns float64 `[pairs]`
 */
export function pairDistances(a: Tensor, b: Tensor, rows: Tensor, columns: Tensor): Tensor {
  const [pairs = 0] = rows.shape
  const d = a.shape[1]!
  const block = Math.max(1, Math.floor(blockElements / d))
  return scope('pair-distances', () => {
    const result = zeros([pairs], { dtype: 'float64', device: a.device })
    for (let from = 0; from < pairs; from += block) {
      scope('pair-block', () => {
        const count = Math.min(block, pairs - from)
        const pick = (set: Tensor, indices: Tensor) =>
          inFloat64(set.indexSelect(0, indices.narrow(0, from, count).to({ device: set.device }))).unsqueeze(1)
        const [x, y] = [pick(a, rows), pick(b, columns).to({ device: a.device })] // [count, 1, d]
        result.narrow(0, from, count).copy_(cdist(x, y, { computeMode: byDifferences }).reshape([count]))
      })
    }
    return result
  })
}

type Place = Pick<DistanceBlock, 'firstRow' | 'firstColumn'>

function forEachBlock(a: Tensor, b: Tensor, visit: (some: Tensor, others: Tensor, place: Place) => void): void {
  const [n = 0, d = 1] = a.shape
  const [m = 0] = b.shape
  const rows = rowsOfBlock(d)
  for (let firstRow = 0; firstRow < n; firstRow += rows) {
    scope('distances', () =>
      noGrad(() => {
        const some = inFloat64(a.detach().narrow(0, firstRow, Math.min(rows, n - firstRow)))
        for (let firstColumn = 0; firstColumn < m; firstColumn += rows) {
          scope('distance-block', () => {
            const others = inFloat64(b.detach().narrow(0, firstColumn, Math.min(rows, m - firstColumn)))
            visit(some, others.to({ device: some.device }), { firstRow, firstColumn })
          })
        }
      }),
    )
  }
}

function rowsOfBlock(d: number): number {
  return Math.min(blockRows, Math.max(1, Math.floor(blockElements / d)))
}

/** How many blocks the distances of two sets `[N, d]` and `[M, d]` come in. */
export function distanceBlocks(a: Tensor, b: Tensor): number {
  const [n = 0, d = 1] = a.shape
  const [m = 0] = b.shape
  const rows = rowsOfBlock(d)
  return Math.ceil(n / rows) * Math.ceil(m / rows)
}

function inFloat64(features: Tensor): Tensor {
  return features.to({ dtype: 'float64', memoryFormat: 'contiguous' })
}
