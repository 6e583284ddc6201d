import { describe, expect, it } from 'vitest'
import { copyImage, dimensionsOf, placementOf } from '../../src/pictures/transforms.js'

describe('dimensionsOf', () => {
  it('takes one side for a square, or width and height', () => {
    expect(dimensionsOf(64)).toEqual({ width: 64, height: 64 })
    expect(dimensionsOf({ width: 256, height: 192 })).toEqual({ width: 256, height: 192 })
  })

  it.each([0, -1, 1.5, Number.NaN, 8193])('refuses the side %f', (side) => {
    expect(() => dimensionsOf(side)).toThrow(/size must be an integer from 1 to 8192/)
    expect(() => dimensionsOf({ width: 64, height: side })).toThrow(/size must be/)
  })
})

describe('placementOf', () => {
  const frame = { width: 64, height: 64 }

  it('covers the frame with the short side and centres the rest', () => {
    expect(placementOf(128, 96, { ...frame, fit: 'cover' })).toEqual({
      scaledWidth: 85,
      scaledHeight: 64,
      left: 11,
      top: 0,
    })
  })

  it('contains the long side and leaves a border', () => {
    expect(placementOf(128, 64, { ...frame, fit: 'contain' })).toEqual({
      scaledWidth: 64,
      scaledHeight: 32,
      left: 0,
      top: -15 - 1,
    })
  })

  it('stretches to the frame', () => {
    expect(placementOf(10, 1000, { ...frame, fit: 'stretch' })).toEqual({
      scaledWidth: 64,
      scaledHeight: 64,
      left: 0,
      top: 0,
    })
  })

  it('keeps at least one pixel of an extremely long image', () => {
    expect(placementOf(10_000, 1, { ...frame, fit: 'contain' }).scaledHeight).toBe(1)
  })
})

describe('copyImage', () => {
  const image = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) // [2, 2, 3]

  it('copies an image to its place in the batch', () => {
    const batch = new Uint8Array(24)
    copyImage(image, batch, 12, { width: 2, height: 2, channels: 3, mirrored: false })
    expect([...batch.subarray(0, 12)]).toEqual(new Array(12).fill(0))
    expect([...batch.subarray(12)]).toEqual([...image])
  })

  it('mirrors left and right and keeps the order of the channels', () => {
    const batch = new Uint8Array(12)
    copyImage(image, batch, 0, { width: 2, height: 2, channels: 3, mirrored: true })
    expect([...batch]).toEqual([4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9])
  })
})
