/**
 * Fidelity and diversity apart: precision and recall (Kynkäänniemi et al. 2019, https://arxiv.org/abs/1904.06991), density
 * and coverage (Naeem et al. 2020, https://arxiv.org/abs/2002.09797), and the realism of single images.
 */

import { GanymedeError, givenOptions } from '@ganymede/core'
import { noGrad, scope, type Tensor, zeros } from '@ganymede/torch'
import { requireTensors } from '../nn/given-tensors.js'
import { neighbourRadii, tellingRadii } from './nearest-neighbours.js'
import {
  distanceBlocks,
  forEachDistanceBlock,
  forEachSquareBlock,
  pairDistances,
  type SquareBlock,
} from './support/distance-blocks.js'
import { requireFeatures } from './support/metric-inputs.js'

export interface PrecisionRecallOptions {
  /** Neighbours that span the ball of a sample; default 3 (5 is common for density and coverage). */
  readonly k?: number
  /** Whether a sample on the surface counts as inside: `<=` (default), or `<` as prdc has it; differs for ties only. */
  readonly inside?: '<=' | '<'
  /** Told after each part of the distances: of 10,000 samples all of them take seconds to a minute. */
  readonly onPart?: ((done: number, total: number) => void) | undefined
}

/** All but density lie in 0…1; higher is better. Precision and density are fooled by outliers: show coverage beside. */
export interface PrecisionRecall {
  /** Share of fake samples inside of at least one real ball. */
  readonly precision: number
  /** Share of real samples inside of at least one fake ball. */
  readonly recall: number
  /** 2 P R / max(10⁻⁵, P + R) */
  readonly fscore: number
  /** Mean number of real balls around a fake sample, over k; may exceed 1. */
  readonly density: number
  /** Share of real samples whose nearest fake one is inside of their ball. */
  readonly coverage: number
  /** Each sample's part, for intervals: they hold with the other set as it is. */
  readonly perSample: {
    /** Real balls around each fake sample. */
    readonly ballsAround: Int32Array
    /** 1 for each real sample inside of a fake ball. */
    readonly recalled: Uint8Array
    /** 1 for each real sample with a fake one in its ball. */
    readonly covered: Uint8Array
  }
}

/**
 * Precision, recall, density and coverage in one pass over the distances. Near-ties are decided by exact distances.
 *
 * Time grows with N · M · d; memory is bounded by blocks of 2048 samples.
 *
 * @param real  `[N, d]`, N above k
 * @param fake  `[M, d]`, M above k
 * @throws GanymedeError `OPTION_INVALID` for shapes or a k that do not fit, `NON_FINITE`
 */
export function precisionRecall(real: Tensor, fake: Tensor, options: PrecisionRecallOptions = {}): PrecisionRecall {
  const { k = 3, inside = '<=', onPart } = givenOptions('precisionRecall', options, ['k', 'inside', 'onPart'])
  requireTensors('precisionRecall', { real, fake })
  requireFeatures('precision and recall', { real, fake })
  return scope('precision-recall', () =>
    noGrad(() => {
      const [n = 0] = real.shape
      const [m = 0] = fake.shape
      const { device } = fake
      const parts = distanceBlocks(real, real) + distanceBlocks(fake, fake) + distanceBlocks(fake, real)
      let done = 0
      const tell = () => {
        done += 1
        onPart?.(done, parts)
      }
      const realRadii = tellingRadii(real, k, tell).to({ device })
      const fakeRadii = tellingRadii(fake, k, tell)
      const ballsAround = zeros([m], { dtype: 'int64', device }) // real balls around each fake sample
      const covered = zeros([n], { dtype: 'bool', device })
      const recalled = zeros([n], { dtype: 'bool', device })
      const centre = real.detach().mean([0], { dtype: 'float64' }).to({ device })
      forEachSquareBlock(fake, real, centre, (block) => {
        const { firstRow, firstColumn } = block
        const [rows = 0, columns = 0] = block.squares.shape
        const within = (radii: Tensor) => isWithin(fake, real, block, radii, inside)
        const inReal = within(realRadii.narrow(0, firstColumn, columns))
        const inFake = within(fakeRadii.narrow(0, firstRow, rows).unsqueeze(1))
        ballsAround.narrow(0, firstRow, rows).add_(inReal.sum([1]))
        const mark = (marks: Tensor, hits: Tensor) => {
          const place = marks.narrow(0, firstColumn, columns)
          place.copy_(place.logicalOr(hits.any([0])))
        }
        mark(covered, inReal)
        mark(recalled, inFake)
        tell()
      })
      const share = (marks: Tensor) => marks.sum().item() / marks.numel
      const precision = share(ballsAround.gt(0))
      const recall = share(recalled)
      return {
        precision,
        recall,
        fscore: (2 * precision * recall) / Math.max(1e-5, precision + recall),
        density: ballsAround.sum().item() / (k * m),
        coverage: share(covered),
        perSample: {
          ballsAround: ballsAround.to({ dtype: 'int32' }).data() as Int32Array,
          recalled: recalled.to({ dtype: 'uint8' }).data() as Uint8Array,
          covered: covered.to({ dtype: 'uint8' }).data() as Uint8Array,
        },
      }
    }),
  )
}

