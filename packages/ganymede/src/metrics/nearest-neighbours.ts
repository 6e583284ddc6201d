/** Distances between feature sets in blocks: nearest neighbours and the radii of their balls, in bounded memory. */
import { cat, cdist, full, noGrad, scope, type Tensor } from '@ganymede/torch'
import { GanymedeError } from '../errors.js'
import { requireCounts, requireFeatures } from './requirements.js'

// Rows and columns of a block of distances: 32 MB in float64, and less than that of features.
const blockRows = 2048
const blockElements = 2 ** 22
// cdist: differences, never |a|² + |b|² − 2ab, which destroys zero and near-tie distances.
const byDifferences = 2

/** Some rows of the first set against some of the second. */
export interface DistanceBlock {
  /** float64 `[rows, columns]`; belongs to the block's scope. */
  readonly distances: Tensor
  readonly firstRow: number
  readonly firstColumn: number
}

/**
 * Euclidean distances of all pairs, block by block: for each block of rows all blocks of columns. Exact zeros and ties stay
 * what they are, and a distance does not depend on the block that it falls into.
 *
 * @param a  `[N, d]`
 * @param b  `[M, d]`
 */
export function forEachDistanceBlock(a: Tensor, b: Tensor, visit: (block: DistanceBlock) => void): void {
  const [n = 0, d = 1] = a.shape
  const [m = 0] = b.shape
  const rows = Math.min(blockRows, Math.max(1, Math.floor(blockElements / d)))
  for (let firstRow = 0; firstRow < n; firstRow += rows) {
    scope('distances', () =>
      noGrad(() => {
        const some = inFloat64(a, firstRow, Math.min(rows, n - firstRow))
        for (let firstColumn = 0; firstColumn < m; firstColumn += rows) {
          scope('distance-block', () => {
            const others = inFloat64(b, firstColumn, Math.min(rows, m - firstColumn)).to({ device: some.device })
            visit({ distances: cdist(some, others, { computeMode: byDifferences }), firstRow, firstColumn })
          })
        }
      }),
    )
  }
}

/**
 * Distance of every sample to its k-th nearest other sample of its own set: the radius of its ball.
 *
 * @param features  `[N, d]`, N above k
 * @returns float64 `[N]`; duplicates have radius 0 for small k
 * @throws GanymedeError `OPTION_INVALID`, `NON_FINITE`
 */
export function neighbourRadii(features: Tensor, k: number): Tensor {
  requireFeatures('nearest neighbours', { features })
  requireCounts('nearest neighbours', { k })
  const [n = 0] = features.shape
  if (k >= n) {
    throw new GanymedeError('OPTION_INVALID', `the ${k}th nearest of ${n} samples does not exist`, {
      remedy: `Choose k below ${n}, or give more samples.`,
    })
  }
  // A sample is its own nearest, so the radius is the (k + 1)-th smallest distance.
  return scope('radii', () =>
    smallestDistances(features, features, k + 1)
      .select(1, k)
      .clone(),
  )
}

/** For every query its nearest reference. */
export interface NearestNeighbours {
  /** Row in the references. */
  readonly rows: Int32Array
  readonly distances: Float64Array
}

/**
 * The nearest reference of every query, by Euclidean distance; the first one among equals.
 *
 * @param queries     `[N, d]`
 * @param references  `[M, d]`
 */
export function nearestNeighbours(queries: Tensor, references: Tensor): NearestNeighbours {
  requireFeatures('nearest neighbours', { queries, references })
  const [n = 0] = queries.shape
  const rows = new Int32Array(n)
  const distances = new Float64Array(n).fill(Number.POSITIVE_INFINITY)
  forEachDistanceBlock(queries, references, ({ distances: block, firstRow, firstColumn }) => {
    const [least, places] = block.minDim(1)
    const found = least.data() as Float64Array
    const at = places.to({ dtype: 'int32' }).data() as Int32Array
    for (const [i, distance] of found.entries()) {
      if (distance >= distances[firstRow + i]!) continue
      distances[firstRow + i] = distance
      rows[firstRow + i] = firstColumn + at[i]!
    }
  })
  return { rows, distances }
}

/** Whether generated images are copies of training images, judged by distances in a feature space. */
export interface Memorisation {
  /** Share of generated images at distance 0 of a training image. */
  readonly copies: number
  /** Share of generated images closer to a training image than half of the training images are to each other. */
  readonly close: number
  /** Mean distance to the nearest training image, over the same number among training images; about 1 is healthy. */
  readonly ratio: number
  readonly nearest: NearestNeighbours
}

/**
 * Nearest-neighbour check for memorisation: a generator that copies has distances far below those within the training set.
 *
 * @param training  `[N, d]`, N at least 2
 * @param fake      `[M, d]`
 */
export function memorisation(training: Tensor, fake: Tensor): Memorisation {
  requireFeatures('memorisation', { training }, 2)
  const nearest = nearestNeighbours(fake, training)
  const own = scope('memorisation', () => neighbourRadii(training, 1).data() as Float64Array)
    .slice()
    .sort()
  const median = own[Math.floor((own.length - 1) / 2)]!
  const share = (test: (distance: number) => boolean) =>
    nearest.distances.filter(test).length / nearest.distances.length
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    copies: share((distance) => distance === 0),
    close: share((distance) => distance < median),
    ratio: mean(nearest.distances) / mean(own),
    nearest,
  }
}

/** float64 `[N, count]`, ascending. */
function smallestDistances(a: Tensor, b: Tensor, count: number): Tensor {
  const [n = 0] = a.shape
  const found = full([n, count], Number.POSITIVE_INFINITY, { dtype: 'float64', device: a.device })
  forEachDistanceBlock(a, b, ({ distances, firstRow }) => {
    const place = found.narrow(0, firstRow, distances.shape[0]!)
    const [best] = cat([place, distances], 1).topk(count, 1, { largest: false })
    place.copy_(best)
  })
  return found
}

function inFloat64(features: Tensor, from: number, count: number): Tensor {
  return features.detach().narrow(0, from, count).to({ dtype: 'float64', memoryFormat: 'contiguous' })
}
