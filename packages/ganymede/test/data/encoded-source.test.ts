import { describe, expect, it } from 'vitest'
import { compareNames } from '../../src/data/encoded-source.js'

describe('compareNames', () => {
  it('orders names by their UTF-8 bytes, beyond the basic plane too', () => {
    const names = ['', '0', '10', '2', 'B', 'a', 'a/b', 'ab', 'é', '\ue000', '\uffee', '😀', '😀a', '😁']
    const shuffled = [...names].reverse()
    expect(shuffled.sort(compareNames)).toEqual(names)
    for (const a of names) {
      for (const b of names) {
        expect(Math.sign(compareNames(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
      }
    }
  })
})
