import { describe, expect, it } from 'vitest'
import { deriveSeed } from '../../src/random/derive-seed.js'

describe('deriveSeed', () => {
  // Printed by an independent Python version of the documented key folding.
  it.each([
    [0, 'latent', 80809280850807],
    [7, 'latent', 8331693605310771],
    [-1, 'latent', 8998294847628815],
    [7, 'größe', 7601185271618735],
    [7, '', 6622817702521194],
  ])('gives the golden seed of (%i, "%s")', (root, stream, seed) => {
    expect(deriveSeed(root, stream)).toBe(seed)
  })

  it('gives different safe integers for 40,000 pairs of root and stream', () => {
    const streams = ['init', 'latents-d', 'latents-g', 'data-order', 'flip', 'a', 'aa', 'a\0', 'augmentation/of/images']
    const seeds = new Set<number>()
    for (let root = 0; root < 4500; root++) for (const stream of streams) seeds.add(deriveSeed(root, stream))
    expect(seeds.size).toBe(4500 * streams.length)
    for (const seed of seeds) expect(Number.isSafeInteger(seed) && seed >= 0).toBe(true)
  })

  it('refuses a root that is not an integer', () => {
    expect(() => deriveSeed(2 ** 60, 'init')).toThrow(/seed must be an integer/)
  })
})
