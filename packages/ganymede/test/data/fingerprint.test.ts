import { describe, expect, it } from 'vitest'
import { fingerprintOf } from '../../src/data/fingerprint.js'

describe('fingerprintOf', () => {
  it('depends on every part, their order and their borders', () => {
    const lists = [['ab', 'c'], ['a', 'bc'], ['c', 'ab'], ['abc'], ['ab', 'c', ''], []]
    expect(new Set(lists.map((parts) => fingerprintOf(parts))).size).toBe(lists.length)
  })

  it('takes bytes and text alike', () => {
    expect(fingerprintOf([Buffer.from('grün')])).toBe(fingerprintOf(['grün']))
  })
})
