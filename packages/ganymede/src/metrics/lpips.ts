/**
 * Learned perceptual image patch similarity, version 0.1 (Zhang et al. 2018, "The Unreasonable Effectiveness of Deep
 * Features as a Perceptual Metric", https://arxiv.org/abs/1801.03924): what is done with the maps of a backbone.
 */

import { GanymedeError, requireArray } from '@ganymede/core'
import { cat, scope, stack, type Tensor, tensor } from '@ganymede/torch'
import { requireTensors } from '../nn/given-tensors.js'
import { sameShape } from './support/metric-inputs.js'

/** Distances of pairs; keep their gradients, so that LPIPS serves as a loss too. */
export interface LpipsDistances {
  /** `[N]`, 0 for equal images; lower is more alike. */
  readonly distances: Tensor
  /** `[N, L]`, their parts per tap. */
  readonly perLayer: Tensor
}

// Mean and deviation of ImageNet for values in [-1, 1].
const shift = [-0.03, -0.088, -0.188]
const scale = [0.458, 0.448, 0.45]

/**
 * What the backbones of LPIPS take: `(x − shift) / scale` per channel, no resizing.
 *
 * @param images  `[N, 3, H, W]`, values in [-1, 1]
 * @throws GanymedeError `OPTION_INVALID` for other than three channels
 */
export function lpipsInput(images: Tensor): Tensor {
  requireTensors('lpipsInput', { images })
  if (images.ndim !== 4 || images.shape[1] !== 3) {
    throw new GanymedeError('OPTION_INVALID', `LPIPS needs RGB images [N, 3, H, W], got [${images.shape.join(', ')}]`)
  }
  return scope('lpips-input', () => {
    const perChannel = (values: readonly number[]) =>
      tensor(values, { dtype: images.dtype, device: images.device }).view([1, 3, 1, 1])
    return images.sub(perChannel(shift)).div(perChannel(scale))
  })
}

/**
 * The distance from the feature maps of two image batches.
 *
 *     Σ_taps mean_positions Σ_c w_c (â_c − b̂_c)²,   â = a / (|a| + 10⁻¹⁰) over channels
 *
 * @param a, b     one map per tap, `[N, C_l, H_l, W_l]`
 * @param weights  non-negative, one per tap with C_l elements, such as `[1, C_l, 1, 1]`
 * @throws GanymedeError `OPTION_INVALID` when taps and weights do not fit
 */
export function lpipsDistances(a: readonly Tensor[], b: readonly Tensor[], weights: readonly Tensor[]): LpipsDistances {
  requireArray('lpipsDistances', 'a', a)
  requireArray('lpipsDistances', 'b', b)
  requireArray('lpipsDistances', 'weights', weights)
  const fits =
    a.length > 0 &&
    a.length === b.length &&
    a.length === weights.length &&
    a.every((map, l) => map.ndim === 4 && sameShape(map, b[l]!) && weights[l]!.numel === map.shape[1])
  if (!fits) {
    const text = (maps: readonly Tensor[]) => maps.map(({ shape }) => `[${shape.join(', ')}]`).join(' ')
    throw new GanymedeError('OPTION_INVALID', 'LPIPS needs the same taps of both images and a weight per channel', {
      lines: [`a: ${text(a)}`, `b: ${text(b)}`, `weights: ${text(weights)}`],
    })
  }
  return scope('lpips', () => {
    const layers = a.map((map, l) =>
      scope('lpips-tap', () => {
        const difference = unit(map).sub(unit(b[l]!)).square() // [N, C, H, W]
        return difference
          .mul(weights[l]!.reshape([1, -1, 1, 1]))
          .sum([1])
          .mean([1, 2])
      }),
    )
    const perLayer = stack(layers, 1) // [N, L]
    return { distances: perLayer.sum([1]), perLayer }
  })
}

/**
 * Diversity of outputs (pix2pix, BicycleGAN): mean LPIPS of pairs of images of one input; higher is more diverse.
 *
 * @param distances  `[pairs]`, batches of {@link LpipsDistances.distances}
 */
export function meanLpips(distances: readonly Tensor[]): number {
  return scope('mean-lpips', () =>
    cat(distances.map((part) => part.detach().to({ dtype: 'float64' })))
      .mean()
      .item(),
  )
}

function unit(map: Tensor): Tensor {
  return scope('lpips-unit', () => map.div(map.square().sum([1], { keepdim: true }).sqrt().add(1e-10)))
}