/**
 * Which distances of a block lie within radii. Squares tell, but for those nearer to the radius than their error.
 *
 * @param radii  float64, broadcast over the block
 * @returns bool `[rows, columns]`
 */
function isWithin(
  a: Tensor,
  b: Tensor,
  { squares, error, firstRow, firstColumn }: SquareBlock,
  radii: Tensor,
  inside: '<=' | '<',
): Tensor {
  return scope('within', () => {
    const beyond = squares.sub(radii.square())
    const result = beyond.lt(0)
    // Squares of radii are rounded too.
    const slack = error + 4 * Number.EPSILON * radii.max().item() ** 2
    const unsure = beyond.abs_().le(slack).nonzero() // [pairs, 2]
    if (unsure.shape[0] === 0) return result
    const [rows, columns] = [unsure.select(1, 0), unsure.select(1, 1)]
    const exact = pairDistances(a, b, rows.add(firstRow), columns.add(firstColumn))
    const limits = radii.expand(squares.shape).index([rows, columns])
    result.indexPut_([rows, columns], inside === '<=' ? exact.le(limits) : exact.lt(limits))
    return result
  })
}

/**
 * Realism of single samples: above 1 inside of a real ball, the larger the closer to a real sample.
 *
 *     max over real of radius / (distance + 10⁻⁵), after the half with the largest radii is dropped
 *
 * @param real  `[N, d]`, N above k
 * @param fake  `[M, d]`
 * @returns `[M]`
 * @throws GanymedeError `OPTION_INVALID` for unknown options and values out of range
 */
export function realism(real: Tensor, fake: Tensor, options: { readonly k?: number } = {}): Float64Array {
  const { k = 3 } = givenOptions('realism', options, ['k'])
  requireTensors('realism', { real, fake })
  requireFeatures('realism', { real, fake })
  const scores = new Float64Array(fake.shape[0]!)
  scope('realism', () => {
    const radii = neighbourRadii(real, k).to({ device: fake.device })
    // Balls of outliers hold everything: only radii up to the median count.
    const counted = radii.le(radii.median()).where(radii, 0)
    if (counted.max().item() === 0) {
      throw new GanymedeError('OPTION_INVALID', `realism: half of the real samples have ${k} equal ones or more`, {
        remedy: 'Choose a larger k, or drop duplicates.',
      })
    }
    forEachDistanceBlock(fake, real, ({ distances, firstRow, firstColumn }) => {
      const near = counted.narrow(0, firstColumn, distances.shape[1]!)
      const best = near.div(distances.add(1e-5)).amax([1]).data() as Float64Array
      for (const [i, score] of best.entries()) scores[firstRow + i] = Math.max(scores[firstRow + i]!, score)
    })
  })
  return scores
}
