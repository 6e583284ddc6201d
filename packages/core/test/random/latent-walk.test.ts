import { describe, expect, it } from 'vitest'

import { latentFromSeed } from '../../src/random/latent-from-seed.js'
import { slerp, walkLatents } from '../../src/random/latent-walk.js'

const dim = 16

function norm(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
}

describe('slerp', () => {
  const [a, b] = [latentFromSeed(1, dim), latentFromSeed(2, dim)]

  it('begins and ends at its points', () => {
    for (const [t, point] of [[0, a] as const, [1, b] as const]) {
      expect([...slerp(a, b, t)].map((x, i) => Math.abs(x - (point[i] ?? 0))).every((error) => error < 1e-6)).toBe(true)
    }
  })

  it('follows the circle between two directions', () => {
    // 45° between the axes: (√½, √½).
    const middle = slerp(Float32Array.of(1, 0), Float32Array.of(0, 1), 0.5)
    expect(middle[0]).toBeCloseTo(Math.SQRT1_2, 6)
    expect(middle[1]).toBeCloseTo(Math.SQRT1_2, 6)
    const third = slerp(Float32Array.of(1, 0), Float32Array.of(0, 1), 1 / 3)
    expect(third[0]).toBeCloseTo(Math.cos(Math.PI / 6), 6)
  })

  it('keeps away from the inside of the sphere, where the chord would lead', () => {
    const [first, second] = [a, b].map((vector) => vector.map((x) => x / norm(vector))) as [Float32Array, Float32Array]
    for (const t of [0.25, 0.5, 0.75]) expect(norm(slerp(first, second, t))).toBeCloseTo(1, 5)
  })

  it('is the chord for parallel points', () => {
    expect([...slerp(Float32Array.of(2, 0), Float32Array.of(4, 0), 0.5)]).toEqual([3, 0])
    expect([...slerp(a, a, 0.3)]).toEqual([...a])
  })
})

describe('walkLatents', () => {
  it('visits the latents of its seeds in turn', () => {
    const walk = walkLatents([5, 6, 7], { dim, frames: 5 })
    for (const [frame, seed] of [
      [0, 5],
      [2, 6],
      [4, 7],
    ] as const) {
      const expected = latentFromSeed(seed, dim)
      walk.subarray(frame * dim, (frame + 1) * dim).forEach((x, i) => {
        expect(x).toBeCloseTo(expected[i] ?? 0, 5)
      })
    }
  })

  it('returns to its start without repeating it', () => {
    const walk = walkLatents([5, 6], { dim, frames: 4, isClosed: true })
    const at = (frame: number) => [...walk.subarray(frame * dim, (frame + 1) * dim)]
    expect(at(0)).toEqual([...latentFromSeed(5, dim)])
    at(2).forEach((x, i) => {
      expect(x).toBeCloseTo(latentFromSeed(6, dim)[i] ?? 0, 5)
    })
    // There and back on the same arc.
    at(3).forEach((x, i) => {
      expect(x).toBeCloseTo(at(1)[i] ?? 0, 5)
    })
  })
})
