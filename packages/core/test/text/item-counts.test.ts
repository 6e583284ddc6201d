import { describe, expect, it } from 'vitest'

import { itemsText } from '../../src/text/item-counts.js'

describe('itemsText', () => {
  it('counts what a system learns from', () => {
    expect(itemsText(1, undefined)).toBe('1 image')
    expect(itemsText(4812, undefined)).toMatch(/^4\s812 images$/)
    expect(itemsText(400, { items: 'pairs', counts: [400, 400] })).toBe('400 pairs')
    expect(itemsText(1, { items: 'pairs', counts: [1, 1] })).toBe('1 pair')
    expect(itemsText(20, { items: 'unpaired', counts: [10, 20] })).toBe('10 + 20 images')
  })
})
