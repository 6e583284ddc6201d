import { describe, expect, it } from 'vitest'
import { GanymedeError } from '../../src/errors.js'
import { CounterRandom, shuffledIndices } from '../../src/random/counter-random.js'

// Printed by an independent Python version of the documented algorithm (Threefry in counter mode with the folded key).
const goldenWords = [
  { seed: 0, stream: 'latent', words: [49139608, 2916254190, 1519674466, 709599985, 2739898736] },
  { seed: 7, stream: 'latent', words: [3722918572, 3630619389, 3185763065, 2450398216, 3783667972] },
  { seed: -1, stream: 'latent', words: [2047622096, 4074088025, 226208408, 1476948075, 2268964218] },
  {
    seed: Number.MAX_SAFE_INTEGER,
    stream: 'data-order/3',
    words: [4243193484, 1483745492, 3551296079, 3456088015, 2135480041],
  },
  { seed: 7, stream: 'größe', words: [235137180, 955862956, 1803034861, 2569900661, 2847614183] },
  { seed: 7, stream: '', words: [1509012946, 3325381643, 1860988502, 893594296, 1969776788] },
]
const goldenPlaces = [0, 1, 2, 5, 2 ** 33 + 1]

const CRITICAL_KS = 1.95 // Kolmogorov–Smirnov, significance 0.001; the seeds are fixed, so this never flickers

describe('CounterRandom', () => {
  it.each(goldenWords)('gives the golden words of seed $seed, stream "$stream"', ({ seed, stream, words }) => {
    const random = new CounterRandom(seed, stream)
    expect(goldenPlaces.map((place) => random.uint32At(place))).toEqual(words)
  })

  it('takes a bigint for the same seed as the number', () => {
    expect(new CounterRandom(7n, 'x').nextUint32()).toBe(new CounterRandom(7, 'x').nextUint32())
    expect(new CounterRandom(-1n, 'x').nextUint32()).toBe(new CounterRandom(2n ** 64n - 1n, 'x').nextUint32())
  })

  it('draws the words in the order of their index, whatever is looked at in between', () => {
    const random = new CounterRandom(3, 'order')
    const drawn = Array.from({ length: 9 }, () => {
      random.uint32At(1000)
      return random.nextUint32()
    })
    expect(drawn).toEqual(Array.from({ length: 9 }, (_, i) => random.uint32At(i)))
  })

  it('continues exactly from a saved state that went through JSON, also between two normals of a pair', () => {
    const random = new CounterRandom(3, 'state')
    random.nextNormal()
    const saved = JSON.parse(JSON.stringify(random.state()))
    const expected = [random.nextNormal(), random.nextFloat(), random.nextInt(10), random.nextNormal()]
    const other = new CounterRandom(3, 'state')
    other.restore(saved)
    expect([other.nextNormal(), other.nextFloat(), other.nextInt(10), other.nextNormal()]).toEqual(expected)
  })

  it('refuses seeds that are not integers, empty ranges and damaged states', () => {
    for (const seed of [1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => new CounterRandom(seed, 'x')).toThrow(GanymedeError)
    }
    const random = new CounterRandom(1, 'x')
    for (const n of [0, -1, 1.5, 2 ** 32 + 1]) expect(() => random.nextInt(n)).toThrow(/from 1 to 2\^32/)
    expect(() => random.restore({ position: -1, spareNormal: null })).toThrow(/damaged/)
  })

  it('spreads floats evenly over [0, 1)', () => {
    const random = new CounterRandom(11, 'floats')
    const values = Float64Array.from({ length: 100_000 }, () => random.nextFloat()).sort()
    expect(values[0]).toBeGreaterThanOrEqual(0)
    expect(values.at(-1)).toBeLessThan(1)
    expect(kolmogorov(values, (x) => x)).toBeLessThan(CRITICAL_KS)
  })

  it('gives normals with mean 0, variance 1, kurtosis 3 and the right distribution', () => {
    const random = new CounterRandom(12, 'normals')
    const n = 100_000
    const values = Float64Array.from({ length: n }, () => random.nextNormal())
    const moment = (k: number) => values.reduce((sum, x) => sum + x ** k, 0) / n
    expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(n)) // four standard errors each
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n))
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n))
    expect(kolmogorov(values.sort(), normalDistribution)).toBeLessThan(CRITICAL_KS)
  })

  it('gives every remainder equally often', () => {
    const random = new CounterRandom(13, 'ints')
    const counts = new Array<number>(7).fill(0)
    for (let i = 0; i < 70_000; i++) {
      const face = random.nextInt(7)
      counts[face] = (counts[face] as number) + 1
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
    expect(chiSquare).toBeLessThan(22.5) // 6 degrees of freedom, significance 0.001
  })

  it('draws again instead of favouring small results', () => {
    const random = new CounterRandom(14, 'rejection')
    const n = 3 * 2 ** 30 // a third of all words must be drawn again
    let low = 0
    for (let i = 0; i < 30_000; i++) if (random.nextInt(n) < 2 ** 30) low += 1
    expect(low / 30_000).toBeGreaterThan(0.322) // 1/3 ± four standard errors; without rejection it would be 1/2
    expect(low / 30_000).toBeLessThan(0.345)
  })

  it('shows no correlation between neighbouring seeds, similar names or successive draws', () => {
    const n = 20_000
    const draw = (seed: number, stream: string, skip = 0) => {
      const random = new CounterRandom(seed, stream)
      for (let i = 0; i < skip; i++) random.nextNormal()
      return Float64Array.from({ length: n }, () => random.nextNormal())
    }
    const base = draw(100, 'latent')
    for (const other of [draw(101, 'latent'), draw(99, 'latent'), draw(100, 'latent2'), draw(100, 'Latent')]) {
      expect(Math.abs(correlation(base, other))).toBeLessThan(4 / Math.sqrt(n))
    }
    for (const lag of [1, 2, 3, 64]) {
      expect(Math.abs(correlation(base, draw(100, 'latent', lag)))).toBeLessThan(4 / Math.sqrt(n))
    }
  })

  it('gives the first words of neighbouring seeds as evenly as words of one stream', () => {
    const values = Float64Array.from({ length: 50_000 }, (_, seed) => new CounterRandom(seed, 'latent').nextFloat())
    expect(Math.abs(correlation(values.subarray(0, -1), values.subarray(1)))).toBeLessThan(4 / Math.sqrt(50_000))
    expect(kolmogorov(values.sort(), (x) => x)).toBeLessThan(CRITICAL_KS)
  })
})

