import { join } from 'node:path'
import { type Raster, withChannels } from '@ganymede/core/pictures'
import { describe, expect, it } from 'vitest'
import { drawEdges } from '../../../src/data/pairs/edges.js'
import { gaussianBlur } from '../../../src/data/pairs/gaussian-blur.js'
import { makeInput, type PairMaking } from '../../../src/data/pairs/make-pair.js'
import { openPairs } from '../../../src/data/pairs/open-pairs.js'
import { pairMaking } from '../../../src/training/feed/pair-making.js'
import { encoded, pattern, refusal, temporaryFolder, writeTree } from '../fixtures.js'

const photograph: Raster = { width: 32, height: 24, channels: 3, data: pattern(32, 24, 3) }

/** A white disc on black. */
function disc(side: number, radius: number): Raster {
  const data = new Uint8Array(side * side)
  for (let i = 0; i < data.length; i++) {
    const distance = Math.hypot((i % side) - side / 2, Math.floor(i / side) - side / 2)
    data[i] = distance < radius ? 255 : 0
  }
  return { width: side, height: side, channels: 1, data }
}

describe('drawEdges', () => {
  it('draws one thin closed line around a disc, and nothing elsewhere', () => {
    const side = 64
    const { data } = drawEdges(disc(side, 20), 0.1)
    let drawn = 0
    for (let i = 0; i < data.length; i++) {
      if (data[i] !== 0) continue
      drawn += 1
      const distance = Math.hypot((i % side) - side / 2, Math.floor(i / side) - side / 2)
      expect(Math.abs(distance - 20)).toBeLessThan(2.5)
    }
    // The circumference is 126 pixels; a line of two would have twice as many.
    expect(drawn).toBeGreaterThan(90)
    expect(drawn).toBeLessThan(190)
  })

  it('draws nothing on an even image, however large the share', () => {
    const even: Raster = { width: 16, height: 16, channels: 3, data: new Uint8Array(768).fill(90) }
    expect(drawEdges(even, 0.5).data.every((value) => value === 255)).toBe(true)
  })

  it('draws more for a larger share', () => {
    const ink = (share: number) => drawEdges({ ...photograph }, share).data.filter((value) => value === 0).length
    expect(ink(0.4)).toBeGreaterThanOrEqual(ink(0.02))
  })
})

describe('gaussianBlur', () => {
  it('keeps even images and mean values', () => {
    const even: Raster = { width: 9, height: 7, channels: 2, data: new Uint8Array(126).fill(77) }
    expect(gaussianBlur(even, 3).data).toEqual(even.data)
  })

  it('spreads a point as the normal density does', () => {
    const data = new Uint8Array(441)
    data[220] = 255
    const { data: blurred } = gaussianBlur({ width: 21, height: 21, channels: 1, data }, 1)
    expect(blurred[220]).toBe(Math.round(255 / (2 * Math.PI))) // 40.6, cut off at 3 sigma
    expect(blurred[221]).toBe(Math.round((255 * Math.exp(-0.5)) / (2 * Math.PI)))
  })
})

describe('makeInput', () => {
  it.each<[string, PairMaking, 1 | 3]>([
    ['edges', { kind: 'edges', share: 0.1 }, 1],
    ['grey', { kind: 'grey' }, 1],
    ['blur', { kind: 'blur', radius: 2 }, 3],
    ['small', { kind: 'small', factor: 4 }, 3],
  ])('makes %s of the same size, the same every time', (_, making, channels) => {
    const input = makeInput(photograph, making)
    expect(input).toMatchObject({ width: 32, height: 24, channels })
    expect(makeInput(photograph, making)).toEqual(input)
    expect(withChannels(input, 3).data).not.toEqual(photograph.data)
  })
})

describe('pairs from photographs', () => {
  const folder = temporaryFolder()

  it('takes any folder, whatever its classes, with the photograph as target', async () => {
    const png = await encoded('png', { width: 30, height: 20 })
    const path = writeTree(join(folder, 'photos'), { 'cat/1.png': png, 'dog/2.png': png })
    const making = { kind: 'grey' } as const
    const dataset = await openPairs(path, { items: 'pairs', size: 16, making })
    expect(dataset.info).toMatchObject({ count: 2, channels: 1, domains: { targetChannels: 3 } })
    const { image, target } = await dataset.targets!.read(1)
    const photo: Raster = { width: 16, height: 16, channels: 3, data: target }
    expect(image).toEqual(withChannels(photo, 1).data)
    await dataset.close()
    const swapped = await openPairs(path, { items: 'pairs', size: 16, making, direction: 'b2a' })
    expect([swapped.info.channels, swapped.targets!.channels]).toEqual([3, 1])
    expect((await swapped.targets!.read(1)).target).toEqual(image)
    await swapped.close()
  })

  it('takes data sets without files', async () => {
    const making = { kind: 'small', factor: 2 } as const
    const dataset = await openPairs('builtin:glyphs?count=10', { items: 'pairs', size: 16, making })
    expect(dataset.info).toMatchObject({ count: 10, channels: 1 })
    const { image, target } = await dataset.targets!.draw({ index: 4, epoch: 0, position: 4, seed: 1, flip: true })
    expect([image.length, target.length]).toEqual([256, 256])
    await dataset.close()
  })

  it('makes pairs of edges from built-in data when nothing else is asked for', async () => {
    const options = { items: 'pairs', size: 16 } as const
    const dataset = await openPairs('builtin:glyphs?count=10', options)
    expect(dataset.info.domains?.layout).toBe('10 images (B); A is a drawing of its edges (share 0.1)')
    const asked = await openPairs('builtin:glyphs?count=10', { ...options, making: { kind: 'edges', share: 0.1 } })
    expect(await dataset.targets!.read(3)).toEqual(await asked.targets!.read(3))
    await dataset.close()
    await asked.close()
  })

  it('refuses to make pairs for two domains, and strengths of something else', async () => {
    const making = { kind: 'grey' } as const
    await refusal(openPairs('builtin:glyphs', { items: 'unpaired', size: 16, making }), 'OPTION_INVALID')
    const none = { edgeShare: undefined, blurRadius: undefined, smallFactor: undefined }
    expect(() => pairMaking({ ...none, pairs: 'blur', edgeShare: 0.2 })).toThrow('options that do not fit together')
    expect(pairMaking({ ...none, pairs: 'blur' })).toEqual({ kind: 'blur', radius: 2 })
    expect(pairMaking({ ...none, pairs: 'found' })).toBeUndefined()
  })
})
