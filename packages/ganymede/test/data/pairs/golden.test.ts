import { type ChannelCount, cutHalves, type Raster, resizeBicubic } from '@ganymede/core/pictures'
import { scope, type Tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { cutStage, isCropped, type Preprocess, sizePolicy, windowOf } from '../../../src/data/pairs/size-policy.js'
import { pairStages } from '../../../src/data/pairs/stage-source.js'
import { loadGolden, sharedPath } from '../../fixtures/golden.js'

const hasGolden = sharedPath('golden/pix2pix') !== null

/** `[H, W, C]` in 0…255 as bytes. */
function rasterOf(values: Tensor): Raster {
  const [height = 0, width = 0, channels = 0] = values.shape
  const data = Uint8Array.from(values.contiguous().data() as Float32Array)
  return { width, height, channels: channels as ChannelCount, data }
}

function tensorOf(tensors: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const found = tensors.get(name)
  if (found === undefined) throw new Error(`no tensor ${name}`)
  return found
}

/** `[H, W, C]` bytes as the network sees them, `[C, H, W]` in [-1, 1]. */
function normalised(pixels: Uint8Array, channels: number): number[] {
  const area = pixels.length / channels
  return Array.from({ length: pixels.length }, (_, i) => {
    const [c, at] = [Math.floor(i / area), i % area]
    return Math.fround((pixels[at * channels + c] as number) / 255) * 2 - 1
  })
}

interface Variant {
  readonly name: string
  readonly input_nc: 1 | 3
  readonly preprocess: string
  readonly load_size: number
  readonly crop_size: number
  readonly no_flip: boolean
  readonly crop_x: number
  readonly crop_y: number
  readonly flip: boolean
}

const names: Readonly<Record<string, Preprocess>> = {
  resize_and_crop: 'resize-crop',
  scale_width: 'scale-width',
  scale_width_and_crop: 'scale-width-crop',
  crop: 'crop',
  none: 'none',
}

describe.skipIf(!hasGolden)('golden vectors of the official data sets', () => {
  it('resizes to the bytes of Pillow', () => {
    scope('golden', () => {
      const { tensors } = loadGolden('pix2pix/pillow_bicubic_resize')
      const source = rasterOf(tensorOf(tensors, 'in'))
      let compared = 0
      for (const [name, expected] of tensors) {
        const [, height, width] = /^out\.(\d+)x(\d+)$/.exec(name) ?? []
        if (height === undefined || width === undefined) continue
        const resized = resizeBicubic(source, Number(width), Number(height))
        expect(Buffer.compare(resized.data, rasterOf(expected).data), name).toBe(0)
        compared += 1
      }
      expect(compared).toBe(6)
    })
  })

  it('gives the pairs of the official aligned data set, by every policy', () => {
    scope('golden', () => {
      const { tensors, about } = loadGolden('pix2pix/preprocess_aligned')
      const variants = about.hyperparameters.variants as readonly Variant[]
      expect(variants).toHaveLength(7)
      for (const variant of variants) {
        const { name, load_size, crop_size, crop_x, crop_y } = variant
        const size = { width: crop_size, height: crop_size }
        const preprocess = names[variant.preprocess] as Preprocess
        const takesLoad = ['resize-crop', 'scale-width', 'scale-width-crop'].includes(preprocess)
        const policy = sizePolicy(preprocess, size, {
          loadSize: takesLoad ? load_size : undefined,
          fit: 'stretch',
          background: 'white',
        })
        const halves = cutHalves(rasterOf(tensorOf(tensors, `${name}.in`)))
        const stages = pairStages(halves, [variant.input_nc, 3], policy, 'train')
        stages.forEach((stage, i) => {
          const window = isCropped(policy) ? size : stage
          const place = windowOf(stage, window, { random: null, isMirrored: variant.flip && !variant.no_flip })
          const at = isCropped(policy) ? { left: crop_x, top: crop_y } : {}
          const found = normalised(
            cutStage(stage, { ...place, width: window.width, height: window.height, ...at }, 'white'),
            stage.channels,
          )
          const expected = tensorOf(tensors, `${name}.${'AB'[i]}`)
          expect([stage.channels, window.height, window.width], name).toEqual(expected.shape)
          const values = expected.contiguous().data() as Float32Array
          const worst = found.reduce((most, value, k) => Math.max(most, Math.abs(value - (values[k] as number))), 0)
          expect(worst, `${name}.${'AB'[i]}`).toBeLessThanOrEqual(1e-6) // suggested_atol
        })
      }
    })
  })
})
