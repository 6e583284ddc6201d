import { memory, randn, scope, tensor, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { SeededStreams } from '../../src/checkpoint/random-streams.js'
import { latentPlane } from '../../src/pictures/latent-plane.js'

const close = (found: ArrayLike<number>, expected: readonly number[], digits = 6) =>
  expected.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, digits)
  })

describe('latentPlane', () => {
  it('shows two dimensions as they are', () => {
    scope(() => {
      const plane = latentPlane(
        tensor([
          [1, 2],
          [3, -4],
        ]),
        'auto',
      )
      close(plane.x, [1, 3])
      close(plane.y, [2, -4])
      expect(plane.axes).toEqual(['z0', 'z1'])
      close(plane.share, [0.1, 0.9])
    })
  })

  it('chooses the two dimensions that vary most, or those that are named', () => {
    scope(() => {
      const latents = tensor([
        [0, 5, 1, 9],
        [0, 5, -1, -9],
        [0, 5, 1, 9],
      ])
      expect(latentPlane(latents, 'active').axes).toEqual(['z3', 'z2'])
      close(latentPlane(latents, [1, 2]).x, [5, 5, 5])
    })
  })

  it.each([
    ['more images than dimensions', 200],
    ['fewer images than dimensions', 4],
  ])('finds the directions of largest variance with %s', (_, n) => {
    scope(() => {
      const streams = new SeededStreams(3, 'cpu')
      // Along two orthogonal directions with deviations 5 and 2, and hardly anywhere else.
      const along = randn([n, 2], { generator: streams.stream('a') }).mul(tensor([5, 2]))
      const directions = tensor([
        [0.6, 0, 0.8, 0, 0, 0],
        [0, 1, 0, 0, 0, 0],
      ])
      const latents = along.mm(directions).add(randn([n, 6], { generator: streams.stream('b') }).mul(1e-4))
      const { x, y, axes, share } = latentPlane(latents, 'pca')
      expect(axes).toEqual(['PC 1', 'PC 2'])
      expect(share[0] + share[1]).toBeCloseTo(1, 5)
      const spread = along.toArray() as number[][]
      // The plane is the same; within it directions are those of the sample.
      spread.forEach(([a = 0, b = 0], i) => {
        expect(Math.hypot(x[i] ?? 0, y[i] ?? 0)).toBeCloseTo(Math.hypot(a, b), 2)
      })
      streams.dispose()
    })
  })

  it('takes one dimension, one image, and images that are all alike', () => {
    const live = memory().live
    scope(() => {
      for (const axes of ['auto', 'pca', 'active'] as const) {
        const one = latentPlane(tensor([[2], [3]]), axes)
        expect([...one.y]).toEqual([0, 0])
        expect(latentPlane(tensor([[1, 2, 3]]), axes).x).toHaveLength(1)
        const alike = latentPlane(zeros([5, 3]), axes)
        expect([...alike.x, ...alike.y].every((value) => value === 0)).toBe(true)
        expect(alike.share).toEqual([0, 0])
      }
    })
    expect(memory().live).toBe(live)
  })
})
