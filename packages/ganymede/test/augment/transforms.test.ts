import { arange, grad, ones, randn, type Tensor, tensor, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { changeColours, colourMatrix, mapColours, noColourMap } from '../../src/augment/colour.js'
import { coverBoxes, shiftImages } from '../../src/augment/shift.js'
import { composeAffine, identityAffine, rotation, scaling, translation, warpImages } from '../../src/augment/warp.js'

const values = (t: Tensor): number[] => Array.from(t.contiguous().floats())
const close = (t: Tensor, expected: Tensor | number[], digits = 5) => {
  const wanted = Array.isArray(expected) ? expected : values(expected)
  for (const [i, v] of values(t).entries()) expect(v).toBeCloseTo(wanted[i]!, digits)
}
const grid = (n: number, c: number, h: number, w: number) =>
  tensor(
    Float32Array.from({ length: n * c * h * w }, (_, i) => i),
    { shape: [n, c, h, w] },
  )

describe('shifting by whole pixels', () => {
  it('moves each image by its own, right and down, and lets grey in', () => {
    const images = tensor([
      [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
      [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
    ])
    const moved = shiftImages(images, [
      { x: 1, y: 0 },
      { x: -1, y: 1 },
    ])
    expect(values(moved)).toEqual([0, 1, 2, 0, 4, 5, 0, 0, 0, 2, 3, 0])
  })

  it('returns the images themselves where none moves', () => {
    const images = grid(2, 1, 2, 2)
    expect(
      shiftImages(images, [
        { x: 0, y: 0 },
        { x: 0, y: 0 },
      ]),
    ).toBe(images)
  })

  it('moves gradients back', () => {
    const images = grid(1, 1, 1, 3).requiresGrad_()
    const [gradient] = grad(
      [
        shiftImages(images, [{ x: 1, y: 0 }])
          .mul(tensor([[[[10, 20, 30]]]]))
          .sum(),
      ],
      [images],
    )
    expect(values(gradient!)).toEqual([20, 30, 0])
  })
})

it('covers the pixels whose centres lie in the box, and no other', () => {
  const images = ones([2, 2, 3, 4])
  const covered = coverBoxes(images, [{ left: 1, top: -2, right: 3, bottom: 2 }, null])
  const channel = [1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1]
  expect(values(covered)).toEqual([...channel, ...channel, ...new Array<number>(24).fill(1)])
})

describe('changing colours', () => {
  it('adds brightness, then scales saturation, then contrast', () => {
    // By hand: x + 0.5 = [0.5, 1.5]; mean over channels 1, doubled: [0, 2]; mean of the image 1, halved: [0.5, 1.5].
    const images = tensor([0, 1]).view([1, 2, 1, 1])
    close(changeColours(images, [{ brightness: 0.5, saturation: 2, contrast: 0.5 }]), [0.5, 1.5])
    close(changeColours(images, [{ brightness: 0, saturation: 0, contrast: 1 }]), [0.5, 0.5])
    close(changeColours(images, [{ brightness: 0, saturation: 1, contrast: 0 }]), [0.5, 0.5])
  })

  it('has no saturation in grey images', () => {
    const images = tensor([0, 1]).view([1, 1, 1, 2])
    close(changeColours(images, [{ brightness: 0, saturation: 0, contrast: 1 }]), [0, 1])
  })

  it('leaves images as they are with a map that changes nothing', () => {
    const images = randn([2, 3, 4, 4])
    close(mapColours(images, [noColourMap, noColourMap]), images)
  })

  it('turns red into green and green into blue by a third of the way around grey', () => {
    const third = colourMatrix({ ...noColourMap, hue: (2 * Math.PI) / 3 })
    for (const [i, v] of [0, 0, 1, 1, 0, 0, 0, 1, 0].entries()) expect(third[i]).toBeCloseTo(v, 12)
  })

  it('turns light into dark and keeps hue when luma is flipped', () => {
    // x − 2 v (v · x) for x = (1, 0, 0): 1 − 2/3, −2/3, −2/3.
    const red = tensor([1, 0, 0]).view([1, 3, 1, 1])
    close(mapColours(red, [{ ...noColourMap, isLumaFlipped: true }]), [1 / 3, -2 / 3, -2 / 3])
    const grey = tensor([0.25]).view([1, 1, 1, 1])
    close(mapColours(grey, [{ ...noColourMap, isLumaFlipped: true, brightness: 0.25, contrast: 2 }]), [-1])
  })

  it('makes everything grey without saturation', () => {
    const colour = tensor([0.9, 0.3, 0]).view([1, 3, 1, 1])
    close(mapColours(colour, [{ ...noColourMap, saturation: 0 }]), [0.4, 0.4, 0.4])
  })
})

describe('warping', () => {
  const images = () => randn([1, 2, 6, 6])

  /** Waves of two pixels and more, which a filter against aliasing leaves alone. */
  const smooth = () => {
    const wave = arange(24, { dtype: 'float32' }).mul(Math.PI / 12)
    return wave.sin().unsqueeze(1).add(wave.mul(2).cos()).view([1, 1, 24, 24])
  }
  const middleOf = (x: Tensor) => x.narrow(2, 6, 12).narrow(3, 6, 12)

  it('keeps images with the identity exactly, beside others that change', () => {
    const two = randn([2, 1, 5, 7])
    const warped = warpImages(two, [identityAffine, scaling(-1, 1)])
    expect(values(warped.narrow(0, 0, 1))).toEqual(values(two.narrow(0, 0, 1)))
    expect(warped.narrow(0, 1, 1).equal(two.narrow(0, 1, 1))).toBe(false)
  })

  it('changes nothing but rounding when it enlarges, samples and reduces without a map', () => {
    const x = images()
    close(warpImages(x, [{ ...identityAffine }]), x)
  })

  it('mirrors, turns by quarters and moves by whole pixels as the exact operations do, up to what the filter takes', () => {
    const x = smooth()
    // The filter is not quite symmetric: what is turned around has moved by a fraction of a pixel.
    const near = (a: Tensor, b: Tensor) => expect(middleOf(a.sub(b)).abs().max().item()).toBeLessThan(0.1)
    near(warpImages(x, [scaling(-1, 1)]), x.flip([3]))
    near(warpImages(x, [rotation(Math.PI)]), x.flip([2, 3]))
    near(warpImages(x, [rotation(Math.PI / 2)]), x.transpose(2, 3).flip([2]))
    near(warpImages(x, [translation(3, 0)]), x.roll([-3], [3]))
    near(warpImages(x, [translation(0, -2)]), x.roll([2], [2]))
  })

  it('mirrors what lies beyond the edges', () => {
    const x = smooth()
    const moved = warpImages(x, [translation(6, 0)])
    const beyond = moved.narrow(3, 19, 4).sub(x.narrow(3, 18, 4).flip([3]))
    expect(beyond.abs().max().item()).toBeLessThan(0.1)
  })

  it('composes: looking up with the inner map, then with the outer', () => {
    const x = smooth()
    const inner = rotation(Math.PI / 2)
    const outer = translation(0, 1)
    const [once, twice] = [warpImages(x, [composeAffine(outer, inner)]), warpImages(warpImages(x, [outer]), [inner])]
    expect(middleOf(once.sub(twice)).abs().max().item()).toBeLessThan(0.03)
  })

  it('does not stretch images that are not square when it turns them', () => {
    const x = zeros([1, 1, 8, 16])
    x.select(2, 3).select(2, 7).fill_(1)
    // The lit pixel lies at (−0.5, −0.5) from the middle; the turned one at (0.5, −0.5) looks it up.
    const turned = warpImages(x, [rotation(-Math.PI / 2)])
    expect(turned.flatten().argmax().item()).toBe(3 * 16 + 8)
    // The middle alone: what lies beyond it are mirrored edges.
    expect(turned.narrow(3, 5, 6).sum().item()).toBeCloseTo(1, 1)
  })

  it('takes maps that look far beyond the image, and images of a few pixels', () => {
    for (const [h, w] of [
      [4, 4],
      [2, 9],
    ] as const) {
      const x = randn([2, 3, h, w])
      const warped = warpImages(x, [composeAffine(translation(1e3, -1e3), scaling(7, 0.1)), rotation(1)])
      expect(warped.shape).toEqual([2, 3, h, w])
      expect(Number.isFinite(warped.sum().item())).toBe(true)
    }
  })

  it('is linear in the images, and differentiable twice', () => {
    const x = images().requiresGrad_()
    const warp = (y: Tensor) => warpImages(y, [rotation(0.3)])
    const other = images()
    close(warp(x.add(other.mul(2))), warp(x).add(warp(other).mul(2)))
    // ∇ₓ of the mean square is 2/n WᵀWx; its product with v differentiated again gives 2/n WᵀWv.
    const v = images()
    const [slope] = grad([warp(x).square().mean()], [x], { createGraph: true })
    const [second] = grad([slope!.mul(v).sum()], [x])
    const ofV = v.detach().requiresGrad_()
    const [expected] = grad([warp(ofV).square().mean()], [ofV])
    close(second!, expected!)
  })
})
