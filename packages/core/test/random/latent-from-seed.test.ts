import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { latentFromSeed } from '../../src/random/latent-from-seed.js'

// Printed by an independent Python version that uses the C library's log, cos and sin in float64 and NumPy's float32.
const golden = [
  {
    seed: 0,
    values: [
      -0.09209474176168442, 0.12055239081382751, -2.1205263137817383, 0.8974608182907104, -1.5815504789352417,
      -0.6845301389694214,
    ],
  },
  {
    seed: 7,
    values: [
      -0.1041240468621254, -2.00527024269104, 0.008968074806034565, -0.7238410711288452, 0.1480093002319336,
      0.4416351616382599,
    ],
  },
  {
    seed: 123456789,
    values: [
      1.122157335281372, -1.196047306060791, -0.212922140955925, -0.580109179019928, 0.23362614214420319,
      0.0496225543320179,
    ],
  },
]

describe('latentFromSeed', () => {
  it.each(golden)('gives the golden latent of seed $seed', ({ seed, values }) => {
    expect([...latentFromSeed(seed, 6)]).toEqual(values)
  })

  it('gives the golden values of another stream', () => {
    expect([...latentFromSeed(7, 3, 'noise/4')]).toEqual([-0.2817832827568054, 0.7478583455085754, 0.994043231010437])
  })

  it('gives the bytes of the Python version for 200 seeds of 512 values', () => {
    const hash = createHash('sha256')
    for (let seed = 0; seed < 200; seed++) hash.update(new Uint8Array(latentFromSeed(seed, 512).buffer))
    expect(hash.digest('hex')).toBe('0053c8f9e05de641c60963f22a43ba9d2e8a693c7698f3ee1f5c0b82e64a4c65')
  })

  it.each([1, 2, 63, 64])('starts with the same %i values whatever the dimension', (dim) => {
    expect(latentFromSeed(42, 512).subarray(0, dim)).toEqual(latentFromSeed(42, dim))
  })

  it('refuses a seed that is not an integer', () => {
    expect(() => latentFromSeed(0.5, 4)).toThrow(/seed must be an integer/)
  })
})
