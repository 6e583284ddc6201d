/** From latents of many dimensions to the two coordinates of a picture. */
import { scope, type Tensor } from '@ganymede/torch'

/**
 * Which two directions of latent space are shown: `auto`: the dimensions themselves where there are at most two, else
 * `pca`, the directions in which the latents vary most; `active`: the two dimensions that vary most; or two dimensions by
 * number.
 */
export type PlaneAxes = 'auto' | 'active' | 'pca' | readonly [x: number, y: number]

/** Latents on a plane. */
export interface LatentPlane {
  readonly x: Float64Array
  readonly y: Float64Array
  /** What the axes are, such as `z3` or `PC 1`. */
  readonly axes: readonly [x: string, y: string]
  /** Share of the variance of all latents that each axis shows. */
  readonly share: readonly [x: number, y: number]
}

/**
 * Projects latents onto a plane. Directions are orthonormal and nothing is subtracted, so that the prior N(0, I) stays
 * one: circles around (0, 0) keep their meaning. With one dimension y is 0.
 *
 * @param latents  `[N, Z]`, N at least 1; any device
 * @param axes     numbers must be below Z
 */
export function latentPlane(latents: Tensor, axes: PlaneAxes): LatentPlane {
  return scope('latent-plane', () => {
    const z = latents.detach().to({ device: 'cpu', dtype: 'float64' })
    const [n = 1, dims = 1] = z.shape
    const centred = z.sub(z.mean([0], { keepdim: true }))
    const variances = centred.square().mean([0]).data() as Float64Array
    const total = variances.reduce((sum, one) => sum + one, 0)
    const shareOf = (variance: number) => (total > 0 ? variance / total : 0)
    if (axes === 'pca' || (axes === 'auto' && dims > 2)) {
      const projected = z.mm(principalDirections(centred, n, dims)) // [N, 1 or 2]
      const column = (i: number) => (i < Math.min(dims, n, 2) ? doubles(projected.select(1, i)) : new Float64Array(n))
      const [x, y] = [column(0), column(1)]
      return { x, y, axes: ['PC 1', 'PC 2'], share: [shareOf(varianceOf(x)), shareOf(varianceOf(y))] }
    }
    const chosen = axes === 'auto' ? [0, 1] : axes === 'active' ? mostActive(variances) : axes
    const [a = 0, b = 1] = chosen
    const column = (d: number) => (d < dims ? doubles(z.select(1, d)) : new Float64Array(n))
    return {
      x: column(a),
      y: column(b),
      axes: [`z${a}`, b < dims ? `z${b}` : ''],
      share: [shareOf(variances[a] ?? 0), shareOf(variances[b] ?? 0)],
    }
  })
}

/** The two directions of largest variance as columns `[Z, 2]`, each pointing to the side of its largest component. */
function principalDirections(centred: Tensor, n: number, dims: number): Tensor {
  const kept = Math.min(2, dims, n)
  // The smaller of both products has the same eigenvalues: C = XᵀX and G = XXᵀ.
  const isTall = n >= dims
  const [, vectors] = (isTall ? centred.t().mm(centred) : centred.mm(centred.t())).linalgEigh()
  const last = vectors.narrow(1, vectors.shape[1]! - kept, kept).flip([1])
  const directions = isTall ? last : centred.t().mm(last)
  const lengths = directions.linalgVectorNorm({ dim: 0, keepdim: true }).clampMin(1e-300)
  const unit = directions.div(lengths)
  const largest = unit.gather(0, unit.abs().argmax(0, true)) // [1, kept]
  return unit.mul(largest.sign())
}

function mostActive(variances: Float64Array): readonly [number, number] {
  const order = Array.from(variances.keys()).sort((a, b) => (variances[b] ?? 0) - (variances[a] ?? 0) || a - b)
  return [order[0] ?? 0, order[1] ?? 1]
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length
  return values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / values.length
}

function doubles(values: Tensor): Float64Array {
  return values.contiguous().data() as Float64Array
}
