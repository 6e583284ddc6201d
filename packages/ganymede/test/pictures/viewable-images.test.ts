import { inThreeColours, type Raster } from '@ganymede/core/pictures'
import { scope, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { toImageTensor, toPictures } from '../../src/pictures/real-images.js'
import { inColour, withoutAlpha } from '../../src/pictures/viewable-images.js'

const place = { device: 'cpu', channelsLast: false }

describe('pictures of images with any number of channels', () => {
  it.each([1, 2, 3, 4] as const)('draws %i channels as grey or colour, alike as tensor and as bytes', (channels) => {
    const data = Uint8Array.from({ length: 12 * 10 * channels }, (_, i) => (i * 37) % 256)
    const raster: Raster = { width: 12, height: 10, channels, data }
    scope('test', () => {
      const images = toImageTensor(data, [1, 10, 12, channels], place)
      expect(withoutAlpha(images).shape).toEqual([1, channels <= 2 ? 1 : 3, 10, 12])
      const [picture] = toPictures(inColour(images))
      const bytes = inThreeColours(raster).data
      const worst = bytes.reduce((most, value, i) => Math.max(most, Math.abs(value - (picture?.data[i] ?? 0))), 0)
      expect(worst).toBeLessThanOrEqual(1) // rounded once here, at the end there
    })
  })

  it('shows what is transparent as a checkerboard', () => {
    scope('test', () => {
      const clear = tensor(new Float32Array(2 * 256).fill(-1), { shape: [1, 2, 16, 16] })
      const [picture] = toPictures(clear)
      expect(picture?.channels).toBe(1)
      expect(new Set(picture?.data)).toEqual(new Set([204, 159]))
    })
  })
})
