import { memory, scope, type Tensor, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import {
  lerpLatents,
  type PathLengthModel,
  perceptualPathLength,
  slerpLatents,
  trimmedMean,
} from '../../src/metrics/path-length.js'
import { expectGolden, gaussianNoise, hasMetricGoldens, metricCase, numbersOf, refusal } from './golden-metric.js'

describe.skipIf(!hasMetricGoldens)('perceptual path length against the reference', () => {
  it('walks on great circles and straight lines alike', () => {
    scope(() => {
      const golden = metricCase('ppl_helpers')
      const [a, b, t] = ['z0', 'z1', 't'].map((name) => golden.input(name).to({ dtype: 'float64' })) as [
        Tensor,
        Tensor,
        Tensor,
      ]
      expectGolden(golden, 'slerp_t', slerpLatents(a, b, t))
      expectGolden(golden, 'slerp_t_plus_eps', slerpLatents(a, b, t.add(1e-4)))
      expectGolden(golden, 'lerp_t', lerpLatents(a, b, t))
    })
  })

  it('trims the same outliers', () => {
    scope(() => {
      const golden = metricCase('ppl_helpers')
      const { mean, kept, low, high } = trimmedMean(numbersOf(golden.input('distances')))
      expectGolden(golden, 'percentile1_lower', low)
      expectGolden(golden, 'percentile99_higher', high)
      expectGolden(golden, 'kept', kept)
      expectGolden(golden, 'ppl_trimmed_mean', mean)
    })
  })
})

/** "Images" whose pixels are the latent, compared by their squared difference: path lengths can be computed by hand. */
function linearModel(w: boolean): PathLengthModel & { readonly sizes: number[] } {
  const sizes: number[] = []
  return {
    sizes,
    latentDims: 12,
    device: 'cpu',
    ...(w ? { map: (z: Tensor) => z.mul(2) } : {}),
    synthesise: (latents) => {
      sizes.push(latents.shape[0]!)
      return latents.to({ dtype: 'float64' }).view([-1, 3, 2, 2])
    },
    distance: (a, b) => a.sub(b).square().sum([1, 2, 3]),
  }
}

describe('perceptualPathLength', () => {
  it('is the squared angle on great circles, for all ε', () => {
    scope(() => {
      // On the unit circle |G(t + ε) − G(t)|² / ε² tends to the squared angle between the latents: about (π/2)².
      const options = { seed: 1, count: 200, batch: 16, epsilon: 1e-2 }
      const { mean, distances, kept } = perceptualPathLength(linearModel(false), options)
      expect(distances).toHaveLength(200)
      expect(kept).toBeGreaterThanOrEqual(196)
      expect(mean).toBeGreaterThan(1.8)
      expect(mean).toBeLessThan(3.2)
      const anywhere = perceptualPathLength(linearModel(false), { ...options, sampling: 'full' })
      expect(anywhere.mean).toBeCloseTo(mean, 2)
    })
  })

  it('repeats with the seed whatever is left for the last batch, and leaves no tensors behind', () => {
    scope(() => {
      const model = linearModel(true)
      const before = memory().live
      const some = perceptualPathLength(model, { seed: 4, count: 20, batch: 8, epsilon: 0.01 })
      expect(memory().live).toBe(before)
      expect(model.sizes).toEqual([16, 16, 8])
      const more = perceptualPathLength(linearModel(true), { seed: 4, count: 24, batch: 8, epsilon: 0.01 })
      expect([...more.distances.subarray(0, 20)]).toEqual([...some.distances])
      expect(perceptualPathLength(linearModel(true), { seed: 5, count: 20, batch: 8 }).mean).not.toBe(some.mean)
    })
  })

  it('crops the face and shrinks large images before it compares', () => {
    scope(() => {
      const seen: (readonly number[])[] = []
      const model: PathLengthModel = {
        latentDims: 3,
        device: 'cpu',
        synthesise: (latents) => latents.view([-1, 3, 1, 1]).expand([latents.shape[0]!, 3, 1024, 1024]),
        distance: (a) => {
          seen.push(a.shape)
          return tensor([1])
        },
      }
      perceptualPathLength(model, { seed: 0, count: 1, batch: 1 })
      perceptualPathLength(model, { seed: 0, count: 1, batch: 1, crop: true })
      expect(seen).toEqual([
        [1, 3, 256, 256],
        [1, 3, 256, 256],
      ])
    })
  })

  it('refuses steps outside of (0, 1), counts below 1, and NaN distances', () => {
    refusal('OPTION_INVALID', () => perceptualPathLength(linearModel(false), { seed: 0, count: 4, epsilon: 0 }))
    refusal('OPTION_INVALID', () => perceptualPathLength(linearModel(false), { seed: 0, count: 0 }))
    refusal('OPTION_INVALID', () => trimmedMean([]))
    refusal('NON_FINITE', () => trimmedMean([1, Number.NaN]))
  })
})

describe('slerpLatents', () => {
  it('keeps length 1 and takes equal latents as they are', () => {
    scope(() => {
      const [a, b] = [gaussianNoise([6, 5], 1), gaussianNoise([6, 5], 2)]
      const t = tensor([0, 0.2, 0.5, 0.7, 1, 1.0001]).view([6, 1])
      for (const length of numbersOf(slerpLatents(a, b, t).square().sum(1))) expect(length).toBeCloseTo(1, 5)
      const same = slerpLatents(a, a, t).sub(a.div(a.square().sum(1, { keepdim: true }).sqrt()))
      expect(same.abs().max().item()).toBeLessThan(1e-3)
    })
  })
})
