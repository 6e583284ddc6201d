/** Walks through the latent space: points between the latents of seeds. */
import { givenOptions, requireArray } from '../given-options.js'
import { latentFromSeed } from './latent-from-seed.js'

/** What {@link walkLatents} is told besides the seeds. */
export interface WalkOptions {
  /** Length of a latent. */
  readonly dim: number
  /** Number of points, at least 2. */
  readonly frames: number
  /** Whether the walk returns to its first seed; its last point is then the one just before it. */
  readonly isClosed?: boolean
}

/**
 * Evenly spaced points of a walk that visits the latents of all seeds in turn.
 *
 * @param seeds  two or more
 * @returns `[frames · dim]`, row by row
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 */
export function walkLatents(seeds: readonly number[], options: WalkOptions): Float32Array {
  const { dim, frames, isClosed = false } = givenOptions('walkLatents', options, ['dim', 'frames', 'isClosed'])
  const stops = seeds.map((seed) => latentFromSeed(seed, dim))
  const legs = isClosed ? stops.length : stops.length - 1
  const latents = new Float32Array(frames * dim)
  for (let frame = 0; frame < frames; frame += 1) {
    const place = (frame / (isClosed ? frames : frames - 1)) * legs
    const leg = Math.min(legs - 1, Math.floor(place))
    const [from, to] = [stops[leg], stops[(leg + 1) % stops.length]]
    if (from !== undefined && to !== undefined) latents.set(slerp(from, to, place - leg), frame * dim)
  }
  return latents
}

/**
 * Spherical interpolation: moves along the arc between two latents instead of the chord. Latents of many dimensions lie
 * near a sphere, and the chord would lead through its inside, where the generator was never trained.
 *
 *     z(t) = sin((1 − t) Ω) / sin Ω · a + sin(t Ω) / sin Ω · b,   Ω the angle between a and b
 *
 * @param t  0 gives `a`, 1 gives `b`
 */
export function slerp(a: Float32Array, b: Float32Array, t: number): Float32Array {
  requireArray('slerp', 'a', a)
  requireArray('slerp', 'b', b)
  let [dot, squareA, squareB] = [0, 0, 0]
  for (let i = 0; i < a.length; i += 1) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0]
    dot += x * y
    squareA += x * x
    squareB += y * y
  }
  const cosine = Math.max(-1, Math.min(1, dot / Math.sqrt(squareA * squareB)))
  const angle = Math.acos(cosine)
  const sine = Math.sin(angle)
  // Parallel latents have no arc between them (or all); the chord is the limit.
  const isArc = sine > 1e-6
  const weightA = isArc ? Math.sin((1 - t) * angle) / sine : 1 - t
  const weightB = isArc ? Math.sin(t * angle) / sine : t
  return a.map((x, i) => weightA * x + weightB * (b[i] ?? 0))
}
