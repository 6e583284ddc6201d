/** The normalisations that a network may choose between, under one name each. */
import type { Generator } from '@ganymede/torch'
import type { Layer } from '../module.js'
import { BatchNorm } from './batch-norm.js'
import type { Conv2d } from './conv2d.js'
import { GroupNorm } from './group-norm.js'
import { InstanceNorm2d } from './instance-norm.js'
import { Identity } from './shape.js'
import { spectralNorm } from './spectral-norm.js'

/**
 * `batch`: over the batch, so that one image's result depends on the others. `layer`: over an image's channels and pixels,
 * with a scale and a shift per channel. `instance`: over the pixels of each channel, likewise. `spectral`: of the weights,
 * not of what they compute. `none`.
 */
export const normalisationNames = ['batch', 'layer', 'instance', 'spectral', 'none'] as const
export type NormalisationName = (typeof normalisationNames)[number]

/**
 * The layer that follows a convolution: maps `[N, C, H, W]` to the same shape. For `spectral` and `none` an
 * {@link Identity}, which keeps the numbering of a {@link Sequential}.
 *
 * @param channels    C
 * @param options.eps  added to variances; default 1e-5
 */
export function normalisationLayer(
  name: NormalisationName,
  channels: number,
  { eps = 1e-5 }: { readonly eps?: number } = {},
): Layer {
  switch (name) {
    case 'batch':
      return new BatchNorm(channels, { eps })
    case 'layer':
      return new GroupNorm(1, channels, { eps })
    case 'instance':
      return new InstanceNorm2d(channels, { eps, affine: true })
    case 'spectral':
    case 'none':
      return new Identity()
  }
}

/** The convolution itself, its weight normalised where `name` is `spectral`. */
export function normalisedConvolution<L extends Conv2d>(name: NormalisationName, layer: L, rng: Generator): L {
  return name === 'spectral' ? spectralNorm(layer, { rng }) : layer
}
