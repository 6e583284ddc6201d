import { describe, expect, it } from 'vitest'
import { defaultCacheBytes, PixelCache } from '../../src/data/pixel-cache.js'

describe('PixelCache', () => {
  it('gives back copies of what was put in', () => {
    const cache = new PixelCache(3, 4, 1000)
    const pixels = Uint8Array.of(1, 2, 3, 4)
    cache.put(2, pixels)
    pixels.fill(0)
    expect(cache.get(2)).toEqual(Uint8Array.of(1, 2, 3, 4))
    expect(cache.get(0)).toBeNull()
  })

  it('keeps the first images that fit into the budget', () => {
    const cache = new PixelCache(10, 4, 15)
    for (let index = 0; index < 10; index++) cache.put(index, new Uint8Array(4).fill(index))
    expect(cache.get(2)).toEqual(new Uint8Array(4).fill(2))
    for (const index of [3, 9, 10]) expect(cache.get(index)).toBeNull()
  })

  it('works across its chunks, and with images larger than one', () => {
    const bytes = 3 * 2 ** 20
    const cache = new PixelCache(7, bytes, 2 ** 30)
    for (const index of [6, 0, 4, 5]) cache.put(index, new Uint8Array(bytes).fill(index + 1))
    for (const index of [0, 4, 5, 6]) {
      expect(cache.get(index)?.[0]).toBe(index + 1)
      expect(cache.get(index)?.[bytes - 1]).toBe(index + 1)
    }
    const large = new PixelCache(2, 20 * 2 ** 20, 2 ** 30)
    large.put(1, new Uint8Array(20 * 2 ** 20).fill(9))
    expect(large.get(1)?.at(-1)).toBe(9)
  })

  it('holds nothing with a budget of zero', () => {
    const cache = new PixelCache(2, 4, 0)
    cache.put(0, new Uint8Array(4))
    expect(cache.get(0)).toBeNull()
  })

  it('takes at most one GiB by default', () => {
    expect(defaultCacheBytes()).toBeGreaterThan(0)
    expect(defaultCacheBytes()).toBeLessThanOrEqual(2 ** 30)
  })
})
