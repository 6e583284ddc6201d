/** Initialising the layers of a network by their kind, as papers state it. */
import { givenOptions } from '@ganymede/core'
import { BatchNorm } from './layers/batch-norm.js'
import { ConvTranspose2d } from './layers/conv-transpose2d.js'
import { Conv2d } from './layers/conv2d.js'
import { Embedding } from './layers/embedding.js'
import { GroupNorm } from './layers/group-norm.js'
import { InstanceNorm2d } from './layers/instance-norm.js'
import { LayerNorm } from './layers/layer-norm.js'
import { Linear } from './layers/linear.js'
import type { Module } from './module.js'

/** What to do with each kind of layer; kinds left out keep their values. */
export interface LayerInitialisers {
  /** Plain and transposed convolutions. */
  readonly convolution?: (layer: Conv2d | ConvTranspose2d, path: string) => void
  readonly linear?: (layer: Linear, path: string) => void
  /** Batch, instance, group and layer norms; `weight` and `bias` are null without `affine`. */
  readonly normalisation?: (layer: BatchNorm | InstanceNorm2d | GroupNorm | LayerNorm, path: string) => void
  readonly embedding?: (layer: Embedding, path: string) => void
}

/**
 * Visits all layers of a network in the order of their registration and initialises each by its kind.
 *
 * With one random stream the result depends on the seed and the structure alone.
 *
 * @param module  changed in place
 * @returns `module`
 * @throws GanymedeError `OPTION_INVALID` for unknown options
 * @example
 * initialiseLayers(network, {
 *   convolution: ({ weight }) => normal_(weight, { std: 0.02, rng }),
 *   normalisation: ({ weight }) => weight && normal_(weight, { mean: 1, std: 0.02, rng }),
 * })
 */
export function initialiseLayers<M extends Module>(module: M, options: LayerInitialisers): M {
  const { convolution, linear, normalisation, embedding } = givenOptions('initialiseLayers', options, [
    'convolution',
    'linear',
    'normalisation',
    'embedding',
  ])
  for (const [path, layer] of module.namedModules()) {
    if (layer instanceof Conv2d || layer instanceof ConvTranspose2d) convolution?.(layer, path)
    else if (layer instanceof Linear) linear?.(layer, path)
    else if (layer instanceof Embedding) embedding?.(layer, path)
    else if (
      layer instanceof BatchNorm ||
      layer instanceof InstanceNorm2d ||
      layer instanceof GroupNorm ||
      layer instanceof LayerNorm
    ) {
      normalisation?.(layer, path)
    }
  }
  return module
}
