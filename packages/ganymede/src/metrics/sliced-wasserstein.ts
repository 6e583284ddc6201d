/** Sliced Wasserstein distances of point sets: sorted projections on random directions. */

import { GanymedeError } from '@ganymede/core'
import { Generator, noGrad, randn, scope, type Tensor } from '@ganymede/torch'
import { requireTensors } from '../nn/given-tensors.js'
import { requireFiniteValues, sameShape } from './support/metric-inputs.js'

// Projections in a block of directions.
const blockElements = 2 ** 22

/**
 * Sliced Wasserstein distances between two sets of feature vectors, in float64.
 *
 *     sw1 = mean |sort(A·v) − sort(B·v)|,   sw2² = mean (sort(A·v) − sort(B·v))²,   MIND = 3 d sw2²
 *
 * @param real        `[N, d]`
 * @param fake        same shape
 * @param directions  `[K, d]`, unit vectors, see {@link unitDirections}
 * @throws GanymedeError `OPTION_INVALID` when shapes do not fit, `NON_FINITE`
 */
export function slicedWassersteinFeatures(
  real: Tensor,
  fake: Tensor,
  directions: Tensor,
): { readonly sw1: number; readonly sw2Squared: number; readonly mind: number } {
  requireTensors('slicedWassersteinFeatures', { real, fake, directions })
  const d = real.shape[1] ?? 0
  if (real.ndim !== 2 || !sameShape(real, fake) || directions.ndim !== 2 || directions.shape[1] !== d) {
    throw new GanymedeError('OPTION_INVALID', 'sliced Wasserstein distance needs two feature sets of one shape', {
      lines: [
        `expected [N, d], [N, d] and directions [K, d]`,
        `got [${real.shape.join(', ')}], [${fake.shape.join(', ')}] and [${directions.shape.join(', ')}]`,
      ],
      remedy: 'Compare equal numbers of samples of the same extractor and layer.',
    })
  }
  const metric = 'sliced Wasserstein distance'
  for (const [name, values] of Object.entries({ real, fake, directions })) requireFiniteValues(metric, name, values)
  return scope('swd', () => {
    const [a, b, rays] = [real, fake, directions].map((t) => t.detach().to({ dtype: 'float64' }))
    const { absolute, squared } = sortedDifferences(a!, b!, rays!)
    return { sw1: absolute, sw2Squared: squared, mind: 3 * d * squared }
  })
}

/**
 * Random unit vectors, uniform on the sphere.
 *
 * @returns `[count, dims]`, float32, on the CPU
 */
export function unitDirections(count: number, dims: number, seed: number): Tensor {
  return scope('swd', () => {
    const generator = new Generator(seed)
    try {
      const rays = randn([count, dims], { generator })
      return rays.div_(rays.square().sum(1, { keepdim: true }).sqrt())
    } finally {
      generator.dispose()
    }
  })
}

/**
 * Mean absolute and mean squared difference of the sorted projections of two point sets.
 *
 * @param a, b        `[P, d]`
 * @param directions  `[K, d]`; any device
 * @param onBlock     called after each block of directions, {@link directionBlocks} times
 */
export function sortedDifferences(
  a: Tensor,
  b: Tensor,
  directions: Tensor,
  onBlock = () => {},
): { readonly absolute: number; readonly squared: number } {
  return scope('swd', () =>
    noGrad(() => {
      const [points = 0] = a.shape
      const [count = 0] = directions.shape
      const rays = directions.to({ device: a.device, dtype: a.dtype })
      const block = directionsOfBlock(points)
      let absolute = 0
      let squared = 0
      for (let from = 0; from < count; from += block) {
        scope('swd-block', () => {
          const some = rays.narrow(0, from, Math.min(block, count - from))
          // Directions are the rows, so that each one is sorted in contiguous memory.
          const project = (set: Tensor) => scope(() => some.matmul(set.t()).sort(1)[0]) // [block, P]
          const difference = project(a).sub_(project(b))
          squared += difference.square().sum(null, { dtype: 'float64' }).item()
          absolute += difference.abs_().sum(null, { dtype: 'float64' }).item()
        })
        onBlock()
      }
      return { absolute: absolute / (points * count), squared: squared / (points * count) }
    }),
  )
}

function directionsOfBlock(points: number): number {
  return Math.max(1, Math.floor(blockElements / points))
}

/** How many blocks the directions are taken in. */
export function directionBlocks(points: number, directions: number): number {
  return Math.ceil(directions / directionsOfBlock(points))
}
