import { memory, scope, type Tensor, zeros } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { msSsim, msSsimDiversity } from '../../src/metrics/ms-ssim.js'
import { psnr } from '../../src/metrics/psnr.js'
import { ssim } from '../../src/metrics/ssim.js'
import { expectGolden, gaussianNoise, hasMetricGoldens, metricCase, refusal } from './golden-metric.js'

/** Values of 0…255. */
function pictures(shape: readonly number[], seed: number): Tensor {
  return scope(() => gaussianNoise(shape, seed).mul(60).add(128).clamp({ min: 0, max: 255 }))
}

describe.skipIf(!hasMetricGoldens)('similarities against the references', () => {
  it('SSIM agrees with the Gaussian window, per image and per channel', () => {
    scope(() => {
      const golden = metricCase('ssim')
      const { perImage, perChannel } = ssim(golden.input('a'), golden.input('b'), { dataRange: 255 })
      expectGolden(golden, 'ssim_gauss_per_image', perImage)
      expectGolden(golden, 'ssim_gauss_per_channel', perChannel.flat())
      expectGolden(golden, 'ssim_identical', ssim(golden.input('a'), golden.input('a'), { dataRange: 255 }).mean)
    })
  })

  it("SSIM agrees with scikit-image's default and on grey images of [0, 1]", () => {
    scope(() => {
      const golden = metricCase('ssim')
      const uniform = ssim(golden.input('a'), golden.input('b'), { dataRange: 255, variant: 'uniform7' })
      expectGolden(golden, 'ssim_uniform7_skimage_default', uniform.perImage)
      const grey = ssim(golden.input('gray_a'), golden.input('gray_b'), { dataRange: 1 })
      expectGolden(golden, 'ssim_gray01', grey.perImage)
    })
  })

  it.each([
    ['msssim_per_image', 'a', 'b', 'standard'],
    ['msssim_odd_size', 'odd_a', 'odd_b', 'standard'],
    ['msssim_pggan_per_image', 'a', 'b', 'progan'],
    ['msssim_pggan_small64', 'small_a', 'small_b', 'progan'],
  ] as const)('MS-SSIM agrees: %s', (name, a, b, variant) => {
    scope(() => {
      const golden = metricCase('ms_ssim')
      expectGolden(golden, name, msSsim(golden.input(a), golden.input(b), { dataRange: 255, variant }).perImage)
    })
  })

  it('MS-SSIM of pairs agrees as a diversity score', () => {
    scope(() => {
      const golden = metricCase('ms_ssim')
      const pairs = [
        [0, 1],
        [2, 3],
      ] as const
      const score = msSsimDiversity(golden.input('small_a'), { dataRange: 255, pairs })
      expectGolden(golden, 'msssim_pggan_pair_diversity', score)
    })
  })

  it('PSNR agrees, per image, of the mean error, and of luma', () => {
    scope(() => {
      const golden = metricCase('psnr')
      const [a, b] = [golden.input('a'), golden.input('b')]
      const result = psnr(a, b, { dataRange: 255 })
      expectGolden(golden, 'mse_per_image', result.squaredErrors)
      expectGolden(golden, 'psnr_per_image', result.perImage)
      expect(result.mean).toBe(Number.POSITIVE_INFINITY)
      expectGolden(golden, 'psnr_of_mean_mse', result.ofMeanError)
      const two = [a.narrow(0, 0, 2), b.narrow(0, 0, 2)] as const
      expectGolden(golden, 'psnr_y_bt601', psnr(...two, { dataRange: 255, channels: 'luma' }).perImage)
    })
  })
})

