import { describe, expect, it } from 'vitest'
import { threefry2x32 } from '../../src/random/threefry.js'

// Known-answer tests of Threefry-2x32 with 20 rounds, as published with the paper's reference code.
const knownAnswers = [
  { key: [0, 0], counter: [0, 0], block: [0x6b200159, 0x99ba4efe] },
  { key: [0xffffffff, 0xffffffff], counter: [0xffffffff, 0xffffffff], block: [0x1cb996fc, 0xbb002be7] },
  { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], block: [0xc4923a9c, 0x483df7a0] },
] as const

describe('threefry2x32', () => {
  it.each(knownAnswers)('gives the published block for counter $counter under key $key', ({ key, counter, block }) => {
    const out = new Uint32Array(2)
    threefry2x32(key[0], key[1], counter[0], counter[1], out)
    expect([...out]).toEqual([...block])
  })

  it('changes half of the bits when one bit of the counter or of the key changes', () => {
    const a = new Uint32Array(2)
    const b = new Uint32Array(2)
    let flipped = 0
    for (let bit = 0; bit < 128; bit++) {
      const input = [0x12345678, 0x9abcdef0, 0x0f1e2d3c, 0x4b5a6978]
      threefry2x32(input[0] as number, input[1] as number, input[2] as number, input[3] as number, a)
      input[bit >> 5] = ((input[bit >> 5] as number) ^ (1 << (bit & 31))) >>> 0
      threefry2x32(input[0] as number, input[1] as number, input[2] as number, input[3] as number, b)
      flipped += ones((a[0] as number) ^ (b[0] as number)) + ones((a[1] as number) ^ (b[1] as number))
    }
    expect(flipped / 128).toBeGreaterThan(30.5) // mean 32, standard error 0.35
    expect(flipped / 128).toBeLessThan(33.5)
  })
})

function ones(word: number): number {
  let count = 0
  for (let rest = word >>> 0; rest !== 0; rest >>>= 1) count += rest & 1
  return count
}
