import { scope, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { resizeImages } from '../../../src/metrics/features/resize.js'
import { expectGolden, gaussianNoise, hasMetricGoldens, metricCase } from '../golden-metric.js'

describe.skipIf(!hasMetricGoldens)('resizing against Pillow and TensorFlow', () => {
  it.each(['bilinear', 'bicubic', 'lanczos'] as const)('agrees with Pillow to the last bit: %s', (name) => {
    scope(() => {
      const golden = metricCase('resize_filters')
      const filter = `${name}-antialias` as const
      const up = resizeImages(golden.input('small'), { height: 20, width: 17 }, filter)
      const down = resizeImages(golden.input('big'), { height: 23, width: 19 }, filter)
      expect(up.equal(golden.input(`up_pil_${name}_float`))).toBe(true)
      expect(down.equal(golden.input(`down_pil_${name}_float`))).toBe(true)
    })
  })

  it('gives the rows that the Inception network of TensorFlow sees', () => {
    scope(() => {
      const golden = metricCase('resize_filters')
      const rows = resizeImages(golden.input('small'), { height: 299, width: 299 }, 'tf1-bilinear').narrow(2, 0, 8)
      expectGolden(golden, 'up299_tf1_first_rows', rows)
    })
  })
})

describe('resizeImages', () => {
  it('gives an image the same pixels alone and in a batch of several blocks', () => {
    scope(() => {
      // 30 images of 3 x 224 x 224 are two blocks.
      const images = gaussianNoise([30, 3, 20, 24], 1)
      const size = { height: 224, width: 224 }
      const all = resizeImages(images, size, 'bicubic-antialias')
      expect(all.shape).toEqual([30, 3, 224, 224])
      for (const i of [0, 26, 27, 29]) {
        const alone = resizeImages(images.narrow(0, i, 1), size, 'bicubic-antialias')
        expect(all.narrow(0, i, 1).sub(alone).abs().max().item()).toBeLessThan(1e-6)
      }
    })
  })

  it('keeps a constant image constant with every filter', () => {
    scope(() => {
      const grey = tensor([100]).expand([1, 1, 13, 9])
      for (const filter of ['tf1-bilinear', 'bilinear', 'area', 'bicubic-antialias', 'lanczos-antialias'] as const) {
        const resized = resizeImages(grey, { height: 5, width: 21 }, filter)
        expect(resized.sub(100).abs().max().item(), filter).toBeLessThan(1e-4)
      }
    })
  })
})