describe('ssim', () => {
  it('falls with noise, and does not depend on the range when it is named', () => {
    scope(() => {
      const [a, noise] = [pictures([1, 1, 20, 24], 1), pictures([1, 1, 20, 24], 2)]
      const mixed = (part: number) => a.mul(1 - part).add(noise.mul(part))
      const scores = [0, 0.1, 0.5].map((part) => ssim(a, mixed(part), { dataRange: 255 }).mean)
      expect(scores[0]).toBeCloseTo(1, 12)
      expect(scores[1]).toBeGreaterThan(scores[2]!)
      const scaled = ssim(a.div(255), mixed(0.1).div(255), { dataRange: 1 }).mean
      expect(scaled).toBeCloseTo(scores[1]!, 5)
    })
  })

  it('gives each image its own number, whatever block it falls into', () => {
    scope(() => {
      // 1024 x 1024 px: blocks of four images.
      const [a, b] = [pictures([5, 1, 1024, 1024], 1), pictures([5, 1, 1024, 1024], 2)]
      const { perImage } = ssim(a, b, { dataRange: 255 })
      expect(perImage).toHaveLength(5)
      const last = ssim(a.narrow(0, 4, 1), b.narrow(0, 4, 1), { dataRange: 255 }).mean
      expect(perImage[4]).toBeCloseTo(last, 12)
    })
  })

  it('refuses images of [-1, 1], of another range, of two shapes, and below the window', () => {
    scope(() => {
      const signed = gaussianNoise([1, 1, 16, 16], 1)
      const error = refusal('OPTION_INVALID', () => ssim(signed, signed, { dataRange: 2 }))
      expect(error.remedy).toContain('[-1, 1]')
      refusal('OPTION_INVALID', () => ssim(pictures([1, 1, 16, 16], 1), pictures([1, 1, 16, 16], 2), { dataRange: 1 }))
      refusal('OPTION_INVALID', () => ssim(zeros([1, 1, 16, 16]), zeros([1, 1, 16, 17]), { dataRange: 1 }))
      refusal('SIZE_UNSUPPORTED', () => ssim(zeros([1, 1, 10, 16]), zeros([1, 1, 10, 16]), { dataRange: 1 }))
      refusal('OPTION_INVALID', () => ssim(zeros([1, 1, 16, 16]), zeros([1, 1, 16, 16]), { dataRange: 0 }))
    })
  })
})

describe('msSsim', () => {
  it('refuses images without a fifth scale, and leaves no tensors behind', () => {
    scope(() => {
      const a = pictures([2, 1, 16, 33], 1)
      const before = memory().live
      msSsim(a, a, { dataRange: 255, variant: 'progan' })
      msSsimDiversity(a, { dataRange: 255, count: 3 })
      expect(memory().live).toBe(before)
      refusal('SIZE_UNSUPPORTED', () => msSsim(a, a, { dataRange: 255 }))
      const small = pictures([2, 1, 15, 40], 1)
      refusal('SIZE_UNSUPPORTED', () => msSsim(small, small, { dataRange: 255, variant: 'progan' }))
      refusal('OPTION_INVALID', () => msSsimDiversity(a.narrow(0, 0, 1), { dataRange: 255 }))
      refusal('OPTION_INVALID', () => msSsimDiversity(a, { dataRange: 255, pairs: [[0, 2]] }))
    })
  })

  it('gives 1 for pairs of equal images and repeats random pairs with the seed', () => {
    scope(() => {
      const a = pictures([3, 1, 32, 32], 1)
      expect(msSsim(a, a, { dataRange: 255, variant: 'progan' }).mean).toBeCloseTo(1, 12)
      const score = msSsimDiversity(a, { dataRange: 255, count: 5, seed: 4 })
      expect(msSsimDiversity(a, { dataRange: 255, count: 5, seed: 4 })).toBe(score)
      expect(score).toBeLessThan(0.5)
    })
  })
})

describe('psnr', () => {
  it('leaves out the border', () => {
    scope(() => {
      const a = zeros([1, 3, 8, 8])
      const b = a.clone()
      b.select(2, 0).fill_(9)
      expect(psnr(a, b, { dataRange: 255, shave: 1 }).mean).toBe(Number.POSITIVE_INFINITY)
      expect(psnr(a, b, { dataRange: 255 }).mean).toBeCloseTo(10 * Math.log10((255 ** 2 * 8) / 81), 10)
    })
  })

  it('refuses a border as large as the image, and luma of grey images', () => {
    scope(() => {
      const a = zeros([1, 1, 8, 8])
      refusal('OPTION_INVALID', () => psnr(a, a, { dataRange: 255, shave: 4 }))
      refusal('OPTION_INVALID', () => psnr(a, a, { dataRange: 255, channels: 'luma' }))
    })
  })
})
