/** The changes of ADA against the official pipeline, every parameter at a given percentile of its distribution. */
import { scope, type Tensor, tensor } from '@ganymede/torch'
import { describe, it } from 'vitest'
import { mapColours, noColourMap } from '../../src/augment/colour.js'
import { coverBoxes } from '../../src/augment/shift.js'
import {
  type Affine,
  composeAffine,
  identityAffine,
  rotation,
  scaling,
  translation,
  warpImages,
} from '../../src/augment/warp.js'
import { expectGolden } from '../fixtures/expect-golden.js'
import { type GoldenCase, loadGolden, sharedPath } from '../fixtures/golden.js'

const name = 'stylegan2/stylegan2ada_augment_h24_ch3'
const hasGolden = sharedPath(`golden/${name}.safetensors`) !== null
const side = 24

/** The reference leaves out the factor √2 of normal quantiles. */
const normal = (q: number, sigma: number): number =>
  scope(() =>
    tensor([2 * q - 1])
      .erfinv()
      .item(),
  ) * sigma
const uniform = (q: number, limit: number): number => (2 * q - 1) * limit
const octaves = (q: number, sigma: number): number => 2 ** normal(q, sigma)
const flip = (q: number): number => Math.floor(2 * q)

const maps: Readonly<Record<string, (q: number) => Affine>> = {
  xflip: (q) => scaling(1 - 2 * flip(q), 1),
  rotate90: (q) => rotation((Math.floor(4 * q) * Math.PI) / 2),
  xint: (q) => translation(-Math.round(uniform(q, 0.125) * side), -Math.round(uniform(q, 0.125) * side)),
  scale: (q) => scaling(1 / octaves(q, 0.2), 1 / octaves(q, 0.2)),
  rotate: (q) => rotation(uniform(q, Math.PI)),
  aniso: (q) => scaling(1 / octaves(q, 0.2), octaves(q, 0.2)),
  xfrac: (q) => translation(-normal(q, 0.125) * side, -normal(q, 0.125) * side),
}

const colours: Readonly<Record<string, (q: number) => Partial<typeof noColourMap>>> = {
  brightness: (q) => ({ brightness: normal(q, 0.2) }),
  contrast: (q) => ({ contrast: octaves(q, 0.5) }),
  lumaflip: (q) => ({ isLumaFlipped: flip(q) === 1 }),
  hue: (q) => ({ hue: uniform(q, Math.PI) }),
  saturation: (q) => ({ saturation: octaves(q, 1) }),
}

/** Checks one change at all percentiles. */
function expectChange(change: string, apply: (images: Tensor, q: number) => Tensor): void {
  scope(() => {
    const golden: GoldenCase = loadGolden(name)
    const images = golden.tensors.get('images')!
    for (const q of golden.about.hyperparameters.percentiles as number[]) {
      expectGolden(golden, `out.${change}.p${Math.round(100 * q)}`, apply(images, q), { lr: 0 })
    }
  })
}

describe.runIf(hasGolden)('the official changes', () => {
  it.each(Object.keys(maps))('%s moves pixels as the reference does', (change) => {
    // A copy, so that the identity is filtered too, as in the reference.
    expectChange(change, (images, q) => warpImages(images, [{ ...maps[change]!(q) }, { ...maps[change]!(q) }]))
  })

  it.each(Object.keys(colours))('%s changes colours as the reference does', (change) => {
    expectChange(change, (images, q) => {
      const map = { ...noColourMap, ...colours[change]!(q) }
      return mapColours(images, [map, map])
    })
  })

  it('makes all of them in the order of the reference', () => {
    expectChange('bgc', (images, q) => {
      const affine = Object.values(maps)
        .map((map) => map(q))
        .reduce(composeAffine, identityAffine)
      const map = Object.assign({ ...noColourMap }, ...Object.values(colours).map((colour) => colour(q)))
      return mapColours(warpImages(images, [affine, affine]), [map, map])
    })
  })

  it('cutout covers a square of half the side', () => {
    expectChange('cutout', (images, q) => {
      const middle = q * side
      const box = {
        left: middle - side / 4,
        top: middle - side / 4,
        right: middle + side / 4,
        bottom: middle + side / 4,
      }
      return coverBoxes(images, [box, box])
    })
  })
})
