/** Metrics of models of one image (Shaham et al. 2019, "SinGAN", https://arxiv.org/abs/1905.01164, section 4.2). */

import { GanymedeError } from '@ganymede/core'
import { noGrad, scope, type Tensor, tensor } from '@ganymede/torch'
import { requireTensors } from '../nn/given-tensors.js'
import { type FrechetDistance, fid } from './fid.js'
import { requireFiniteValues } from './support/metric-inputs.js'

/**
 * Single-image FID: the Fréchet distance of the features of two images, every position being one sample.
 *
 * The maps are those of the FID network's stem (64 channels, before the first pool) of `x / 255 · 2 − 1`, not resized.
 * Published values come from torchvision's weights: compare rankings, not numbers.
 *
 * @param real  `[C, H, W]`
 * @param fake  `[C, H', W']`
 * @throws GanymedeError `OPTION_INVALID` for other shapes, `NON_FINITE`
 */
export function sifid(real: Tensor, fake: Tensor): FrechetDistance {
  requireTensors('sifid', { real, fake })
  if (real.ndim !== 3 || fake.ndim !== 3) {
    throw new GanymedeError('OPTION_INVALID', 'SIFID needs two feature maps [C, H, W]', {
      lines: [`real: [${real.shape.join(', ')}]`, `fake: [${fake.shape.join(', ')}]`],
    })
  }
  return scope('sifid', () => fid(positions(real), positions(fake)))
}

/**
 * Diversity of samples: the deviation of each pixel's grey value over the samples, averaged over pixels, over the deviation
 * of the training image's grey values. SinGAN has 0.5 from the coarsest scale, 0.35 from the next.
 *
 * @param samples   `[N, C, H, W]`, N at least 2, C 1 or 3, any range
 * @param training  `[C, H, W]` in the same range; not of one colour
 * @throws GanymedeError `OPTION_INVALID`, `NON_FINITE`
 */
export function sampleDiversity(samples: Tensor, training: Tensor): number {
  requireTensors('sampleDiversity', { samples, training })
  const [n = 0, channels = 0] = samples.shape
  if (
    samples.ndim !== 4 ||
    n < 2 ||
    training.ndim !== 3 ||
    ![1, 3].includes(channels) ||
    training.shape[0] !== channels
  ) {
    throw new GanymedeError('OPTION_INVALID', 'diversity needs samples [N, C, H, W] and a training image [C, H, W]', {
      lines: [`samples: [${samples.shape.join(', ')}]`, `training: [${training.shape.join(', ')}]`],
    })
  }
  requireFiniteValues('diversity', 'samples', samples)
  requireFiniteValues('diversity', 'the training image', training)
  return scope('diversity', () =>
    noGrad(() => {
      const spread = grey(samples).std([0], { correction: 0 }).mean().item()
      const own = grey(training.unsqueeze(0)).std(null, { correction: 0 }).item()
      if (!(own > 0)) throw new GanymedeError('OPTION_INVALID', 'the training image has a single grey value')
      return spread / own
    }),
  )
}

function positions(map: Tensor): Tensor {
  return map.flatten(1).t() // [H · W, C]
}

// ITU-R BT.601
const luma = [0.299, 0.587, 0.114]

function grey(images: Tensor): Tensor {
  const x = images.detach().to({ dtype: 'float64' })
  if (x.shape[1] === 1) return x
  return x.mul(tensor(luma, { shape: [1, 3, 1, 1], dtype: 'float64', device: x.device })).sum([1], { keepdim: true })
}
