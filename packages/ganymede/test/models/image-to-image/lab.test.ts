import { scope, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { labOf } from '../../../src/inference/lab.js'
import { axesOfImages, imagesOfLab, lightnessOfImages } from '../../../src/models/image-to-image/lab.js'
import { loadGolden, sharedPath } from '../../fixtures/golden.js'
import { expectGoldenTensor } from './golden-state.js'

describe.skipIf(sharedPath('golden/pix2pix/postprocess_and_lab.json') === null)('lightness and axes of images', () => {
  it('are those of the colouring model, and give its pictures back', () => {
    scope(() => {
      const golden = loadGolden('pix2pix/postprocess_and_lab')
      const images = golden.tensors.get('lab.in')!.permute([2, 0, 1]).unsqueeze(0).div(127.5).sub(1)
      expectGoldenTensor(golden, 'lab.A', lightnessOfImages(images))
      expectGoldenTensor(golden, 'lab.B', axesOfImages(images))
      const [a, b] = ['lab.A', 'lab.B'].map((name) => golden.tensors.get(name)!.unsqueeze(0))
      const back = imagesOfLab(a!, b!).permute([0, 2, 3, 1]).add(1).mul(127.5)
      expectGoldenTensor(golden, 'lab.rgb_back', back)
    })
  })
})

describe('lightness and axes', () => {
  it('of dark, grey and coloured pixels are those of one colour at a time', () => {
    const colours = [
      [0, 0, 0],
      [3, 1, 2],
      [128, 128, 128],
      [255, 255, 255],
      [10, 200, 90],
    ] as const
    scope(() => {
      const images = tensor(
        Float32Array.from([0, 1, 2].flatMap((c) => colours.map((colour) => colour[c]! / 127.5 - 1))),
        { shape: [1, 3, 1, colours.length] },
      )
      const lightness = lightnessOfImages(images).floats()
      const axes = axesOfImages(images).floats()
      colours.forEach(([r, g, b], i) => {
        const [L, x, y] = labOf(r, g, b)
        expect(lightness[i]).toBeCloseTo(L / 50 - 1, 5)
        expect(axes[i]).toBeCloseTo(x / 110, 5)
        expect(axes[i + colours.length]).toBeCloseTo(y / 110, 5)
      })
    })
  })

  it('of grey images have no colour', () => {
    scope(() => {
      const grey = tensor([[[[-1, -0.5, 0, 0.9]]]])
      expect(axesOfImages(grey).abs().max().item()).toBeLessThan(1e-4)
      const back = imagesOfLab(lightnessOfImages(grey), axesOfImages(grey))
      expect(back.shape).toEqual([1, 3, 1, 4])
      expect(back.sub(grey).abs().max().item()).toBeLessThan(1e-4)
    })
  })

  it('outside of what can be shown are clipped', () => {
    scope(() => {
      const found = imagesOfLab(tensor([[[[0.9, -0.9]]]]), tensor([[[[1, -1]], [[-1, 1]]]]))
      expect(found.abs().max().item()).toBeLessThanOrEqual(1)
    })
  })
})
