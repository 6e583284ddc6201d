/** What metrics ask of their inputs; refused with the shapes that were found. */

import { GanymedeError } from '@ganymede/core'
import { scope, type Tensor, tensor } from '@ganymede/torch'

/**
 * Refuses feature sets that are not `[N, d]` with finite numbers and one common d.
 *
 * @param metric   name for the message
 * @param sets     by the names of their roles
 * @param minimum  smallest N; default 1
 * @throws GanymedeError `OPTION_INVALID` for shapes, `NON_FINITE` for NaN or infinite features
 */
export function requireFeatures(metric: string, sets: Readonly<Record<string, Tensor>>, minimum = 1): void {
  const entries = Object.entries(sets)
  const width = entries[0]?.[1].shape[1] ?? 0
  const fits = entries.every(
    ([, { ndim, shape }]) => ndim === 2 && (shape[0] ?? 0) >= minimum && width > 0 && shape[1] === width,
  )
  if (!fits) {
    throw new GanymedeError('OPTION_INVALID', `${metric} needs features [N, d] of one width, N at least ${minimum}`, {
      lines: entries.map(([name, { shape }]) => `${name}: [${shape.join(', ')}]`),
      remedy: 'Give more samples, all with the same extractor and layer.',
    })
  }
  for (const [name, features] of entries) requireFiniteValues(metric, name, features)
}

/**
 * Refuses image sets that are not two batches of one shape `[N, C, H, W]`.
 *
 * @throws GanymedeError `OPTION_INVALID`
 */
export function requireImagePairs(metric: string, a: Tensor, b: Tensor): void {
  if (a.ndim === 4 && a.numel > 0 && sameShape(a, b)) return
  throw new GanymedeError('OPTION_INVALID', `${metric} needs two image batches of one shape [N, C, H, W]`, {
    lines: [`got [${a.shape.join(', ')}] and [${b.shape.join(', ')}]`],
    remedy: 'Compare images of equal number, size and channels.',
  })
}

/**
 * Refuses pixel values outside of [0, range]: most often images of [-1, 1] that were not shifted.
 *
 * @throws GanymedeError `OPTION_INVALID`, `NON_FINITE`
 */
export function requirePixelRange(metric: string, images: Tensor, dataRange: number): void {
  if (!(dataRange > 0) || !Number.isFinite(dataRange)) {
    throw new GanymedeError('OPTION_INVALID', `${metric}: the data range must be above 0, got ${dataRange}`)
  }
  const [least, most] = requireFiniteValues(metric, 'images', images)
  if (least >= 0 && most <= dataRange) return
  throw new GanymedeError('OPTION_INVALID', `${metric} needs pixel values from 0 to the data range`, {
    lines: [`expected 0 to ${dataRange}`, `found ${least} to ${most}`],
    remedy: 'Shift images of [-1, 1] to [0, 1] or [0, 255] first, and name that range.',
  })
}

/**
 * Refuses counts that are not whole numbers of at least 1.
 *
 * @throws GanymedeError `OPTION_INVALID` listing all of them
 */
export function requireCounts(metric: string, counts: Readonly<Record<string, number>>): void {
  const bad = Object.entries(counts).filter(([, value]) => !Number.isSafeInteger(value) || value < 1)
  if (bad.length === 0) return
  throw new GanymedeError('OPTION_INVALID', `options of ${metric} must be whole numbers above 0`, {
    lines: bad.map(([name, value]) => `${name}: ${value}`),
  })
}

/**
 * A row index tensor from numbers.
 *
 * @returns int64 `[indices]`
 * @throws GanymedeError `OPTION_INVALID` when one is not in 0…count − 1
 */
export function indexTensor(metric: string, indices: ArrayLike<number>, count: number, device = 'cpu'): Tensor {
  const rows = Float64Array.from(indices)
  const bad = rows.find((index) => !Number.isInteger(index) || index < 0 || index >= count)
  if (bad !== undefined || rows.length === 0) {
    throw new GanymedeError('OPTION_INVALID', `${metric}: indices must lie in 0 to ${count - 1}`, {
      lines: [rows.length === 0 ? 'there are none' : `found ${bad}`],
    })
  }
  return tensor(BigInt64Array.from(rows, BigInt), { device })
}

export function sameShape(a: Tensor, b: Tensor): boolean {
  return a.ndim === b.ndim && a.shape.every((size, i) => size === b.shape[i])
}

/**
 * Smallest and largest value.
 *
 * @throws GanymedeError `NON_FINITE` when there are NaN or infinite ones
 */
export function requireFiniteValues(metric: string, name: string, values: Tensor): readonly [number, number] {
  const [least, most] = scope('requirements', () =>
    values
      .detach()
      .aminmax()
      .map((edge) => edge.item()),
  ) as [number, number]
  if (Number.isFinite(least) && Number.isFinite(most)) return [least, most]
  throw new GanymedeError('NON_FINITE', `${metric}: ${name} hold NaN or infinite values`, {
    remedy: 'Look at the images: the generator or the feature network gives numbers that are none.',
  })
}
