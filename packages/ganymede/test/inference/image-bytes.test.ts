import { scope, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'

import { fromBytes, toBytes } from '../../src/inference/image-bytes.js'
import { coloured, labOf, lightnessOf, rgbOf } from '../../src/inference/lab.js'
import { loadGolden, sharedPath } from '../fixtures/golden.js'

const hasGolden = sharedPath('golden/pix2pix/postprocess_and_lab.json') !== null
const golden = () => loadGolden('pix2pix/postprocess_and_lab')

describe('from what a network gives to bytes', () => {
  it.skipIf(!hasGolden)('is truncated as in the authors’ code, bit for bit', () => {
    scope(() => {
      const { tensors } = golden()
      const bytes = toBytes(tensors.get('t2i.in')!)
      expect([...bytes.data]).toEqual([...tensors.get('t2i.out')!.floats()])
      // They repeat grey three times in the file; here it stays one channel.
      const grey = toBytes(tensors.get('t2i_gray.in')!)
      expect([...grey.data].flatMap((value) => [value, value, value])).toEqual([
        ...tensors.get('t2i_gray.out')!.floats(),
      ])
    })
  })

  it('is rounded when asked to, and clipped', () => {
    scope(() => {
      const values = tensor([[[[-2, -1, -0.005, 0, 0.999, 1, 3]]]])
      expect([...toBytes(values).data]).toEqual([0, 0, 126, 127, 254, 255, 255])
      expect([...toBytes(values, 'nearest').data]).toEqual([0, 0, 127, 128, 255, 255, 255])
    })
  })

  it('comes back as it was', () => {
    const data = Uint8Array.from({ length: 256 * 3 }, (_, i) => i % 256)
    const picture = { width: 16, height: 16, channels: 3, data } as const
    scope(() => expect(toBytes(fromBytes(picture, 'cpu'), 'nearest').data).toEqual(data))
  })
})

describe('colours as lightness and two axes', () => {
  it.skipIf(!hasGolden)('are those of the colouring model', () => {
    scope(() => {
      const { tensors, about } = golden()
      const rgb = tensors.get('lab.in')!.floats()
      const lightness = tensors.get('lab.A')!.floats()
      const axes = tensors.get('lab.B')!.floats()
      const back = tensors.get('lab.rgb_back')!.floats()
      const tolerance = (name: string) => about.tensors[name]?.suggested_atol ?? 0
      for (let i = 0; i < lightness.length; i++) {
        const [L, a, b] = labOf(rgb[3 * i] ?? 0, rgb[3 * i + 1] ?? 0, rgb[3 * i + 2] ?? 0)
        expect(Math.abs(L / 50 - 1 - (lightness[i] ?? 0))).toBeLessThanOrEqual(tolerance('lab.A'))
        expect(Math.abs(a / 110 - (axes[i] ?? 0))).toBeLessThanOrEqual(tolerance('lab.B'))
        expect(Math.abs(b / 110 - (axes[i + lightness.length] ?? 0))).toBeLessThanOrEqual(tolerance('lab.B'))
        rgbOf(L, a, b).forEach((value, c) => {
          expect(Math.abs(value - (back[3 * i + c] ?? 0))).toBeLessThanOrEqual(tolerance('lab.rgb_back'))
        })
      }
    })
  })

  it('give a picture back through bytes, to the few levels that a byte of an axis stands for', () => {
    const data = Uint8Array.of(200, 30, 60, 10, 240, 90, 128, 128, 128, 0, 0, 0, 255, 255, 255, 70, 90, 200)
    const picture = { width: 6, height: 1, channels: 3, data } as const
    const axes = Uint8Array.from({ length: 12 }, (_, i) => {
      const at = 3 * Math.floor(i / 2)
      const lab = labOf(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)
      return Math.floor((((lab[1 + (i % 2)] ?? 0) / 110 + 1) / 2) * 255)
    })
    const { data: found } = coloured(picture, { width: 6, height: 1, channels: 2, data: axes })
    expect(Math.max(...found.map((value, i) => Math.abs(value - (data[i] ?? 0))))).toBeLessThanOrEqual(8)
    expect([...lightnessOf(picture).data].slice(3, 5)).toEqual([0, 255])
  })
})
