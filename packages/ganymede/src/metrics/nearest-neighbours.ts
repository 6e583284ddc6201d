/** Nearest neighbours in a feature space: radii of balls, and whether a generator copies its training images. */

import { GanymedeError } from '@ganymede/core'
import { cat, full, noGrad, scope, type Tensor, zeros } from '@ganymede/torch'
import { requireTensors } from '../nn/given-tensors.js'
import { forEachDistanceBlock, forEachSquareBlock, pairDistances } from './support/distance-blocks.js'
import { indexTensor, requireCounts, requireFeatures } from './support/metric-inputs.js'

// More candidates than neighbours, so that rounding cannot hide one.
const spareCandidates = 8

/**
 * Distance of every sample to its k-th nearest other sample of its own set: the radius of its ball.
 *
 * @param features  `[N, d]`, N above k
 * @returns float64 `[N]`; duplicates have radius 0 for small k
 * @throws GanymedeError `OPTION_INVALID`, `NON_FINITE`
 */
export function neighbourRadii(features: Tensor, k: number): Tensor {
  return tellingRadii(features, k, () => {})
}

/** {@link neighbourRadii}, with `onBlock` called after each block of distances. */
export function tellingRadii(features: Tensor, k: number, onBlock: () => void): Tensor {
  requireTensors('neighbourRadii', { features })
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
    smallestDistances(features, features, k + 1, onBlock)
      .distances.select(1, k)
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
  requireTensors('nearestNeighbours', { queries, references })
  requireFeatures('nearest neighbours', { queries, references })
  return scope('nearest', () => {
    const { distances, columns } = smallestDistances(queries, references, 1)
    return {
      rows: columns.to({ dtype: 'int32' }).reshape([-1]).data() as Int32Array,
      distances: distances.reshape([-1]).data() as Float64Array,
    }
  })
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
  requireTensors('memorisation', { training, fake })
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

interface SmallestDistances {
  /** float64 `[N, count]`, ascending, exact. */
  readonly distances: Tensor
  /** int64 `[N, count]`; the first among equals where count is 1. */
  readonly columns: Tensor
}

/**
 * The nearest columns of every row. Candidates come from rounded squares; their distances are computed exactly. Rows with so
 * many ties that a neighbour might not be among the candidates are searched exactly.
 */
function smallestDistances(a: Tensor, b: Tensor, count: number, onBlock = () => {}): SmallestDistances {
  return noGrad(() => {
    const candidates = findCandidates(a, b, count, onBlock)
    const size = candidates.columns.shape[1]!
    // By column first, so that the first among equals wins.
    const [columns] = candidates.columns.sort(1)
    const rows = indexTensor('nearest neighbours', rangeOf(a.shape[0]!), a.shape[0]!, a.device)
    const exact = pairDistances(a, b, rows.repeatInterleave(size), columns.reshape([-1])).view([-1, size])
    const [distances, places] = count === 1 ? exact.minDim(1, true) : exact.topk(count, 1, { largest: false })
    const found = { distances: distances.clone(), columns: columns.gather(1, places) }
    if (candidates.incomplete.length > 0) {
      const missing = indexTensor('nearest neighbours', candidates.incomplete, a.shape[0]!, a.device)
      const searched = searchExactly(a.indexSelect(0, missing), b, count)
      found.distances = found.distances.indexCopy(0, missing, searched.distances)
      found.columns = found.columns.indexCopy(0, missing, searched.columns)
    }
    return found
  })
}

interface Candidates {
  /** int64 `[N, candidates]` */
  readonly columns: Tensor
  /** Rows for which a nearer column may not be among them. */
  readonly incomplete: readonly number[]
}

function findCandidates(a: Tensor, b: Tensor, count: number, onBlock: () => void): Candidates {
  const [n = 0] = a.shape
  const [m = 0] = b.shape
  const size = Math.min(m, count + spareCandidates)
  const { device } = a
  const centre = b.detach().mean([0], { dtype: 'float64' }).to({ device })
  const squares = full([n, size], Number.POSITIVE_INFINITY, { dtype: 'float64', device })
  const columns = zeros([n, size], { dtype: 'int64', device })
  let error = 0
  forEachSquareBlock(a, b, centre, (block) => {
    error = Math.max(error, block.error)
    const [rows = 0, width = 0] = block.squares.shape
    const [best, at] = block.squares.topk(Math.min(size, width), 1, { largest: false, sorted: false })
    const known = squares.narrow(0, block.firstRow, rows)
    const knownColumns = columns.narrow(0, block.firstRow, rows)
    const [merged, from] = cat([known, best], 1).topk(size, 1, { largest: false })
    knownColumns.copy_(cat([knownColumns, at.add(block.firstColumn)], 1).gather(1, from))
    known.copy_(merged)
    onBlock()
  })
  if (size === m) return { columns, incomplete: [] }
  const [last, wanted] = [squares.select(1, size - 1), squares.select(1, count - 1)]
  const unsure = last
    .sub(wanted)
    .le(2 * error)
    .nonzero()
  return { columns, incomplete: Array.from(unsure.reshape([-1]).data() as BigInt64Array, Number) }
}

function searchExactly(a: Tensor, b: Tensor, count: number): SmallestDistances {
  const [n = 0] = a.shape
  const distances = full([n, count], Number.POSITIVE_INFINITY, { dtype: 'float64', device: a.device })
  const columns = zeros([n, count], { dtype: 'int64', device: a.device })
  forEachDistanceBlock(a, b, (block) => {
    const known = distances.narrow(0, block.firstRow, block.distances.shape[0]!)
    const knownColumns = columns.narrow(0, block.firstRow, block.distances.shape[0]!)
    const all = cat([known, block.distances], 1)
    const [best, from] = count === 1 ? all.minDim(1, true) : all.topk(count, 1, { largest: false })
    const offsets = from.sub(count).add(block.firstColumn) // of those that came from this block
    knownColumns.copy_(from.lt(count).where(knownColumns.gather(1, from.clamp({ max: count - 1 })), offsets))
    known.copy_(best)
  })
  return { distances, columns }
}

function rangeOf(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => i)
}
