/** From what a generator gives to the bytes that metrics are defined on. */
import { noGrad, scope, type Tensor } from '@ganymede/torch'
import { requireTensors } from '../../nn/given-tensors.js'
import { requireFiniteValues } from './metric-inputs.js'

/**
 * `truncate`: `clamp(127.5 g + 128, 0, 255)` without its fraction, as StyleGAN does (default); `nearest`: `127.5 (g + 1)`
 * rounded, halves to even. They part only at exact halves.
 */
export type Quantisation = 'truncate' | 'nearest'

/**
 * Generated images as bytes. Only for samples: real images are bytes already, and going through [-1, 1] may change them.
 *
 * @param images  `[N, C, H, W]`, values in [-1, 1]; what lies outside is clipped
 * @returns uint8, same shape
 * @throws GanymedeError `NON_FINITE` for NaN and infinite values, which no byte can show
 */
export function toMetricBytes(images: Tensor, quantisation: Quantisation = 'truncate'): Tensor {
  requireTensors('toMetricBytes', { images })
  requireFiniteValues('metrics', 'generated images', images)
  return scope('quantise', () =>
    noGrad(() => {
      const x = images.detach().to({ dtype: 'float32' })
      const levels = quantisation === 'truncate' ? x.mul(127.5).add_(128) : x.add(1).mul_(127.5).round()
      return levels.clamp_({ min: 0, max: 255 }).to({ dtype: 'uint8' })
    }),
  )
}
