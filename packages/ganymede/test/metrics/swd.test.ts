import { Generator, memory, randint, scope, type Tensor, tensor, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { laplacianLevel } from '../../src/metrics/laplacian-pyramid.js'
import { slicedWassersteinFeatures, unitDirections } from '../../src/metrics/sliced-wasserstein.js'
import { describePatches, normaliseDescriptors, slicedWasserstein } from '../../src/metrics/swd.js'
import { loadGolden } from '../fixtures/golden.js'
import { expectGolden, hasMetricGoldens, refusal } from './golden-metric.js'

/** Whole numbers 0…255 as float32. */
function noise(shape: readonly number[], seed: number): Tensor {
  return scope(() => {
    const generator = new Generator(seed)
    const values = randint(256, shape, { generator }).to({ dtype: 'float32' })
    generator.dispose()
    return values
  })
}

describe.skipIf(!hasMetricGoldens)('sliced Wasserstein distance of ProGAN against recorded draws', () => {
  it('builds the Laplacian pyramid with mirrored borders', () => {
    scope(() => {
      const golden = loadGolden('metrics/swd')
      for (const level of [0, 1]) {
        const detail = laplacianLevel(golden.tensors.get('images1')!, level)
        expectGolden(golden, `laplacian1_level${level}`, detail)
      }
    })
  })

  it('describes patches by channel, row and column and normalises each channel', () => {
    scope(() => {
      const golden = loadGolden('metrics/swd')
      const { tensors } = golden
      const positions = { rows: tensors.get('y1_level0')!, columns: tensors.get('x1_level0')! }
      const descriptors = normaliseDescriptors(describePatches(tensors.get('images1')!, 0, positions), 3)
      expect(descriptors.shape).toEqual([128, 147])
      expectGolden(golden, 'descriptors1_level0_first4', descriptors.narrow(0, 0, 4))
    })
  })

  it('gives the distance of every level', () => {
    scope(() => {
      const golden = loadGolden('metrics/swd')
      const input = (name: string) => golden.tensors.get(name)!
      const draws = [0, 1].map((level) => {
        const positions = (set: number) => ({
          rows: input(`y${set}_level${level}`),
          columns: input(`x${set}_level${level}`),
        })
        return { real: positions(1), fake: positions(2), directions: input(`directions_level${level}`).t() }
      })
      const { levels } = slicedWasserstein(input('images1'), input('images2'), { seed: 0, draws })
      for (const [level, { distance }] of levels.entries()) expectGolden(golden, `swd_x1e3_level${level}`, distance)
      const few = draws.map(({ real, fake, directions }) => ({
        real: fake,
        fake: { ...real, rows: real.rows.add(30) },
        directions,
      }))
      for (const wrong of [few, draws.slice(0, 1)]) {
        refusal('OPTION_INVALID', () =>
          slicedWasserstein(input('images1'), input('images2'), { seed: 0, draws: wrong }),
        )
      }
    })
  })

  it('gives sw1, sw2 squared and MIND of features', () => {
    scope(() => {
      const golden = loadGolden('metrics/sliced_wasserstein_features')
      const [a, b, directions] = ['features1', 'features2', 'directions'].map((name) => golden.tensors.get(name)!)
      const { sw1, sw2Squared, mind } = slicedWassersteinFeatures(a!, b!, directions!)
      expectGolden(golden, 'sw1', sw1)
      expectGolden(golden, 'sw2_squared', sw2Squared)
      expectGolden(golden, 'mind', mind)
    })
  })
})

describe('slicedWasserstein', () => {
  const few = { seed: 3, patchesPerImage: 8, directions: 16, repeats: 2 }

  it.each([
    [
      [4, 3, 64, 64],
      [64, 32, 16],
    ],
    [[4, 1, 28, 28], [28]],
    [[4, 1, 16, 16], [16]],
    [
      [2, 4, 33, 47],
      [33, 17],
    ],
    [[2, 3, 16, 80], [16]],
  ])('has one level per halving of %j down to 16 px', (shape, sizes) => {
    scope(() => {
      const { levels, mean } = slicedWasserstein(noise(shape, 1), noise(shape, 2), few)
      expect(levels.map(({ size }) => size)).toEqual(sizes)
      expect(levels.every(({ distance }) => distance > 0)).toBe(true)
      expect(mean).toBeCloseTo(levels.reduce((sum, { distance }) => sum + distance, 0) / levels.length, 10)
    })
  })

  it('repeats with the seed, and draws other patches with another one', () => {
    scope(() => {
      const [a, b] = [noise([6, 3, 32, 32], 1), noise([6, 3, 32, 32], 2)]
      const first = slicedWasserstein(a, b, few)
      expect(slicedWasserstein(a, b, few)).toEqual(first)
      expect(slicedWasserstein(a, b, { ...few, seed: 4 }).mean).not.toBe(first.mean)
    })
  })

  it('is larger for images of another texture than for other images of the same kind', () => {
    scope(() => {
      const shape = [32, 3, 32, 32]
      const [a, b] = [noise(shape, 1), noise(shape, 2)]
      const stripes = tensor(Float32Array.from({ length: 32 }, (_, i) => (i % 4 < 2 ? 40 : 220))).expand(shape)
      const options = { ...few, patchesPerImage: 32 }
      expect(slicedWasserstein(a, stripes, options).mean).toBeGreaterThan(3 * slicedWasserstein(a, b, options).mean)
    })
  })

  it('does not depend on how images are cut into blocks', () => {
    scope(() => {
      // 400 images of 64 px with 3 channels are more than one block of the pyramid.
      const images = noise([400, 3, 64, 64], 5)
      const rows = tensor(Int32Array.from({ length: 400 }, (_, i) => 3 + (i % 26))).to({ dtype: 'int64' })
      const all = describePatches(images, 1, { rows, columns: rows })
      const last = describePatches(images.narrow(0, 390, 10), 1, {
        rows: rows.narrow(0, 390, 10),
        columns: rows.narrow(0, 390, 10),
      })
      expect(all.narrow(0, 390, 10).sub(last).abs().max().item()).toBeLessThan(1e-4)
    })
  })

  it('stays a number when the generator paints a single colour', () => {
    scope(() => {
      const { mean } = slicedWasserstein(noise([4, 3, 32, 32], 1), zeros([4, 3, 32, 32]).add(200), few)
      expect(Number.isFinite(mean)).toBe(true)
      expect(mean).toBeGreaterThan(100)
    })
  })

  it('leaves no tensors behind', () => {
    scope(() => {
      const [a, b] = [noise([4, 1, 32, 32], 1), noise([4, 1, 32, 32], 2)]
      const before = memory().live
      slicedWasserstein(a, b, few)
      expect(memory().live).toBe(before)
    })
  })

  it('refuses sets of different sizes, images below 16 px and counts below 1', () => {
    scope(() => {
      const images = noise([4, 3, 32, 32], 1)
      const other = refusal('OPTION_INVALID', () => slicedWasserstein(images, images.narrow(0, 0, 3), few))
      expect(other.lines.join()).toContain('[3, 3, 32, 32]')
      const small = zeros([4, 3, 8, 32])
      refusal('SIZE_UNSUPPORTED', () => slicedWasserstein(small, small, few))
      const counts = refusal('OPTION_INVALID', () => slicedWasserstein(images, images, { ...few, directions: 0 }))
      expect(counts.lines).toEqual(['directions: 0'])
      refusal('OPTION_INVALID', () => slicedWassersteinFeatures(zeros([4, 5]), zeros([4, 5]), zeros([3, 4])))
    })
  })
})

describe('unitDirections', () => {
  it('have length 1', () => {
    scope(() => {
      const lengths = unitDirections(50, 147, 7).square().sum(1).sqrt().floats()
      for (const length of lengths) expect(length).toBeCloseTo(1, 5)
    })
  })
})
