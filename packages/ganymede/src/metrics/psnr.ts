/** Peak signal-to-noise ratio. */

import { GanymedeError, givenOptions } from '@ganymede/core'
import { noGrad, scope, type Tensor, tensor } from '@ganymede/torch'
import { average } from './ssim.js'
import { requireImagePairs, requirePixelRange } from './support/metric-inputs.js'

export interface PsnrOptions {
  /** Largest possible pixel value: 255, or 1 for images in [0, 1]. */
  readonly dataRange: number
  /** `all` channels (default), or the `luma` of BT.601 in studio range, as super-resolution papers have it. */
  readonly channels?: 'all' | 'luma'
  /** Border pixels that are left out on each side; super-resolution papers take the scale. Default 0. */
  readonly shave?: number
}

/** In dB; Infinity for equal images. */
export interface Psnr {
  /** Mean of `perImage`: what papers report. */
  readonly mean: number
  /** Of the mean squared error over all images: another number. */
  readonly ofMeanError: number
  readonly perImage: readonly number[]
  readonly squaredErrors: readonly number[]
}

/**
 *     10 log₁₀ (L² / mean squared error), in float64
 *
 * @param a, b  `[N, C, H, W]`, values 0…dataRange; C = 3 for luma
 * @throws GanymedeError `OPTION_INVALID` for two shapes, values outside of the range, or a border as large as the image
 */
export function psnr(a: Tensor, b: Tensor, options: PsnrOptions): Psnr {
  const { dataRange, channels = 'all', shave = 0 } = givenOptions('psnr', options, ['dataRange', 'channels', 'shave'])
  requireImagePairs('PSNR', a, b)
  requirePixelRange('PSNR', a, dataRange)
  requirePixelRange('PSNR', b, dataRange)
  const [n = 0, c = 0, h = 0, w = 0] = a.shape
  if (!Number.isInteger(shave) || shave < 0 || 2 * shave >= Math.min(h, w)) {
    throw new GanymedeError('OPTION_INVALID', `PSNR: a border of ${shave} px of images of ${w} x ${h} px`)
  }
  if (channels === 'luma' && c !== 3) {
    throw new GanymedeError('OPTION_INVALID', `PSNR of luma needs RGB images, got ${c} channels`)
  }
  const squaredErrors = Array.from({ length: n }, (_, i) =>
    scope('psnr', () =>
      noGrad(() => {
        const prepare = (images: Tensor) => {
          const inner = images
            .detach()
            .narrow(0, i, 1)
            .narrow(2, shave, h - 2 * shave)
            .narrow(3, shave, w - 2 * shave)
            .to({ dtype: 'float64' })
          return channels === 'luma' ? luma(inner) : inner
        }
        return prepare(a).sub(prepare(b)).square().mean().item()
      }),
    ),
  )
  const ratio = (squaredError: number) => 10 * Math.log10(dataRange ** 2 / squaredError)
  const perImage = squaredErrors.map(ratio)
  return { mean: average(perImage), ofMeanError: ratio(average(squaredErrors)), perImage, squaredErrors }
}

// ITU-R BT.601, studio range: 16 to 235 of 255. The offset cancels in differences.
const lumaWeights = [65.481 / 255, 128.553 / 255, 24.966 / 255]

function luma(images: Tensor): Tensor {
  const parts = tensor(Float64Array.from(lumaWeights), { shape: [1, 3, 1, 1], device: images.device })
  return images.mul(parts).sum([1], { keepdim: true })
}
