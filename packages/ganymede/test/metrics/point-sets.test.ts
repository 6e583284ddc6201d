import { cat, Generator, randn, scope, tensor } from '@ganymede/torch'
import { expect, it } from 'vitest'

import { groupCentres, meanSpread } from '../../src/metrics/point-sets.js'

it('spread is the mean distance of different points, for one coordinate', () => {
  scope('test', () => {
    // Distances 3, 4 and 5 of the corners of a triangle, over √2.
    const corners = tensor([[0, 0], [3, 0], [0, 4]]) // biome-ignore format: a triangle
    expect(meanSpread(corners)).toBeCloseTo((3 + 4 + 5) / 3 / Math.SQRT2, 6)
    expect(
      meanSpread(
        tensor([
          [1, 2],
          [1, 2],
        ]),
      ),
    ).toBe(0)
  })
})

it('groups are found where points lie together, the same ones each time', () => {
  const rng = new Generator(5)
  scope('test', () => {
    const places = [
      [0, 0],
      [10, 0],
      [0, 10],
    ].map(([x = 0, y = 0]) =>
      randn([30, 2], { generator: rng })
        .mul(0.1)
        .add(tensor([x, y])),
    )
    const points = cat(places)
    const centres = groupCentres(points, 3).toArray() as [number, number][]
    const rounded = centres.map((centre) => centre.map(Math.round).join(',')).sort()
    expect(rounded).toEqual(['0,0', '0,10', '10,0'])
    expect(groupCentres(points, 3).toArray()).toEqual(centres)
  })
  rng.dispose()
})

it('groups of equal points are no reason to fail', () => {
  scope('test', () => {
    expect(
      groupCentres(
        tensor([
          [1, 1],
          [1, 1],
          [1, 1],
        ]),
        2,
      ).shape,
    ).toEqual([2, 2])
  })
})