describe('shuffledIndices', () => {
  it('gives the golden order', () => {
    // From the same Python version: Fisher–Yates from the end with rejection.
    expect([...shuffledIndices(10, new CounterRandom(5, 'order'))]).toEqual([2, 9, 6, 8, 0, 1, 4, 3, 7, 5])
  })

  it.each([0, 1, 2, 1000])('holds every index of %i exactly once', (n) => {
    const order = shuffledIndices(n, new CounterRandom(1, 'order'))
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i))
  })

  it('makes each of the 24 orders of four equally likely', () => {
    const counts = new Map<string, number>()
    const random = new CounterRandom(2, 'orders')
    for (let i = 0; i < 24_000; i++) {
      const order = shuffledIndices(4, random).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(24)
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    expect(chiSquare).toBeLessThan(49.7) // 23 degrees of freedom, significance 0.001
  })
})

function kolmogorov(sorted: Float64Array, distribution: (x: number) => number): number {
  let largest = 0
  sorted.forEach((x, i) => {
    const expected = distribution(x)
    largest = Math.max(largest, Math.abs(expected - i / sorted.length), Math.abs(expected - (i + 1) / sorted.length))
  })
  return largest * Math.sqrt(sorted.length)
}

/** Distribution function of N(0, 1) by the series of Abramowitz and Stegun 26.2.11. */
function normalDistribution(x: number): number {
  if (Math.abs(x) > 7) return x > 0 ? 1 : 0
  let term = x
  let sum = x
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) {
    term *= (x * x) / k
    sum += term
  }
  return 0.5 + (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * sum
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (v: Float64Array) => v.reduce((sum, x) => sum + x, 0) / v.length
  const ma = mean(a)
  const mb = mean(b)
  let ab = 0
  let aa = 0
  let bb = 0
  a.forEach((x, i) => {
    const y = b[i] as number
    ab += (x - ma) * (y - mb)
    aa += (x - ma) ** 2
    bb += (y - mb) ** 2
  })
  return ab / Math.sqrt(aa * bb)
}
