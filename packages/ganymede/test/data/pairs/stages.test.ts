import { cutHalves, type Raster } from '@ganymede/core/pictures'
import { describe, expect, it } from 'vitest'
import { sizePolicy } from '../../../src/data/pairs/size-policy.js'
import { pairStages } from '../../../src/data/pairs/stage-source.js'

/** A picture whose pixels are numbered along its rows. */
function numbered(width: number, height: number): Raster {
  return { width, height, channels: 1, data: Uint8Array.from({ length: width * height }, (_, i) => (i * 7) % 251) }
}

const rest = { fit: 'stretch', background: 'white' } as const

describe('the halves of a file of odd width', () => {
  const halves = cutHalves(numbered(43, 20))

  it('keep their pixels where windows are cut out of them', () => {
    const policy = sizePolicy('crop', { width: 16, height: 16 }, rest)
    for (const purpose of ['train', 'show'] as const) {
      const stages = pairStages(halves, [1, 1], policy, purpose)
      expect(stages.map(({ width }) => width)).toEqual([21, 22])
      stages.forEach((stage, i) => {
        expect(stage.data).toEqual(halves[i]!.data)
      })
    }
  })

  it.each(['resize-crop', 'scale-width', 'none', 'fit'] as const)('come to one size with %s', (preprocess) => {
    const policy = sizePolicy(preprocess, { width: 16, height: 16 }, rest)
    const [a, b] = pairStages(halves, [1, 1], policy, 'train')
    expect([b.width, b.height]).toEqual([a.width, a.height])
  })
})
